package io.strowger.gateway.simulation;

import io.strowger.gateway.delivery.SmsChannel.AttemptRef;
import io.strowger.gateway.delivery.VoiceChannel.Call;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.CallEvidence;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.message.Verdict;
import io.strowger.gateway.simulation.Ledger.Line;
import io.strowger.sip.call.CallReport;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipUri;
import io.strowger.sip.prompt.ScriptResult;
import io.strowger.sip.simulator.CallFate;
import io.strowger.sip.simulator.CallRecord;
import io.strowger.sip.simulator.PacketlessMedia;
import io.strowger.sip.simulator.PacketlessMedia.OurEnd;
import io.strowger.sip.trunk.SipCarrierListener;
import io.strowger.sip.trunk.SipCarrierStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the node and the trunks, and sees every INVITE, every word that is said, and what
 * the far end heard: no word is too late, no number is called twice at a time or by two messages
 * within two minutes, and what was answered and heard by nobody is tried another way.
 */
final class TrunkWitness implements PacketlessMedia.Watch {
  /** From {@code VoiceRules.DEFAULT}, which all accounts of a world have. */
  private static final long PER_NUMBER_MILLIS = 120_000;

  /** From the durable record to the call. */
  private static final long HAND_OVER_MILLIS = 500;

  /** A hang-up needs so long to get from the door to the trunk. */
  private static final long HANG_UP_MILLIS = 80;

  /** For a route, a call set up, and a code said. */
  private static final long ENOUGH_MILLIS = 25_000;

  /** One INVITE, with the sound of its call. */
  private static final class Leg {
    final OurEnd end;
    final int life;
    String to = "";
    @Nullable Call call;
    boolean recorded;

    Leg(OurEnd end, int life) {
      this.end = end;
      this.life = life;
    }
  }

  private final Witness witness;
  private final Map<String, Call> orders = new HashMap<>();
  private final Map<Integer, Leg> legs = new LinkedHashMap<>();
  private final Map<String, Leg> byCallId = new HashMap<>();
  private final Map<String, Map<MessageId, Long>> firstCalls = new HashMap<>();
  private final List<Long> crashes = new ArrayList<>();
  private List<TrunkSite> sites = List.of();
  private @Nullable Leg justOpened;
  private int answeredByNobody;
  private int calledAgain;
  private int diverted;
  private int heard;
  private int heardAfterNobody;
  private int avoided;

  TrunkWitness(Witness witness) {
    this.witness = witness;
  }

  /** Counts of what occurred. */
  List<Integer> occurrences() {
    return List.of(
        byCallId.size(),
        diverted,
        answeredByNobody,
        calledAgain,
        avoided,
        heard,
        heardAfterNobody,
        sites.stream().mapToInt(TrunkSite::answeredAfterTurn).sum());
  }

  void sites(List<TrunkSite> all) {
    sites = List.copyOf(all);
  }

  void placed(Call call) {
    AttemptRef ref = call.ref();
    orders.put(ref.id() + "." + ref.ordinal() + "." + ref.submits(), call);
    Map<MessageId, Long> before =
        firstCalls.computeIfAbsent(call.to().e164(), _ -> new LinkedHashMap<>());
    before.forEach((other, at) -> {
      if (!other.equals(ref.id())
          && !before.containsKey(ref.id())
          && witness.now() - at < PER_NUMBER_MILLIS - HAND_OVER_MILLIS) {
        witness.violated(call.to() + ": called for two messages within two minutes");
      }
    });
    before.putIfAbsent(ref.id(), witness.now());
  }

  @Override
  public void opened(OurEnd end) {
    Leg leg = new Leg(end, witness.life());
    legs.put(end.number(), leg);
    justOpened = leg;
  }

  /**
   * An INVITE that begins a call leaves the node over this trunk, or leaves it again.
   *
   * @param up the carrier's trunks that the node takes for usable
   */
  void invites(SipRequest invite, String trunk, List<String> up) {
    Leg leg = legs.get(PacketlessMedia.end(new String(invite.body(), StandardCharsets.UTF_8)));
    SipUri uri = SipUri.parse(invite.requestUri());
    if (leg == null || uri == null || uri.user() == null) {
      witness.violated("an INVITE without sound, or without a number");
      return;
    }
    leg.to = "+" + uri.user().replace("+", "");
    if (byCallId.put(invite.callId(), leg) != null) {
      // Sent again until it is answered, and can be taken back (RFC 3261 section 9.1).
      return;
    }
    Call call = leg.call;
    String shunned = call == null ? null : call.avoidTrunk();
    boolean first =
        legs.values().stream().filter(other -> Objects.equals(other.call, call)).count() == 1;
    if (shunned != null && first && !up.isEmpty() && !up.equals(List.of(shunned))) {
      avoided++;
      if (shunned.equals(trunk)) {
        witness.violated(leg.to + ": called over " + trunk + ", which just failed, not " + up);
      }
    }
    for (Leg other : legs.values()) {
      if (!other.equals(leg)
          && other.to.equals(leg.to)
          && other.life == witness.life()
          && !other.end.isClosed()) {
        witness.violated(leg.to + ": called twice at the same time");
      }
    }
    List<Line> lines = witness.ledger.to(leg.to);
    long latest = lines.stream().mapToLong(Line::expiresAtMillis).max().orElse(0);
    if (witness.now() >= latest) {
      witness.violated(leg.to + ": called " + (witness.now() - latest) + " ms too late");
    }
  }

  /** The engine's own words go on to the node; here they only tell whose call is whose. */
  SipCarrierListener beside(SipCarrierListener node) {
    return new SipCarrierListener() {
      @Override
      public void progress(String carrier, String trunk, String reference, Progress progress) {
        Leg opened = justOpened;
        if (progress == Progress.PLACED && opened != null) {
          opened.call = orders.get(reference);
          justOpened = null;
        }
        node.progress(carrier, trunk, reference, progress);
      }

      @Override
      public void ended(String carrier, CallReport report, @Nullable ScriptResult result) {
        witness.calls.ended();
        node.ended(carrier, report, result);
      }

      @Override
      public void diverted(String carrier, CallReport report, String nextTrunk) {
        diverted++;
        node.diverted(carrier, report, nextTrunk);
      }

      @Override
      public void changed(SipCarrierStatus status) {
        node.changed(status);
      }

      @Override
      public void fault(String carrier, String what) {
        witness.violated(carrier + ": " + what);
      }
    };
  }

  /** Words were said until now. */
  @Override
  public void speaks(OurEnd end) {
    Leg leg = legs.get(end.number());
    Call call = leg == null ? null : leg.call;
    if (leg == null || call == null) {
      witness.violated("words without a call");
      return;
    }
    if (witness.now() > call.deadlineMillis() + 1) {
      witness.violated(
          leg.to + ": spoken to " + (witness.now() - call.deadlineMillis()) + " ms too late");
    }
    Line line = witness.ledger.find(call.ref().id());
    if (line != null
        && (line.end instanceof MessageState.Cancelled || line.end instanceof MessageState.Expired)
        && witness.now() > line.endedAtMillis + HANG_UP_MILLIS) {
      witness.violated(leg.to + ": spoken to after the message had ended");
    }
    if (end.saidSamples() > 0) {
      witness.calls.spoken();
    }
  }

  /** The far end puts a call away, and tells what was heard. */
  void recorded(CallRecord record) {
    Leg leg = byCallId.get(record.callId());
    if (leg == null) {
      witness.violated("a call was heard that nobody made");
      return;
    }
    leg.recorded = true;
    if (record.fate() == CallFate.PERSON) {
      for (String code : Set.copyOf(record.codes())) {
        heard++;
        witness.calls.heard(leg.to, code);
      }
    }
  }

  /** Its calls end without a word, and nobody learns of them. */
  void nodeDies() {
    crashes.add(witness.now());
    for (Leg leg : legs.values()) {
      if (!leg.end.isClosed()) {
        leg.end.close();
      }
    }
  }

  /**
   * All is over. A far end that died, or never heard the hang-up, has told nothing: what it could
   * hear counts.
   */
  void judge() {
    for (Leg leg : legs.values()) {
      Call call = leg.call;
      Secret code = call == null ? null : call.code();
      if (leg.recorded || code == null || code.isShredded()) {
        continue;
      }
      long samples = leg.end.saidSamples() - leg.end.lostSamples();
      if (samples >= Telephony.ENGLISH.digits(code.reveal()).samples()) {
        witness.calls.heard(leg.to, code.reveal());
      }
    }
    for (TrunkSite site : sites) {
      if (!site.givenUp().isEmpty()) {
        witness.violated(site.id() + ": given up when challenged " + site.givenUp());
      }
    }
    witness.ledger.all().forEach(this::judge);
  }

  private void judge(Line line) {
    List<Attempt> calls =
        line.message.attempts().stream()
            .filter(attempt -> attempt.choice().channel() == Channel.VOICE)
            .toList();
    for (Attempt attempt : calls) {
      if (isAnsweredByNobody(attempt)) {
        answeredByNobody++;
        if (attempt.verdict() instanceof Verdict.Arrived) {
          witness.violated(line.id() + ": answered by nobody, and counted");
        }
      }
    }
    for (int i = 1; i < calls.size(); i++) {
      if (isAnsweredByNobody(calls.get(i - 1))) {
        calledAgain++;
        isAnotherTrunk(line, calls.get(i - 1), calls.get(i));
        heardAfterNobody += calls.get(i).verdict() instanceof Verdict.Arrived ? 1 : 0;
      }
    }
    if (!calls.isEmpty() && calls.stream().allMatch(TrunkWitness::isAnsweredByNobody)) {
      isNotGivenUp(line, calls);
    }
  }

  private static boolean isAnsweredByNobody(Attempt attempt) {
    CallEvidence call = attempt.call();
    // What was under way in a crash, or taken back, might still have been heard.
    boolean judged =
        attempt.verdict() instanceof Verdict.Refused
            || attempt.verdict() instanceof Verdict.Arrived;
    return judged && call != null && call.answered() && !call.mediaSeen();
  }

  private boolean isFaultless(String carrier, @Nullable String butNot) {
    List<TrunkSite> own =
        sites.stream()
            .filter(site -> site.carrier().equals(carrier) && !site.id().equals(butNot))
            .toList();
    return !own.isEmpty() && own.stream().allMatch(TrunkSite::isFaultless);
  }

  private void isAnotherTrunk(Line line, Attempt silent, Attempt next) {
    String trunk = silent.link();
    if (silent.choice().carrier().equals(next.choice().carrier())
        && trunk != null
        && trunk.equals(next.link())
        && isFaultless(next.choice().carrier(), trunk)) {
      witness.violated(line.id() + ": called again over " + trunk + ", which answers for nobody");
    }
  }

  /** Where time was left and another carrier was there, it was tried. */
  private void isNotGivenUp(Line line, List<Attempt> calls) {
    long ended = calls.getLast().endedAtMillis();
    boolean timeLeft = line.expiresAtMillis() - ended > ENOUGH_MILLIS;
    boolean wanted =
        line.end instanceof MessageState.Expired || line.end instanceof MessageState.Failed;
    boolean lived = line.endedInLife == life(ended);
    for (String carrier : SimulatedTrunk.CARRIERS) {
      boolean tried =
          calls.stream().anyMatch(attempt -> attempt.choice().carrier().equals(carrier));
      if (timeLeft && wanted && lived && !tried && isFaultless(carrier, null)) {
        witness.violated(line.id() + ": answered by nobody, and " + carrier + " was not tried");
      }
    }
  }

  private int life(long atMillis) {
    return (int) crashes.stream().filter(crash -> crash <= atMillis).count();
  }
}
