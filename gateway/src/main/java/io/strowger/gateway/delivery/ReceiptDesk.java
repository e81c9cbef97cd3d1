package io.strowger.gateway.delivery;

import io.strowger.gateway.delivery.DispatchEvent.ReceiptCame;
import io.strowger.gateway.delivery.DispatchEvent.SmsAnswer;
import io.strowger.gateway.delivery.SmsChannel.AttemptRef;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.MessageEvent;
import java.util.List;

/**
 * Takes the answers to submits, and brings receipts and attempts together. A receipt that outran
 * the answer to its submit_sm waits in a durable inbox until its carrier id is known.
 */
final class ReceiptDesk {
  final HeldReceipts held = new HeldReceipts();
  final UnprovenReceipts unproven;
  private final Transitions transitions;
  private final Round round;
  private final DispatchSettings settings;
  private final DeliveryObserver observer;

  ReceiptDesk(
      Transitions transitions, Round round, DispatchSettings settings, DeliveryObserver observer) {
    this.transitions = transitions;
    this.round = round;
    this.settings = settings;
    this.observer = observer;
    this.unproven = new UnprovenReceipts(transitions, round, settings.maxHeldReceipts());
  }

  /** Kept by an earlier run. */
  void recovered(HeldReceipt receipt) {
    if (!unproven.recovered(receipt)) {
      held.add(receipt);
    }
  }

  void answered(AttemptRef ref, SmsAnswer answer) {
    Entry entry = transitions.book.find(ref.id());
    if (entry == null) {
      return;
    }
    int ordinal = ref.ordinal();
    int submits = ref.submits();
    switch (answer) {
      case SmsAnswer.Taken taken -> {
        transitions.step(
            entry,
            new MessageEvent.Submitted(
                ordinal,
                submits,
                taken.link(),
                taken.carrierIds(),
                taken.receiptsExpected(),
                transitions.health.patience.silentAfterMillis(entry.current(), ordinal)));
        claim(entry, ordinal);
      }
      case SmsAnswer.Refused refused ->
          transitions.step(
              entry,
              new MessageEvent.AttemptRefused(ordinal, submits, refused.link(), refused.refusal()));
      case SmsAnswer.InDoubt doubt -> {
        observer.inDoubt(entry.carrierOf(ordinal));
        transitions.step(
            entry, new MessageEvent.AttemptInDoubt(ordinal, submits, doubt.link(), doubt.cause()));
      }
      case SmsAnswer.NotSent notSent ->
          transitions.step(
              entry, new MessageEvent.AttemptNotSent(ordinal, submits, notSent.cause()));
    }
  }

  /** The ids are known now: receipts that came before them have waited in the inbox. */
  void claim(Entry entry, int ordinal) {
    Attempt attempt = entry.current().attempts().get(ordinal - 1);
    transitions.book.indexParts(entry, attempt);
    if (held.size() == 0) {
      return;
    }
    String carrier = attempt.choice().carrier();
    List<String> ids = attempt.carrierIds();
    for (int part = 0; part < ids.size(); part++) {
      HeldReceipt receipt = held.find(carrier, ids.get(part));
      if (receipt != null) {
        held.remove(receipt);
        round.heldTaken.add(receipt);
        report(entry, ordinal, part, receipt.carrier(), receipt.reading());
      }
    }
  }

  /** A receipt that outran the answer to a canary has waited, too. */
  void canary(DispatchEvent.CanaryNews news) {
    CanaryPost canaries = transitions.health.canaries();
    if (canaries == null) {
      return;
    }
    switch (news) {
      case DispatchEvent.TextCame text -> canaries.came(text, transitions.now());
      case DispatchEvent.CanaryAnswered answered -> {
        canaries.answered(answered, transitions.now());
        if (answered.answer() instanceof SmsAnswer.Taken taken && held.size() > 0) {
          for (String id : taken.carrierIds()) {
            HeldReceipt receipt = held.find(answered.ref().carrier(), id);
            if (receipt != null) {
              held.remove(receipt);
              round.heldTaken.add(receipt);
            }
          }
        }
      }
    }
  }

  private boolean isOfCanary(ReceiptCame receipt) {
    CanaryPost canaries = transitions.health.canaries();
    return canaries != null && canaries.isReceipt(receipt.carrier(), receipt.candidateIds());
  }

  void came(ReceiptCame receipt) {
    round.acks.add(receipt.ack());
    for (String id : receipt.candidateIds()) {
      MessageBook.Part part = transitions.book.findPart(receipt.carrier(), id);
      if (part != null) {
        report(part.entry(), part.ordinal(), part.part(), receipt.carrier(), receipt.reading());
        return;
      }
    }
    if (receipt.reading().kind() == ReceiptReading.Kind.INTERMEDIATE || isOfCanary(receipt)) {
      return;
    }
    HeldReceipt waiting =
        new HeldReceipt(
            transitions.kept.nextSequence(),
            receipt.carrier(),
            receipt.candidateIds(),
            receipt.reading(),
            receipt.receivedAtMillis(),
            transitions.now() + settings.heldMillis());
    held.add(waiting);
    round.heldAdded.add(waiting);
    observer.receiptHeld(receipt.carrier());
  }

  private void report(Entry entry, int ordinal, int part, String carrier, ReceiptReading reading) {
    Attempt attempt = entry.current().attempts().get(ordinal - 1);
    observer.receiptMatched(
        carrier, reading.kind(), transitions.now() - attempt.answeredAtMillis());
    if (reading.kind() != ReceiptReading.Kind.INTERMEDIATE) {
      transitions.health.receipt(entry, ordinal, reading);
      if (!unproven.takes(entry, ordinal, reading)) {
        transitions.step(entry, new MessageEvent.ReportArrived(ordinal, part, reading.refusal()));
      }
    }
  }

  private void dropHeld(HeldReceipt receipt) {
    round.heldTaken.add(receipt);
    observer.receiptUnmatched(receipt.carrier());
  }

  void expire() {
    held.expire(transitions.now(), settings.maxHeldReceipts(), this::dropHeld);
  }

  /** Nothing of the round is durable. */
  void undo() {
    unproven.undo();
    round.heldAdded.forEach(held::remove);
    round.heldTaken.forEach(held::add);
  }
}
