package io.strowger.gateway.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.strowger.gateway.message.MessageState;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Many short lives of a whole gateway among faulty carriers, each from a seed. One seed alone:
 * {@code ./strowger test --seed N}.
 */
final class SimulationTest {
  private static final int SEEDS = Integer.getInteger("strowger.seeds", 1_000);

  private static final String LONG =
      "long messages, parts answered, never whole; cancelled, replaced, queried";
  private static final String GUARD =
      "refused by guards, repeated; blocked, opened by itself, blocked through a crash";
  private static final String CODES =
      "verifications started, approved, wrong codes, sent again, numbers locked";
  private static final String CALLS = "calls placed, ended, answered and spoken to, heard whole";
  private static final String APPROVALS = "approvals approved, denied, fraud, no answer";
  private static final String TRUNKS =
      "INVITEs over trunks, taken to another; answered by nobody, called again, the other trunk"
          + " first; codes heard, then; calls answered that the second credential opened";
  private static final String WEBHOOKS = "webhooks heard, failed, heard again";

  @Test
  void no_life_breaks_a_promise() {
    Long one = Long.getLong("strowger.seed");
    if (one != null) {
      World world = live(one);
      System.out.println("seed " + one + ": " + describe(world));
      return;
    }
    // Other seeds each day would make a failure depend on the day: the run says where it began.
    long first = Long.getLong("strowger.first-seed", 1);
    long promised = 0;
    long delivered = 0;
    long expired = 0;
    long failed = 0;
    long copies = 0;
    long crashes = 0;
    long refused = 0;
    long told = 0;
    Map<String, long[]> occurred = new LinkedHashMap<>();
    for (int i = 0; i < SEEDS; i++) {
      World world = live(first + i);
      Witness witness = world.witness();
      promised += witness.promisedCount();
      delivered += witness.finals(MessageState.Delivered.class);
      expired += witness.finals(MessageState.Expired.class);
      failed += witness.finals(MessageState.Failed.class);
      copies += witness.copies();
      refused += witness.refusedAtTheDoor();
      told += witness.esmes.receiptsTold();
      count(occurred, LONG, witness.esmes.occurrences());
      count(occurred, GUARD, witness.guards.occurrences());
      count(occurred, CODES, witness.codes.occurrences());
      count(occurred, CALLS, witness.calls.occurrences());
      count(occurred, APPROVALS, witness.approvals.occurrences());
      count(occurred, TRUNKS, witness.trunks.occurrences());
      count(occurred, WEBHOOKS, witness.notices.occurrences());
      crashes += world.crashes();
    }
    System.out.printf(
        "simulation: seeds %d to %d, %d crashes; %d accepted, %d refused at the door;"
            + " %d delivered, %d expired, %d failed; %d copies arrived;"
            + " %d receipts told to a client over SMPP%n",
        first,
        first + SEEDS - 1,
        crashes,
        promised,
        refused,
        delivered,
        expired,
        failed,
        copies,
        told);
    occurred.forEach((what, counts) ->
        System.out.println("simulation: " + what + " " + Arrays.toString(counts)));
    // A world in which nothing happens would keep every promise.
    assertTrue(delivered > promised / 2, "most messages arrive");
    assertTrue(told > promised / 10, "by both doors");
    assertTrue(expired > 0 && failed > 0 && refused > 0 && crashes > 0, "and everything occurs");
    occurred.forEach((what, counts) ->
        assertTrue(Arrays.stream(counts).allMatch(each -> each > 0), what + " each occur"));
  }

  private static void count(Map<String, long[]> occurred, String what, List<Integer> counts) {
    long[] sums = occurred.computeIfAbsent(what, _ -> new long[counts.size()]);
    for (int i = 0; i < sums.length; i++) {
      sums[i] += counts.get(i);
    }
  }

  private static World live(long seed) {
    World world = new World(new SplittableRandom(seed).nextLong());
    try {
      world.run();
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed " + seed + ": " + e, e);
    }
    List<String> violations = world.witness().violations();
    if (!violations.isEmpty()) {
      fail(
          "seed "
              + seed
              + " (./strowger test --seed "
              + seed
              + "):\n"
              + String.join("\n", violations));
    }
    return world;
  }

  private static String describe(World world) {
    Witness witness = world.witness();
    return witness.promisedCount()
        + " accepted, "
        + witness.finals(MessageState.Delivered.class)
        + " delivered, "
        + world.crashes()
        + " crashes";
  }
}
