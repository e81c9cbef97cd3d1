package io.strowger.gateway.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Longer lives of a whole gateway whose carriers swallow what they take, or tell lies of it. As
 * many seeds as there are kinds of mischief are one of each. One seed alone: {@code ./strowger test
 * --test SilentCarriersTest --seed N}.
 */
final class SilentCarriersTest {
  private static final int KINDS = Mischief.values().length;
  private static final int SEEDS = Integer.getInteger("strowger.silent-seeds", KINDS);

  @Test
  void what_is_swallowed_is_found_and_nothing_else_and_arrives_another_way() {
    Long one = Long.getLong("strowger.seed");
    long first = one == null ? Long.getLong("strowger.first-seed", 1) : one;
    List<String> broken = new ArrayList<>();
    int probes = 0;
    int rescued = 0;
    int crashes = 0;
    int late = 0;
    int lost = 0;
    for (long seed = first; seed < first + (one == null ? SEEDS : 1); seed++) {
      SilentWorld world = live(seed, new SilentWorld(seed));
      String name = "seed " + seed + ", " + world.mischief;
      Witness witness = world.witness();
      List<Integer> occurred = witness.health.occurrences();
      System.out.println("silent carriers: " + name + " " + occurred + world.summary());
      if (!witness.violations().isEmpty()) {
        broken.add(name + ": " + String.join("\n  ", witness.violations()));
        witness.health.changes().forEach(System.out::println);
      }
      probes += occurred.get(2);
      rescued += occurred.get(3);
      crashes += world.crashes();
      late += witness.health.hedges.occurrences().getFirst();
      lost += witness.health.hedges.occurrences().getLast();
    }
    assertEquals(List.of(), broken);
    boolean all = probes > 0 && rescued > 0 && crashes > 0 && late > 0 && lost > 0;
    assertTrue(one != null || SEEDS < KINDS || all, "and everything occurs");
  }

  /** Nobody is sent a code that arrives, so nobody would be known to tell of codes. */
  @Test
  void lies_are_found_by_a_gateway_that_was_restarted_among_them() {
    SilentWorld world = live(33, new SilentWorld(Mischief.LYING_RECEIPTS, 33, 50_000));
    assertEquals(1, world.crashes());
    assertEquals(List.of(), world.witness().violations());
  }

  /** What restarts the cells of a route restarts also those that alarm at the same moment. */
  @Test
  void receipts_that_stop_at_all_operators_in_the_same_slot_leave_none_of_them() {
    SilentWorld world = live(46, new SilentWorld(46));
    assertEquals(Mischief.RECEIPTS_STOP, world.mischief);
    assertEquals(List.of(), world.witness().violations());
  }

  @Test
  void an_account_that_hammers_dead_numbers_on_a_young_route_opens_nothing() {
    SilentWorld world = live(10, new SilentWorld(Mischief.HAMMERED_NUMBERS, 10, -1));
    assertEquals(List.of(), world.witness().violations());
  }

  private static SilentWorld live(long seed, SilentWorld world) {
    try {
      world.run();
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed " + seed + ", " + world.mischief + ": " + e, e);
    }
    return world;
  }
}
