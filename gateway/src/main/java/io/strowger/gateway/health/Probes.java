package io.strowger.gateway.health;

/**
 * Shadow probes of an open cell, and the sequential probability ratio test (Wald, 1945) that closes
 * it. A probe is a copy of a message that goes out on a good route as well, so that nobody depends
 * on it: one in a hundred messages, one each ten seconds at least and one each two at most. Once
 * something comes back, one each two seconds, as long as it does: up to {@value #HASTE_MAX} more,
 * and one more each half a minute.
 *
 * <p>The test sums, by age as {@link Cusum} does, how much better a healthy cell explains what came
 * back than one that loses half; it starts again at 0 when the sum would fall below. At e^8 to one
 * the cell is believed.
 */
final class Probes {
  private static final double BELIEVED = 8;
  private static final long SPACING_MIN_MILLIS = 2_000;
  private static final long SPACING_MAX_MILLIS = 10_000;
  private static final int MESSAGES = 100;
  private static final int HASTE_MAX = 30;
  private static final long HASTE_MILLIS = 30_000;

  private final SendCounts counts;
  private double matured;
  private double evidence;
  private long lastMillis;
  private int messages;
  private double haste = HASTE_MAX;

  Probes(int horizon) {
    this.counts = new SendCounts(horizon);
  }

  void restart(long nowMillis) {
    counts.clear();
    matured = 0;
    evidence = 0;
    lastMillis = nowMillis;
    messages = 0;
    haste = HASTE_MAX;
  }

  void skip() {
    counts.clear();
  }

  /** Whether the message that is just being sent elsewhere is to be copied here. */
  boolean take(long nowMillis) {
    messages++;
    long spacing = nowMillis - lastMillis;
    boolean usual =
        spacing >= SPACING_MAX_MILLIS || (spacing >= SPACING_MIN_MILLIS && messages >= MESSAGES);
    boolean due = usual || (spacing >= SPACING_MIN_MILLIS && evidence > 0 && haste >= 1);
    if (due) {
      haste = Math.min(HASTE_MAX, haste + (double) spacing / HASTE_MILLIS - (usual ? 0 : 1));
      lastMillis = nowMillis;
      messages = 0;
    }
    return due;
  }

  void sent(long slot) {
    counts.sent[counts.index(slot)]++;
  }

  void heard(long sentSlot, long slot) {
    int index = counts.index(sentSlot);
    if (slot - sentSlot < counts.sent.length && counts.heard[index] < counts.sent[index]) {
      counts.heard[index]++;
    }
  }

  /** At the end of a slot: whether the cell is believed to be healthy again. */
  boolean tick(long slot, double healthy, double failed, DelayLaw law) {
    int horizon = counts.sent.length;
    double good = Math.log(healthy / failed);
    double sum = matured;
    for (int j = horizon - 1; j >= 0; j--) {
      int index = counts.index(slot - j);
      int sent = counts.sent[index];
      if (sent > 0) {
        int k = counts.heard[index];
        double f = law.mean(j);
        double bad = Math.log((1 - healthy * f) / (1 - failed * f));
        sum = Math.max(0, sum + k * good + (sent - k) * bad);
      }
      if (j == horizon - 1) {
        matured = sum;
        counts.clear(index);
      }
    }
    evidence = sum;
    return sum >= BELIEVED;
  }

  /** Log-likelihood for a cell that is well again. */
  double evidence() {
    return evidence;
  }

  /** What an earlier run had by now; what it had on the way is not waited for. */
  void resume(double kept, long nowMillis) {
    restart(nowMillis);
    matured = Math.clamp(kept, 0, BELIEVED);
    evidence = matured;
  }
}
