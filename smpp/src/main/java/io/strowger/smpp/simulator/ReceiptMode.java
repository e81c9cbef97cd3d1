package io.strowger.smpp.simulator;

/** Whether a carrier's receipts tell the truth. */
public enum ReceiptMode {
  TRUE,
  /** No receipt is ever sent. */
  NONE,
  /** Silently dropped messages get a DELIVRD receipt too. */
  FAKE
}
