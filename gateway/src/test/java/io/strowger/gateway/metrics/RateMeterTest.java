package io.strowger.gateway.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RateMeterTest {
  private final RateMeter meter = new RateMeter();

  @Test
  void a_meter_that_counted_nothing_reads_zero() {
    assertEquals(0, meter.perSecond(123_456));
  }

  @Test
  void the_second_that_runs_does_not_count_yet() {
    meter.count(5_000);
    assertEquals(0, meter.perSecond(5_999));
    assertEquals(0.1, meter.perSecond(6_000));
  }

  @Test
  void what_is_older_than_ten_seconds_is_forgotten() {
    meter.count(5_000);
    assertEquals(0.1, meter.perSecond(15_999));
    assertEquals(0, meter.perSecond(16_000));
    assertEquals(0, meter.perSecond(500_000));
  }

  @Test
  void a_clock_that_goes_back_loses_nothing() {
    meter.count(50_000);
    meter.count(49_000);
    assertEquals(0.2, meter.perSecond(51_000));
  }

  @Test
  void it_agrees_with_counting_one_by_one() {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    long now = 1_000_000;
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      now += random.nextInt(0, random.nextInt(100) == 0 ? 30_000 : 300);
      meter.count(now);
      all.add(now / 1000);
      long second = now / 1000;
      long expected =
          all.reversed().stream().limit(2000).filter(s -> s < second && s >= second - 10).count();
      assertEquals(expected / 10.0, meter.perSecond(now));
    }
  }
}
