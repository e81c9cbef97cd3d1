package io.strowger.gateway.delivery;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Deadlines of many messages at O(1) each. Three levels of 256 slots, of about 8 ms, 2 s and 9 min;
 * what lies further away waits in the last slot of the top level and is placed again from there.
 * Single-threaded; time is given.
 *
 * <pre>
 *   level 0   |8 ms|8 ms| … 256          a slot is a ring of timers, linked through the timers
 *   level 1   |  2 s  |  2 s  | … 256    themselves, so that cancelling needs no search
 *   level 2   |    9 min    | … 256
 * </pre>
 */
@SuppressWarnings("ReferenceEquality") // A ring ends where it began: at the very same slot.
final class TimerWheel {
  private static final int SLOT_BITS = 8;
  private static final int SLOTS = 1 << SLOT_BITS;
  private static final int LEVELS = 3;
  private static final int TICK_SHIFT = 3;

  /** A thing with a deadline; an element of at most one wheel. */
  abstract static class Timer {
    private @Nullable Timer previous;
    private @Nullable Timer next;
    private long dueMillis = Long.MAX_VALUE;

    final boolean isScheduled() {
      return next != null;
    }

    final long dueMillis() {
      return dueMillis;
    }
  }

  private static final class Slot extends Timer {}

  private final Slot[][] levels = new Slot[LEVELS][SLOTS];
  private long tick;
  private int size;

  TimerWheel(long nowMillis) {
    tick = nowMillis >> TICK_SHIFT;
    for (Slot[] level : levels) {
      for (int i = 0; i < SLOTS; i++) {
        Slot slot = new Slot();
        close(slot, slot);
        level[i] = slot;
      }
    }
  }

  int size() {
    return size;
  }

  /** Sets or moves the deadline; never fires before it, and at the next {@link #advance} after. */
  void schedule(Timer timer, long dueMillis) {
    cancel(timer);
    if (dueMillis == Long.MAX_VALUE) {
      return;
    }
    timer.dueMillis = dueMillis;
    place(timer);
    size++;
  }

  void cancel(Timer timer) {
    if (timer.isScheduled()) {
      unlink(timer);
      timer.dueMillis = Long.MAX_VALUE;
      size--;
    }
  }

  /** Hands over every timer that is due, in slot order; they are no longer scheduled. */
  void advance(long nowMillis, Consumer<Timer> due) {
    long target = nowMillis >> TICK_SHIFT;
    while (tick < target) {
      tick++;
      for (int level = LEVELS - 1; level > 0; level--) {
        if ((tick & ((1L << (SLOT_BITS * level)) - 1)) == 0) {
          drain(level, slotOf(tick, level), nowMillis, due);
        }
      }
      drain(0, slotOf(tick, 0), nowMillis, due);
    }
  }

  private void drain(int level, int index, long nowMillis, Consumer<Timer> due) {
    Timer slot = levels[level][index];
    Timer timer = slot.next;
    close(slot, slot);
    while (timer != null && timer != slot) {
      Timer following = timer.next;
      timer.next = null;
      timer.previous = null;
      if (tickOf(timer.dueMillis) <= tick && timer.dueMillis <= nowMillis) {
        timer.dueMillis = Long.MAX_VALUE;
        size--;
        due.accept(timer);
      } else {
        place(timer);
      }
      timer = following;
    }
  }

  private void place(Timer timer) {
    // Rounded up: a timer fires in the first tick that lies wholly after its deadline.
    long dueTick = Math.max(tickOf(timer.dueMillis), tick + 1);
    long distance = dueTick - tick;
    int level = 0;
    while (level < LEVELS - 1 && distance >= 1L << (SLOT_BITS * (level + 1))) {
      level++;
    }
    long furthest = tick + (1L << (SLOT_BITS * LEVELS)) - (1L << (SLOT_BITS * (LEVELS - 1)));
    Timer slot = levels[level][slotOf(Math.min(dueTick, furthest), level)];
    Timer last = slot.previous == null ? slot : slot.previous;
    close(last, timer);
    close(timer, slot);
  }

  private static long tickOf(long millis) {
    return (millis + (1L << TICK_SHIFT) - 1) >> TICK_SHIFT;
  }

  private static int slotOf(long tick, int level) {
    return (int) (tick >> (SLOT_BITS * level)) & (SLOTS - 1);
  }

  private static void close(Timer before, Timer after) {
    before.next = after;
    after.previous = before;
  }

  private static void unlink(Timer timer) {
    Timer before = timer.previous;
    Timer after = timer.next;
    if (before != null && after != null) {
      close(before, after);
    }
    timer.next = null;
    timer.previous = null;
  }
}
