package io.strowger.gateway.delivery;

import io.strowger.gateway.guard.Denial;
import io.strowger.gateway.verification.CancelOutcome;
import io.strowger.gateway.verification.CheckOutcome;
import io.strowger.gateway.verification.ResendOutcome;
import io.strowger.gateway.verification.StartOutcome;
import io.strowger.gateway.verification.Verification;

/** What a door hears of a verification; always after the commit that it speaks of. */
public sealed interface VerificationReply {
  /** The code is durable, and so is the message that carries it. */
  record Started(Verification verification) implements VerificationReply {}

  /** There is no new code. */
  record NotStarted(StartOutcome outcome) implements VerificationReply {}

  record Checked(CheckOutcome outcome) implements VerificationReply {}

  /** Another message with the same code is durable. */
  record Resent(Verification verification) implements VerificationReply {}

  record NotResent(ResendOutcome outcome) implements VerificationReply {}

  record Cancelled(CancelOutcome outcome) implements VerificationReply {}

  /** A guard refused the message that would have carried the code; nothing was stored. */
  record Denied(Denial denial) implements VerificationReply {}

  /** Nothing was stored. */
  record Refused(String reason, int retryAfterSeconds) implements VerificationReply {}
}
