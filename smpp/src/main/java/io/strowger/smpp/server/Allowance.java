package io.strowger.smpp.server;

/** A token bucket that holds one second's worth, at least one. */
final class Allowance {
  private double tokens = Double.POSITIVE_INFINITY;
  private long filledAtMillis;

  /**
   * Takes tokens, or none when there are too few; a count above a second's worth passes when the
   * bucket is full, and is paid for afterwards.
   *
   * @param perSecond 0 for no limit
   */
  boolean take(double perSecond, int count, long nowMillis) {
    if (perSecond <= 0) {
      return true;
    }
    double most = Math.max(1, perSecond);
    long passed = Math.max(0, nowMillis - filledAtMillis);
    tokens = Math.min(most, tokens + passed * perSecond / 1000);
    filledAtMillis = nowMillis;
    if (tokens < Math.min(count, most)) {
      return false;
    }
    tokens -= count;
    return true;
  }

  /** Whether a second's worth is there. */
  boolean isFull(double perSecond, long nowMillis) {
    return perSecond <= 0
        || tokens + Math.max(0, nowMillis - filledAtMillis) * perSecond / 1000
            >= Math.max(1, perSecond);
  }
}
