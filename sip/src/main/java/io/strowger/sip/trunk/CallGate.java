package io.strowger.sip.trunk;

/**
 * Admission to one trunk, before anything is built for a call: so many live calls, so many new ones
 * in any second. What it refuses costs nothing and waits nowhere.
 */
final class CallGate {
  private static final long SECOND_MILLIS = 1_000;

  private int concurrentMax;
  private int perSecondMax;
  private int live;

  /** Start times of the last second, oldest first: a ring. */
  private long[] starts;

  private int oldest;
  private int recent;

  /**
   * @param concurrentMax live calls, 0 or more
   * @param perSecondMax new calls in any one second, 1 or more
   */
  CallGate(int concurrentMax, int perSecondMax) {
    this.concurrentMax = concurrentMax;
    this.perSecondMax = perSecondMax;
    this.starts = new long[perSecondMax];
  }

  /** New limits; live calls beyond them run to their end. */
  void configure(int concurrent, int perSecond) {
    concurrentMax = concurrent;
    if (perSecond != perSecondMax) {
      long[] next = new long[perSecond];
      int kept = Math.min(recent, perSecond);
      for (int i = 0; i < kept; i++) {
        next[i] = starts[(oldest + recent - kept + i) % starts.length];
      }
      starts = next;
      oldest = 0;
      recent = kept;
      perSecondMax = perSecond;
    }
  }

  boolean open(long now) {
    forget(now);
    return live < concurrentMax && recent < perSecondMax;
  }

  /** Counts a call that begins; only after {@link #open}. */
  void enter(long now) {
    forget(now);
    live++;
    starts[(oldest + recent) % starts.length] = now;
    recent++;
  }

  /** A call has ended. */
  void leave() {
    live--;
  }

  int live() {
    return live;
  }

  private void forget(long now) {
    while (recent > 0 && now - starts[oldest] >= SECOND_MILLIS) {
      oldest = (oldest + 1) % starts.length;
      recent--;
    }
  }
}
