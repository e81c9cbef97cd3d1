package io.strowger.smpp.link;

import io.strowger.smpp.receipt.ReceiptState;

/**
 * Counts and latencies of a carrier's links, for metrics; called on the carrier's thread for single
 * PDUs, so an implementation must cost next to nothing.
 */
public interface LinkObserver {

  /** A submit_sm was written. */
  default void submitted(String carrier, String link) {}

  /**
   * A submit_sm was answered.
   *
   * @param latencyMicros from writing to the answer, as fine as the carrier's clock
   */
  default void answered(String carrier, String link, int commandStatus, long latencyMicros) {}

  /** A written submit_sm will have no answer. */
  default void inDoubt(String carrier, String link) {}

  /** A delivery receipt came in. */
  default void receipt(String carrier, String link, ReceiptState state) {}

  /** A deliver_sm or data_sm that is no receipt came in; it was acknowledged. */
  default void mobileOriginated(String carrier, String link) {}

  /** A PDU was ignored or refused: unknown sequence number, wrong state, malformed. */
  default void protocolFault(String carrier, String link, String what) {}

  /** A link is bound. */
  default void linkUp(String carrier, String link, String address) {}

  /** A bind was refused, a connection failed, was lost or given up. */
  default void linkDown(String carrier, String link, String cause) {}
}
