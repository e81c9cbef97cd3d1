package io.strowger.gateway.metrics;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Events per second over the last ten whole seconds. One thread counts, any thread reads; a reader
 * that meets the turn of a second may miss what was counted in that very moment.
 */
final class RateMeter {
  private static final int SECONDS = 10;
  private static final int SLOTS = 16;

  private final AtomicLongArray counts = new AtomicLongArray(SLOTS);
  private final AtomicLong current = new AtomicLong(Long.MIN_VALUE);

  /**
   * @param nowMillis never goes far back; what comes from an earlier second counts in the present
   */
  void count(long nowMillis) {
    long second = Math.floorDiv(nowMillis, 1000);
    long last = current.get();
    if (second > last) {
      long from = Math.max(last + 1, second - SLOTS + 1);
      for (long s = from; s <= second; s++) {
        counts.set(slot(s), 0);
      }
      current.set(second);
      last = second;
    }
    counts.incrementAndGet(slot(last));
  }

  double perSecond(long nowMillis) {
    long now = Math.floorDiv(nowMillis, 1000);
    long last = current.get();
    long sum = 0;
    for (long second = now - SECONDS; second < now; second++) {
      if (second <= last && second > last - SLOTS) {
        sum += counts.get(slot(second));
      }
    }
    return (double) sum / SECONDS;
  }

  private static int slot(long second) {
    return (int) Math.floorMod(second, (long) SLOTS);
  }
}
