package io.strowger.gateway.main.detection;

import io.strowger.gateway.health.Cause;
import io.strowger.gateway.health.CellState;
import io.strowger.gateway.health.HealthChange;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A route in which nothing is wrong, from its first message: what is alarmed is alarmed falsely.
 */
final class HealthyRun {
  private static final long SLOTS_PER_DAY = 43_200;

  private final Map<CellState, Integer> entered = new EnumMap<>(CellState.class);
  private final Map<Cause, Integer> told = new EnumMap<>(Cause.class);
  private final Map<String, Long> leftAt = new HashMap<>();
  private long awayMillis;

  /**
   * @param yardsticks look on too
   */
  HealthyRun(
      World world,
      double rate,
      boolean feedback,
      double days,
      List<? extends Observer> yardsticks,
      long seed) {
    Rig rig = new Rig(world, rate, feedback, new SplittableRandom(seed), 0);
    yardsticks.forEach(rig::observe);
    long slots = (long) (days * SLOTS_PER_DAY);
    for (long i = 0; i < slots; i++) {
      for (HealthChange change : rig.step()) {
        if (change.from() != change.to()) {
          away(change);
          entered.merge(change.to(), 1, Integer::sum);
        }
        told.merge(change.cause(), 1, Integer::sum);
      }
    }
  }

  private void away(HealthChange change) {
    if (change.to() == CellState.OPEN) {
      leftAt.putIfAbsent(change.operator(), change.atMillis());
    } else if (change.to() != CellState.HALF_OPEN && leftAt.containsKey(change.operator())) {
      awayMillis += change.atMillis() - leftAt.remove(change.operator());
    }
  }

  /** How long cells were left, until they carried all their traffic again. */
  long secondsAway() {
    return awayMillis / 1_000;
  }

  int entered(CellState state) {
    return entered.getOrDefault(state, 0);
  }

  int told(Cause cause) {
    return told.getOrDefault(cause, 0);
  }
}
