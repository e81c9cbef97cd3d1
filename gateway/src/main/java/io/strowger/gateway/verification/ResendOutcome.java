package io.strowger.gateway.verification;

/** What comes of a request for another copy of the same code. */
public sealed interface ResendOutcome {
  /**
   * May be sent. Nothing has changed in the book yet: once the message has its id, {@link
   * Verifications#stage} takes {@link Verification#sentIn}.
   */
  record Again(Verification verification, CodeMessage message) implements ResendOutcome {}

  record Refused(Verification verification, Reason reason, int retryAfterSeconds)
      implements ResendOutcome {}

  record NotFound() implements ResendOutcome {}

  /** Why there is no further copy. */
  enum Reason {
    /** It is approved, failed, cancelled or expired. */
    OVER,

    /** Every copy that the account's rules allow has been sent. */
    USED_UP,

    /** The last copy is too young. */
    TOO_SOON,

    /** Too many wrong codes were given for this number. */
    NUMBER_LOCKED,

    /** The installation's secret is another one than when the code was made. */
    CODE_LOST
  }
}
