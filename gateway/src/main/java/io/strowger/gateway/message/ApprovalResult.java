package io.strowger.gateway.message;

import org.jspecify.annotations.Nullable;

/** What came of a question by telephone. */
public enum ApprovalResult {
  APPROVED,
  DENIED,
  FRAUD,
  /** Nobody answered it: not reached, or no key pressed, until its time was over. */
  NO_ANSWER;

  /** Null while it may still be answered, when it was cancelled, and for what is no question. */
  public static @Nullable ApprovalResult of(Message message) {
    if (message.spec().plan().purpose() != Plan.Purpose.APPROVAL) {
      return null;
    }
    return switch (message.state()) {
      case MessageState.Delivered _ -> answered(message);
      case MessageState.Failed _, MessageState.Expired _ -> NO_ANSWER;
      case MessageState.Cancelled _, MessageState.Open _ -> null;
    };
  }

  /** A final state never changes: what a later call would say does not count. */
  private static ApprovalResult answered(Message message) {
    for (Attempt attempt : message.attempts()) {
      CallEvidence call = attempt.call();
      if (call != null && call.answer() != null) {
        return switch (call.answer()) {
          case APPROVED -> APPROVED;
          case DENIED -> DENIED;
          case FRAUD -> FRAUD;
        };
      }
    }
    return NO_ANSWER;
  }
}
