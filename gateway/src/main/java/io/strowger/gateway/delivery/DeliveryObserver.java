package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Message;

/** Hears what the dispatcher does, for metrics. Called on its thread: count and return. */
public interface DeliveryObserver {
  /**
   * @param events taken from the queue in this round
   * @param changes in the transaction
   * @param commitNanos how long the store took
   */
  default void committed(int events, int changes, long commitNanos) {}

  /** The store took no more: the round was undone and will be tried again. */
  default void storeFull() {}

  default void accepted(Message message) {}

  /** Once for each message. */
  default void becameFinal(Message message) {}

  default void inDoubt(String carrier) {}

  /** A second copy went out because the first stayed without a receipt. */
  default void resentAfterSilence(String carrier) {}

  /**
   * @param latencyMillis from the carrier's acceptance to its final receipt
   */
  default void receiptMatched(String carrier, ReceiptReading.Kind kind, long latencyMillis) {}

  /** Came before its submit_sm_resp, or for a message not known. */
  default void receiptHeld(String carrier) {}

  /** Held until its time was over, and no message claimed it. */
  default void receiptUnmatched(String carrier) {}

  default void admissionRefused() {}
}
