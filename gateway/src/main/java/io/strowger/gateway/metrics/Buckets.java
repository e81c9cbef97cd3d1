package io.strowger.gateway.metrics;

import java.time.Duration;
import java.util.Arrays;

/** Upper bounds of histograms, chosen around the figures that operators set alarms on. */
final class Buckets {
  /** A commit: an fsync on good and on bad disks. */
  static final Duration[] COMMIT = millis(0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 500, 2000);

  /** An answer over a local or a transcontinental line. */
  static final Duration[] ANSWER = millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000);

  /** What a person waits for: carrier receipts and whole messages. */
  static final Duration[] PERSON =
      millis(500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000);

  private Buckets() {}

  private static Duration[] millis(double... bounds) {
    return Arrays.stream(bounds)
        .mapToObj(bound -> Duration.ofNanos((long) (bound * 1_000_000)))
        .toArray(Duration[]::new);
  }
}
