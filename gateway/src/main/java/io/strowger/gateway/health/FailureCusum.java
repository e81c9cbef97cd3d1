package io.strowger.gateway.health;

/**
 * Tells when more of one sender's messages fail than usually do: a CUSUM (Page, 1954) of single
 * outcomes against the sender's own learned ratio. Constant time and memory for each message.
 *
 * <p>The usual ratio is a discounted beta-binomial with a half-life of 2000 messages, within two
 * hours and a day. Healthy is all up to q0, half as much again as usual, two percent and two
 * standard deviations; failing is q1, three times q0 and at least a tenth more. The weights are
 * known before each message. So while the true ratio is at most q0 the exponential of the sum is a
 * supermartingale, and between false alarms lie on average at least e^{@value #LIMIT} messages
 * (Lorden, 1971), 30 years at 10 a second. That takes failures to be independent; a ratio that
 * grows more slowly than it is learned is not told.
 *
 * <p>The same sum the other way, to {@value #CLEAR}, ends the alarm; so does a week, after which
 * this is the usual.
 */
public final class FailureCusum {
  static final double LIMIT = 23;

  static final double CLEAR = 16;
  private static final double MEMORY = 2_000;
  private static final double TWO_HOURS = 2 * 3_600_000.0;
  private static final double DAY = 24 * 3_600_000.0;
  private static final long WEEK = 7 * 24 * 3_600_000L;
  private static final double PRIOR_RATIO = 0.05;
  private static final double PRIOR_WEIGHT = 20;

  /** Until so many are known, up to a quarter may fail. */
  private static final int PROVEN = 200;

  private static final double UNPROVEN = 0.25;
  private static final int WEIGHED_EVERY = 32;

  private double trials;
  private double failures;
  private long known;
  private double failedWeight;
  private double goodWeight;
  private double score;
  private double good;
  private long sinceMillis;
  private long sent;
  private long failed;
  private boolean failing;
  private long alarmMillis;
  private long lastMillis;

  /**
   * @param nowMillis of the first message, epoch milliseconds
   */
  public FailureCusum(long nowMillis) {
    lastMillis = nowMillis;
    sinceMillis = nowMillis;
    weigh();
  }

  /** A message came to its end; a time before an earlier one counts as that. */
  public void outcome(boolean isFailure, long nowMillis) {
    long now = Math.max(nowMillis, lastMillis);
    long gap = now - lastMillis;
    lastMillis = now;
    sinceMillis = sent == 0 ? now : sinceMillis;
    sent++;
    failed += isFailure ? 1 : 0;
    double weight = isFailure ? failedWeight : goodWeight;
    if (failing) {
      good = Math.max(0, good - weight);
      if (good >= CLEAR) {
        begin();
      } else if (now - alarmMillis >= WEEK) {
        renew();
      }
      return;
    }
    score += weight;
    if (score <= 0) {
      begin();
    } else if (score >= LIMIT) {
      failing = true;
      alarmMillis = now;
      good = 0;
    }
    // What is about to be told is not what is usual.
    if (score < LIMIT / 2) {
      learn(isFailure, gap);
    }
  }

  private void begin() {
    failing = false;
    score = 0;
    sent = 0;
    failed = 0;
  }

  private void renew() {
    failures = PROVEN * (double) failed / sent;
    trials = PROVEN;
    weigh();
    begin();
  }

  private void learn(boolean isFailure, long gap) {
    double halves = Math.clamp(1 / MEMORY, gap / DAY, gap / TWO_HOURS);
    double fade = Math.pow(2, -halves);
    trials = trials * fade + 1;
    failures = failures * fade + (isFailure ? 1 : 0);
    known++;
    if (known % WEIGHED_EVERY == 0) {
      weigh();
    }
  }

  private void weigh() {
    double usual = usual();
    double deviation = Math.sqrt(usual * (1 - usual) / (trials + PRIOR_WEIGHT));
    double healthy = Math.min(0.9, 1.5 * usual + 0.02 + 2 * deviation);
    if (known < PROVEN) {
      healthy = Math.max(UNPROVEN, healthy);
    }
    double failingRatio = Math.min((1 + healthy) / 2, Math.max(3 * healthy, healthy + 0.1));
    failedWeight = Math.log(failingRatio / healthy);
    goodWeight = Math.log((1 - failingRatio) / (1 - healthy));
  }

  /** The part that usually fails, 0–1. */
  public double usual() {
    return (failures + PRIOR_WEIGHT * PRIOR_RATIO) / (trials + PRIOR_WEIGHT);
  }

  public boolean isFailing() {
    return failing;
  }

  /** The first message of the run of failures, epoch milliseconds. */
  public long sinceMillis() {
    return sinceMillis;
  }

  /** Messages that ended since then. */
  public long sent() {
    return sent;
  }

  /** Those of them that failed. */
  public long failed() {
    return failed;
  }

  /** The last outcome, epoch milliseconds. */
  public long lastMillis() {
    return lastMillis;
  }
}
