package io.strowger.sip.simulator;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * A delay drawn from a log-normal distribution, as carriers' are: half below the median, one in
 * twenty above the 95th percentile.
 *
 * @param median not negative; zero is no delay
 * @param p95 at least the median; equal to it for a constant delay
 */
public record Delay(Duration median, Duration p95) {
  public static final Delay NONE = new Delay(Duration.ZERO, Duration.ZERO);

  /** The 95th percentile of the standard normal distribution. */
  private static final double Z_95 = 1.6448536269514722;

  private static final long MAX_MILLIS = Duration.ofDays(7).toMillis();

  public Delay {
    if (median.isNegative() || p95.compareTo(median) < 0) {
      throw new IllegalArgumentException(
          "a delay needs 0 <= median <= p95, not " + median + " and " + p95);
    }
    if (p95.compareTo(Duration.ofDays(7)) > 0) {
      throw new IllegalArgumentException("a delay is at most seven days, not " + p95);
    }
  }

  public static Delay constant(Duration delay) {
    return new Delay(delay, delay);
  }

  long sampleMillis(RandomGenerator random) {
    if (median.isZero()) {
      return 0;
    }
    long medianMillis = median.toMillis();
    if (median.equals(p95)) {
      return medianMillis;
    }
    double sigma = Math.log((double) p95.toNanos() / median.toNanos()) / Z_95;
    double millis = medianMillis * Math.exp(sigma * random.nextGaussian());
    return Math.min((long) millis, MAX_MILLIS);
  }
}
