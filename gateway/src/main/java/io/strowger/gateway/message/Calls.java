package io.strowger.gateway.message;

import io.strowger.gateway.message.MessageEvent.CallEnded;
import io.strowger.gateway.message.MessageEvent.CallProgress;
import io.strowger.gateway.message.MessageState.AwaitingReceipt;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The part of {@link Lifecycle} that calls and the plan's channels have. Pure. */
final class Calls {
  private static final Refusal TOO_LATE =
      new Refusal(
          "voice:deadline",
          "too little time was left to answer and to listen",
          Refusal.Disposition.OTHER_CHANNEL);

  private final Lifecycle lifecycle;
  private final Lifecycle.Policy policy;

  Calls(Lifecycle lifecycle, Lifecycle.Policy policy) {
    this.lifecycle = lifecycle;
    this.policy = policy;
  }

  /** Woken by what is still to come: the plan's next channel, or silence that is evidence. */
  AwaitingReceipt awaitReceipt(Message message, Attempt attempt, long silentAfter, long now) {
    long patience = silentAfter > 0 ? silentAfter : policy.receiptDueMillis();
    boolean maySilenceTell =
        policy.receiptDueMillis() > 0 && attempt.verdict() instanceof Verdict.Taken;
    long due = maySilenceTell ? attempt.answeredAtMillis() + patience : Long.MAX_VALUE;
    long escalation = escalationMillis(message);
    return new AwaitingReceipt(
        attempt.ordinal(),
        Math.min(due > now ? due : Long.MAX_VALUE, escalation > now ? escalation : Long.MAX_VALUE));
  }

  /** Another channel opens beside the copy that is still hoped for. */
  static Lifecycle.Step escalate(Message message, long now) {
    return message.state() instanceof AwaitingReceipt
        ? Lifecycle.retryAt(message, now)
        : Lifecycle.same(message);
  }

  Lifecycle.Step progress(Message message, CallProgress event, long now) {
    Attempt attempt = Attempts.pending(message, event.ordinal(), event.submits());
    if (attempt == null
        || (Objects.equals(attempt.call(), event.evidence())
            && (event.trunk() == null || event.trunk().equals(attempt.link())))) {
      return Lifecycle.same(message);
    }
    Attempt called = Attempts.called(attempt, event.trunk(), event.evidence());
    boolean first = event.evidence().answered() && attempt.answeredAtMillis() == 0;
    return Lifecycle.annotate(message, first ? Attempts.answered(called, now) : called);
  }

  Lifecycle.Step ended(Message message, CallEnded event, long now) {
    Attempt attempt = Attempts.pending(message, event.ordinal(), event.submits());
    if (attempt == null) {
      return Lifecycle.same(message);
    }
    Plan.Purpose purpose = message.spec().plan().purpose();
    Verdict verdict = CallVerdict.of(purpose, event, Attempts.throttledUntil(message, now));
    Attempt seen = Attempts.called(attempt, event.trunk(), event.evidence());
    Attempt ended = Attempts.ended(seen, seen.link(), verdict, now);
    return switch (verdict) {
      case Verdict.Arrived _ -> {
        Message next = Lifecycle.annotated(message, ended);
        yield message.isFinal()
            ? new Lifecycle.Step(next, List.of())
            : Lifecycle.finish(
                next, new MessageState.Delivered(now), other -> other.ordinal() != ended.ordinal());
      }
      case Verdict.Refused(Refusal refusal) -> lifecycle.afterFailure(message, ended, refusal, now);
      case Verdict.Throttled(Refusal refusal, long _) ->
          lifecycle.afterFailure(message, ended, refusal, now);
      default ->
          event.ending() == CallEnding.DEADLINE
              ? tooLate(message, ended, now)
              : Lifecycle.tryAgain(message, ended, now);
    };
  }

  /**
   * What is left of the time to live is too short for any call. Another channel may still make it;
   * without one the message is left alone until its deadline ends it.
   */
  private Lifecycle.Step tooLate(Message message, Attempt ended, long now) {
    if (hasUntriedChannel(message)) {
      return lifecycle.afterFailure(message, ended, TOO_LATE, now);
    }
    Lifecycle.Step step = Lifecycle.tryAgain(message, ended, now);
    boolean isCurrent =
        message.state() instanceof MessageState.Attempting(int ordinal)
            && ordinal == ended.ordinal();
    return isCurrent ? Lifecycle.retryAt(step.message(), message.spec().expiresAtMillis()) : step;
  }

  /** The trunk that just failed this message at the chosen carrier; null for none. */
  static @Nullable String failedTrunk(List<Attempt> attempts, RouteChoice choice) {
    for (Attempt attempt : attempts.reversed()) {
      if (attempt.choice().carrier().equals(choice.carrier())
          && attempt.verdict() instanceof Verdict.Refused) {
        return attempt.link();
      }
    }
    return null;
  }

  /** When the plan opens its next channel by the clock; MAX_VALUE when it does not. */
  static long escalationMillis(Message message) {
    long earliest = Long.MAX_VALUE;
    for (Plan.Step step : message.spec().plan().steps()) {
      if (step.afterMillis() > 0 && !isTried(message, step.channel())) {
        earliest = Math.min(earliest, message.spec().acceptedAtMillis() + step.afterMillis());
      }
    }
    return earliest;
  }

  static boolean hasUntriedChannel(Message message) {
    for (Plan.Step step : message.spec().plan().steps()) {
      if (!isTried(message, step.channel())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTried(Message message, Channel channel) {
    for (Attempt attempt : message.attempts()) {
      if (attempt.choice().channel() == channel) {
        return true;
      }
    }
    return false;
  }

  /** Somebody listens to it: another copy's arrival is no reason to fall silent. */
  static boolean isSpeaking(Attempt attempt, MessageState.Final state) {
    CallEvidence call = attempt.call();
    return state instanceof MessageState.Delivered && call != null && call.answered();
  }
}
