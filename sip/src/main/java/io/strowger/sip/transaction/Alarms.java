package io.strowger.sip.transaction;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Which transaction is to be woken when. An alarm that moves into the future is left where it is
 * and put right when it rings, so that a transaction has one entry rather than one per timer it
 * ever had.
 */
final class Alarms {
  /** Something that is woken. */
  abstract static sealed class Sleeper permits ClientTransaction, ServerTransaction {
    /** The earliest entry in the queue; {@link Long#MAX_VALUE} without one. */
    private long queuedAtMillis = Long.MAX_VALUE;

    abstract long alarmMillis();
  }

  private record Entry(long atMillis, Sleeper sleeper) {}

  private final PriorityQueue<Entry> queue =
      new PriorityQueue<>(Comparator.comparingLong(Entry::atMillis));

  void set(Sleeper sleeper) {
    long at = sleeper.alarmMillis();
    if (at < sleeper.queuedAtMillis) {
      sleeper.queuedAtMillis = at;
      queue.add(new Entry(at, sleeper));
    }
  }

  /** The next whose alarm is due, or null. */
  @Nullable Sleeper due(long now) {
    for (Entry head = queue.peek(); head != null && head.atMillis <= now; head = queue.peek()) {
      queue.remove();
      Sleeper sleeper = head.sleeper;
      if (sleeper.queuedAtMillis != head.atMillis) {
        continue;
      }
      sleeper.queuedAtMillis = Long.MAX_VALUE;
      if (sleeper.alarmMillis() <= now) {
        return sleeper;
      }
      set(sleeper);
    }
    return null;
  }

  /** May be too early, never too late; {@link Long#MAX_VALUE} when nothing is to come. */
  long nextMillis() {
    Entry head = queue.peek();
    return head == null ? Long.MAX_VALUE : head.atMillis;
  }

  int size() {
    return queue.size();
  }
}
