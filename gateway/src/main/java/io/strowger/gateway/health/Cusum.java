package io.strowger.gateway.health;

import java.util.Arrays;

/**
 * The age-censored CUSUM of one cell against each {@link Hypothesis}.
 *
 * <p>Healthy messages are heard of with probability p0, those of a failed cell with p1; a healthy
 * one that will be heard of has been by age a with probability F(a). So a message that was heard of
 * weighs ln(p1/p0), whenever that was, and one that was not weighs ln((1 - p1 F(a)) / (1 - p0
 * F(a))): nothing while young, all when old. No waiting for maturity, and nothing is counted twice.
 *
 * <p>The score is the largest sum of weights over all that was sent since any slot: the matured
 * part as a running sum that never falls below 0 (Page, 1954), the rest summed anew from its oldest
 * slot to its youngest, since its weights still change. The slot of the last 0 estimates the onset.
 */
final class Cusum {
  /** In thresholds. */
  private static final double LIMIT = 2;

  private final int horizon;
  private final double[] heard = new double[Hypothesis.COUNT];
  private final float[][] silent;
  private final double[] healthy = new double[Hypothesis.COUNT];
  private final double[] failed = new double[Hypothesis.COUNT];
  private final double[] limit = new double[Hypothesis.COUNT];

  Cusum(int horizon) {
    this.horizon = horizon;
    this.silent = new float[Hypothesis.COUNT][horizon];
    Arrays.fill(limit, Double.MAX_VALUE);
  }

  /**
   * Sums grow no further, at no slot: however long a cell was bad that could not be left, it is
   * calm again after so much good news as had been enough to leave it.
   */
  void limit(double open, double degraded) {
    limit[0] = LIMIT * open;
    limit[1] = LIMIT * open;
    limit[2] = LIMIT * degraded;
  }

  /** What to tell apart: success at least {@code p0}, or about {@code p1}. */
  void test(Hypothesis hypothesis, double p0, double p1, DelayLaw law) {
    int q = hypothesis.index;
    healthy[q] = p0;
    failed[q] = p1;
    heard[q] = Math.log(p1 / p0);
    for (int j = 0; j < horizon; j++) {
      double f = law.cautious(j);
      silent[q][j] = (float) Math.log((1 - p1 * f) / (1 - p0 * f));
    }
  }

  double healthy(int q) {
    return healthy[q];
  }

  double failed(int q) {
    return failed[q];
  }

  double heardWeight(int q) {
    return heard[q];
  }

  double silentWeight(int q, int age) {
    return silent[q][age];
  }

  /** Of a message that has had all its time. */
  double missWeight(int q) {
    return silent[q][horizon - 1];
  }

  /**
   * Scores at the end of a slot.
   *
   * @param lag by how many slots the unheard are younger than they look
   * @param from what was sent before this slot does not count
   * @param matured the running sums of what is older than the ring
   * @param onset out: the first slot of the run that made each score
   */
  void scan(
      SendCounts counts,
      long slot,
      int lag,
      long from,
      double[] matured,
      double[] score,
      long[] onset) {
    double dead = matured[0];
    double half = matured[1];
    double fifth = matured[2];
    int oldest = (int) Math.min(horizon - 1, slot - from);
    int index = counts.index(slot - oldest);
    for (int j = oldest; j >= 0; j--) {
      int sent = counts.sent[index];
      if (sent > 0) {
        int k = counts.heard[index];
        dead += k * heard[0];
        half += k * heard[1];
        fifth += k * heard[2];
        if (j >= lag) {
          int unheard = sent - k;
          int age = j - lag;
          dead += unheard * silent[0][age];
          half += unheard * silent[1][age];
          fifth += unheard * silent[2][age];
        }
        if (dead <= 0) {
          dead = 0;
          onset[0] = slot - j + 1;
        } else if (dead > limit[0]) {
          dead = limit[0];
        }
        if (half <= 0) {
          half = 0;
          onset[1] = slot - j + 1;
        } else if (half > limit[1]) {
          half = limit[1];
        }
        if (fifth <= 0) {
          fifth = 0;
          onset[2] = slot - j + 1;
        } else if (fifth > limit[2]) {
          fifth = limit[2];
        }
      }
      index = index + 1 == horizon ? 0 : index + 1;
    }
    score[0] = dead;
    score[1] = half;
    score[2] = fifth;
  }

  /** Adds what a slot that reached the horizon weighs, and notes where a run of them begins. */
  void mature(int sent, int k, long slot, double[] matured, long[] since) {
    for (int q = 0; q < Hypothesis.COUNT; q++) {
      double sum = matured[q] + k * heard[q] + (sent - k) * missWeight(q);
      matured[q] = Math.clamp(sum, 0, limit[q]);
      if (sum <= 0) {
        since[q] = slot + 1;
      }
    }
  }

  /**
   * Log-likelihood of the failure against health, of what was sent between two slots, both
   * included, without caution: positive speaks for the failure.
   */
  double evidence(int q, SendCounts counts, DelayLaw law, long since, long until, long slot) {
    double p0 = healthy[q];
    double p1 = failed[q];
    double sum = 0;
    for (long at = Math.max(since, slot - horizon + 1); at <= until; at++) {
      int index = counts.index(at);
      int k = counts.heard[index];
      double f = law.mean((int) (slot - at));
      sum += k * heard[q] + (counts.sent[index] - k) * Math.log((1 - p1 * f) / (1 - p0 * f));
    }
    return sum;
  }

  /** Takes so many misses out of what has matured. */
  void withdraw(int missed, double[] matured) {
    for (int q = 0; q < Hypothesis.COUNT; q++) {
      matured[q] = Math.max(0, matured[q] - missed * missWeight(q));
    }
  }

  /** A receipt after the horizon: the miss is taken back. */
  void takeBack(double[] matured) {
    for (int q = 0; q < Hypothesis.COUNT; q++) {
      matured[q] = Math.max(0, matured[q] + heard[q] - missWeight(q));
    }
  }
}
