package io.strowger.smpp.link;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that jumps from one planned deed to the next; deeds of one moment keep their order. */
final class VirtualTime {
  private record Deed(long atMillis, long order, Runnable action) {}

  private final PriorityQueue<Deed> planned =
      new PriorityQueue<>(Comparator.comparingLong(Deed::atMillis).thenComparingLong(Deed::order));
  private long orders;
  private long now;

  VirtualTime(long startMillis) {
    now = startMillis;
  }

  long now() {
    return now;
  }

  void after(long millis, Runnable action) {
    planned.add(new Deed(now + Math.max(0, millis), orders++, action));
  }

  long nextMillis() {
    Deed next = planned.peek();
    return next == null ? Long.MAX_VALUE : next.atMillis();
  }

  /** Moves to this moment and does what is planned until then. */
  void moveTo(long millis) {
    now = Math.max(now, millis);
    Deed next = planned.peek();
    while (next != null && next.atMillis() <= now) {
      planned.remove(next);
      next.action().run();
      next = planned.peek();
    }
  }
}
