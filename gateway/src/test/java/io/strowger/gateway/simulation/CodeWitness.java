package io.strowger.gateway.simulation;

import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.simulation.Ledger.Line;
import io.strowger.gateway.verification.CheckOutcome;
import io.strowger.gateway.verification.Verification;
import io.strowger.gateway.verification.VerificationId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts what became of every code that was typed: caps hold through every crash, a code is right
 * once and never after its time, and every copy carries the same one.
 */
final class CodeWitness {
  private record Try(String to, long atMillis) {}

  private final Witness witness;
  private final Map<VerificationId, String> texts = new HashMap<>();
  private final Map<VerificationId, Integer> wrongs = new HashMap<>();
  private final List<Try> answeredWrong = new ArrayList<>();

  /** Also those whose answer was lost: they may count. */
  private final List<Try> typedWrong = new ArrayList<>();

  private final Set<VerificationId> approved = new HashSet<>();
  private int started;
  private int resent;
  private int locked;

  CodeWitness(Witness witness) {
    this.witness = witness;
  }

  /** Counts of what occurred. */
  List<Integer> occurrences() {
    return List.of(started, approved.size(), answeredWrong.size(), resent, locked);
  }

  void started(Verification verification) {
    started++;
    sameText(verification);
  }

  void resent(Verification verification) {
    resent++;
    if (verification.messages().size() > 1 + Tenants.CODES.resendsMax()) {
      witness.violated(verification.id() + ": sent more often than may be");
    }
    sameText(verification);
  }

  /** Every message of it carries the same text, and the code in it. */
  private void sameText(Verification verification) {
    for (MessageId id : verification.messages()) {
      Line line = witness.ledger.find(id);
      if (line == null) {
        witness.violated(verification.id() + ": answered before its message was durable");
        continue;
      }
      String first = texts.putIfAbsent(verification.id(), line.text);
      if (first != null && !first.equals(line.text)) {
        witness.violated(verification.id() + ": another copy has another text");
      }
    }
  }

  /** A code is typed. Its answer may be lost, and count. */
  void typed(String to, VerificationId id, String code) {
    if (!texts.getOrDefault(id, "").contains(code)) {
      typedWrong.add(new Try(to, witness.now()));
    }
  }

  void checked(String to, VerificationId id, String code, CheckOutcome outcome) {
    long now = witness.now();
    switch (outcome) {
      case CheckOutcome.Approved(Verification verification) -> {
        if (!approved.add(id)) {
          witness.violated(id + ": right twice");
        }
        if (!texts.getOrDefault(id, "").contains(code)) {
          witness.violated(id + ": a wrong code was right");
        }
        if (now >= verification.spec().expiresAtMillis()) {
          witness.violated(id + ": right after its time");
        }
        if (wrongs.getOrDefault(id, 0) >= Tenants.CODES.checksMax()
            || within(answeredWrong, to, now) >= Tenants.CODES.failedChecksMax()) {
          witness.violated(id + ": right after too many wrong ones");
        }
      }
      case CheckOutcome.Wrong _ -> {
        if (texts.getOrDefault(id, "").contains(code)) {
          witness.violated(id + ": the right code was wrong");
        }
        // The cap of the number: whatever was started in between, and through every crash.
        if (within(answeredWrong, to, now) >= Tenants.CODES.failedChecksMax()) {
          witness.violated(to + ": more wrong codes than may be tried");
        }
        if (wrongs.merge(id, 1, Integer::sum) > Tenants.CODES.checksMax()) {
          witness.violated(id + ": compared more often than may be");
        }
        answeredWrong.add(new Try(to, now));
      }
      case CheckOutcome.NumberLocked _ -> {
        locked++;
        if (within(typedWrong, to, now) < Tenants.CODES.failedChecksMax()) {
          witness.violated(to + ": locked without a reason");
        }
      }
      case CheckOutcome.Over(Verification verification) -> {
        boolean reason =
            now >= verification.spec().expiresAtMillis()
                || verification.status() != Verification.Status.PENDING;
        if (!reason) {
          witness.violated(id + ": over without a reason");
        }
      }
      case CheckOutcome.NotFound _ -> witness.violated(id + ": started and forgotten");
    }
  }

  private static int within(List<Try> wrongs, String to, long now) {
    long since = now - Tenants.CODES.failedWindowMillis();
    return (int)
        wrongs.stream().filter(one -> one.to().equals(to) && one.atMillis() > since).count();
  }
}
