package io.strowger.gateway.health;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What a cell is tested against and how much evidence an alarm needs: from its learned success, how
 * far that wanders, and how much is usually sent.
 */
final class Thresholds {
  private static final double FALSE_ALARMS_PER_MONTH = 0.01;
  private static final double FALSE_DEGRADED_PER_MONTH = 0.05;
  private static final double SLOTS_PER_MONTH = 1_314_900;
  private static final double SLOTS_WITH_TRAFFIC_MIN = 2_000;
  private static final double CELLS = 11;
  private static final double RATE_HALF_LIFE_MINUTES = 360;
  private static final double LEAP = 3;

  private final int horizon;
  private double perSlot;
  private double perSlotWeight;
  private double open;
  private double degraded;

  Thresholds(int horizon) {
    this.horizon = horizon;
  }

  /** Once a minute, what was sent within the horizon. */
  void minute(int inHorizon) {
    double fade = Math.pow(2, -1 / RATE_HALF_LIFE_MINUTES);
    perSlot = perSlot * fade + (double) inHorizon / horizon;
    perSlotWeight = perSlotWeight * fade + 1;
  }

  private double usual() {
    return perSlotWeight == 0 ? 0 : perSlot / perSlotWeight;
  }

  /** Whether far more is sent than usual. */
  boolean isLeaping(int inHorizon) {
    return inHorizon > LEAP * usual() * horizon + 20;
  }

  /** The edges of health, and the thresholds. */
  void tune(Baseline baseline, Dispersion dispersion, Cusum cusum, DelayLaw law) {
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
    double slots = Math.max(SLOTS_WITH_TRAFFIC_MIN, SLOTS_PER_MONTH * -Math.expm1(-usual()));
    open = Math.log(slots / FALSE_ALARMS_PER_MONTH * 2 * CELLS);
    degraded = Math.log(slots / FALSE_DEGRADED_PER_MONTH * CELLS);
    cusum.limit(open * dispersion.phi(), degraded * dispersion.phi());
  }

  /** For leaving a cell of independent messages. */
  double open() {
    return open;
  }

  /** For degrading it. */
  double degraded() {
    return degraded;
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(perSlot);
    out.writeDouble(perSlotWeight);
  }

  void read(DataInput in) throws IOException {
    perSlot = in.readDouble();
    perSlotWeight = in.readDouble();
  }
}
