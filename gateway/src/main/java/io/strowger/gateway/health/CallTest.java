package io.strowger.gateway.health;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The sequential test of a trunk, or one prefix on it, by its calls. Each call is good or bad at
 * once: answered, media seen, long enough to hear the code; or not. So a Bernoulli CUSUM of a dead
 * trunk against the success the trunk has shown. Only what was given up while it rang, since the
 * time of its message was over, has an age: it counts for the share of users who answer by then.
 */
final class CallTest {
  static final double SUSPECT = 6;
  static final double OPEN = 8;
  private static final double DEAD = 0.02;
  private static final double EDGE = 0.9;
  private static final double MEMORY_CALLS = 2_000;
  private static final double PRIOR_SUCCESS = 0.6;
  private static final double PRIOR_WEIGHT = 10;
  private static final double HEALTHY_MIN = 0.1;

  private double good;
  private double calls;
  private final RingLaw ringing = new RingLaw();
  private double score;
  private long onset;

  /**
   * @param ringMillis before the answer, of a success
   */
  void call(boolean success, long ringMillis, long now) {
    double p0 = healthy();
    score(success ? DEAD / p0 : (1 - DEAD) / (1 - p0), now);
    if (score < SUSPECT / 2) {
      learn(success ? 1 : 0, 1);
      if (success) {
        ringing.rang(ringMillis, true);
      }
    }
  }

  /** A call that was given up while it rang: P(not answered by then), dead to healthy. */
  void rangInVain(long ringMillis, long now) {
    double share = ringing.share(ringMillis);
    score((1 - DEAD * share) / (1 - healthy() * share), now);
    if (score < SUSPECT / 2) {
      learn(0, share);
      ringing.rang(ringMillis, false);
    }
  }

  private double healthy() {
    return Math.max(HEALTHY_MIN, EDGE * mean());
  }

  private void score(double likelihoodRatio, long now) {
    if (score == 0) {
      onset = now;
    }
    score = Math.max(0, score + Math.log(likelihoodRatio));
  }

  private void learn(double success, double weight) {
    double fade = 1 - 1 / MEMORY_CALLS;
    good = good * fade + success;
    calls = calls * fade + weight;
  }

  double mean() {
    return (good + PRIOR_WEIGHT * PRIOR_SUCCESS) / (calls + PRIOR_WEIGHT);
  }

  double score() {
    return score;
  }

  long onset() {
    return onset;
  }

  void restart() {
    score = 0;
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(good);
    out.writeDouble(calls);
  }

  void read(DataInput in) throws IOException {
    good = in.readDouble();
    calls = in.readDouble();
  }
}
