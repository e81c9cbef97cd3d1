package io.strowger.gateway.delivery;

/** Something beside the open messages that survives until it is settled. */
public sealed interface KeptRecord permits HeldReceipt, Notice, KeptData {
  /** Unique over all kinds, ascending; a record kept again under its number replaces itself. */
  long sequence();
}
