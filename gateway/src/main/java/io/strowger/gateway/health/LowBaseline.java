package io.strowger.gateway.health;

import java.util.List;

/**
 * Cells that have been bad since they are known: no change accuses those, only what a sibling, or
 * any route, usually reaches.
 */
final class LowBaseline {
  /** e^10 to one. */
  private static final double SIBLINGS_BELIEVED = 10;

  private final Surroundings surroundings;
  private final Judge judge;
  private final List<HealthChange> changes;

  LowBaseline(Surroundings surroundings, Judge judge, List<HealthChange> changes) {
    this.surroundings = surroundings;
    this.judge = judge;
    this.changes = changes;
  }

  /** Once a minute. */
  void compare(Circuit circuit, long now) {
    if (circuit.isBlind() || circuit.state == CellState.OPEN) {
      return;
    }
    Baseline baseline = circuit.receipts.baseline;
    double mean = baseline.mean();
    double sibling = surroundings.siblingSuccess(circuit);
    if (sibling > 0 && circuit.state == CellState.CLOSED && baseline.trials() >= 30) {
      double fine = 0.8 * sibling;
      double poor = 0.55 * sibling;
      double ratio =
          baseline.trials()
              * (mean * Math.log(poor / fine) + (1 - mean) * Math.log((1 - poor) / (1 - fine)));
      if (ratio > SIBLINGS_BELIEVED) {
        judge.degrade(circuit, Cause.LOW_BASELINE, circuit.onsetMillis, now);
        circuit.toldLow = true;
        return;
      }
    }
    if (circuit.state == CellState.DEGRADED
        && circuit.cause == Cause.LOW_BASELINE
        && (sibling == 0 || mean > 0.85 * sibling)) {
      changes.add(circuit.move(CellState.CLOSED, Cause.RECOVERED, now, now));
    }
    if (!circuit.toldLow && baseline.trials() >= 200 && mean < 0.75) {
      circuit.toldLow = true;
      changes.add(circuit.tell(Cause.LOW_BASELINE, now));
    } else if (circuit.toldLow && mean > 0.80) {
      circuit.toldLow = false;
    }
  }
}
