package io.strowger.gateway.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/** What is to happen, in order of time, and of asking where times are equal. */
final class Timeline {
  private record Happening(long atMillis, long order, Runnable action) {}

  /** The one that passes, however many look at it by clocks of their own. */
  private static final class Course {
    final PriorityQueue<Happening> future =
        new PriorityQueue<>(
            Comparator.comparingLong(Happening::atMillis).thenComparingLong(Happening::order));
    long now;
    long order;
  }

  private final Course course;
  private final LongSupplier aheadMillis;

  Timeline(long startMillis) {
    this(new Course(), () -> 0);
    course.now = startMillis;
  }

  private Timeline(Course course, LongSupplier aheadMillis) {
    this.course = course;
    this.aheadMillis = aheadMillis;
  }

  /**
   * The same, seen by a clock that is wrong.
   *
   * @param aheadMillis by how much; negative when it is behind
   */
  Timeline seenBy(LongSupplier aheadMillis) {
    return new Timeline(course, aheadMillis);
  }

  /** By the right clock. */
  Timeline itself() {
    return new Timeline(course, () -> 0);
  }

  long now() {
    return course.now + aheadMillis.getAsLong();
  }

  void at(long millis, Runnable action) {
    long right = millis - aheadMillis.getAsLong();
    course.future.add(new Happening(Math.max(right, course.now), course.order++, action));
  }

  void in(long millis, Runnable action) {
    at(now() + millis, action);
  }

  /** Lets the next thing happen, unless it lies beyond the limit. */
  boolean next(long limitMillis) {
    Happening happening = course.future.peek();
    if (happening == null || happening.atMillis() > limitMillis) {
      return false;
    }
    course.future.remove();
    course.now = happening.atMillis();
    happening.action().run();
    return true;
  }
}
