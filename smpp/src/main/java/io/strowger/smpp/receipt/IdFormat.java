package io.strowger.smpp.receipt;

/** How a carrier writes its message ids. */
public enum IdFormat {
  /** Compare as text; then without leading zeros and case; then hex against decimal. */
  AUTO,
  TEXT,
  HEX,
  DECIMAL
}
