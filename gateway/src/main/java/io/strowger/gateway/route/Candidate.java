package io.strowger.gateway.route;

import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.Refusal.Disposition;
import io.strowger.gateway.message.Verdict;
import io.strowger.gateway.route.RouteTable.Member;
import org.jspecify.annotations.Nullable;

/**
 * One member of the matched entry as it stands for one message.
 *
 * @param standing why it may, or may not, be taken now
 * @param notBeforeMillis with LATER: when it may be taken again
 * @param share how much of its usual traffic it may carry, 0 to 1
 * @param last the message's latest attempt on this carrier, null when there was none
 */
record Candidate(
    Member member,
    Standing standing,
    long notBeforeMillis,
    long waitMillis,
    double share,
    @Nullable Attempt last) {

  /** Best first: the order in which members are taken. */
  enum Standing {
    READY,
    /** Usable, but its queue would cost too much of the time to live. */
    BUSY,
    /** Usable, but it swallows what it takes: only where there is nothing else. */
    LEFT,
    /** An earlier copy went this way and its answer was lost, or false: any other is better. */
    DOUBTED,
    /** Asked us to wait, or the same route is to be tried again in a moment. */
    LATER,
    DOWN,
    /** A copy is on its way here and unanswered by a receipt: a second one would prove nothing. */
    HOLDS_A_COPY,
    /** Refused this message for good. */
    REFUSED
  }

  static final int MAX_SUBMITS_ON_ONE_ROUTE = 4;

  /** Calls of one message by one carrier: its trunks, one after the other. */
  static final int MAX_CALLS_ON_ONE_ROUTE = 2;

  private static final long PAUSE_AFTER_NOT_SENT_MILLIS = 100;
  private static final long FIRST_RETRY_MILLIS = 250;

  /**
   * @param busyMillis a longer wait than this makes a member BUSY
   */
  static Candidate of(
      Member member,
      Message message,
      @Nullable CarrierCondition condition,
      HealthView health,
      long busyMillis,
      long now) {
    Attempt last = null;
    int calls = 0;
    for (Attempt attempt : message.attempts()) {
      if (attempt.choice().carrier().equals(member.carrier())) {
        last = attempt;
        calls += attempt.choice().channel() == Channel.VOICE ? 1 : 0;
      }
    }
    long wait = condition == null ? 0 : condition.estimatedWaitMillis();
    long notBefore = last == null ? 0 : notBefore(last);
    double share = health.share(member.carrier(), message.spec().to());
    Standing standing;
    if (last != null && (isRefused(last) || hasCalledEnough(last, calls))) {
      standing = Standing.REFUSED;
    } else if (last != null && holdsCopy(last.verdict())) {
      standing = Standing.HOLDS_A_COPY;
    } else if (condition == null || !condition.usable()) {
      standing = Standing.DOWN;
    } else if (notBefore > now) {
      standing = Standing.LATER;
    } else if (last != null && (last.verdict() instanceof Verdict.InDoubt || hasLied(last))) {
      standing = Standing.DOUBTED;
    } else if (share == 0) {
      standing = Standing.LEFT;
    } else {
      standing = wait > busyMillis ? Standing.BUSY : Standing.READY;
    }
    return new Candidate(member, standing, notBefore, wait, share, last);
  }

  /** A call that was answered and reached nobody. */
  private static boolean hasLied(Attempt last) {
    return last.choice().channel() == Channel.VOICE && last.verdict() instanceof Verdict.Refused;
  }

  private static boolean hasCalledEnough(Attempt last, int calls) {
    return calls >= MAX_CALLS_ON_ONE_ROUTE
        && !(last.verdict() instanceof Verdict.Throttled)
        && !(last.verdict() instanceof Verdict.NotSent);
  }

  private static boolean isRefused(Attempt attempt) {
    return attempt.verdict() instanceof Verdict.Refused refused
        && (refused.refusal().disposition() != Disposition.RETRY_SAME_ROUTE
            || attempt.submits() >= MAX_SUBMITS_ON_ONE_ROUTE
            || !attempt.carrierIds().isEmpty());
  }

  private static boolean holdsCopy(Verdict verdict) {
    return verdict instanceof Verdict.Silent
        || verdict instanceof Verdict.Taken
        || verdict instanceof Verdict.Pending;
  }

  private static long notBefore(Attempt attempt) {
    return switch (attempt.verdict()) {
      case Verdict.Throttled throttled -> throttled.retryAtMillis();
      case Verdict.NotSent _ -> attempt.endedAtMillis() + PAUSE_AFTER_NOT_SENT_MILLIS;
      case Verdict.Refused _ ->
          attempt.endedAtMillis() + (FIRST_RETRY_MILLIS << (attempt.submits() - 1));
      default -> 0;
    };
  }
}
