package io.strowger.gateway.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that are given up while they ring say something, and not more than they do. */
final class CallTestTest {
  private static final double ANSWERS = 0.8;

  private final CallTest test = new CallTest();
  private final SplittableRandom random = new SplittableRandom(11);
  private double highest;
  private long now;

  /** Log-normal: median 7 s, one in twenty takes longer than 20 s. */
  private long answersAfterMillis() {
    double normal = 0;
    for (int i = 0; i < 12; i++) {
      normal += random.nextDouble();
    }
    return (long) (7_000 * Math.exp(0.64 * (normal - 6)));
  }

  private void calls(int count, double answering, LongSupplier left) {
    for (int i = 0; i < count; i++) {
      long time = left.getAsLong();
      long answer = random.nextDouble() < answering ? answersAfterMillis() : Long.MAX_VALUE;
      now += 1_000;
      if (answer < time) {
        test.call(true, answer, now);
      } else if (time >= 30_000) {
        test.call(false, 0, now);
      } else {
        test.rangInVain(time, now);
      }
      highest = Math.max(highest, test.score());
    }
  }

  private int untilOpen(long time) {
    for (int i = 1; i <= 1_000; i++) {
      calls(1, 0, () -> time);
      if (test.score() > CallTest.OPEN) {
        return i;
      }
    }
    return Integer.MAX_VALUE;
  }

  @ParameterizedTest
  @ValueSource(longs = {4_000, 8_000, 12_000, 20_000})
  void a_dead_trunk_is_found_the_later_the_sooner_calls_are_given_up(long time) {
    calls(500, ANSWERS, () -> 30_000);
    int full = untilOpen(30_000);
    test.restart();
    int found = untilOpen(time);
    assertTrue(full >= 4 && full <= 8, "rung out: " + full);
    assertTrue(found >= full, "given up after " + time + " ms: " + found);
    assertTrue(found <= (time < 8_000 ? 200 : 30), "given up after " + time + " ms: " + found);
  }

  @Test
  void one_call_says_less_the_sooner_it_is_given_up_and_nothing_at_once() {
    calls(500, ANSWERS, () -> 30_000);
    double before = -1;
    for (long time : new long[] {0, 2_000, 5_000, 10_000, 20_000, 29_000}) {
      test.restart();
      test.rangInVain(time, now);
      assertTrue(test.score() >= before, time + " ms: " + test.score());
      before = test.score();
    }
    test.restart();
    test.rangInVain(0, now);
    assertEquals(0, test.score());
    test.call(false, 0, now);
    assertTrue(before <= test.score(), before + " for nearly all of it");
  }

  @Test
  void users_who_do_not_answer_in_the_usual_share_blame_no_trunk_whatever_is_left_of_the_time() {
    calls(300, ANSWERS, () -> 30_000);
    calls(1_000, ANSWERS, () -> 3_000 + random.nextLong(40_000));
    calls(1_000, ANSWERS, () -> 3_000);
    calls(1_000, ANSWERS, () -> 10_000);
    calls(1_000, ANSWERS, () -> 30_000);
    calls(1_000, ANSWERS, () -> 5_000 + random.nextLong(10_000));
    assertTrue(highest < CallTest.SUSPECT, "came to " + highest);
  }

  @Test
  void lives_that_are_always_short_teach_that_users_are_slow_and_not_that_they_are_quick() {
    calls(2_000, ANSWERS, () -> 6_000);
    highest = 0;
    calls(2_000, ANSWERS, () -> random.nextBoolean() ? 6_000 : 30_000);
    assertTrue(highest < CallTest.SUSPECT, "came to " + highest);
  }
}
