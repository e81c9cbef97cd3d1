package io.strowger.gateway.message;

import io.strowger.gateway.message.MessageEvent.AttemptInDoubt;
import io.strowger.gateway.message.MessageEvent.AttemptNotSent;
import io.strowger.gateway.message.MessageEvent.AttemptRefused;
import io.strowger.gateway.message.MessageEvent.CallEnded;
import io.strowger.gateway.message.MessageEvent.CallProgress;
import io.strowger.gateway.message.MessageEvent.CancelAsked;
import io.strowger.gateway.message.MessageEvent.DeadlinePassed;
import io.strowger.gateway.message.MessageEvent.EscalationDue;
import io.strowger.gateway.message.MessageEvent.FeedbackGiven;
import io.strowger.gateway.message.MessageEvent.NodeRestarted;
import io.strowger.gateway.message.MessageEvent.ProbeChosen;
import io.strowger.gateway.message.MessageEvent.ReceiptOverdue;
import io.strowger.gateway.message.MessageEvent.ReportArrived;
import io.strowger.gateway.message.MessageEvent.ResendUnavailable;
import io.strowger.gateway.message.MessageEvent.RouteChosen;
import io.strowger.gateway.message.MessageEvent.RoutesExhausted;
import io.strowger.gateway.message.MessageEvent.Submitted;
import io.strowger.gateway.message.MessageState.Accepted;
import io.strowger.gateway.message.MessageState.Attempting;
import io.strowger.gateway.message.MessageState.AwaitingReceipt;
import io.strowger.gateway.message.MessageState.AwaitingRetry;
import io.strowger.gateway.message.MessageState.Cancelled;
import io.strowger.gateway.message.MessageState.Delivered;
import io.strowger.gateway.message.MessageState.Expired;
import io.strowger.gateway.message.MessageState.Failed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The life of a message, pure.
 *
 * <pre>
 *                 RouteChosen                 Submitted                    ReportArrived
 *   Accepted ───────────────▶ Attempting ───────────────▶ AwaitingReceipt ─────────────▶ Delivered
 *       ▲                        │    ▲                        │   │
 *       │        refused, in doubt,   │ RouteChosen            │   └─ refused for the number ─▶ Failed
 *       │             not sent   ▼    │                        │
 *       └───────────────── AwaitingRetry ◀─────────────────────┘ refused, or silent too long
 *
 *   by voice: Attempting ──CallEnded──▶ Delivered, or AwaitingRetry when it is not proven
 *   AwaitingReceipt ──EscalationDue──▶ AwaitingRetry: the next channel beside the first copy
 *
 *   any open state: DeadlinePassed ─▶ Expired, CancelAsked ─▶ Cancelled, FeedbackGiven ─▶ Delivered
 * </pre>
 *
 * <p>A final state never changes; what comes later is written on its attempt. A step that changes
 * nothing returns the same {@link Message} instance.
 */
public final class Lifecycle {
  /** Attempts of one message, over all routes; what bounds its record. */
  public static final int MAX_ATTEMPTS = 16;

  /** Below this a second copy would arrive too late to be typed in. */
  static final long MIN_REMAINING_FOR_RESEND_MILLIS = 20_000;

  private static final long FIRST_RETRY_MILLIS = 250;
  private static final int MAX_BACK_OFF_DOUBLINGS = 5;

  /**
   * @param receiptDueMillis how long a carrier's receipt may take before silence is evidence; 0
   *     never takes silence as evidence
   */
  public record Policy(long receiptDueMillis) {}

  /** The next message and what to do once it is durable. */
  public record Step(Message message, List<Command> commands) {
    /** True when the step changed nothing. */
    @SuppressWarnings("ReferenceEquality") // A step that changes nothing returns the same instance.
    public boolean leaves(Message before) {
      return message == before;
    }
  }

  private final Calls calls;

  public Lifecycle(Policy policy) {
    this.calls = new Calls(this, policy);
  }

  /** Epoch milliseconds at which the message wants to be looked at; MAX_VALUE when final. */
  public static long nextAlarmMillis(Message message) {
    return switch (message.state()) {
      case Accepted _, Attempting _ -> message.spec().expiresAtMillis();
      case AwaitingReceipt awaiting ->
          Math.min(awaiting.receiptDueMillis(), message.spec().expiresAtMillis());
      case AwaitingRetry awaiting ->
          Math.min(awaiting.dueMillis(), message.spec().expiresAtMillis());
      case MessageState.Final _ -> Long.MAX_VALUE;
    };
  }

  /** Whether the plan's next channel is to open now beside a copy that is still hoped for. */
  public static boolean wantsEscalation(Message message, long nowMillis) {
    return message.state() instanceof AwaitingReceipt awaiting
        && awaiting.receiptDueMillis() <= nowMillis
        && awaiting.receiptDueMillis() == Calls.escalationMillis(message);
  }

  /** Whether a route should be chosen now. */
  public static boolean wantsRoute(Message message, long nowMillis) {
    return switch (message.state()) {
      case Accepted _ -> true;
      case AwaitingRetry awaiting -> awaiting.dueMillis() <= nowMillis;
      default -> false;
    };
  }

  public Step step(Message message, MessageEvent event, long nowMillis) {
    return switch (event) {
      case RouteChosen chosen -> routeChosen(message, chosen.choice(), nowMillis);
      case ProbeChosen chosen -> ShadowCopy.send(message, chosen.choice(), nowMillis);
      case RoutesExhausted exhausted -> routesExhausted(message, exhausted.refusal(), nowMillis);
      case ResendUnavailable _ -> keepWaiting(message, nowMillis);
      case Submitted submitted -> submitted(message, submitted, nowMillis);
      case AttemptRefused refused -> refused(message, refused, nowMillis);
      case AttemptInDoubt doubt -> inDoubt(message, doubt, nowMillis);
      case AttemptNotSent notSent -> notSent(message, notSent, nowMillis);
      case CallProgress progress -> calls.progress(message, progress, nowMillis);
      case CallEnded ended -> calls.ended(message, ended, nowMillis);
      case EscalationDue _ -> Calls.escalate(message, nowMillis);
      case ReportArrived report -> reported(message, report, nowMillis);
      case ReceiptOverdue _ -> overdue(message, nowMillis);
      case FeedbackGiven feedback -> feedback(message, feedback.verified(), nowMillis);
      case CancelAsked _ ->
          message.isFinal() ? same(message) : finish(message, new Cancelled(nowMillis));
      case DeadlinePassed _ ->
          message.isFinal() ? same(message) : finish(message, new Expired(nowMillis));
      case NodeRestarted _ -> restarted(message, nowMillis);
    };
  }

  private Step routeChosen(Message message, RouteChoice choice, long now) {
    if (message.isFinal() || message.state() instanceof Attempting) {
      return same(message);
    }
    if (now >= message.spec().expiresAtMillis()) {
      return finish(message, new Expired(now));
    }
    List<Attempt> attempts = message.attempts();
    boolean earlierMayArrive = attempts.stream().anyMatch(Attempts::mayArrive);
    Attempt last = ShadowCopy.lastWithout(attempts);
    Attempt next;
    List<Attempt> all;
    if (last != null && Attempts.continues(last, choice)) {
      next = Attempts.resubmitted(last, choice);
      all = Attempts.replace(attempts, next);
    } else if (attempts.size() >= MAX_ATTEMPTS) {
      return routesExhausted(message, Attempts.TOO_MANY, now);
    } else {
      next = Attempts.first(attempts.size() + 1, choice, now);
      all = Attempts.append(attempts, next);
    }
    return new Step(
        new Message(message.spec(), new Attempting(next.ordinal()), all),
        List.of(
            choice.channel() == Channel.VOICE
                ? new Command.PlaceCall(
                    next.ordinal(), next.submits(), choice, Calls.failedTrunk(attempts, choice))
                : new Command.SubmitSms(
                    next.ordinal(),
                    next.submits(),
                    choice,
                    earlierMayArrive,
                    last == null ? null : last.link())));
  }

  private Step routesExhausted(Message message, Refusal refusal, long now) {
    if (message.isFinal()) {
      return same(message);
    }
    if (message.attempts().stream().anyMatch(Attempts::mayStillReport)) {
      return keepWaiting(message, now);
    }
    for (Attempt attempt : message.attempts().reversed()) {
      if (attempt.verdict() instanceof Verdict.Refused(Refusal own)) {
        return finish(message, new Failed(own, now));
      }
    }
    return finish(message, new Failed(refusal, now));
  }

  /** Back to waiting for the receipt of an attempt that a carrier took. */
  private Step keepWaiting(Message message, long now) {
    Attempt hope = ShadowCopy.lastHope(message.attempts());
    if (hope == null) {
      return same(message);
    }
    MessageState waiting = calls.awaitReceipt(message, hope, 0, now);
    return new Step(new Message(message.spec(), waiting, message.attempts()), List.of());
  }

  private Step submitted(Message message, Submitted event, long now) {
    Attempt attempt = Attempts.pending(message, event.ordinal(), event.submits());
    if (attempt == null) {
      return same(message);
    }
    Attempt taken =
        Attempts.taken(attempt, event.link(), event.carrierIds(), event.receiptsExpected(), now);
    List<Attempt> attempts = Attempts.replace(message.attempts(), taken);
    if (message.state() instanceof Attempting(int current) && current == event.ordinal()) {
      MessageState waiting = calls.awaitReceipt(message, taken, event.silentAfterMillis(), now);
      return new Step(new Message(message.spec(), waiting, attempts), List.of());
    }
    Message annotated = new Message(message.spec(), message.state(), attempts);
    // The message ended while the carrier took it: the carrier may still be able to hold it back.
    boolean withdraw = message.isFinal() && !(message.state() instanceof Delivered);
    return new Step(annotated, withdraw ? List.of(new Command.Withdraw(taken)) : List.of());
  }

  private Step refused(Message message, AttemptRefused event, long now) {
    Attempt attempt = Attempts.pending(message, event.ordinal(), event.submits());
    if (attempt == null) {
      return same(message);
    }
    Refusal refusal = event.refusal();
    Verdict verdict =
        refusal.disposition() == Refusal.Disposition.THROTTLE
            ? new Verdict.Throttled(refusal, Attempts.throttledUntil(message, now))
            : new Verdict.Refused(refusal);
    Attempt ended = Attempts.ended(attempt, event.link(), verdict, now);
    return afterFailure(message, ended, refusal, now);
  }

  private static Step inDoubt(Message message, AttemptInDoubt event, long now) {
    Attempt attempt = Attempts.pending(message, event.ordinal(), event.submits());
    if (attempt == null) {
      return same(message);
    }
    Attempt ended = Attempts.ended(attempt, event.link(), new Verdict.InDoubt(event.cause()), now);
    return tryAgain(message, ended, now);
  }

  private static Step notSent(Message message, AttemptNotSent event, long now) {
    Attempt attempt = Attempts.pending(message, event.ordinal(), event.submits());
    if (attempt == null) {
      return same(message);
    }
    Attempt ended =
        Attempts.ended(attempt, attempt.link(), new Verdict.NotSent(event.cause()), now);
    return tryAgain(message, ended, now);
  }

  private Step reported(Message message, ReportArrived report, long now) {
    Attempt attempt = Attempts.withOrdinal(message, report.ordinal());
    if (attempt == null || Attempts.isDecided(attempt.verdict())) {
      return same(message);
    }
    Refusal refusal = report.refusal();
    if (refusal == null) {
      Attempt counted = Attempts.partDelivered(attempt, report.part());
      if (counted.partsDelivered() == attempt.partsDelivered()) {
        return same(message);
      }
      if (Long.bitCount(counted.partsDelivered()) < attempt.receiptsExpected()) {
        return annotate(message, counted);
      }
      Attempt arrived = Attempts.ended(counted, counted.link(), new Verdict.Arrived(), now);
      Message next = annotated(message, arrived);
      return message.isFinal()
          ? new Step(next, List.of())
          : finish(next, new Delivered(now), other -> other.ordinal() != arrived.ordinal());
    }
    Attempt ended = Attempts.ended(attempt, attempt.link(), new Verdict.Refused(refusal), now);
    return afterFailure(message, ended, refusal, now);
  }

  /** A carrier said no, at submission or by receipt. */
  Step afterFailure(Message message, Attempt ended, Refusal refusal, long now) {
    if (message.isFinal() || !isCurrent(message, ended)) {
      return annotate(message, ended);
    }
    Message next = annotated(message, ended);
    return switch (refusal.disposition()) {
      case PERMANENT_FOR_NUMBER ->
          next.attempts().stream().anyMatch(Attempts::mayStillReport)
              ? keepWaiting(next, now)
              : Calls.hasUntriedChannel(next)
                  ? retryAt(next, now)
                  : finish(next, new Failed(refusal, now));
      case RETRY_SAME_ROUTE -> retryAt(next, now + backOffMillis(ended.submits()));
      case OTHER_ROUTE, OTHER_CHANNEL, CONFIGURATION_FAULT, THROTTLE -> retryAt(next, now);
    };
  }

  static Step tryAgain(Message message, Attempt ended, long now) {
    return message.isFinal() || !isCurrent(message, ended)
        ? annotate(message, ended)
        : retryAt(annotated(message, ended), now);
  }

  private Step overdue(Message message, long now) {
    if (!(message.state() instanceof AwaitingReceipt(int ordinal, long _))) {
      return same(message);
    }
    boolean resentBefore =
        message.attempts().stream().anyMatch(a -> a.verdict() instanceof Verdict.Silent);
    boolean tooLate = message.spec().expiresAtMillis() - now < MIN_REMAINING_FOR_RESEND_MILLIS;
    Attempt attempt = Attempts.withOrdinal(message, ordinal);
    boolean lastResort = resentBefore && !Calls.hasUntriedChannel(message);
    if (lastResort || tooLate || attempt == null) {
      return keepWaiting(message, now);
    }
    return retryAt(annotated(message, Attempts.silent(attempt)), now);
  }

  private Step feedback(Message message, boolean verified, long now) {
    if (message.isFinal()) {
      return same(message);
    }
    if (!verified) {
      return overdue(message, now);
    }
    Attempt last = ShadowCopy.lastWithout(message.attempts());
    if (last == null) {
      return same(message);
    }
    Attempt arrived = Attempts.ended(last, last.link(), new Verdict.Arrived(), now);
    return finish(annotated(message, arrived), new Delivered(now));
  }

  private static Step restarted(Message message, long now) {
    if (message.isFinal()) {
      return same(message);
    }
    if (now >= message.spec().expiresAtMillis()) {
      return finish(message, new Expired(now));
    }
    if (!(message.state() instanceof Attempting(int ordinal))) {
      return same(message);
    }
    Attempt attempt = Attempts.withOrdinal(message, ordinal);
    if (attempt == null) {
      return retryAt(message, now);
    }
    Attempt ended =
        Attempts.ended(attempt, attempt.link(), new Verdict.InDoubt("node restarted"), now);
    return retryAt(annotated(message, ended), now);
  }

  private static Step finish(Message message, MessageState.Final state) {
    return finish(message, state, _ -> true);
  }

  /** Ends the message, and takes back every copy that could still go out or arrive. */
  static Step finish(Message message, MessageState.Final state, Predicate<Attempt> withdrawable) {
    List<Command> commands = List.of();
    for (Attempt attempt : message.attempts()) {
      boolean live =
          attempt.verdict() instanceof Verdict.Pending || Attempts.mayStillReport(attempt);
      if (live && withdrawable.test(attempt) && !Calls.isSpeaking(attempt, state)) {
        commands = commands.isEmpty() ? new ArrayList<>() : commands;
        commands.add(new Command.Withdraw(attempt));
      }
    }
    return new Step(new Message(message.spec(), state, message.attempts()), commands);
  }

  static Step retryAt(Message message, long dueMillis) {
    return new Step(
        new Message(message.spec(), new AwaitingRetry(dueMillis), message.attempts()), List.of());
  }

  static Step annotate(Message message, Attempt attempt) {
    return new Step(annotated(message, attempt), List.of());
  }

  static Message annotated(Message message, Attempt attempt) {
    return new Message(
        message.spec(), message.state(), Attempts.replace(message.attempts(), attempt));
  }

  static Step same(Message message) {
    return new Step(message, List.of());
  }

  /** Only the attempt that the message waits for moves it on; news of others is written on them. */
  private static boolean isCurrent(Message message, Attempt attempt) {
    return switch (message.state()) {
      case Attempting(int ordinal) -> ordinal == attempt.ordinal();
      case AwaitingReceipt(int ordinal, long _) -> ordinal == attempt.ordinal();
      default -> false;
    };
  }

  static long backOffMillis(int submits) {
    return FIRST_RETRY_MILLIS << Math.min(submits - 1, MAX_BACK_OFF_DOUBLINGS);
  }
}
