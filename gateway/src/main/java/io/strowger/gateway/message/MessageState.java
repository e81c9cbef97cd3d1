package io.strowger.gateway.message;

/** Where a message stands. Kept apart from SMPP's message_state. */
public sealed interface MessageState {

  sealed interface Open extends MessageState {}

  sealed interface Final extends MessageState {
    /** Epoch milliseconds. */
    long atMillis();
  }

  /** Stored; no route chosen yet. */
  record Accepted() implements Open {}

  /** Attempt {@code ordinal} is with its channel, not answered yet. */
  record Attempting(int ordinal) implements Open {}

  /**
   * The carrier took attempt {@code ordinal}; silence is evidence from {@code receiptDueMillis}.
   */
  record AwaitingReceipt(int ordinal, long receiptDueMillis) implements Open {}

  /** Waits for a route, or for the time to try again. */
  record AwaitingRetry(long dueMillis) implements Open {}

  record Delivered(long atMillis) implements Final {}

  record Failed(Refusal refusal, long atMillis) implements Final {}

  record Expired(long atMillis) implements Final {}

  record Cancelled(long atMillis) implements Final {}
}
