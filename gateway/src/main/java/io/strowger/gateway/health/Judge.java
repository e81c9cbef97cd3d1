package io.strowger.gateway.health;

import java.util.List;

/**
 * What follows from the evidence: the decision table and the transitions of {@link Circuit}.
 *
 * <table>
 * <caption>Decisions</caption>
 * <tr><th>receipts</th><th>verified codes, canaries</th><th>siblings</th><th>decision</th></tr>
 * <tr><td>silent</td><td>silent too, or none</td><td>fine</td><td>OPEN</td></tr>
 * <tr><td>silent</td><td>as usual</td><td></td><td>receipts broken: stay, tell</td></tr>
 * <tr><td>silent</td><td>undecided</td><td></td><td>wait a minute at most</td></tr>
 * <tr><td>silent</td><td></td><td>same operator suspected</td><td>destination down: spread</td></tr>
 * <tr><td>fine</td><td>silent</td><td>fine</td><td>OPEN: receipts are fake</td></tr>
 * <tr><td>fine</td><td>silent</td><td>silent</td><td>feedback broken: tell</td></tr>
 * <tr><td>a fifth short</td><td>short too, or none</td><td></td><td>DEGRADED</td></tr>
 * </table>
 *
 * <p>Nothing is left when there is nothing else: then the decision is told and the cell degraded.
 */
final class Judge {
  private static final double FEEDBACK_CONFIRMS = 4;
  private static final double FEEDBACK_DENIES = -4;
  private static final long FEEDBACK_WAIT_MILLIS = 60_000;
  private static final long CANARY_WAIT_MILLIS = 20_000;
  private static final long DEGRADED_WAIT_MILLIS = 600_000;
  private static final int IGNORED_SLOTS = 10 * Slots.PER_MINUTE;
  private static final int BACK_SLOTS = Slots.PER_MINUTE;
  private static final long CLEAN_MILLIS = 600_000;

  /** A carrier whose receipts lied is not tried again sooner, unless canaries return. */
  private static final long DOUBTED_MILLIS = 30 * 60_000;

  private static final long LONG_DOUBT_MILLIS = 6 * 3_600_000L;

  private final Surroundings surroundings;
  private final List<HealthChange> changes;

  Judge(Surroundings surroundings, List<HealthChange> changes) {
    this.surroundings = surroundings;
    this.changes = changes;
  }

  void judge(Circuit circuit, RouteHealth route, long slot, long now) {
    if (circuit.fault != null || (!circuit.isWhole() && isGone(route.whole))) {
      return;
    }
    switch (circuit.state) {
      case CLOSED, SUSPECT, DEGRADED -> watch(circuit, route, slot, now);
      case OPEN -> recover(circuit, route, slot, now);
      case HALF_OPEN -> ramp(circuit, route, slot, now);
    }
  }

  private static boolean isGone(Circuit whole) {
    return whole.state == CellState.OPEN;
  }

  private void watch(Circuit circuit, RouteHealth route, long slot, long now) {
    Cell receipts = circuit.receipts;
    believeAgain(receipts, slot);
    boolean blind = circuit.isBlind();
    if (blind != circuit.toldBlind) {
      circuit.toldBlind = blind;
      if (blind) {
        changes.add(circuit.tell(Cause.BLIND, now));
      }
    }
    if (circuit.canaries.score() > 1) {
      lost(circuit, route, slot, now);
    } else if (circuit.calls.score() > CallTest.OPEN) {
      leave(circuit, route, Cause.CALLS_FAIL, circuit.calls.onset(), slot, now);
    } else if (receipts.isOpen() && !blind) {
      silent(circuit, route, slot, now);
    } else if (circuit.verified != null && circuit.hasFeedback() && circuit.verified.isOpen()) {
      unverified(circuit, circuit.verified, route, slot, now);
    } else if (receipts.isDegraded() && !blind) {
      lossy(circuit, slot, now);
    } else {
      circuit.alarmSince = 0;
      settle(circuit, slot, now);
    }
  }

  /** Canaries may be filtered where codes are not: then they are not believed, and that is told. */
  private void lost(Circuit circuit, RouteHealth route, long slot, long now) {
    long since = circuit.canaries.lossSince();
    Cell verified = circuit.verified;
    if (verified != null
        && circuit.hasFeedback()
        && verified.evidence(Hypothesis.DEAD, Slots.of(since), slot) < FEEDBACK_DENIES) {
      changes.add(circuit.tell(Cause.CANARIES_LOST, now));
      circuit.canaries.restart();
    } else {
      leave(circuit, route, Cause.CANARIES_LOST, since, slot, now);
    }
  }

  private void silent(Circuit circuit, RouteHealth route, long slot, long now) {
    Cell receipts = circuit.receipts;
    Hypothesis failure = receipts.likeliest();
    long onset = receipts.onset(failure);
    circuit.alarmSince = circuit.alarmSince == 0 ? now : circuit.alarmSince;
    double feedback = feedback(circuit, route, failure, onset, slot, now);
    long waited = now - circuit.alarmSince;
    long patience = route.whole.hasFeedback() ? FEEDBACK_WAIT_MILLIS : CANARY_WAIT_MILLIS;
    if (feedback < FEEDBACK_DENIES) {
      receiptsBroken(circuit, route, slot, now);
    } else if (feedback <= FEEDBACK_CONFIRMS && waited < patience) {
      suspect(circuit, Cause.SUSPICION, onset, now);
    } else if (!circuit.isWhole() && surroundings.isSuspectedElsewhere(circuit, now)) {
      degrade(circuit, Cause.DESTINATION_DOWN, onset * Slots.MILLIS, now);
    } else {
      Cause cause = receipts.baseline.isProven() ? Cause.SILENCE : Cause.NO_PROOF_OF_LIFE;
      leave(circuit, route, cause, onset * Slots.MILLIS, slot, now);
    }
  }

  /** What other witnesses say since the onset; infinite when there are none. */
  private static double feedback(
      Circuit circuit, RouteHealth route, Hypothesis failure, long onset, long slot, long now) {
    boolean any = false;
    double sum = 0;
    boolean routeToo = isSuspicious(route.whole.receipts);
    Circuit witness = circuit.hasFeedback() || !routeToo ? circuit : route.whole;
    if (witness.verified != null && witness.hasFeedback()) {
      any = true;
      double own = witness.verified.evidence(failure, onset, slot);
      if (witness == circuit
          && routeToo
          && own > FEEDBACK_DENIES
          && own <= FEEDBACK_CONFIRMS
          && route.whole.verified != null) {
        own = route.whole.verified.evidence(failure, onset, slot);
      }
      sum += own;
    }
    Canaries canaries =
        circuit.canaries.isTrusted(now) || !routeToo ? circuit.canaries : route.whole.canaries;
    if (canaries.isTrusted(now)) {
      any = true;
      double kept = failure == Hypothesis.DEAD ? 0 : 0.55;
      sum += canaries.evidence(kept, onset * Slots.MILLIS);
    }
    return any ? sum : Double.POSITIVE_INFINITY;
  }

  private static boolean isSuspicious(Cell cell) {
    return cell.worst() > cell.threshold() / 3;
  }

  private void receiptsBroken(Circuit circuit, RouteHealth route, long slot, long now) {
    boolean all = isSuspicious(route.whole.receipts);
    changes.add(circuit.move(CellState.CLOSED, Cause.RECEIPTS_BROKEN, circuit.onsetMillis, now));
    circuit.alarmSince = 0;
    for (Circuit deaf : all ? route.circuits() : List.of(circuit)) {
      deaf.receipts.restart(slot + IGNORED_SLOTS);
      // Messages arrive, and no receipt ever came: there are none to wait for.
      deaf.noReceipts = !deaf.receipts.baseline.isProven();
    }
  }

  /** Receipts that were broken count again once a minute of them is beyond doubt not broken. */
  private static void believeAgain(Cell receipts, long slot) {
    // A minute that began before they stopped speaks of how they were.
    boolean aMinuteAgo = !receipts.startsAfter(slot + IGNORED_SLOTS - BACK_SLOTS);
    if (!receipts.startsAfter(slot) || !aMinuteAgo) {
      return;
    }
    long since = slot - BACK_SLOTS;
    double sure = -receipts.threshold();
    if (receipts.evidence(Hypothesis.DEAD, since, slot) < sure
        && receipts.evidence(Hypothesis.HALF, since, slot) < sure) {
      receipts.restart(slot);
    }
  }

  private void unverified(Circuit circuit, Cell verified, RouteHealth route, long slot, long now) {
    long onset = verified.onset(verified.likeliest()) * Slots.MILLIS;
    if (surroundings.isFeedbackLostElsewhere(circuit)) {
      changes.add(circuit.tell(Cause.FEEDBACK_BROKEN, now));
      verified.restart(slot + IGNORED_SLOTS);
    } else {
      leave(circuit, route, Cause.FAKE_RECEIPTS, onset, slot, now);
    }
  }

  private void lossy(Circuit circuit, long slot, long now) {
    long onset = circuit.receipts.onset(Hypothesis.FIFTH);
    circuit.alarmSince = circuit.alarmSince == 0 ? now : circuit.alarmSince;
    boolean denied =
        circuit.verified != null
            && circuit.hasFeedback()
            && circuit.verified.evidence(Hypothesis.FIFTH, onset, slot) <= FEEDBACK_CONFIRMS
            && now - circuit.alarmSince < DEGRADED_WAIT_MILLIS;
    if (!denied) {
      degrade(circuit, Cause.LOSS, onset * Slots.MILLIS, now);
    }
  }

  /** Leaves the cell, or says why not. */
  private void leave(
      Circuit circuit, RouteHealth route, Cause cause, long onset, long slot, long now) {
    if (!surroundings.hasAlternative(circuit)) {
      degrade(circuit, Cause.LAST_USABLE_ROUTE, onset, now);
      return;
    }
    open(circuit, route, cause, onset, slot, now);
  }

  void open(Circuit circuit, RouteHealth route, Cause cause, long onset, long slot, long now) {
    changes.add(circuit.move(CellState.OPEN, cause, onset, now));
    circuit.alarmSince = 0;
    if (cause == Cause.SILENCE || cause == Cause.NO_PROOF_OF_LIFE) {
      circuit.receipts.accuse(Slots.of(onset), slot);
    }
    circuit.holdDown.opened(now);
    circuit.probes.restart(now);
    restart(circuit, route, slot);
  }

  void degrade(Circuit circuit, Cause cause, long onset, long now) {
    circuit.quietSince = 0;
    if (circuit.state != CellState.DEGRADED || circuit.cause != cause) {
      changes.add(circuit.move(CellState.DEGRADED, cause, onset, now));
    }
  }

  private void suspect(Circuit circuit, Cause cause, long onset, long now) {
    if (circuit.state == CellState.CLOSED) {
      changes.add(circuit.move(CellState.SUSPECT, cause, onset * Slots.MILLIS, now));
    }
  }

  /** No alarm: suspicion comes at half the threshold and goes at a quarter. */
  private void settle(Circuit circuit, long slot, long now) {
    Cell receipts = circuit.receipts;
    double worst = receipts.worst() / receipts.threshold();
    double calls = circuit.calls.score() / CallTest.OPEN;
    double canaries = circuit.canaries.score();
    boolean suspicious = (worst > 0.5 && !circuit.isBlind()) || calls > 0.75 || canaries > 0.5;
    boolean clean = (worst < 0.25 || circuit.isBlind()) && calls < 0.25 && canaries < 0.25;
    switch (circuit.state) {
      case CLOSED -> {
        if (suspicious) {
          boolean one = receipts.isRefusedByAccounts();
          suspect(
              circuit,
              one ? Cause.ONE_ACCOUNT : Cause.SUSPICION,
              receipts.onset(receipts.likeliest()),
              now);
        }
      }
      case SUSPECT -> {
        if (clean) {
          changes.add(circuit.move(CellState.CLOSED, Cause.RECOVERED, now, now));
        } else if (now - circuit.stateSince > LONG_DOUBT_MILLIS) {
          newNormal(circuit, slot, now);
        }
      }
      case DEGRADED -> degraded(circuit, clean && !receipts.isFrozen(), slot, now);
      default -> throw new IllegalStateException(circuit.state.name());
    }
  }

  private void degraded(Circuit circuit, boolean clean, long slot, long now) {
    if (circuit.cause == Cause.LOW_BASELINE) {
      return;
    }
    if (!clean) {
      circuit.quietSince = 0;
      if (now - circuit.stateSince > LONG_DOUBT_MILLIS) {
        newNormal(circuit, slot, now);
      }
      return;
    }
    circuit.quietSince = circuit.quietSince == 0 ? now : circuit.quietSince;
    if (now - circuit.quietSince >= CLEAN_MILLIS) {
      changes.add(circuit.move(CellState.CLOSED, Cause.RECOVERED, now, now));
    }
  }

  /** What has lasted for six hours is how the cell is now: learned anew. */
  private void newNormal(Circuit circuit, long slot, long now) {
    circuit.receipts.baseline.forget();
    circuit.receipts.restart(slot + 1);
    changes.add(circuit.move(CellState.CLOSED, Cause.RECOVERED, now, now));
  }

  private void recover(Circuit circuit, RouteHealth route, long slot, long now) {
    Cell receipts = circuit.receipts;
    if (receipts.isAcquitted(slot)) {
      takeBack(circuit, route, slot, now);
      return;
    }
    boolean believed =
        circuit.probes.tick(
            slot, receipts.healthyLevel(), receipts.failedLevel(), route.receiptLaw);
    // Its receipts had said that all was well: they are no witness of its recovery.
    circuit.isDoubted =
        circuit.cause == Cause.FAKE_RECEIPTS || circuit.cause == Cause.CANARIES_LOST;
    // Nobody can be called on trial: after its time it is tried by a small share of real calls. So
    // is, after a long time, who is vouched for by nobody that is believed.
    boolean tried =
        circuit.cause == Cause.CALLS_FAIL
            || (circuit.isDoubted && now - circuit.stateSince >= DOUBTED_MILLIS);
    // Without receipts no probe ever comes back.
    boolean returned =
        (circuit.isBlind() || circuit.isDoubted || circuit.cause == Cause.NO_PROOF_OF_LIFE)
            && circuit.canaries.haveRecovered();
    if (((believed && !circuit.isDoubted) || tried || returned) && circuit.holdDown.isOver(now)) {
      circuit.isDoubted &= !returned;
      halfOpen(circuit, route, tried ? Cause.RAMP : Cause.PROBES_RETURNED, slot, now);
    }
  }

  /** What was missing has come after all: the cell was left without reason. */
  private void takeBack(Circuit circuit, RouteHealth route, long slot, long now) {
    changes.add(circuit.move(CellState.CLOSED, Cause.CAME_LATE, now, now));
    circuit.holdDown.forgive(now);
    restart(circuit, route, slot);
  }

  private static void restart(Circuit circuit, RouteHealth route, long slot) {
    if (circuit.isWhole()) {
      route.restart(slot + 1);
    } else {
      circuit.receipts.restart(slot + 1);
    }
  }

  void halfOpen(Circuit circuit, RouteHealth route, Cause cause, long slot, long now) {
    changes.add(circuit.move(CellState.HALF_OPEN, cause, now, now));
    circuit.ramp.restart(now);
    circuit.calls.restart();
    circuit.canaries.restart();
    restart(circuit, route, slot);
  }

  private void ramp(Circuit circuit, RouteHealth route, long slot, long now) {
    Cell receipts = circuit.receipts;
    if (receipts.isAcquitted(slot)) {
      takeBack(circuit, route, slot, now);
      return;
    }
    boolean deaf = circuit.isBlind() || isVouchedFor(circuit, now);
    double worst = deaf ? 0 : receipts.worst() / receipts.threshold();
    boolean tell = receipts.baseline.isProven() && !deaf;
    Cell verified = circuit.hasFeedback() ? circuit.verified : null;
    double unverified = verified == null ? 0 : verified.worst() / verified.threshold();
    if (unverified > (circuit.isDoubted ? 0.5 : 1)
        && surroundings.hasAlternative(circuit)
        && !surroundings.isFeedbackLostElsewhere(circuit)) {
      long onset = verified == null ? now : verified.onset(verified.likeliest()) * Slots.MILLIS;
      open(circuit, route, Cause.FAKE_RECEIPTS, onset, slot, now);
    } else if (circuit.canaries.score() > 0.5 && surroundings.hasAlternative(circuit)) {
      open(circuit, route, Cause.CANARIES_LOST, circuit.canaries.lossSince(), slot, now);
    } else if (circuit.calls.score() > CallTest.SUSPECT && surroundings.hasAlternative(circuit)) {
      open(circuit, route, Cause.CALLS_FAIL, circuit.calls.onset(), slot, now);
    } else if (worst > 0.5 && surroundings.hasAlternative(circuit)) {
      long onset = receipts.onset(receipts.likeliest()) * Slots.MILLIS;
      open(circuit, route, Cause.SILENCE, onset, slot, now);
    } else if (circuit.ramp.tick(worst < 0.25 && unverified < 0.25, tell, circuit.isDoubted, now)) {
      circuit.isDoubted &= !circuit.ramp.isDone();
      changes.add(
          circuit.ramp.isDone()
              ? circuit.move(CellState.CLOSED, Cause.RECOVERED, now, now)
              : circuit.tell(Cause.RAMP, now));
    }
  }

  /** Whether its canaries come back while its receipts do not. */
  private static boolean isVouchedFor(Circuit circuit, long now) {
    Cell receipts = circuit.receipts;
    long onset = receipts.onset(receipts.likeliest()) * Slots.MILLIS;
    return circuit.canaries.isTrusted(now)
        && receipts.worst() > 0
        && circuit.canaries.evidence(0, onset) < FEEDBACK_DENIES;
  }
}
