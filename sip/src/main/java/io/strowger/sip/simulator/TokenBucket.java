package io.strowger.sip.simulator;

/** Throttling above a rate, with a tenth of a second of burst. */
final class TokenBucket {
  private static final double MILLIS_PER_SECOND = 1_000;

  private double tokens;
  private long filledAtMillis;

  boolean take(double perSecond, long nowMillis) {
    if (perSecond <= 0) {
      return true;
    }
    double burst = Math.max(1, perSecond / 10);
    tokens = Math.min(burst, tokens + (nowMillis - filledAtMillis) * perSecond / MILLIS_PER_SECOND);
    filledAtMillis = nowMillis;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
