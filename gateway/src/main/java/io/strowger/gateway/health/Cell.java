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
  private static final int RETUNE_MINUTES = 5;
  private static final double OF_MANY = 0.75;

  private final Signal signal;
  private final DelayLaw law;
  private final @Nullable Cell route;
  private final SendCounts all;
  private final SendCounts rest;
  private final SlowNull slowNull;
  private final Cusum cusum;
  final Baseline baseline;
  private final Dispersion dispersion = new Dispersion();
  private final Thresholds thresholds;
  private final BatchClock clock;
  private final Holding holding;
  private final Accused accused;
  private final AccountShare accounts = new AccountShare();

  private final double[] matured = new double[Hypothesis.COUNT];
  private final double[] maturedRest = new double[Hypothesis.COUNT];
  private final long[] maturedSince = new long[Hypothesis.COUNT];
  private final double[] score = new double[Hypothesis.COUNT];
  private final double[] restScore = new double[Hypothesis.COUNT];
  private final long[] onset = new long[Hypothesis.COUNT];
  private final long[] restOnset = new long[Hypothesis.COUNT];

  private final LatestSends latest = new LatestSends();
  private int withdrawn;
  private int unheard;
  private int inHorizon;
  private long from;
  private boolean wasHot;
  private final Arrivals minute = new Arrivals();
  private int minutes;

  /** Matured messages since its reader cleared it, whatever was suspected. */
  final Arrivals arrivals = new Arrivals();

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
    this.thresholds = new Thresholds(signal.horizon);
    this.clock = new BatchClock(slot);
    this.holding = new Holding(signal.horizon, slot);
    this.accused = new Accused(signal.horizon);
    restart(slot);
    tune();
  }

  void sent(int account, long slot) {
    int index = all.index(slot);
    all.sent[index]++;
    unheard++;
    inHorizon++;
    if (!accounts.sent(account, slot, latest.since(), thresholds.isLeaping(inHorizon))) {
      rest.sent[index]++;
      latest.sent(account, slot);
    } else if (accounts.takeNoticed()) {
      withdrawn += latest.withdraw(account, slot, rest);
    }
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
    accused.heard(sentSlot, (int) age);
    if (holding.heard(sentSlot, slot)) {
      holding.heldAgain(sentSlot, slot, baseline.mean() * all.expected(sentSlot + 1, slot, law));
    }
    if (rest.heard[index] < rest.sent[index] && !accounts.isAside(account, sentSlot)) {
      rest.heard[index]++;
      latest.heard(account, sentSlot);
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
      latest.unsent(account, sentSlot);
    }
  }

  /** The slot has ended: judges, then lets the oldest slot mature. */
  void tick(long slot) {
    accounts.tick(slot, signal.horizon);
    holding.tick(slot);
    boolean hot = accounts.isHot(slot);
    if (hot != wasHot) {
      System.arraycopy(
          hot ? matured : maturedRest, 0, hot ? maturedRest : matured, 0, matured.length);
    }
    wasHot = hot;
    if (withdrawn > 0) {
      cusum.withdraw(withdrawn, maturedRest);
      withdrawn = 0;
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
    double h = threshold();
    boolean dead = score[0] > h;
    boolean half = score[1] > h;
    boolean fifth = score[2] > degradedThreshold();
    if (hot && (dead || half || fifth)) {
      cusum.scan(rest, slot, lag, from, maturedRest, restScore, restOnset);
      double confirmed = accounts.isNew(slot) ? 0.9 * h : h / 2;
      refusedByAccounts = Math.max(restScore[0], restScore[1]) <= confirmed;
      dead &= !refusedByAccounts;
      half &= !refusedByAccounts;
      fifth &= restScore[2] > degradedThreshold() / 2;
    }
    dead = dead && isOfMany(0, hot, h);
    half = half && isOfMany(1, hot, h);
    open = (dead && isNoDelay(0, slot, lag)) || (half && isNoDelay(1, slot, lag));
    degraded = fifth && isNoDelay(2, slot, lag);
  }

  /**
   * Whether most of it stands when no account has more than its fair share. Of few messages, those
   * of two accounts that hammer dead numbers are too few to notice either, and enough to alarm.
   */
  private boolean isOfMany(int q, boolean hot, double h) {
    int excess = latest.excess(Math.max(onset[q], latest.since()), accounts::usualShareMax);
    double fair = (hot ? restScore : score)[q] - excess * cusum.missWeight(q);
    boolean many = excess == 0 || fair > OF_MANY * h;
    refusedByAccounts |= !many;
    return many;
  }

  /** Even if nothing of what is unheard of ever comes, no score gets far. */
  private boolean isQuiet() {
    double limit = threshold() / 3;
    for (int q = 0; q < Hypothesis.COUNT; q++) {
      if (matured[q] + unheard * cusum.missWeight(q) > limit) {
        return false;
      }
    }
    return true;
  }

  private int lag(long slot) {
    int gap = clock.gap(slot);
    int lag = Math.max(clock.lag(gap, slot), holding.lag(slot));
    if (route == null) {
      return lag;
    }
    int routeGap = route.clock.gap(slot);
    return Math.max(routeGap > gap ? clock.lag(routeGap, slot) : lag, route.holding.lag(slot));
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
      accused.mature(slot, sent, heard, cusum);
      if (slot >= from) {
        cusum.mature(sent, heard, slot, matured, maturedSince);
        if (hot) {
          cusum.mature(restSent, restHeard, slot, maturedRest, restOnset);
        }
      }
      unheard -= sent - heard;
      inHorizon -= sent;
      boolean onlyRest = hot || restSent < 0.85 * sent;
      int taught = onlyRest ? restSent : sent;
      int arrived = onlyRest ? restHeard : heard;
      arrivals.add(taught, arrived);
      if (slot >= from && !isFrozen()) {
        minute.add(taught, arrived);
      }
      all.clear(index);
      rest.clear(index);
      slowNull.clear(index);
    }
  }

  /** While something is suspected nothing is learned. */
  boolean isFrozen() {
    return worst() > threshold() / 3 || score[2] > degradedThreshold() / 3;
  }

  /** Once a minute. */
  void minute() {
    thresholds.minute(inHorizon);
    if (minute.sent > 0) {
      dispersion.learn(minute.sent, minute.arrived, baseline);
      baseline.learn(minute.sent, minute.arrived);
      minute.clear();
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
    thresholds.tune(baseline, dispersion, cusum, law);
  }

  /** What was sent before the slot no longer counts. */
  void restart(long slot) {
    from = slot;
    Arrays.fill(matured, 0);
    Arrays.fill(maturedRest, 0);
    Arrays.fill(maturedSince, slot);
    Arrays.fill(score, 0);
    // Others of the route may restart it just before it is judged itself.
    open = false;
    degraded = false;
    refusedByAccounts = false;
  }

  /** Nothing was judged for longer than the horizon: what was counted then is of no slot now. */
  void skip(long slot) {
    all.clear();
    rest.clear();
    latest.clear();
    slowNull.clear();
    accused.forget();
    unheard = 0;
    inHorizon = 0;
    restart(slot);
  }

  /** The cell is left for the silence since the onset: {@link #isAcquitted} may take that back. */
  void accuse(long onset, long slot) {
    accused.accuse(onset, slot, matured);
  }

  /** Whether what it was left for has come after all; then that is remembered. */
  boolean isAcquitted(long slot) {
    if (!accused.areHeard(slot, cusum, all, law)) {
      return false;
    }
    holding.held(accused.heldSlots(), slot);
    accused.forget();
    return true;
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
    return cusum.evidence(hypothesis.index, all, law, since, slot, slot);
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
    return thresholds.open() * dispersion.phi();
  }

  private double degradedThreshold() {
    return thresholds.degraded() * dispersion.phi();
  }

  long onset(Hypothesis hypothesis) {
    return onset[hypothesis.index];
  }

  void write(DataOutput out) throws IOException {
    baseline.write(out);
    dispersion.write(out);
    clock.write(out);
    accounts.write(out);
    thresholds.write(out);
    holding.write(out);
  }

  /**
   * @param version before 3 nothing was kept of how long messages are held back
   */
  void read(DataInput in, int version) throws IOException {
    baseline.read(in);
    dispersion.read(in);
    clock.read(in, from);
    accounts.read(in);
    thresholds.read(in);
    if (version >= 3) {
      holding.read(in, from);
    }
    tune();
  }
}
