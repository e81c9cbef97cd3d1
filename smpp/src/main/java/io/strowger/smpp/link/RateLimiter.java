package io.strowger.smpp.link;

import java.util.Arrays;

/**
 * Spreads submits evenly: a token bucket that holds at most 20 ms' worth, and a count of the last
 * second so that no second, wherever it begins, sees more than the rate.
 */
final class RateLimiter {
  static final double UNLIMITED = Double.POSITIVE_INFINITY;

  /** One millisecond more than a second: two clocks' ticks may straddle it. */
  private static final int WINDOW_MILLIS = 1001;

  private static final double BURST_SECONDS = 0.02;

  private final int[] sentAt = new int[WINDOW_MILLIS];
  private int sentLastSecond;
  private long slot;
  private double tokens = 1;
  private long refilledAtMillis;
  private double perSecond = UNLIMITED;

  /** Changes the rate; {@link #UNLIMITED} for none. */
  void setRate(double next, long nowMillis) {
    if (next != perSecond) {
      refill(nowMillis);
      perSecond = next;
      tokens = Math.min(tokens, burst());
    }
  }

  /** Submits taken in the second that ends now. */
  int takenLastSecond(long nowMillis) {
    advance(nowMillis);
    return sentLastSecond;
  }

  boolean available(long nowMillis) {
    if (perSecond == UNLIMITED) {
      return true;
    }
    advance(nowMillis);
    refill(nowMillis);
    return tokens >= 1 && sentLastSecond < perSecondMax();
  }

  /** Counts one submit; only after {@link #available}. */
  void take(long nowMillis) {
    advance(nowMillis);
    sentAt[index(nowMillis)]++;
    sentLastSecond++;
    if (perSecond != UNLIMITED) {
      tokens -= 1;
    }
  }

  /** When the next submit may leave, at least one millisecond from now if none may leave now. */
  long availableAtMillis(long nowMillis) {
    if (available(nowMillis)) {
      return nowMillis;
    }
    long at = nowMillis + 1;
    if (tokens < 1) {
      at = Math.max(at, nowMillis + (long) Math.ceil((1 - tokens) * 1000 / perSecond));
    }
    if (sentLastSecond >= perSecondMax()) {
      long oldest = slot - WINDOW_MILLIS + 1;
      while (sentAt[index(oldest)] == 0) {
        oldest++;
      }
      at = Math.max(at, oldest + WINDOW_MILLIS);
    }
    return at;
  }

  /** A fractional rate gets its fraction through the bucket. */
  private int perSecondMax() {
    return (int) Math.max(1, Math.ceil(perSecond));
  }

  private double burst() {
    return Math.max(1, perSecond * BURST_SECONDS);
  }

  private void refill(long nowMillis) {
    if (perSecond != UNLIMITED && nowMillis > refilledAtMillis) {
      tokens = Math.min(burst(), tokens + (nowMillis - refilledAtMillis) * perSecond / 1000);
    }
    refilledAtMillis = Math.max(refilledAtMillis, nowMillis);
  }

  private void advance(long nowMillis) {
    if (nowMillis - slot >= WINDOW_MILLIS) {
      Arrays.fill(sentAt, 0);
      sentLastSecond = 0;
      slot = nowMillis;
    }
    while (slot < nowMillis) {
      slot++;
      int index = index(slot);
      sentLastSecond -= sentAt[index];
      sentAt[index] = 0;
    }
  }

  private static int index(long millis) {
    return Math.floorMod(millis, WINDOW_MILLIS);
  }
}
