package io.strowger.gateway.verification;

/** What comes of a client's wish to withdraw a code. */
public sealed interface CancelOutcome {
  /** No code is right any more; its messages may be cancelled too. */
  record Done(Verification verification) implements CancelOutcome {}

  /** It was over already; nothing was changed. */
  record Over(Verification verification) implements CancelOutcome {}

  record NotFound() implements CancelOutcome {}
}
