package io.strowger.gateway.health;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How long a route's good news takes: F(a), the share of all the receipts that ever come within the
 * horizon that have come by age a.
 *
 * <p>Learned from cohorts: the receipts of one slot of sends count only once the slot has reached
 * the horizon, all ages together. So a drop at any moment removes all ages alike and teaches
 * nothing wrong, without the estimators that censored data otherwise need; the price is one horizon
 * of lag.
 *
 * <p>Two histograms, one that forgets in minutes when there is much traffic and one in days. The
 * cautious law is the smaller of both, less two standard deviations, and slower still by a quarter:
 * what has not come by then is missing rather than late.
 */
final class DelayLaw {
  /** A healthy route may suddenly become so many times slower; see {@link SlowNull}. */
  static final double[] SLOWER = {1.6, 2.5, 4};

  private static final double PRIOR_WEIGHT = 30;
  private static final double STRETCH = 1.25;
  private static final double FAST_MEMORY = 1_000;
  private static final double SLOW_MEMORY = 20_000;
  private static final double MINUTE_OF_10_MINUTES = 1 / 10.0;
  private static final double MINUTE_OF_DAY = 1 / 1_440.0;
  private static final double MINUTE_OF_WEEK = 1 / 10_080.0;

  /** Keeps one receipt at an age never seen from deciding everything. */
  private static final double DENSITY_FLOOR = 0.004;

  private final int horizon;
  private final char[] cohorts;
  private final double[] matured;
  private final double[] fast;
  private final double[] slow;
  private final double[] prior;
  private final double[] mean;
  private final double[] lower;
  private final double[] cautious;
  private final float[][] ageWeights;
  private int median;

  DelayLaw(Signal signal) {
    this.horizon = signal.horizon;
    this.cohorts = new char[horizon * horizon];
    this.matured = new double[horizon];
    this.fast = new double[horizon];
    this.slow = new double[horizon];
    this.prior = prior(signal);
    this.mean = new double[horizon];
    this.lower = new double[horizon];
    this.cautious = new double[horizon];
    this.ageWeights = new float[SLOWER.length][horizon];
    derive();
  }

  /** Log-logistic: simple, and with a heavier tail than carriers show. */
  private static double[] prior(Signal signal) {
    double shape = Math.log(19) / Math.log(signal.prior95Seconds / signal.priorMedianSeconds);
    double[] law = new double[signal.horizon];
    for (int j = 0; j < law.length; j++) {
      double seconds = (j + 0.5) * Slots.MILLIS / 1_000;
      law[j] = 1 / (1 + Math.pow(seconds / signal.priorMedianSeconds, -shape));
    }
    double all = law[law.length - 1];
    for (int j = 0; j < law.length; j++) {
      law[j] /= all;
    }
    return law;
  }

  /** A receipt at that age, in slots below the horizon, of a message sent in that slot. */
  void receipt(long sentSlot, int age) {
    int at = (int) Math.floorMod(sentSlot, (long) horizon) * horizon + age;
    if (cohorts[at] < Character.MAX_VALUE) {
      cohorts[at]++;
    }
  }

  /** The slot has reached the horizon. */
  void mature(long sentSlot) {
    int from = (int) Math.floorMod(sentSlot, (long) horizon) * horizon;
    for (int j = 0; j < horizon; j++) {
      matured[j] += cohorts[from + j];
      cohorts[from + j] = 0;
    }
  }

  void forgetCohorts() {
    Arrays.fill(cohorts, (char) 0);
  }

  void minute() {
    double count = 0;
    for (double at : matured) {
      count += at;
    }
    if (count == 0) {
      return;
    }
    double fade =
        Math.pow(2, -Math.clamp(count / FAST_MEMORY, MINUTE_OF_DAY, MINUTE_OF_10_MINUTES));
    double slowFade = Math.pow(2, -Math.clamp(count / SLOW_MEMORY, MINUTE_OF_WEEK, MINUTE_OF_DAY));
    for (int j = 0; j < horizon; j++) {
      fast[j] = fast[j] * fade + matured[j];
      slow[j] = slow[j] * slowFade + matured[j];
      matured[j] = 0;
    }
    derive();
  }

  private void derive() {
    double fastTotal = Arrays.stream(fast).sum();
    double slowTotal = Arrays.stream(slow).sum();
    double a = 0;
    double b = 0;
    double best = 0;
    for (int j = 0; j < horizon; j++) {
      a += fast[j];
      b += slow[j];
      double ofFast = (a + PRIOR_WEIGHT * prior[j]) / (fastTotal + PRIOR_WEIGHT);
      double ofSlow = (b + PRIOR_WEIGHT * prior[j]) / (slowTotal + PRIOR_WEIGHT);
      mean[j] = Math.min(ofFast, ofSlow);
      best = Math.max(best, Math.min(less(ofFast, fastTotal), less(ofSlow, slowTotal)));
      lower[j] = best;
    }
    median = 0;
    while (median < horizon - 1 && mean[median] < 0.5) {
      median++;
    }
    for (int j = 0; j < horizon; j++) {
      cautious[j] = slower(lower, j, STRETCH);
    }
    for (int m = 0; m < SLOWER.length; m++) {
      for (int j = 0; j < horizon; j++) {
        double usual = mean[j] - (j == 0 ? 0 : mean[j - 1]);
        double slower = slower(mean, j, SLOWER[m]) - (j == 0 ? 0 : slower(mean, j - 1, SLOWER[m]));
        double ratio = Math.log((usual + DENSITY_FLOOR) / (slower + DENSITY_FLOOR));
        ageWeights[m][j] = (float) Math.clamp(ratio, -2, 2.5);
      }
    }
  }

  private static double less(double share, double count) {
    return share - 2 * Math.sqrt(share * (1 - share) / (count + PRIOR_WEIGHT));
  }

  /**
   * The law of a route that is so many times slower. Messages of age j slots have been out for j
   * and a half on average, and the first receipts come slowly.
   */
  private static double slower(double[] law, int age, double times) {
    double place = (age + 0.5) / times - 0.5;
    if (place <= 0) {
      double share = 2 * (place + 0.5);
      return law[0] * share * share;
    }
    int low = (int) place;
    return low >= law.length - 1
        ? law[law.length - 1]
        : law[low] + (place - low) * (law[low + 1] - law[low]);
  }

  double cautious(int age) {
    return cautious[age];
  }

  double mean(int age) {
    return mean[age];
  }

  /** The law of a route that has become so many times slower. */
  double slower(int which, int age) {
    return slower(mean, age, SLOWER[which]);
  }

  /** ln of how much better the usual law explains a receipt at that age than the slower one. */
  float ageWeight(int which, int age) {
    return ageWeights[which][age];
  }

  /** In slots. */
  int median() {
    return median;
  }

  /** Milliseconds by which that share of the receipts has come. */
  long quantileMillis(double share) {
    int j = 0;
    while (j < horizon - 1 && mean[j] < share) {
      j++;
    }
    return (long) (j + 1) * Slots.MILLIS;
  }

  void write(DataOutput out) throws IOException {
    for (int j = 0; j < horizon; j++) {
      out.writeFloat((float) fast[j]);
      out.writeFloat((float) slow[j]);
    }
  }

  void read(DataInput in) throws IOException {
    for (int j = 0; j < horizon; j++) {
      fast[j] = in.readFloat();
      slow[j] = in.readFloat();
    }
    derive();
  }
}
