package io.strowger.gateway.delivery;

import io.strowger.gateway.guard.Denial;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;

/** What a door hears; always after the commit that it speaks of. */
public sealed interface Reply {
  /** Stored durably. */
  record Accepted(Message message) implements Reply {}

  /** The same idempotency key with the same body: what the first request was answered. */
  record Repeated(MessageId id, long expiresAtMillis) implements Reply {}

  /** The same idempotency key with another body. */
  record IdempotencyConflict() implements Reply {}

  /** Cancelled, or feedback taken. */
  record Done(Message message) implements Reply {}

  /** The message is already final; nothing was changed. */
  record AlreadyFinal(Message message) implements Reply {}

  /** A guard refused it; nothing was stored. */
  record Denied(Denial denial) implements Reply {}

  /** Kept durably under this number. */
  record Kept(long sequence) implements Reply {}

  record NotFound() implements Reply {}

  /**
   * Nothing was stored.
   *
   * @param reason for people, without message content
   */
  record Refused(String reason, int retryAfterSeconds) implements Reply {}
}
