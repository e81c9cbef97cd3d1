package io.strowger.gateway.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies that look whether a route which was left delivers again. The message goes its own way and
 * does not wait for them; one that arrives is an arrival like any other. Pure.
 */
final class ShadowCopy {
  private ShadowCopy() {}

  /** Beside the attempt that is just being made. */
  static Lifecycle.Step send(Message message, RouteChoice choice, long now) {
    List<Attempt> attempts = message.attempts();
    if (!(message.state() instanceof MessageState.Attempting)
        || choice.reason() != RouteChoice.Reason.PROBE
        || attempts.size() >= Lifecycle.MAX_ATTEMPTS / 2) {
      return Lifecycle.same(message);
    }
    Attempt copy = Attempts.first(attempts.size() + 1, choice, now);
    return new Lifecycle.Step(
        new Message(message.spec(), message.state(), Attempts.append(attempts, copy)),
        List.of(new Command.SubmitSms(copy.ordinal(), 1, choice, true, null)));
  }

  /** The latest attempt that is none; null when there is none. */
  static @Nullable Attempt lastWithout(List<Attempt> attempts) {
    for (Attempt attempt : attempts.reversed()) {
      if (!attempt.isProbe()) {
        return attempt;
      }
    }
    return null;
  }

  /** What a receipt may still come for: a shadow copy only when there is nothing else. */
  static @Nullable Attempt lastHope(List<Attempt> attempts) {
    Attempt copy = null;
    for (Attempt attempt : attempts.reversed()) {
      if (Attempts.mayStillReport(attempt)) {
        if (!attempt.isProbe()) {
          return attempt;
        }
        copy = copy == null ? attempt : copy;
      }
    }
    return copy;
  }
}
