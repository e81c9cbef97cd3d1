package io.strowger.sip.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.strowger.sip.call.Disposition;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Many short lives of a carrier's trunks: the real engine against simulated carriers, over a
 * network that loses, doubles and delays. One seed alone: {@code -Dstrowger.trunk-seed=N}.
 */
final class TrunkSimulationTest {
  private static final int SEEDS = Integer.getInteger("strowger.trunk-seeds", 60);

  @Test
  void no_life_breaks_a_promise() {
    Long one = Long.getLong("strowger.trunk-seed");
    if (one != null) {
      System.out.println("seed " + one + ": " + live(one).checker().dispositions());
      return;
    }
    Map<Disposition, Integer> dispositions = new EnumMap<>(Disposition.class);
    int answers = 0;
    int diverted = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      CallChecker checker = live(seed).checker();
      checker
          .dispositions()
          .forEach((disposition, count) -> dispositions.merge(disposition, count, Integer::sum));
      answers += checker.answersByKey();
      diverted += checker.diverted();
    }
    System.out.printf(
        "trunk simulation: %d seeds, %s; %d answers by key, %d calls taken to another trunk%n",
        SEEDS, dispositions, answers, diverted);
    // A world in which nothing happens would keep every promise.
    assertTrue(answers > 0 && diverted > 0);
    for (Disposition each : Disposition.values()) {
      assertTrue(
          each == Disposition.CONFIGURATION_FAULT || dispositions.getOrDefault(each, 0) > 0,
          each + " occurs");
    }
  }

  private static TrunkWorld live(long seed) {
    TrunkWorld world = new TrunkWorld(new SplittableRandom(seed).nextLong());
    try {
      world.run();
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed " + seed + ": " + e, e);
    }
    if (!world.checker().violations().isEmpty()) {
      fail(
          "seed "
              + seed
              + " (-Dstrowger.trunk-seed="
              + seed
              + "):\n"
              + String.join("\n", world.checker().violations()));
    }
    return world;
  }
}
