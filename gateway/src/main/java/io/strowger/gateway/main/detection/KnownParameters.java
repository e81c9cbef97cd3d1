package io.strowger.gateway.main.detection;

import java.util.Arrays;

/**
 * The yardstick: the same kind of test with everything known beforehand, success at least 0.83,
 * failures 0.05, 0.46 and 0.70, and the true law of delays stretched by a quarter. In {@link
 * World#DRIFT} these are the true parameters; elsewhere it is what a shipped constant does.
 */
final class KnownParameters implements Observer {
  private static final int HORIZON = 30;
  private static final double HEALTHY = 0.83;
  private static final double[] FAILED = {0.05, 0.46, 0.70};
  private static final double SLOTS_PER_MONTH = 1_314_900;
  private static final int ROUTE = Climate.OPERATORS;
  private static final int OPEN_MUTED = 300;
  private static final int DEGRADED_MUTED = 10_800;

  private final int[][] sent = new int[ROUTE + 1][HORIZON];
  private final int[][] heard = new int[ROUTE + 1][HORIZON];
  private final double[][] matured = new double[ROUTE + 1][FAILED.length];
  private final long[] openMuted = new long[ROUTE + 1];
  private final long[] degradedMuted = new long[ROUTE + 1];
  private final double[][] silent = new double[FAILED.length][HORIZON];
  private final double threshold;
  final long[] openAt = new long[ROUTE + 1];
  final long[] degradedAt = new long[ROUTE + 1];
  long opened;
  long degraded;

  KnownParameters(double rate) {
    double slots = SLOTS_PER_MONTH * -Math.expm1(-2 * rate);
    threshold = Math.log(slots / 0.01 * 3 * 11);
    for (int q = 0; q < FAILED.length; q++) {
      for (int j = 0; j < HORIZON; j++) {
        double f = lognormal((2 * j + 1) / 1.25);
        silent[q][j] = Math.log((1 - FAILED[q] * f) / (1 - HEALTHY * f));
      }
    }
  }

  private static double lognormal(double seconds) {
    double z = (Math.log(seconds) - Math.log(4)) / (Math.log(5) / 1.645);
    return 1 / (1 + Math.exp(-1.5976 * z - 0.07056 * z * z * z));
  }

  /** Looks for the next alarm only. */
  void arm() {
    Arrays.fill(openAt, 0);
    Arrays.fill(degradedAt, 0);
    Arrays.fill(openMuted, 0);
    Arrays.fill(degradedMuted, 0);
  }

  @Override
  public void sent(int operator, long slot) {
    int index = (int) (slot % HORIZON);
    sent[operator][index]++;
    sent[ROUTE][index]++;
  }

  @Override
  public void receipt(int operator, long sentSlot, long slot) {
    if (slot - sentSlot < HORIZON) {
      int index = (int) (sentSlot % HORIZON);
      heard[operator][index]++;
      heard[ROUTE][index]++;
    }
  }

  @Override
  public void endOf(long slot) {
    for (int cell = 0; cell <= ROUTE; cell++) {
      for (int q = 0; q < FAILED.length; q++) {
        judge(cell, q, slot);
      }
      int oldest = (int) ((slot + 1) % HORIZON);
      sent[cell][oldest] = 0;
      heard[cell][oldest] = 0;
    }
  }

  private void judge(int cell, int q, long slot) {
    double good = Math.log(FAILED[q] / HEALTHY);
    double sum = matured[cell][q];
    for (int j = HORIZON - 1; j >= 0; j--) {
      int index = (int) Math.floorMod(slot - j, (long) HORIZON);
      int n = sent[cell][index];
      int k = heard[cell][index];
      sum = Math.max(0, sum + k * good + (n - k) * silent[q][j]);
      if (j == HORIZON - 1) {
        matured[cell][q] = sum;
      }
    }
    if (sum <= threshold) {
      return;
    }
    if (q < 2 && slot >= openMuted[cell]) {
      opened++;
      openAt[cell] = openAt[cell] == 0 ? slot + 1 : openAt[cell];
      openMuted[cell] = slot + OPEN_MUTED;
      matured[cell][q] = 0;
    } else if (q == 2 && slot >= degradedMuted[cell]) {
      degraded++;
      degradedAt[cell] = degradedAt[cell] == 0 ? slot + 1 : degradedAt[cell];
      degradedMuted[cell] = slot + DEGRADED_MUTED;
      matured[cell][q] = 0;
    }
  }
}
