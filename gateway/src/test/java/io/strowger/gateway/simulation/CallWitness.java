package io.strowger.gateway.simulation;

import io.strowger.gateway.delivery.SmsChannel.AttemptRef;
import io.strowger.gateway.delivery.VoiceChannel.Call;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.simulation.Ledger.Line;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stands beside every telephone: one record before one call, nothing said when it is too late or
 * after the message has ended, always the same code, and no arrival that nobody heard.
 */
final class CallWitness {
  /** A hang-up needs so long to reach the far end. */
  private static final long HANG_UP_MILLIS = 80;

  private final Witness witness;
  private final Set<AttemptRef> placed = new HashSet<>();
  private final Map<String, Integer> heard = new HashMap<>();
  private int ended;
  private int spoken;
  private int confirmedByEar;

  CallWitness(Witness witness) {
    this.witness = witness;
  }

  /** Counts of what occurred. */
  List<Integer> occurrences() {
    return List.of(placed.size(), ended, spoken, confirmedByEar);
  }

  void placed(Call call) {
    String to = call.to().e164();
    Line line = witness.ledger.find(call.ref().id());
    if (line == null) {
      witness.violated(to + ": called without a durable message");
      return;
    }
    List<Attempt> attempts = line.message.attempts();
    int ordinal = call.ref().ordinal();
    Attempt record = ordinal <= attempts.size() ? attempts.get(ordinal - 1) : null;
    if (record == null
        || record.choice().channel() != Channel.VOICE
        || !record.choice().carrier().equals(call.carrier())
        || record.submits() < call.ref().submits()) {
      witness.violated(to + ": called without a durable record of it");
    }
    if (!placed.add(call.ref())) {
      witness.violated(to + ": called twice on one record");
    }
    if (witness.now() >= call.deadlineMillis() || call.deadlineMillis() > line.expiresAtMillis()) {
      witness.violated(to + ": called too late, or without its deadline");
    }
    Secret code = call.code();
    if (ApprovalWitness.isQuestion(line.message)) {
      if (code != null || call.purpose() != Plan.Purpose.APPROVAL) {
        witness.violated(to + ": called with a code where a question was to be asked");
      }
      return;
    }
    if (code == null || code.reveal().length() < 4 || !line.text.contains(code.reveal())) {
      witness.violated(to + ": called with another code than was asked for");
    }
  }

  /** The first word is said. */
  void speaks(Call call, boolean nodeIsDead) {
    spoken++;
    Line line = witness.ledger.find(call.ref().id());
    if (line != null
        && (line.end instanceof MessageState.Cancelled || line.end instanceof MessageState.Expired)
        && !nodeIsDead
        && witness.now() > line.endedAtMillis + HANG_UP_MILLIS) {
      witness.violated(call.to().e164() + ": spoken to after the message had ended");
    }
  }

  /** A word is said over a trunk, of which another witness judges. */
  void spoken() {
    spoken++;
  }

  void ended() {
    ended++;
  }

  /** A person heard the whole of it. */
  void heard(String to, String code) {
    confirmedByEar++;
    heard.merge(to + code, 1, Integer::sum);
    if (witness.ledger.to(to).stream().noneMatch(line -> line.text.contains(code))) {
      witness.violated(to + ": another code was heard than was asked for");
    }
  }

  /** A person answered what was asked. */
  void answered(Call call) {
    Line line = witness.ledger.find(call.ref().id());
    if (line != null) {
      heard.merge(call.to().e164() + line.text, 1, Integer::sum);
    }
  }

  /** How often a person at this number heard what stands in this text. */
  int timesHeard(String to, String text) {
    int times = 0;
    for (Map.Entry<String, Integer> each : heard.entrySet()) {
      if (each.getKey().startsWith(to) && text.contains(each.getKey().substring(to.length()))) {
        times += each.getValue();
      }
    }
    return times;
  }
}
