package io.strowger.gateway.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimerWheelTest {
  private static final long START = 1_790_000_000_123L;

  private static final class Alarm extends TimerWheel.Timer {
    long wanted;
    long fired = -1;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 8, 9, 2_047, 2_048, 2_049, 600_000, 86_400_000, 200_000_000})
  void a_timer_fires_once_after_its_deadline_and_within_a_tick(long delay) {
    TimerWheel wheel = new TimerWheel(START);
    Alarm alarm = new Alarm();
    wheel.schedule(alarm, START + delay);
    List<Long> fired = new ArrayList<>();
    long step = delay > 1_000_000 ? 1_000 : 1;
    for (long now = START; now <= START + delay + 3 * step + 24; now += step) {
      long at = now;
      wheel.advance(now, _ -> fired.add(at));
    }
    assertEquals(1, fired.size());
    assertTrue(fired.getFirst() >= START + delay);
    assertTrue(fired.getFirst() <= START + delay + 16 + step, "late: " + fired);
    assertEquals(0, wheel.size());
  }

  @Test
  void random_timers_with_moves_cancels_and_leaps_of_time_never_fire_early_or_get_lost() {
    SplittableRandom random = new SplittableRandom(11);
    TimerWheel wheel = new TimerWheel(START);
    List<Alarm> alarms = new ArrayList<>();
    long now = START;
    for (int round = 0; round < 20_000; round++) {
      Alarm alarm =
          random.nextInt(4) == 0 && !alarms.isEmpty() ? pick(alarms, random) : new Alarm();
      if (alarm.fired < 0) {
        alarm.wanted = now + random.nextLong(1, random.nextInt(3) == 0 ? 3_000_000 : 5_000);
        wheel.schedule(alarm, alarm.wanted);
        alarms.add(alarm);
      }
      if (random.nextInt(10) == 0) {
        Alarm cancelled = pick(alarms, random);
        if (cancelled.fired < 0) {
          wheel.cancel(cancelled);
          cancelled.fired = 0;
        }
      }
      now += random.nextInt(100) == 0 ? random.nextLong(100_000) : random.nextLong(20);
      long at = now;
      wheel.advance(
          now,
          timer -> {
            Alarm due = (Alarm) timer;
            assertEquals(-1, due.fired, "fired twice, or after it was cancelled");
            assertTrue(due.wanted <= at, "fired early");
            due.fired = at;
          });
    }
    long end = now + 4_000_000;
    wheel.advance(end, timer -> ((Alarm) timer).fired = end);
    assertFalse(alarms.stream().anyMatch(a -> a.fired < 0), "a timer was lost");
    assertEquals(0, wheel.size());
  }

  private static Alarm pick(List<Alarm> alarms, SplittableRandom random) {
    return alarms.get(random.nextInt(alarms.size()));
  }
}
