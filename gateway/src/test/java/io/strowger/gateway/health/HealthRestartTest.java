package io.strowger.gateway.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Restarts while something is wrong, on a young route. Two routes, three messages a second on the
 * first, receipts in the next slot.
 */
final class HealthRestartTest {
  private static final String A = "alpha";
  private static final Map<String, List<String>> ROUTES =
      Map.of(A, List.of("beta"), "beta", List.of(A));
  private static final int MINUTE = 30;
  private static final int PER_SLOT = 6;

  private final SplittableRandom random = new SplittableRandom(5);
  private final List<HealthChange> changes = new ArrayList<>();
  private long slot = 1_000_000;
  private Health health = new Health(ROUTES, slot * Slots.MILLIS);
  private boolean swallows;

  private void run(int slots) {
    for (int i = 0; i < slots; i++) {
      long now = slot * Slots.MILLIS;
      List<String> heard = new ArrayList<>();
      List<String> from = new ArrayList<>();
      int probes = 0;
      for (int n = 0; n < PER_SLOT; n++) {
        String operator = "op" + random.nextInt(2);
        if (health.state(A, operator) == CellState.OPEN) {
          if (health.takeProbe(A, operator, now)) {
            health.probeSent(A, operator);
            probes++;
          }
        } else if (random.nextDouble() < health.share(A, operator)) {
          String account = "account" + random.nextInt(20);
          health.sent(A, operator, account, false);
          heard.add(operator);
          from.add(account);
        }
      }
      changes.addAll(health.tick(++slot * Slots.MILLIS));
      if (!swallows) {
        for (int n = 0; n < heard.size(); n++) {
          health.heard(Signal.RECEIPT, A, heard.get(n), from.get(n), now);
        }
        for (; probes > 0; probes--) {
          health.probeHeard(A, "op0", now);
        }
      }
    }
  }

  private void restart() {
    byte[] kept = health.snapshot();
    health = new Health(ROUTES, slot * Slots.MILLIS);
    health.restore(kept, slot * Slots.MILLIS);
  }

  private void isLeft() {
    run(4 * MINUTE);
    swallows = true;
    run(4 * MINUTE);
    assertEquals(CellState.OPEN, health.state(A, "op0"));
    swallows = false;
  }

  /** Slots until the route carries all of its traffic again. */
  private int slotsUntilBack(int restartEvery) {
    int waited = 0;
    while (health.share(A, "op0") < 1) {
      run(1);
      if (++waited % restartEvery == 0) {
        restart();
      }
      assertTrue(waited < 60 * MINUTE, "it never comes back");
    }
    return waited;
  }

  @Test
  void a_route_whose_gateway_is_restarted_each_minute_comes_back_as_soon() {
    isLeft();
    int undisturbed = slotsUntilBack(Integer.MAX_VALUE);
    health = new Health(ROUTES, slot * Slots.MILLIS);
    isLeft();
    int restarted = slotsUntilBack(MINUTE);
    assertTrue(restarted < 1.3 * undisturbed, restarted + " slots, else " + undisturbed);
    assertTrue(restarted > 0.7 * undisturbed, restarted + " slots, else " + undisturbed);
  }

  @Test
  void a_route_on_trial_is_still_on_trial_after_a_restart() {
    isLeft();
    while (health.state(A, "op0") == CellState.OPEN) {
      run(1);
    }
    double share = health.share(A, "op0");
    assertTrue(share < 0.1, () -> "it starts with " + share);
    restart();
    assertEquals(CellState.HALF_OPEN, health.state(A, "op0"));
    assertEquals(share, health.share(A, "op0"));
  }

  @Test
  void a_route_that_keeps_failing_is_kept_out_longer_across_restarts_too() throws Exception {
    HoldDown holdDown = new HoldDown();
    holdDown.opened(0);
    holdDown.opened(100_000);
    HoldDown kept = kept(holdDown, 150_000);
    assertFalse(kept.isOver(219_999));
    assertTrue(kept.isOver(220_000));
    kept.opened(230_000);
    assertFalse(kept.isOver(469_999));
    HoldDown clockSetBack = kept(holdDown, -3_600_000);
    assertTrue(clockSetBack.isOver(-3_600_000 + 120_000));
  }

  private static HoldDown kept(HoldDown before, long now) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    before.write(new DataOutputStream(bytes));
    HoldDown after = new HoldDown();
    after.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), now);
    return after;
  }

  @Test
  void a_clock_that_was_set_back_meanwhile_is_no_reason_for_anything() {
    run(12 * MINUTE);
    slot -= 60 * MINUTE;
    restart();
    run(2 * MINUTE);
    assertEquals(List.of(), changes);
    swallows = true;
    run(MINUTE);
    assertEquals(CellState.OPEN, health.state(A, "op0"));
  }

  @Test
  void what_was_never_heard_of_is_silent_since_its_first_message() {
    long first = slot * Slots.MILLIS;
    swallows = true;
    run(4 * MINUTE);
    HealthChange open =
        changes.stream().filter(one -> one.to() == CellState.OPEN).findFirst().orElseThrow();
    assertTrue(Math.abs(open.onsetMillis() - first) <= 6_000, open::toString);
  }
}
