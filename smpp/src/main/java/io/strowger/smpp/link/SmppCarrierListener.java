package io.strowger.smpp.link;

import java.util.List;

/** What a carrier's links tell their owner; called on the carrier's own thread, never blocking. */
public interface SmppCarrierListener {
  void outcomes(String carrier, List<SubmitOutcome> batch);

  void receipts(String carrier, List<InboundReceipt> batch);

  /** A link bound, lost its bind, or the carrier began or stopped to be usable. */
  void statusChanged(CarrierStatus status);
}
