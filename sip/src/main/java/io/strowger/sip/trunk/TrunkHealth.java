package io.strowger.sip.trunk;

/**
 * Whether a trunk is fit for calls, with hysteresis: it goes down after several failures in a row,
 * comes back after several answers in a row, and is asked all the time. Immutable.
 *
 * <pre>
 * UNKNOWN ── answer ──> UP ── failures in a row ──> DOWN ── answers in a row ──> UP
 *     └──────────── failures in a row ────────────────^
 * </pre>
 *
 * @param failures in a row; those within {@value #BURST_MILLIS} ms of one that counted are one with
 *     it, for among thousands of calls a few that fail side by side say little
 * @param answers in a row while down
 * @param pausedUntilMillis the trunk asked to be left alone until then (Retry-After)
 * @param pingAtMillis when the next OPTIONS is due
 * @param failedAtMillis when a failure last counted
 */
record TrunkHealth(
    State state,
    int failures,
    int answers,
    long pausedUntilMillis,
    long pingAtMillis,
    long failedAtMillis) {
  static final long BURST_MILLIS = 200;

  /** Calls are offered to trunks that are not {@link #DOWN}. */
  enum State {
    /** Never heard of: it is tried. */
    UNKNOWN,
    UP,
    DOWN
  }

  /**
   * @param downAfter failures in a row
   * @param upAfter answers in a row
   * @param pingMillis between OPTIONS while up; 0 for none
   * @param downPingMillis between OPTIONS while failing or down
   */
  record Terms(int downAfter, int upAfter, long pingMillis, long downPingMillis) {
    static final Terms DEFAULT = new Terms(3, 2, 30_000, 5_000);
  }

  static TrunkHealth begin(Terms terms, long now) {
    return new TrunkHealth(
        State.UNKNOWN,
        0,
        0,
        Long.MIN_VALUE,
        terms.pingMillis() == 0 ? Long.MAX_VALUE : now,
        now - BURST_MILLIS);
  }

  boolean usable(long now) {
    return state != State.DOWN && now >= pausedUntilMillis;
  }

  /** A proof of life: any answer to OPTIONS, any provisional or final that is not its fault. */
  TrunkHealth alive(Terms terms, long now) {
    if (state == State.DOWN && answers + 1 < terms.upAfter()) {
      return new TrunkHealth(
          state,
          0,
          answers + 1,
          pausedUntilMillis,
          pingAt(terms.downPingMillis(), now),
          failedAtMillis);
    }
    return new TrunkHealth(
        State.UP, 0, 0, pausedUntilMillis, pingAt(terms.pingMillis(), now), failedAtMillis);
  }

  /** It did not answer, could not be connected to, or said that it is out of service. */
  TrunkHealth failed(Terms terms, long now) {
    long pingAt = pingAt(terms.downPingMillis(), now);
    boolean burst = now >= failedAtMillis && now - failedAtMillis < BURST_MILLIS;
    if (burst && failures > 0) {
      return new TrunkHealth(state, failures, 0, pausedUntilMillis, pingAt, failedAtMillis);
    }
    int next = Math.min(failures + 1, terms.downAfter());
    State after = next >= terms.downAfter() ? State.DOWN : state;
    return new TrunkHealth(after, next, 0, pausedUntilMillis, pingAt, now);
  }

  TrunkHealth paused(long untilMillis) {
    return new TrunkHealth(
        state,
        failures,
        answers,
        Math.max(pausedUntilMillis, untilMillis),
        pingAtMillis,
        failedAtMillis);
  }

  /** An OPTIONS has left; the next is due when its outcome says so, or after a whole interval. */
  TrunkHealth pinged(Terms terms, long now) {
    return new TrunkHealth(
        state,
        failures,
        answers,
        pausedUntilMillis,
        pingAt(terms.pingMillis(), now),
        failedAtMillis);
  }

  private static long pingAt(long after, long now) {
    // Without OPTIONS a trunk that is down is still asked: nothing else would heal it.
    return after == 0 ? Long.MAX_VALUE : now + after;
  }
}
