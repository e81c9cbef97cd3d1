package io.strowger.smpp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class AllowanceTest {
  private final Allowance allowance = new Allowance();

  private int taken(double perSecond, long from, long to) {
    int taken = 0;
    for (long now = from; now < to; now++) {
      while (allowance.take(perSecond, 1, now)) {
        taken++;
      }
    }
    return taken;
  }

  @Test
  void a_second_of_burst_and_then_the_rate() {
    assertEquals(100, taken(100, 0, 1));
    assertEquals(1_000, taken(100, 1, 10_001), 1);
  }

  @Test
  void a_rate_below_one_per_second_still_lets_one_through() {
    assertEquals(1, taken(0.5, 0, 1_999));
    assertEquals(1, taken(0.5, 1_999, 3_999));
  }

  @Test
  void more_at_once_than_a_second_s_worth_passes_when_the_bucket_is_full_and_is_paid_for() {
    assertTrue(allowance.take(10, 50, 0));
    assertFalse(allowance.take(10, 1, 4_000));
    assertTrue(allowance.take(10, 1, 4_200));
  }

  @Test
  void no_limit_is_no_limit_and_a_clock_that_steps_back_gives_nothing_away() {
    assertTrue(allowance.take(0, 1_000_000, 0));
    assertEquals(10, taken(10, 5_000, 5_001));
    assertFalse(allowance.take(10, 1, 1_000));
    assertFalse(allowance.isFull(10, 1_000));
  }
}
