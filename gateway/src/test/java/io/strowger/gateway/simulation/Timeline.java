package io.strowger.gateway.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to happen, in order of time, and of asking where times are equal. */
final class Timeline {
  private record Happening(long atMillis, long order, Runnable action) {}

  private final PriorityQueue<Happening> future =
      new PriorityQueue<>(
          Comparator.comparingLong(Happening::atMillis).thenComparingLong(Happening::order));
  private long now;
  private long order;

  Timeline(long startMillis) {
    now = startMillis;
  }

  long now() {
    return now;
  }

  void at(long millis, Runnable action) {
    future.add(new Happening(Math.max(millis, now), order++, action));
  }

  void in(long millis, Runnable action) {
    at(now + millis, action);
  }

  /** Lets the next thing happen, unless it lies beyond the limit. */
  boolean next(long limitMillis) {
    Happening happening = future.peek();
    if (happening == null || happening.atMillis() > limitMillis) {
      return false;
    }
    future.remove();
    now = happening.atMillis();
    happening.action().run();
    return true;
  }
}
