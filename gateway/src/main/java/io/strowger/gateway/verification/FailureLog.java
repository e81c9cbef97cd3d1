package io.strowger.gateway.verification;

import java.util.Arrays;

/** When wrong codes were given for one number, oldest first. */
final class FailureLog {
  private long[] times = new long[4];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** Adds a time that is not before the last one. */
  void add(long atMillis) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
    }
    times[size++] = atMillis;
  }

  /** Takes back what was added last. */
  void removeLast(int count) {
    size = Math.max(0, size - count);
  }

  /** Lets go of what no window reaches any more. */
  void forgetUntil(long millis) {
    int gone = 0;
    while (gone < size && times[gone] <= millis) {
      gone++;
    }
    if (gone > 0) {
      System.arraycopy(times, gone, times, 0, size - gone);
      size -= gone;
    }
  }

  /**
   * @return when the next code may be tried, epoch milliseconds; 0 for now
   */
  long lockedUntil(int failedMax, long windowMillis, long nowMillis) {
    if (size < failedMax) {
      return 0;
    }
    long until = times[size - failedMax] + windowMillis;
    return until > nowMillis ? until : 0;
  }
}
