package io.strowger.gateway.main.detection;

import java.util.Arrays;

/**
 * What is usually done: the success of the last ten minutes of messages that are older than a
 * minute, alarmed on below 65 % of at least thirty.
 */
final class WindowRatio implements Observer {
  private static final int MATURE = 30;
  private static final int WINDOW = 300;
  private static final int RING = MATURE + WINDOW;
  private static final int ROUTE = Climate.OPERATORS;
  private static final int MUTED = 300;

  private final int[][] sent = new int[ROUTE + 1][RING];
  private final int[][] heard = new int[ROUTE + 1][RING];
  private final long[] n = new long[ROUTE + 1];
  private final long[] k = new long[ROUTE + 1];
  private final long[] muted = new long[ROUTE + 1];
  final long[] openAt = new long[ROUTE + 1];
  long opened;

  /** Looks for the next alarm only. */
  void arm() {
    Arrays.fill(openAt, 0);
    Arrays.fill(muted, 0);
  }

  @Override
  public void sent(int operator, long slot) {
    int index = (int) (slot % RING);
    sent[operator][index]++;
    sent[ROUTE][index]++;
  }

  @Override
  public void receipt(int operator, long sentSlot, long slot) {
    if (slot - sentSlot < MATURE) {
      int index = (int) (sentSlot % RING);
      heard[operator][index]++;
      heard[ROUTE][index]++;
    }
  }

  @Override
  public void endOf(long slot) {
    int mature = (int) Math.floorMod(slot - MATURE, (long) RING);
    int oldest = (int) ((slot + 1) % RING);
    for (int cell = 0; cell <= ROUTE; cell++) {
      n[cell] += sent[cell][mature];
      k[cell] += heard[cell][mature];
      n[cell] -= sent[cell][oldest];
      k[cell] -= heard[cell][oldest];
      sent[cell][oldest] = 0;
      heard[cell][oldest] = 0;
      if (n[cell] >= 30 && k[cell] < 0.65 * n[cell] && slot >= muted[cell]) {
        opened++;
        openAt[cell] = openAt[cell] == 0 ? slot + 1 : openAt[cell];
        muted[cell] = slot + MUTED;
      }
    }
  }
}
