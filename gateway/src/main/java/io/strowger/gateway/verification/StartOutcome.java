package io.strowger.gateway.verification;

/** What comes of a request for a new code. */
public sealed interface StartOutcome {
  /**
   * May be sent. Nothing is in the book yet: once the message has its id, {@link
   * Verifications#stage} takes {@link Verification#sentIn}.
   */
  record Begun(Verification verification, CodeMessage message) implements StartOutcome {}

  /** The same idempotency key with the same body: what the first request began. */
  record Repeated(Verification verification) implements StartOutcome {}

  /** The same idempotency key with another body. */
  record IdempotencyConflict() implements StartOutcome {}

  /** Too many wrong codes were given for this number; a new code would not help. */
  record NumberLocked(int retryAfterSeconds) implements StartOutcome {}

  /** As many verifications as the gateway, or the account, may have. */
  record Full(int retryAfterSeconds) implements StartOutcome {}
}
