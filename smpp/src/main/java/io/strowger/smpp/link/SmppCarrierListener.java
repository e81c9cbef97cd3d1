package io.strowger.smpp.link;

import java.util.List;

/** What a carrier's links tell their owner; called on the carrier's own thread, never blocking. */
public interface SmppCarrierListener extends LinkObserver {
  /** How submissions ended; once for each. */
  void outcomes(String carrier, List<SubmitOutcome> batch);

  /** Receipts to make durable and then acknowledge. */
  void receipts(String carrier, List<InboundReceipt> batch);

  /**
   * A subscriber's text came in, as one PDU brought it; it is acknowledged already, and nothing
   * keeps it.
   *
   * @param text never to be logged
   */
  default void text(String carrier, String text) {}

  /**
   * A link bound, lost its bind, or the carrier began or stopped to be usable; also, at most every
   * 100 ms, that its queue, wait or rate changed notably.
   */
  void statusChanged(CarrierStatus status);
}
