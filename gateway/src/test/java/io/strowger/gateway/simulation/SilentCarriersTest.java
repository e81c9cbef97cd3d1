package io.strowger.gateway.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Longer lives of a whole gateway whose carriers swallow what they take. Five seeds are one of each
 * fault; {@code -Dstrowger.silent-seeds=N} for more, {@code -Dstrowger.silent-seed=N} for one.
 */
final class SilentCarriersTest {
  private static final int SEEDS = Integer.getInteger("strowger.silent-seeds", 5);

  @Test
  void what_is_swallowed_is_found_and_nothing_else_and_arrives_another_way() {
    Long one = Long.getLong("strowger.silent-seed");
    long first = one == null ? Long.getLong("strowger.first-seed", 1) : one;
    int probes = 0;
    int rescued = 0;
    for (long seed = first; seed < first + (one == null ? SEEDS : 1); seed++) {
      SilentWorld world = new SilentWorld(seed);
      world.run();
      String name = "seed " + seed + ", " + world.fault;
      assertEquals(
          List.of(),
          world.witness().violations(),
          () -> name + " " + String.join("\n", world.witness().health.changes()));
      List<Integer> occurred = world.witness().health.occurrences();
      System.out.println("silent carriers: " + name + " " + occurred);
      probes += occurred.get(2);
      rescued += occurred.get(3);
    }
    assertTrue(one != null || SEEDS < 5 || (probes > 0 && rescued > 0), "and everything occurs");
  }
}
