package io.strowger.gateway.health;

import java.util.List;
import java.util.Map;

/** The other routes, as the judge of one cell asks of them. */
final class Siblings implements Surroundings {
  private static final long LATELY_MILLIS = 600_000;

  private final Health health;
  private final Map<String, RouteHealth> routes;
  private final List<RouteHealth> all;
  Map<String, List<String>> alternatives = Map.of();

  Siblings(Health health, Map<String, RouteHealth> routes, List<RouteHealth> all) {
    this.health = health;
    this.routes = routes;
    this.all = all;
  }

  @Override
  public boolean hasAlternative(Circuit circuit) {
    for (String other : alternatives.getOrDefault(circuit.route, List.of())) {
      if (!other.equals(circuit.route) && health.state(other, circuit.operator) != CellState.OPEN) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean isSuspectedElsewhere(Circuit circuit, long now) {
    for (RouteHealth other : all) {
      Circuit same = other.known(circuit.operator);
      if (same == null || same == circuit || other.whole.state == CellState.OPEN) {
        continue;
      }
      boolean lately =
          (same.state == CellState.OPEN || same.cause == Cause.DESTINATION_DOWN)
              && now - same.stateSince < LATELY_MILLIS;
      if (lately || same.receipts.worst() > same.receipts.threshold() / 3) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean isFeedbackLostElsewhere(Circuit circuit) {
    boolean any = false;
    for (RouteHealth other : all) {
      Circuit same = circuit.isWhole() ? other.whole : other.known(circuit.operator);
      if (same == null || same == circuit || same.verified == null || !same.hasFeedback()) {
        continue;
      }
      if (same.verified.worst() < same.verified.threshold() / 3) {
        return false;
      }
      any = true;
    }
    return any;
  }

  @Override
  public double siblingSuccess(Circuit circuit) {
    double best = 0;
    for (String name : alternatives.getOrDefault(circuit.route, List.of())) {
      RouteHealth other = routes.get(name);
      if (other == null || name.equals(circuit.route)) {
        continue;
      }
      Circuit same = circuit.isWhole() ? other.whole : other.known(circuit.operator);
      if (same != null && same.receipts.baseline.trials() >= 500) {
        best = Math.max(best, same.receipts.baseline.mean());
      }
    }
    return best;
  }
}
