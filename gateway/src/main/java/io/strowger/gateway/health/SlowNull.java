package io.strowger.gateway.health;

import java.util.Arrays;

/**
 * The other explanation of silence: the cell is healthy and its delays have just become longer.
 *
 * <p>Every alarm must also hold against a cell of healthy success whose delays became 1.6, 2.5 or 4
 * times as long at some time since the onset; at which is chosen in favour of the cell. Here the
 * ages of what was heard count too: of a cell that loses half, what comes comes early; of one that
 * became slow, late.
 *
 * <p>How much must speak against a leap is a matter of cost. To leave a healthy cell costs about
 * the same whatever it carries; to wait a slot longer for a dead one costs what it carries in a
 * slot. So the more messages a slot has, the less evidence is asked for.
 */
final class SlowNull {
  /** For each of {@link DelayLaw#SLOWER}, in nats: the greater the leap, the rarer. */
  private static final double[] LEAST = {8, 7, 7};

  private static final double MOST = 11.5;
  private static final double LESS_BY_MESSAGES = 1.15;

  private final float[][] ageWeights;

  SlowNull(int horizon) {
    this.ageWeights = new float[DelayLaw.SLOWER.length][horizon];
  }

  void heard(int index, int age, DelayLaw law) {
    for (int m = 0; m < ageWeights.length; m++) {
      ageWeights[m][index] += law.ageWeight(m, age);
    }
  }

  void clear() {
    for (float[] weights : ageWeights) {
      Arrays.fill(weights, 0);
    }
  }

  void clear(int index) {
    for (float[] weights : ageWeights) {
      weights[index] = 0;
    }
  }

  /**
   * What is scanned.
   *
   * @param onset the first slot of the run that made the alarm
   * @param lag by how many slots the unheard are younger than they look
   * @param matured the sum of what is older than the ring
   */
  record Scan(long slot, long onset, int lag, double matured) {}

  /** Whether no slower law explains it as well. */
  boolean isRefuted(int q, Cusum cusum, SendCounts counts, DelayLaw law, Scan scan) {
    double asked = MOST - LESS_BY_MESSAGES * Math.log(Math.max(1, perSlot(counts, scan)));
    for (int m = 0; m < ageWeights.length; m++) {
      if (score(m, q, cusum, counts, law, scan) <= Math.max(LEAST[m], asked)) {
        return false;
      }
    }
    return true;
  }

  /** The messages of a slot, on average since the onset. */
  private static double perSlot(SendCounts counts, Scan scan) {
    int slots = (int) Math.min(counts.sent.length, scan.slot() - scan.onset() + 1);
    long sum = 0;
    for (int j = 0; j < slots; j++) {
      sum += counts.sent[counts.index(scan.slot() - j)];
    }
    return (double) sum / Math.max(1, slots);
  }

  /** The least sum over all slots at which the delays may have grown. */
  private double score(int m, int q, Cusum cusum, SendCounts counts, DelayLaw law, Scan scan) {
    int horizon = counts.sent.length;
    double p0 = cusum.healthy(q);
    double p1 = cusum.failed(q);
    double usual = scan.matured();
    double slower = usual;
    for (int j = (int) Math.min(horizon - 1, scan.slot() - scan.onset()); j >= 0; j--) {
      int index = counts.index(scan.slot() - j);
      int sent = counts.sent[index];
      if (sent == 0) {
        continue;
      }
      int k = counts.heard[index];
      int age = j - scan.lag();
      double heard = k * cusum.heardWeight(q);
      double silent = age < 0 ? 0 : (sent - k) * cusum.silentWeight(q, age);
      double silentIfSlower =
          age < 0
              ? 0
              : (sent - k) * Math.log((1 - p1 * law.mean(age)) / (1 - p0 * law.slower(m, age)));
      slower = Math.min(slower, usual) + heard + silentIfSlower + ageWeights[m][index];
      usual += heard + silent;
    }
    return slower;
  }
}
