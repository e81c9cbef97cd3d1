package io.strowger.gateway.main.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.health.CellState;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A small part of the detection tables, which must not become worse than this. */
final class DetectionTest {
  private static List<Trial.Run> runs(double rate, double days, Loss loss, int limitSeconds) {
    return new Trial(World.DRIFT, rate, false, 5).runs(loss, 6, days, limitSeconds);
  }

  /** As large as any; never is larger. */
  private static double slowest(List<Trial.Run> runs, ToDoubleFunction<Trial.Run> of) {
    return runs.stream()
        .mapToDouble(of)
        .map(seconds -> seconds < 0 ? Double.POSITIVE_INFINITY : seconds)
        .max()
        .orElseThrow();
  }

  @Test
  void a_dead_route_is_found_in_seconds() {
    List<Trial.Run> runs = runs(10, 0.5, Loss.ofRoute(1), 60);
    assertTrue(slowest(runs, Trial.Run::open) <= 14, runs::toString);
    assertTrue(slowest(runs, Trial.Run::suspect) <= 8, runs::toString);
  }

  @Test
  void so_is_one_with_a_message_a_second() {
    List<Trial.Run> runs = runs(1, 2, Loss.ofRoute(1), 120);
    assertTrue(slowest(runs, Trial.Run::open) <= 50, runs::toString);
  }

  @Test
  void half_a_route_takes_a_little_longer() {
    List<Trial.Run> runs = runs(10, 0.5, Loss.ofRoute(0.5), 120);
    assertTrue(slowest(runs, Trial.Run::open) <= 62, runs::toString);
  }

  @Test
  void a_small_operator_that_is_dark_is_found_behind_a_good_route() {
    List<Trial.Run> runs = runs(10, 0.5, Loss.ofOperator(3, 1), 120);
    assertTrue(slowest(runs, Trial.Run::open) <= 50, runs::toString);
  }

  @Test
  void a_route_that_was_born_dead_is_found() {
    List<Trial.Run> runs = runs(10, 0, Loss.ofRoute(1), 240);
    assertTrue(slowest(runs, Trial.Run::open) <= 120, runs::toString);
  }

  @ParameterizedTest
  @EnumSource(
      value = World.class,
      names = {"DRIFT", "HAMMER", "DELAY_STEP", "BATCH", "BURSTY", "C50"})
  void what_is_no_fault_opens_nothing(World world) {
    HealthyRun run = new HealthyRun(world, 2, false, 0.75, List.of(), 3);
    assertEquals(0, run.entered(CellState.OPEN));
  }

  /** Accounts that by chance have sent more than usual must not hide it. */
  @Test
  void a_fifth_lost_at_a_message_a_second_is_found_every_time() {
    List<Trial.Run> runs =
        new Trial(World.DRIFT, 1, false, 7).runs(Loss.ofRoute(0.2), 10, 3, 3_000);
    assertTrue(slowest(runs, Trial.Run::degraded) <= 1_200, runs::toString);
  }

  /** What an account had sent before it was noticed once stayed among the rest, on a small cell. */
  @Test
  void two_accounts_that_hammer_dead_numbers_at_once_open_nothing() {
    HealthyRun run = new HealthyRun(World.TWO_HAMMERS, 1, false, 24.6, List.of(), 8);
    assertEquals(0, run.entered(CellState.OPEN));
  }

  /** On cells so small that neither account sends enough there to be noticed. */
  @ParameterizedTest
  @CsvSource({"1, 13.7, 22", "0.1, 12.7, 1008"})
  void nor_do_they_where_neither_is_noticed(double rate, double days, long seed) {
    HealthyRun run = new HealthyRun(World.TWO_HAMMERS, rate, false, days, List.of(), seed);
    assertEquals(0, run.entered(CellState.OPEN));
  }

  @Test
  void all_delays_four_times_as_long_at_once_open_nothing() {
    HealthyRun run = new HealthyRun(World.DELAY_STEP, 10, false, 3.5, List.of(), 9);
    assertEquals(0, run.entered(CellState.OPEN));
  }

  /** There, where a slot has few messages, chance looks like silence a little more often. */
  @Test
  void all_delays_four_times_as_long_at_once_open_nothing_at_a_message_a_second() {
    HealthyRun run = new HealthyRun(World.DELAY_STEP, 1, false, 6.6, List.of(), 17);
    assertEquals(0, run.entered(CellState.OPEN));
  }

  @ParameterizedTest
  @EnumSource(
      value = World.class,
      names = {"HERD", "MAINTENANCE"})
  void what_is_held_back_is_left_once_and_taken_back_within_a_minute(World world) {
    HealthyRun run = new HealthyRun(world, 2, false, 1.5, List.of(), 3);
    assertTrue(run.entered(CellState.OPEN) <= 2, () -> "" + run.entered(CellState.OPEN));
    assertTrue(run.secondsAway() <= 60, () -> "" + run.secondsAway());
  }

  @Test
  void a_rig_replays_from_its_seed() {
    List<Trial.Run> once = runs(1, 0.1, Loss.ofRoute(1), 120);
    assertEquals(once, runs(1, 0.1, Loss.ofRoute(1), 120));
  }
}
