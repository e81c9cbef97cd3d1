package io.strowger.gateway.delivery;

import io.strowger.gateway.health.Proof;
import io.strowger.gateway.health.ReceiptTrust;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Lifecycle;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageEvent;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Receipts that say delivered and wait for a proof. A carrier that swallows messages may send
 * receipts for them all the same; what it is then left for is sent again, if it was not believed to
 * have arrived. So where clients tell which codes were verified, a receipt ends its message only
 * once its code has had the usual time to be verified; where canaries come back, once one that was
 * sent after it is back; and not while receipts of its route are doubted. A verified code ends it
 * at once. The receipts are durable.
 */
final class UnprovenReceipts {
  private static final long ASK_AGAIN_MILLIS = 2_000;
  private static final long AGAIN_MILLIS = 60_000;

  private record Key(String carrier, String carrierId) {}

  private final Map<Key, HeldReceipt> held = new HashMap<>();
  private final List<HeldReceipt> takenThisRound = new ArrayList<>();
  private final Transitions transitions;
  private final Round round;
  private final int max;

  /**
   * @param max kept at once; what is beyond it is believed
   */
  UnprovenReceipts(Transitions transitions, Round round, int max) {
    this.transitions = transitions;
    this.round = round;
    this.max = max;
  }

  /** Takes the receipt of a part, unless it is to be believed at once. */
  boolean takes(Entry entry, int ordinal, ReceiptReading reading) {
    Message message = entry.current();
    Attempt attempt = message.attempts().get(ordinal - 1);
    if (reading.kind() != ReceiptReading.Kind.DELIVERED
        || message.isFinal()
        || !(attempt.verdict() instanceof Verdict.Taken
            || attempt.verdict() instanceof Verdict.Silent)
        || attempt.carrierIds().size() != 1
        || held.size() >= max) {
      return false;
    }
    Patience patience = transitions.health.patience;
    Proof proof = patience.proof(message, ordinal);
    long until = proof == null ? attempt.answeredAtMillis() : proof.untilMillis();
    boolean waits =
        message.state() instanceof MessageState.AwaitingReceipt
            && until > transitions.now()
            && !isGiven(proof);
    if (!waits && patience.trust(message, ordinal) == ReceiptTrust.BELIEVED) {
      return false;
    }
    if (of(attempt) == null) {
      HeldReceipt receipt =
          new HeldReceipt(
              transitions.kept.nextSequence(),
              attempt.choice().carrier(),
              attempt.carrierIds(),
              reading,
              transitions.now(),
              until);
      held.put(keyOf(receipt), receipt);
      round.heldAdded.add(receipt);
      if (entry.staged() == null) {
        transitions.wheel.schedule(entry, alarmMillis(entry));
      }
    }
    return true;
  }

  /** When the message is to be looked at: for its own sake, or for a receipt that waits. */
  long alarmMillis(Entry entry) {
    long alarm = entry.alarmMillis();
    if (!held.isEmpty()) {
      for (Attempt attempt : entry.current().attempts()) {
        HeldReceipt receipt = of(attempt);
        alarm =
            receipt == null
                ? alarm
                : Math.min(alarm, lookMillis(entry.current(), attempt, receipt));
      }
    }
    return alarm;
  }

  private long lookMillis(Message message, Attempt attempt, HeldReceipt receipt) {
    Proof proof = transitions.health.patience.proof(message, attempt.ordinal());
    long until = receipt.untilMillis();
    return proof == null ? until : Math.min(until, proof.dueMillis());
  }

  private boolean isReady(Message message, Attempt attempt, HeldReceipt receipt, long now) {
    return now >= receipt.untilMillis()
        || isGiven(transitions.health.patience.proof(message, attempt.ordinal()));
  }

  private static boolean isGiven(@Nullable Proof proof) {
    return proof != null && proof.isGiven();
  }

  private @Nullable HeldReceipt of(Attempt attempt) {
    return attempt.carrierIds().isEmpty() || held.isEmpty()
        ? null
        : held.get(new Key(attempt.choice().carrier(), attempt.carrierIds().getFirst()));
  }

  private static Key keyOf(HeldReceipt receipt) {
    return new Key(receipt.carrier(), receipt.candidateIds().getFirst());
  }

  /** Whether a receipt of the attempt waits for a proof. */
  boolean holds(Attempt attempt) {
    return of(attempt) != null;
  }

  /**
   * A receipt that was kept before a restart; false when it waits for no open message. What was
   * known against its route then is not known any more: it waits for as long again.
   */
  boolean recovered(HeldReceipt receipt) {
    MessageBook.Part part =
        transitions.book.findPart(receipt.carrier(), receipt.candidateIds().getFirst());
    if (part == null || part.entry().current().isFinal()) {
      return false;
    }
    held.put(
        keyOf(receipt),
        new HeldReceipt(
            receipt.sequence(),
            receipt.carrier(),
            receipt.candidateIds(),
            receipt.reading(),
            receipt.receivedAtMillis(),
            Math.max(receipt.untilMillis(), transitions.now() + AGAIN_MILLIS)));
    return true;
  }

  /** The message wants to be looked at: whether that was all there is to do about it now. */
  boolean sees(Entry entry, long now) {
    Message message = entry.current();
    long end = message.spec().expiresAtMillis();
    if (now >= end) {
      believe(entry, now);
      return entry.current().isFinal();
    }
    if (held.isEmpty()
        || !(message.state() instanceof MessageState.AwaitingReceipt(int on, long _))) {
      return false;
    }
    boolean waits = of(message.attempts().get(on - 1)) != null;
    boolean trusted = false;
    boolean ready = false;
    long next = Long.MAX_VALUE;
    for (Attempt attempt : message.attempts()) {
      HeldReceipt receipt = of(attempt);
      if (receipt != null) {
        boolean doubted = isDoubted(message, attempt);
        trusted |= !doubted;
        ready |= !doubted && isReady(message, attempt, receipt, now);
        next =
            Math.min(
                next, doubted ? now + ASK_AGAIN_MILLIS : lookMillis(message, attempt, receipt));
      }
    }
    if (!trusted && (!waits || Lifecycle.wantsEscalation(message, now))) {
      return false;
    }
    if (ready) {
      believe(entry, now);
    }
    if (entry.staged() == null) {
      transitions.wheel.schedule(entry, Math.min(Math.max(next, now + ASK_AGAIN_MILLIS), end));
    }
    return true;
  }

  private boolean isDoubted(Message message, Attempt attempt) {
    return trust(message, attempt) != ReceiptTrust.BELIEVED;
  }

  private ReceiptTrust trust(Message message, Attempt attempt) {
    return transitions.health.patience.trust(message, attempt.ordinal());
  }

  /**
   * Ends the message by any receipt whose time is over and that is not doubted. At its deadline
   * suspicion alone is no reason to call it expired: only that its route was left for its receipts.
   */
  private void believe(Entry entry, long now) {
    Message message = entry.current();
    boolean last = now >= message.spec().expiresAtMillis();
    for (Attempt attempt : message.attempts()) {
      HeldReceipt receipt = of(attempt);
      if (receipt == null || entry.current().isFinal()) {
        continue;
      }
      ReceiptTrust trust = trust(message, attempt);
      boolean believed =
          last
              ? trust != ReceiptTrust.DISPROVED
              : trust == ReceiptTrust.BELIEVED && isReady(message, attempt, receipt, now);
      if (believed) {
        transitions.step(
            entry,
            new MessageEvent.ReportArrived(attempt.ordinal(), 0, receipt.reading().refusal()));
      }
    }
  }

  /** A message that has ended needs no receipt any more. */
  void stepped(Message message) {
    if (held.isEmpty() || !message.isFinal()) {
      return;
    }
    for (Attempt attempt : message.attempts()) {
      HeldReceipt receipt = of(attempt);
      if (receipt != null) {
        held.remove(keyOf(receipt));
        takenThisRound.add(receipt);
        round.dropped.add(receipt.sequence());
      }
    }
  }

  void committed() {
    takenThisRound.clear();
  }

  /** Nothing of the round is durable. */
  void undo() {
    round.heldAdded.forEach(receipt -> held.remove(keyOf(receipt), receipt));
    for (HeldReceipt receipt : takenThisRound) {
      if (!round.heldAdded.contains(receipt)) {
        held.put(keyOf(receipt), receipt);
      }
    }
    takenThisRound.clear();
  }
}
