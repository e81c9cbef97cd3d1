package io.strowger.gateway.main.bench;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one run of the load generator saw. Times are {@link System#nanoTime} values.
 *
 * @param refused answers other than the accepting one, counted by HTTP status
 * @param failed requests that never got an answer
 * @param latencyMicros accepted requests only, from when each ought to have been sent
 * @param endSequence the one after the last request's
 * @param gapNanos between two requests of an open-loop run; 0 for a closed loop
 */
record LoadResult(
    long accepted,
    Map<Integer, Long> refused,
    long failed,
    long startNanos,
    long endNanos,
    Histogram latencyMicros,
    long firstSequence,
    long endSequence,
    long gapNanos) {

  /** When a request of an open-loop run ought to have been sent. */
  long intendedNanos(long sequence) {
    return startNanos + (sequence - firstSequence) * gapNanos;
  }

  double acceptedPerSecond() {
    return accepted * 1e9 / Math.max(1, endNanos - startNanos);
  }

  boolean clean() {
    return failed == 0 && refused.isEmpty();
  }
}
