package io.strowger.gateway.delivery;

/** What can happen to a verification, to be counted; each is durable when it is told. */
public enum VerificationEvent {
  /** A code was made. */
  STARTED,
  /** A message with a code was accepted: the first, or one that was asked for again. */
  SENT,
  /** The right code was given. */
  VERIFIED,
  /** A wrong code was given. */
  WRONG,
  /** That was the last wrong code which the account's rules allow. */
  CAPPED,
  /** A request was refused since too many wrong codes were given for the number. */
  LOCKED,
  /** A guard refused the message that would have carried the code. */
  DENIED,
  /** Its time was over before the right code was given. */
  EXPIRED,
  /** The client withdrew it. */
  CANCELLED
}
