package io.strowger.sip.media;

import java.util.concurrent.atomic.AtomicLongArray;

/** How late packets left, in steps of 50 µs up to 200 ms. Written by one thread, read by any. */
final class PacingHistogram {
  private static final int STEP_MICROS = 50;
  private static final int STEPS = 4000;

  private final AtomicLongArray counts = new AtomicLongArray(STEPS);

  void late(long nanos, int packets) {
    int step = Math.clamp(nanos / (STEP_MICROS * 1000L), 0, STEPS - 1);
    counts.setPlain(step, counts.getPlain(step) + packets);
  }

  /** The lateness in milliseconds that this share of all packets did not exceed. */
  double quantileMillis(double share) {
    long total = 0;
    for (int i = 0; i < STEPS; i++) {
      total += counts.getOpaque(i);
    }
    long rank = (long) Math.ceil(total * share);
    long seen = 0;
    for (int i = 0; i < STEPS; i++) {
      seen += counts.getOpaque(i);
      if (seen >= rank && total > 0) {
        return (i + 1) * STEP_MICROS / 1000.0;
      }
    }
    return 0;
  }

  void clear() {
    for (int i = 0; i < STEPS; i++) {
      counts.setOpaque(i, 0);
    }
  }
}
