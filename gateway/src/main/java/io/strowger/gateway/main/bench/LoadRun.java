package io.strowger.gateway.main.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;

/** One run's figures while it lasts. Event-loop confined. */
final class LoadRun {
  private static final long HIGHEST_MICROS = 120_000_000;

  final CompletableFuture<LoadResult> result = new CompletableFuture<>();
  final long firstSequence;
  final long startNanos;
  private final int acceptedStatus;
  private final long gapNanos;
  private final Histogram latency = new Histogram(HIGHEST_MICROS, 3);
  private final Map<Integer, Long> refused = new TreeMap<>();
  private long accepted;
  private long failed;

  LoadRun(long firstSequence, long startNanos, int acceptedStatus, long gapNanos) {
    this.firstSequence = firstSequence;
    this.startNanos = startNanos;
    this.acceptedStatus = acceptedStatus;
    this.gapNanos = gapNanos;
  }

  /** True when the request was accepted; status 0 stands for no answer. */
  boolean answered(int status, long intendedNanos, long nowNanos) {
    if (status == acceptedStatus) {
      accepted++;
      latency.recordValue(Math.clamp((nowNanos - intendedNanos) / 1000, 0, HIGHEST_MICROS));
      return true;
    }
    if (status == 0) {
      failed++;
    } else {
      refused.merge(status, 1L, Long::sum);
    }
    return false;
  }

  void end(long nowNanos, long endSequence) {
    result.complete(
        new LoadResult(
            accepted,
            Map.copyOf(refused),
            failed,
            startNanos,
            nowNanos,
            latency,
            firstSequence,
            endSequence,
            gapNanos));
  }
}
