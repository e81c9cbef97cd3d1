package io.strowger.gateway.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Carriers that hold messages back and deliver them after all, and what silence leaves behind. Two
 * messages a second, nine in ten arrive after 2 to 12 s.
 */
final class HeldBackTest {
  private static final String A = "alpha";
  private static final int MINUTE = 30;

  private record Receipt(long due, String account, long sent) {}

  private final SplittableRandom random = new SplittableRandom(3);
  private final PriorityQueue<Receipt> receipts =
      new PriorityQueue<>((a, b) -> Long.compare(a.due(), b.due()));
  private final List<HealthChange> changes = new ArrayList<>();
  private Health health = new Health(Map.of(A, List.of("beta")), 0);
  private double swallowed;
  private long heldUntil;
  private long slot;
  private int sent;

  private void run(int slots) {
    for (int i = 0; i < slots; i++) {
      long now = slot * Slots.MILLIS;
      for (int n = 0; n < 4; n++) {
        String account = "account" + sent++ % 20;
        boolean arrives = random.nextInt(10) != 0 && random.nextDouble() >= swallowed;
        if (health.state(A, "op") == CellState.OPEN) {
          if (health.takeProbe(A, "op", now)) {
            health.probeSent(A, "op");
            if (arrives && slot >= heldUntil) {
              health.probeHeard(A, "op", now);
            }
          }
        } else if (random.nextDouble() < health.share(A, "op")) {
          health.sent(A, "op", account, false);
          if (arrives) {
            long due = Math.max(slot, heldUntil) + 1 + random.nextInt(5);
            receipts.add(new Receipt(due, account, now));
          }
        }
      }
      while (!receipts.isEmpty() && receipts.peek().due() <= slot) {
        Receipt due = receipts.remove();
        health.heard(Signal.RECEIPT, A, "op", due.account(), due.sent());
      }
      changes.addAll(health.tick(++slot * Slots.MILLIS));
    }
  }

  private void hold(int slots) {
    heldUntil = slot + slots;
    run(slots);
  }

  private long opened() {
    return changes.stream().filter(change -> change.to() == CellState.OPEN).count();
  }

  @Test
  void a_route_whose_messages_come_late_is_taken_back_at_once() {
    run(60 * MINUTE);
    hold(23);
    assertEquals(CellState.OPEN, health.state(A, "op"));
    run(8);
    assertEquals(CellState.CLOSED, health.state(A, "op"));
    assertTrue(changes.stream().anyMatch(change -> change.cause() == Cause.CAME_LATE));
    assertEquals(1, health.share(A, "op"));
  }

  @Test
  void the_second_time_it_is_waited_for_also_after_a_restart() {
    run(60 * MINUTE);
    hold(23);
    run(60 * MINUTE);
    byte[] kept = health.snapshot();
    health = new Health(Map.of(A, List.of("beta")), slot * Slots.MILLIS);
    health.restore(kept, slot * Slots.MILLIS);
    for (int i = 0; i < 5; i++) {
      hold(23);
      run(60 * MINUTE);
    }
    assertEquals(1, opened(), changes::toString);
  }

  @Test
  void it_is_waited_for_no_longer_than_it_ever_held_them() {
    run(60 * MINUTE);
    hold(23);
    run(60 * MINUTE);
    swallowed = 1;
    run(60);
    assertEquals(CellState.OPEN, health.state(A, "op"));
    run(20 * MINUTE);
    assertEquals(CellState.OPEN, health.state(A, "op"));
    assertEquals(2, opened());
  }

  @Test
  void half_of_what_was_missing_takes_nothing_back() {
    run(60 * MINUTE);
    swallowed = 0.5;
    run(30 * MINUTE);
    assertTrue(opened() > 0);
    assertTrue(changes.stream().noneMatch(change -> change.cause() == Cause.CAME_LATE));
  }

  @Test
  void a_route_that_could_not_be_left_is_calm_soon_after_it_is_well() {
    health = new Health(Map.of(), 0);
    run(60 * MINUTE);
    swallowed = 1;
    run(60 * MINUTE);
    Circuit whole = Objects.requireNonNull(health.look(A, ""));
    assertEquals(CellState.DEGRADED, whole.state);
    assertTrue(whole.receipts.worst() <= 2.5 * whole.receipts.threshold());
    swallowed = 0;
    run(4 * MINUTE);
    assertTrue(whole.receipts.worst() < whole.receipts.threshold() / 4, whole.receipts::toString);
  }

  @Test
  void what_was_unheard_of_before_a_long_pause_is_not_held_against_what_comes_after() {
    run(60 * MINUTE);
    swallowed = 1;
    run(5);
    swallowed = 0;
    slot += 300;
    receipts.clear();
    run(60 * MINUTE);
    assertEquals(0, opened(), changes::toString);
  }

  @Test
  void what_has_come_back_for_a_while_is_probed_in_haste_and_what_is_dead_is_not() {
    Probes probes = new Probes(Signal.RECEIPT.horizon);
    DelayLaw law = new DelayLaw(Signal.RECEIPT);
    assertEquals(360, probes(probes, law, false));
    probes.restart(0);
    int lively = probes(probes, law, true);
    assertTrue(lively > 400 && lively < 360 + 160, () -> "" + lively);
  }

  /** How many are taken in an hour with a message a second. */
  private static int probes(Probes probes, DelayLaw law, boolean halfReturn) {
    int taken = 0;
    for (int second = 1; second <= 3_600; second++) {
      if (probes.take(second * 1_000L)) {
        taken++;
        probes.sent(second / 2);
        if (halfReturn && taken % 2 == 0) {
          probes.heard(second / 2, second / 2);
        }
      }
      if (second % 2 == 1) {
        probes.tick(second / 2, 0.83, 0.46, law);
      }
    }
    return taken;
  }
}
