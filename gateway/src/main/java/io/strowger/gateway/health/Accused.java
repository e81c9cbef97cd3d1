package io.strowger.gateway.health;

import java.util.Arrays;

/**
 * The messages for whose silence a cell was left. If they are heard of after all, the cell was not
 * dead but held them back: the verdict is taken back, and how long it held them is remembered.
 *
 * <p>Weighed as {@link Cusum} does, without caution. Since the sum began above the threshold, a
 * cell that really failed would have to bring it down by all of that and {@link #ACQUITTED} more.
 */
final class Accused {
  /** e^5 to one for health. */
  private static final double ACQUITTED = 5;

  private static final int TESTS = 2;

  private final double[] matured = new double[TESTS];

  /** Of those that were heard of since the verdict, by age in slots. */
  private final int[] ages;

  private long from;
  private long until;

  Accused(int horizon) {
    ages = new int[horizon];
    forget();
  }

  void forget() {
    from = Long.MAX_VALUE;
    until = Long.MIN_VALUE;
  }

  /**
   * The cell is left for the silence of what was sent between the two slots.
   *
   * @param sums what is older than the horizon has added to the scores
   */
  void accuse(long onset, long slot, double[] sums) {
    from = onset;
    until = slot;
    System.arraycopy(sums, 0, matured, 0, TESTS);
    Arrays.fill(ages, 0);
  }

  private boolean isAccused(long sentSlot) {
    return sentSlot >= from && sentSlot <= until;
  }

  void heard(long sentSlot, int age) {
    if (isAccused(sentSlot)) {
      ages[age]++;
    }
  }

  void mature(long sentSlot, int sent, int heard, Cusum cusum) {
    if (isAccused(sentSlot)) {
      for (int q = 0; q < TESTS; q++) {
        matured[q] += heard * cusum.heardWeight(q) + (sent - heard) * cusum.missWeight(q);
      }
    }
  }

  /** Whether so many have come after all that neither failure can have befallen them. */
  boolean areHeard(long slot, Cusum cusum, SendCounts counts, DelayLaw law) {
    if (slot <= until || until == Long.MIN_VALUE) {
      return false;
    }
    for (int q = 0; q < TESTS; q++) {
      if (matured[q] + cusum.evidence(q, counts, law, from, until, slot) > -ACQUITTED) {
        return false;
      }
    }
    return true;
  }

  /** The age in slots that nine in ten of those that came had at most. */
  int heldSlots() {
    int left = (int) Math.ceil(0.1 * Arrays.stream(ages).sum());
    int age = ages.length - 1;
    while (age > 0 && left > ages[age]) {
      left -= ages[age--];
    }
    return age;
  }
}
