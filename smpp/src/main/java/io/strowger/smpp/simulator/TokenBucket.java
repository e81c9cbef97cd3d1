package io.strowger.smpp.simulator;

/** Throttling above a rate, with a tenth of a second of burst. */
final class TokenBucket {
  private static final double MICROS_PER_SECOND = 1_000_000;

  private double tokens;
  private long filledAtMicros;

  boolean take(double perSecond, long nowMicros) {
    if (perSecond <= 0) {
      return true;
    }
    double burst = Math.max(1, perSecond / 10);
    tokens = Math.min(burst, tokens + (nowMicros - filledAtMicros) * perSecond / MICROS_PER_SECOND);
    filledAtMicros = nowMicros;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
