package io.strowger.smpp.simulator;

/** Where a receipt says what it says. */
public enum ReceiptForm {
  /** The text of SMPP 3.4 appendix B alone. */
  TEXT,
  /** receipted_message_id and message_state alone. */
  TLV,
  BOTH
}
