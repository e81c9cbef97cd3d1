package io.strowger.gateway.verification;

/** What comes of a code that a user typed. */
public sealed interface CheckOutcome {
  /** Right, for the only time; counts as feedback for the verification's last message. */
  record Approved(Verification verification) implements CheckOutcome {}

  /** Wrong; perhaps the last time. */
  record Wrong(Verification verification) implements CheckOutcome {}

  /** Not compared: the verification is approved, failed, cancelled or expired. */
  record Over(Verification verification) implements CheckOutcome {}

  /** Not compared: too many wrong codes were given for this number. */
  record NumberLocked(Verification verification, int retryAfterSeconds) implements CheckOutcome {}

  record NotFound() implements CheckOutcome {}
}
