package io.strowger.smpp.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The carrier's queue, first in first out, but for those that wait for a link other than the only
 * free one:
 *
 * <pre>
 * add ──> waiting ──────────────> head()
 *            └─ stepAside ──> aside ──> offered first, each time
 * </pre>
 *
 * What was settled meanwhile stays as a husk until it comes to the head, or husks prevail.
 */
final class SubmitQueue {
  private static final int HUSKS_MIN = 64;
  private static final long SWEEP_EVERY_MILLIS = 100;

  private final Deque<Pending> waiting = new ArrayDeque<>();
  private final Deque<Pending> aside = new ArrayDeque<>();
  private int husks;

  /** No deadline in the queue is earlier. */
  private long earliestDeadlineMillis = Long.MAX_VALUE;

  private long sweepFromMillis = Long.MIN_VALUE;

  /** Those that still want to leave. */
  int size() {
    return waiting.size() + aside.size() - husks;
  }

  void add(Pending pending) {
    waiting.addLast(pending);
    earliestDeadlineMillis =
        Math.min(earliestDeadlineMillis, pending.submission().deadlineMillis());
  }

  @Nullable Pending head() {
    Pending head = waiting.peekFirst();
    while (head != null && head.settled()) {
      var _ = waiting.pollFirst();
      husks--;
      head = waiting.peekFirst();
    }
    return head;
  }

  void removeHead() {
    var _ = waiting.pollFirst();
  }

  void headStepsAside() {
    Pending head = waiting.pollFirst();
    if (head != null) {
      aside.addLast(head);
    }
  }

  /** Those that stepped aside; the caller skips husks and removes through the iterator. */
  Iterator<Pending> aside() {
    return aside.iterator();
  }

  /** One in the queue was settled. */
  void settledInside() {
    husks++;
    if (husks > Math.max(HUSKS_MIN, size())) {
      waiting.removeIf(Pending::settled);
      aside.removeIf(Pending::settled);
      husks = 0;
    }
  }

  /** Empties the queue. */
  List<Pending> drain() {
    List<Pending> all = new ArrayList<>(size());
    aside.forEach(pending -> addLive(all, pending));
    waiting.forEach(pending -> addLive(all, pending));
    aside.clear();
    waiting.clear();
    husks = 0;
    earliestDeadlineMillis = Long.MAX_VALUE;
    return all;
  }

  private static void addLive(List<Pending> all, Pending pending) {
    if (!pending.settled()) {
      all.add(pending);
    }
  }

  /** When {@link #removeExpired} may find something. */
  long sweepAtMillis() {
    return earliestDeadlineMillis == Long.MAX_VALUE
        ? Long.MAX_VALUE
        : Math.max(earliestDeadlineMillis, sweepFromMillis);
  }

  /**
   * Takes out what must not leave any more, so that it is known soon; at most every 100 ms, since
   * the deadline is checked again at the moment of writing.
   */
  List<Pending> removeExpired(long nowMillis) {
    if (nowMillis < sweepAtMillis()) {
      return List.of();
    }
    sweepFromMillis = nowMillis + SWEEP_EVERY_MILLIS;
    earliestDeadlineMillis = Long.MAX_VALUE;
    List<Pending> expired = new ArrayList<>();
    Predicate<Pending> leaves =
        pending -> {
          if (pending.settled()) {
            return true;
          }
          long deadline = pending.submission().deadlineMillis();
          if (nowMillis >= deadline) {
            expired.add(pending);
            return true;
          }
          earliestDeadlineMillis = Math.min(earliestDeadlineMillis, deadline);
          return false;
        };
    aside.removeIf(leaves);
    waiting.removeIf(leaves);
    husks = 0;
    return expired;
  }
}
