package io.strowger.smpp.link;

import java.util.ArrayList;
import java.util.List;

/** What the listener has still to be told, in the order it happened. */
final class Reports {
  private List<SubmitOutcome> outcomes = new ArrayList<>();
  private List<InboundReceipt> receipts = new ArrayList<>();

  void add(SubmitOutcome outcome) {
    outcomes.add(outcome);
  }

  void add(InboundReceipt receipt) {
    receipts.add(receipt);
  }

  boolean isEmpty() {
    return outcomes.isEmpty() && receipts.isEmpty();
  }

  /** Outcomes first: a receipt in the same batch then finds its message's ids known. */
  void deliver(String carrier, SmppCarrierListener listener) {
    if (!outcomes.isEmpty()) {
      List<SubmitOutcome> batch = outcomes;
      outcomes = new ArrayList<>();
      listener.outcomes(carrier, batch);
    }
    if (!receipts.isEmpty()) {
      List<InboundReceipt> batch = receipts;
      receipts = new ArrayList<>();
      listener.receipts(carrier, batch);
    }
  }
}
