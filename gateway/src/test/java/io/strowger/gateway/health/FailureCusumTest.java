package io.strowger.gateway.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FailureCusumTest {
  private static final long START = 1_800_000_000_000L;
  private static final double DAY = 86_400_000.0;

  private final FailureCusum test = new FailureCusum(START);
  private double now = START;

  /** Poisson arrivals; returns how many seconds it took to be failing as wanted, or -1. */
  private double run(
      SplittableRandom random, double perSecond, double seconds, double ratio, boolean until) {
    double end = now + 1_000 * seconds;
    double from = now;
    while (now < end) {
      now -= 1_000 / perSecond * Math.log(1 - random.nextDouble());
      test.outcome(random.nextDouble() < ratio, (long) now);
      if (test.isFailing() == until) {
        return (now - from) / 1_000;
      }
    }
    return -1;
  }

  /** Usual 5 %, then 30 %: about h over the Kullback-Leibler drift of 0.165 a message. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void thirty_percent_are_told_within_minutes_and_the_alarm_clears(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    assertEquals(-1, run(random, 1, 86_400, 0.05, true));
    double brokenAt = now;

    double delay = run(random, 1, 3_600, 0.30, true);

    assertTrue(delay > 0 && delay <= 300, "told after " + delay + " s");
    assertTrue(Math.abs(test.sinceMillis() - brokenAt) < 120_000, "onset");
    assertTrue(test.failed() >= 20 && test.failed() < test.sent());
    assertEquals(0.05, test.usual(), 0.03);
    assertEquals(-1, run(random, 1, 7_200, 0.30, false));
    double over = run(random, 1, 3_600, 0.05, false);
    assertTrue(over > 0 && over <= 600, "cleared after " + over + " s");
    System.out.printf("account failing: seed %d told %.0f s, cleared %.0f s%n", seed, delay, over);
  }

  /** The usual ratio swings by the day between 3 % and 7 %, and wanders between days. */
  @ParameterizedTest
  @CsvSource({"0.1, 365, 1", "0.1, 365, 2", "1, 180, 3", "1, 180, 4", "10, 60, 5"})
  void months_of_wandering_raise_nothing(double perSecond, int days, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double end = now + days * DAY;
    double wander = 1;
    long day = 0;
    while (now < end) {
      now -= 1_000 / perSecond * Math.log(1 - random.nextDouble());
      if ((long) ((now - START) / DAY) > day) {
        day++;
        wander = Math.clamp(wander + 0.2 * (random.nextDouble() - 0.5), 0.6, 1.6);
      }
      double ratio = wander * (0.05 + 0.02 * Math.sin(2 * Math.PI * now / DAY));
      test.outcome(random.nextDouble() < ratio, (long) now);
      assertFalse(test.isFailing(), () -> "after " + (now - START) / DAY + " days");
    }
  }

  @Test
  void an_account_that_never_delivered_is_told_without_a_history() {
    int sent = 0;
    while (!test.isFailing()) {
      sent++;
      test.outcome(true, START + 1_000L * sent);
      assertTrue(sent <= 40);
    }
  }

  @Test
  void what_lasts_a_week_is_the_new_usual() {
    SplittableRandom random = new SplittableRandom(9);
    assertEquals(-1, run(random, 0.1, 86_400, 0.05, true));
    assertTrue(run(random, 0.1, 86_400, 0.5, true) > 0);
    double over = run(random, 0.1, 8 * 86_400, 0.5, false);
    assertEquals(7 * 86_400, over, 600);
    assertEquals(-1, run(random, 0.1, 10 * 86_400, 0.5, true));
  }

  @Test
  void a_clock_that_leaps_back_is_survived() {
    SplittableRandom random = new SplittableRandom(10);
    assertEquals(-1, run(random, 1, 3_600, 0.05, true));
    now -= 10 * DAY;
    assertEquals(-1, run(random, 1, 3_600, 0.05, true));
    assertTrue(run(random, 1, 3_600, 0.4, true) > 0);
  }
}
