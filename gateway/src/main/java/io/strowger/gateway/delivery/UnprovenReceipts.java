package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Lifecycle;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageEvent;
import io.strowger.gateway.message.MessageState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Receipts that say delivered and wait for a proof. A carrier that swallows messages may send
 * receipts for them all the same; what it is then left for is sent again, if it was not believed to
 * have arrived. So where clients tell which codes were verified, a receipt ends its message only
 * once its code has had the usual time to be verified, and not while receipts of its route are
 * doubted; a verified code ends it at once. The receipts are durable.
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
    boolean awaited =
        message.state() instanceof MessageState.AwaitingReceipt(int on, long _) && on == ordinal;
    if (reading.kind() != ReceiptReading.Kind.DELIVERED
        || !awaited
        || attempt.carrierIds().size() != 1
        || held.size() >= max) {
      return false;
    }
    long wait = transitions.health.patience.provenAfterMillis(message, ordinal);
    if (wait == 0) {
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
              attempt.answeredAtMillis() + wait);
      held.put(keyOf(receipt), receipt);
      round.heldAdded.add(receipt);
      entry.proofDueMillis = receipt.untilMillis();
      if (entry.staged() == null) {
        transitions.wheel.schedule(entry, entry.alarmMillis());
      }
    }
    return true;
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
    long until = Math.max(receipt.untilMillis(), transitions.now() + AGAIN_MILLIS);
    part.entry().proofDueMillis = until;
    held.put(
        keyOf(receipt),
        new HeldReceipt(
            receipt.sequence(),
            receipt.carrier(),
            receipt.candidateIds(),
            receipt.reading(),
            receipt.receivedAtMillis(),
            until));
    return true;
  }

  /** The message wants to be looked at: whether that was all there is to do about it now. */
  boolean sees(Entry entry, long now) {
    Message message = entry.current();
    if (entry.proofDueMillis <= now) {
      entry.proofDueMillis = Long.MAX_VALUE;
    }
    HeldReceipt receipt =
        message.state() instanceof MessageState.AwaitingReceipt(int ordinal, long _)
            ? of(message.attempts().get(ordinal - 1))
            : null;
    long end = message.spec().expiresAtMillis();
    if (now >= end) {
      believe(entry);
      return entry.current().isFinal();
    }
    if (receipt == null) {
      return false;
    }
    boolean doubted = isDoubted(message, receipt);
    if (doubted && Lifecycle.wantsEscalation(message, now)) {
      return false;
    }
    if (!doubted && now >= receipt.untilMillis()) {
      believe(entry);
    } else if (entry.staged() == null) {
      long next = doubted ? now + ASK_AGAIN_MILLIS : receipt.untilMillis();
      entry.proofDueMillis = Math.min(next, end);
      transitions.wheel.schedule(entry, entry.proofDueMillis);
    }
    return true;
  }

  private boolean isDoubted(Message message, HeldReceipt receipt) {
    for (Attempt attempt : message.attempts()) {
      if (receipt.equals(of(attempt))) {
        return transitions.health.patience.isDoubted(message, attempt.ordinal());
      }
    }
    return false;
  }

  /** Ends the message by any receipt that is not doubted. */
  private void believe(Entry entry) {
    Message message = entry.current();
    for (Attempt attempt : message.attempts()) {
      HeldReceipt receipt = of(attempt);
      if (receipt != null && !isDoubted(message, receipt)) {
        transitions.step(
            entry,
            new MessageEvent.ReportArrived(attempt.ordinal(), 0, receipt.reading().refusal()));
        return;
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
    takenThisRound.forEach(receipt -> held.put(keyOf(receipt), receipt));
    takenThisRound.clear();
  }
}
