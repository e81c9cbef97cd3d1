package io.strowger.smpp.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.Address;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class DueWheelTest {
  private static Due due(long micros) {
    Due due = new Due.Receipt(new Account(""), 0, Address.EMPTY, Address.EMPTY, 0);
    due.dueMicros = micros;
    return due;
  }

  @Test
  void everything_comes_once_never_early_and_at_most_a_tick_after_the_look() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 5; round++) {
      long[] now = {random.nextLong(1L << 40)};
      DueWheel wheel = new DueWheel(now[0]);
      Map<Due, Long> lastLookBeforeDue = new HashMap<>();
      int added = 0;
      int[] came = {0};
      for (int step = 0; step < 1000 || wheel.size() > 0; step++) {
        if (step < 1000) {
          Due due = due(now[0] + random.nextLong(1L << random.nextInt(1, 26)));
          wheel.add(due);
          lastLookBeforeDue.put(due, due.dueMicros);
          added++;
        }
        long next = wheel.nextMicros();
        now[0] = random.nextInt(4) == 0 ? Math.max(now[0], next) : now[0] + random.nextInt(5000);
        long at = now[0];
        wheel.advance(
            at,
            due -> {
              assertTrue(due.dueMicros <= at);
              assertTrue(lastLookBeforeDue.remove(due) != null);
              came[0]++;
            });
        for (Due left : lastLookBeforeDue.keySet()) {
          assertTrue(left.dueMicros > at - 1000, "late by " + (at - left.dueMicros));
        }
      }
      assertEquals(added, came[0]);
      assertEquals(Long.MAX_VALUE, wheel.nextMicros());
    }
  }

  @Test
  void a_leap_over_many_turns_forgets_nothing() {
    DueWheel wheel = new DueWheel(0);
    for (long seconds = 1; seconds < 1000; seconds++) {
      wheel.add(due(seconds * 1_000_000));
    }
    int[] came = {0};
    wheel.advance(3_600_000_000L, _ -> came[0]++);
    assertEquals(999, came[0]);
  }
}
