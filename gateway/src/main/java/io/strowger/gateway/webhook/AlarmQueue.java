package io.strowger.gateway.webhook;

import io.strowger.gateway.account.WebhookRules;
import io.strowger.gateway.alarm.Alarm;
import io.strowger.gateway.alarm.AlarmChange;
import java.util.ArrayDeque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the operators' receiver is still to be told of alarms: one at a time, in their order. It
 * forgets with the process, because what is wrong then is raised anew by the next one.
 */
final class AlarmQueue {
  /** Beyond it the oldest is dropped: the newest says how things are. */
  static final int HELD_MAX = 1_000;

  /** Shorter than for messages' events: an alarm is worth another try soon. */
  static final long DELAY_MAX_MILLIS = 60_000;

  /**
   * A change to tell.
   *
   * @param number from 1 on since the start, without gaps in what was raised
   */
  record Due(long number, AlarmChange change) {}

  private final ArrayDeque<Due> held = new ArrayDeque<>();
  private long numbers;
  private boolean posting;
  private int failures;
  private long dueMillis;
  private long lost;

  void owe(AlarmChange change) {
    held.add(new Due(++numbers, change));
    if (held.size() > HELD_MAX) {
      Due first = held.removeFirst();
      if (posting) {
        // The one under way stays where its answer looks for it.
        held.removeFirst();
        held.addFirst(first);
      }
      lost++;
    }
  }

  int size() {
    return held.size();
  }

  /** Changes that were dropped or given up. */
  long lost() {
    return lost;
  }

  /** How often the one under way was tried before. */
  int failures() {
    return failures;
  }

  /** The next one, which counts as under way from now on; null when it is not yet time. */
  @Nullable Due next(long nowMillis) {
    if (posting || held.isEmpty() || nowMillis < dueMillis) {
      return null;
    }
    posting = true;
    return held.getFirst();
  }

  /** When {@link #next} has something; {@code Long.MAX_VALUE} while one is under way, or none. */
  long nextMillis() {
    return posting || held.isEmpty() ? Long.MAX_VALUE : dueMillis;
  }

  /** What came of the one under way. */
  void answered(
      PostResult result, WebhookRules.Retries retries, long nowMillis, RandomGenerator chance) {
    posting = false;
    failures++;
    boolean told = result.outcome() == PostOutcome.TOLD;
    boolean hopeless =
        !result.mayRetry()
            || failures >= retries.attemptsMax()
            || nowMillis - atMillis(held.getFirst().change()) >= retries.giveUpAfterMillis();
    if (told || hopeless) {
      held.removeFirst();
      lost += told ? 0 : 1;
      failures = 0;
      dueMillis = nowMillis;
    } else {
      long wait = Math.max(result.retryAfterMillis(), RetryPolicy.delayMillis(failures, chance));
      dueMillis = nowMillis + Math.min(wait, DELAY_MAX_MILLIS);
    }
  }

  static long atMillis(AlarmChange change) {
    Alarm alarm = change.alarm();
    return switch (change) {
      case AlarmChange.Raised _ -> alarm.raisedMillis();
      case AlarmChange.Changed _ -> alarm.changedMillis();
      case AlarmChange.Cleared _ -> alarm.clearedMillis();
    };
  }
}
