package io.strowger.smpp.link;

/**
 * The rate a carrier bears: the configured one until it answers "throttled", then half of what was
 * really sent and a short pause, then gradually back (additive increase, multiplicative decrease).
 */
final class SlowDown {
  /** Answers of one window come together; they cut the rate once. */
  private static final long CUT_AGAIN_MILLIS = 1_000;

  private static final long PAUSE_MILLIS = 250;
  private static final long STEP_MILLIS = 100;

  /** From the lowest rate back to the configured one in about twenty seconds. */
  private static final double RISE_PER_SECOND = 0.05;

  /** Without a configured rate the limit falls away at this multiple of what once was too much. */
  private static final double FORGET_AT = 4;

  private double configured;
  private double limit;
  private double tooMuch;
  private long cutAtMillis = Long.MIN_VALUE / 2;
  private long steppedAtMillis;
  private long pausedUntilMillis = Long.MIN_VALUE / 2;

  /** A rate of 0 is no limit. */
  SlowDown(double configuredPerSecond) {
    configured = orUnlimited(configuredPerSecond);
    limit = configured;
  }

  private static double orUnlimited(double perSecond) {
    return perSecond <= 0 ? RateLimiter.UNLIMITED : perSecond;
  }

  void configure(double perSecond) {
    double next = orUnlimited(perSecond);
    if (next != configured) {
      limit = limit == configured ? next : Math.min(limit, next);
      configured = next;
    }
  }

  /** The carrier asked for less, while this many submits a second went to it. */
  void throttled(double sentPerSecond, long nowMillis) {
    if (nowMillis - cutAtMillis < CUT_AGAIN_MILLIS) {
      return;
    }
    cutAtMillis = nowMillis;
    steppedAtMillis = nowMillis;
    pausedUntilMillis = nowMillis + PAUSE_MILLIS;
    tooMuch = Math.max(1, Math.min(limit, sentPerSecond));
    limit = Math.max(floor(), tooMuch / 2);
  }

  private double floor() {
    return Math.min(1, configured);
  }

  double perSecond(long nowMillis) {
    long elapsed = nowMillis - steppedAtMillis;
    if (limit < configured && elapsed >= STEP_MILLIS) {
      steppedAtMillis = nowMillis;
      double base = configured == RateLimiter.UNLIMITED ? limit * 2 : configured;
      limit += Math.max(1, base * RISE_PER_SECOND) * elapsed / 1000;
      if (limit >= configured
          || (configured == RateLimiter.UNLIMITED && limit > tooMuch * FORGET_AT)) {
        limit = configured;
      }
    }
    return limit;
  }

  long pausedUntilMillis() {
    return pausedUntilMillis;
  }
}
