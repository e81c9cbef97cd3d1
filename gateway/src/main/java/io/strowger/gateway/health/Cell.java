package io.strowger.gateway.health;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sequential test of one cell, a route or one operator on it, by one signal. A send and a
 * receipt cost a few additions; a slot costs a pass over the horizon, or nothing while little is
 * unheard of.
 */
final class Cell {
  private static final double FALSE_ALARMS_PER_MONTH = 0.01;
  private static final double FALSE_DEGRADED_PER_MONTH = 0.05;
  private static final double SLOTS_PER_MONTH = 1_314_900;
  private static final double SLOTS_WITH_TRAFFIC_MIN = 2_000;
  private static final double CELLS = 11;
  private static final double RATE_HALF_LIFE_MINUTES = 360;
  private static final double LEAP = 3;
  private static final int RETUNE_MINUTES = 5;
  private static final double[] NOTHING = new double[Hypothesis.COUNT];

  private final Signal signal;
  private final DelayLaw law;
  private final @Nullable Cell route;
  private final SendCounts all;
  private final SendCounts rest;
  private final SlowNull slowNull;
  private final Cusum cusum;
  final Baseline baseline;
  private final Dispersion dispersion = new Dispersion();
  private final BatchClock clock;
  private final AccountShare accounts = new AccountShare();

  private final double[] matured = new double[Hypothesis.COUNT];
  private final double[] maturedRest = new double[Hypothesis.COUNT];
  private final long[] maturedSince = new long[Hypothesis.COUNT];
  private final double[] score = new double[Hypothesis.COUNT];
  private final double[] restScore = new double[Hypothesis.COUNT];
  private final long[] onset = new long[Hypothesis.COUNT];
  private final long[] restOnset = new long[Hypothesis.COUNT];

  private int unheard;
  private int inHorizon;
  private long from;
  private boolean wasHot;
  private int minuteSent;
  private int minuteArrived;
  private int minutes;
  private int takenSent;
  private int takenArrived;
  private double perSlot;
  private double perSlotWeight;
  private double openThreshold;
  private double degradedThreshold;

  private boolean open;
  private boolean degraded;
  private boolean refusedByAccounts;

  Cell(Signal signal, DelayLaw law, @Nullable Cell route, long slot) {
    this.signal = signal;
    this.law = law;
    this.route = route;
    this.all = new SendCounts(signal.horizon);
    this.rest = new SendCounts(signal.horizon);
    this.slowNull = new SlowNull(signal.horizon);
    this.cusum = new Cusum(signal.horizon);
    this.baseline = new Baseline(signal);
    this.clock = new BatchClock(slot);
    restart(slot);
    tune();
  }

  void sent(int account, long slot) {
    int index = all.index(slot);
    all.sent[index]++;
    unheard++;
    inHorizon++;
    if (!accounts.sent(account, slot, isLeaping())) {
      rest.sent[index]++;
    }
  }

  /** Whether far more is sent than usual. */
  private boolean isLeaping() {
    double usual = perSlotWeight == 0 ? 0 : perSlot / perSlotWeight * signal.horizon;
    return inHorizon > LEAP * usual + 20;
  }

  /** Good news of a message that was sent in the slot. */
  void heard(int account, long sentSlot, long slot) {
    baseline.heard();
    clock.receipt(slot);
    long age = slot - sentSlot;
    if (age >= signal.horizon) {
      if (sentSlot >= from) {
        cusum.takeBack(matured);
      }
      return;
    }
    int index = all.index(sentSlot);
    if (all.heard[index] >= all.sent[index]) {
      return;
    }
    all.heard[index]++;
    unheard--;
    slowNull.heard(index, (int) age, law);
    if (rest.heard[index] < rest.sent[index] && !accounts.isAside(account, sentSlot)) {
      rest.heard[index]++;
    }
  }

  /** What was sent in the slot can tell nothing any more, neither by its news nor without. */
  void unsent(int account, long sentSlot, long slot) {
    int index = all.index(sentSlot);
    if (slot - sentSlot >= signal.horizon || all.heard[index] >= all.sent[index]) {
      return;
    }
    all.sent[index]--;
    unheard--;
    inHorizon--;
    if (rest.heard[index] < rest.sent[index] && !accounts.isAside(account, sentSlot)) {
      rest.sent[index]--;
    }
  }

  /** The slot has ended: judges, then lets the oldest slot mature. */
  void tick(long slot) {
    accounts.tick(slot, signal.horizon);
    boolean hot = accounts.isHot(slot);
    if (hot != wasHot) {
      if (hot && accounts.restFrom() > slot) {
        Arrays.fill(maturedRest, 0);
      } else {
        System.arraycopy(
            hot ? matured : maturedRest, 0, hot ? maturedRest : matured, 0, matured.length);
      }
      wasHot = hot;
    }
    clock.expect(baseline.mean() * all.sent[all.index(slot - law.median())]);
    judge(slot, hot);
    mature(slot - signal.horizon + 1, hot);
  }

  private void judge(long slot, boolean hot) {
    open = false;
    degraded = false;
    refusedByAccounts = false;
    if (isQuiet()) {
      Arrays.fill(score, 0);
      return;
    }
    System.arraycopy(maturedSince, 0, onset, 0, onset.length);
    int lag = lag(slot);
    cusum.scan(all, slot, lag, from, matured, score, onset);
    double phi = dispersion.phi();
    double h = openThreshold * phi;
    boolean dead = score[0] > h;
    boolean half = score[1] > h;
    boolean fifth = score[2] > degradedThreshold * phi;
    if (hot && (dead || half || fifth)) {
      scanRest(slot, lag);
      double confirmed = accounts.isNew(slot) ? 0.75 * h : h / 2;
      refusedByAccounts = Math.max(restScore[0], restScore[1]) <= confirmed;
      dead &= !refusedByAccounts;
      half &= !refusedByAccounts;
      fifth &= restScore[2] > confirmed;
    }
    open = (dead && isNoDelay(0, slot, lag)) || (half && isNoDelay(1, slot, lag));
    degraded = fifth && isNoDelay(2, slot, lag);
  }

  private void scanRest(long slot, int lag) {
    boolean all = accounts.restFrom() <= slot - signal.horizon;
    cusum.scan(
        rest,
        slot,
        lag,
        Math.max(from, accounts.restFrom()),
        all ? maturedRest : NOTHING,
        restScore,
        restOnset);
  }

  /** Even if nothing of what is unheard of ever comes, no score gets far. */
  private boolean isQuiet() {
    double limit = openThreshold * dispersion.phi() / 3;
    for (int q = 0; q < Hypothesis.COUNT; q++) {
      if (matured[q] + unheard * cusum.missWeight(q) > limit) {
        return false;
      }
    }
    return true;
  }

  private int lag(long slot) {
    int gap = clock.gap(slot);
    int lag = clock.lag(gap, slot);
    if (route == null) {
      return lag;
    }
    int routeGap = route.clock.gap(slot);
    return routeGap > gap ? clock.lag(routeGap, slot) : lag;
  }

  private boolean isNoDelay(int q, long slot, int lag) {
    return slowNull.isRefuted(q, cusum, all, law, scanSince(q, slot, lag));
  }

  private SlowNull.Scan scanSince(int q, long slot, int lag) {
    boolean older = onset[q] <= slot - signal.horizon;
    return new SlowNull.Scan(slot, onset[q], lag, older ? matured[q] : 0);
  }

  private void mature(long slot, boolean hot) {
    int index = all.index(slot);
    int sent = all.sent[index];
    if (sent > 0) {
      int heard = all.heard[index];
      int restSent = rest.sent[index];
      int restHeard = rest.heard[index];
      if (slot >= from) {
        cusum.mature(sent, heard, slot, matured, maturedSince);
        if (hot && slot >= accounts.restFrom()) {
          cusum.mature(restSent, restHeard, slot, maturedRest, restOnset);
        }
      }
      unheard -= sent - heard;
      inHorizon -= sent;
      boolean onlyRest = hot || restSent < 0.85 * sent;
      int taught = onlyRest ? restSent : sent;
      int arrived = onlyRest ? restHeard : heard;
      takenSent += taught;
      takenArrived += arrived;
      if (slot >= from && !isFrozen()) {
        minuteSent += taught;
        minuteArrived += arrived;
      }
      all.clear(index);
      rest.clear(index);
      slowNull.clear(index);
    }
  }

  /** While something is suspected nothing is learned. */
  boolean isFrozen() {
    double phi = dispersion.phi();
    return worst() > openThreshold * phi / 3 || score[2] > degradedThreshold * phi / 3;
  }

  /** Matured messages since asked last, whatever was suspected. */
  int takeSent() {
    int taken = takenSent;
    takenSent = 0;
    return taken;
  }

  /** How many of them arrived. */
  int takeArrived() {
    int taken = takenArrived;
    takenArrived = 0;
    return taken;
  }

  /** Once a minute. */
  void minute() {
    double fade = Math.pow(2, -1 / RATE_HALF_LIFE_MINUTES);
    double sent = (double) inHorizon / signal.horizon;
    perSlot = perSlot * fade + sent;
    perSlotWeight = perSlotWeight * fade + 1;
    if (minuteSent > 0) {
      dispersion.learn(minuteSent, minuteArrived, baseline);
      baseline.learn(minuteSent, minuteArrived);
      minuteSent = 0;
      minuteArrived = 0;
    }
    if (++minutes % RETUNE_MINUTES == 0) {
      tune();
    }
  }

  /** The edges of health and the thresholds, from what has been learned by now. */
  private void tune() {
    if (route != null && route.baseline.trials() >= 50) {
      baseline.prior(route.baseline.mean());
    }
    double low = baseline.low();
    double wander = 3 * dispersion.deviation(baseline.mean());
    double ignorance = dispersion.ignorance();
    double slowEdge = low * (1 - Math.clamp(wander, 0.08 + 0.09 * ignorance, 0.35));
    double recentEdge = baseline.recentLow() * (1 - Math.max(0.05 + 0.12 * ignorance, wander / 2));
    double edge = Math.min(0.95, Math.max(slowEdge, recentEdge));
    double degradedEdge = low * (1 - Math.clamp(wander, 0.07, 0.20));
    cusum.test(Hypothesis.DEAD, edge, Math.max(0.02, 0.025 * low), law);
    cusum.test(Hypothesis.HALF, edge, Math.min(0.5 * low, 0.66 * edge), law);
    boolean fifth = baseline.trials() >= 300;
    cusum.test(Hypothesis.FIFTH, degradedEdge, (fifth ? 0.87 : 1) * degradedEdge, law);
    double rate = perSlotWeight == 0 ? 0 : perSlot / perSlotWeight;
    double slots = Math.max(SLOTS_WITH_TRAFFIC_MIN, SLOTS_PER_MONTH * -Math.expm1(-rate));
    openThreshold = Math.log(slots / FALSE_ALARMS_PER_MONTH * 2 * CELLS);
    degradedThreshold = Math.log(slots / FALSE_DEGRADED_PER_MONTH * CELLS);
  }

  /** What was sent before the slot no longer counts. */
  void restart(long slot) {
    from = slot;
    Arrays.fill(matured, 0);
    Arrays.fill(maturedRest, 0);
    Arrays.fill(maturedSince, slot);
    Arrays.fill(score, 0);
  }

  /** Whether nothing of this slot counts yet. */
  boolean startsAfter(long slot) {
    return from > slot;
  }

  /**
   * Log-likelihood of the failure against health, of what was sent since the slot, without caution:
   * positive speaks for the failure.
   */
  double evidence(Hypothesis hypothesis, long since, long slot) {
    int q = hypothesis.index;
    double p0 = cusum.healthy(q);
    double p1 = cusum.failed(q);
    double sum = 0;
    for (long at = Math.max(since, slot - signal.horizon + 1); at <= slot; at++) {
      int index = all.index(at);
      int k = all.heard[index];
      double f = law.mean((int) (slot - at));
      sum +=
          k * cusum.heardWeight(q) + (all.sent[index] - k) * Math.log((1 - p1 * f) / (1 - p0 * f));
    }
    return sum;
  }

  boolean isOpen() {
    return open;
  }

  boolean isDegraded() {
    return degraded;
  }

  /** The test alarms and the accounts that are not hot do not confirm it. */
  boolean isRefusedByAccounts() {
    return refusedByAccounts;
  }

  /** The larger of the scores for a dead and a half-dead cell. */
  double worst() {
    return Math.max(score[0], score[1]);
  }

  double healthyLevel() {
    return cusum.healthy(Hypothesis.HALF.index);
  }

  double failedLevel() {
    return cusum.failed(Hypothesis.HALF.index);
  }

  Hypothesis likeliest() {
    return score[0] >= score[1] ? Hypothesis.DEAD : Hypothesis.HALF;
  }

  double score(Hypothesis hypothesis) {
    return score[hypothesis.index];
  }

  double threshold() {
    return openThreshold * dispersion.phi();
  }

  long onset(Hypothesis hypothesis) {
    return onset[hypothesis.index];
  }

  void write(DataOutput out) throws IOException {
    baseline.write(out);
    dispersion.write(out);
    clock.write(out);
    accounts.write(out);
    out.writeDouble(perSlot);
    out.writeDouble(perSlotWeight);
  }

  void read(DataInput in) throws IOException {
    baseline.read(in);
    dispersion.read(in);
    clock.read(in, from);
    accounts.read(in);
    perSlot = in.readDouble();
    perSlotWeight = in.readDouble();
    tune();
  }
}
