package io.strowger.gateway.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class FeedbackHabitTest {
  private static final long NOW = 1_790_000_000_000L;

  @Test
  void who_tells_of_codes_is_known_after_a_restart() {
    FeedbackHabit before = new FeedbackHabit();
    before.given("bank", NOW - 5_000);
    before.given("a name with spaces", NOW);
    FeedbackHabit after = new FeedbackHabit();
    after.restore(before.snapshot(), NOW + 1_000);
    assertArrayEquals(before.snapshot(), after.snapshot());
  }

  @Test
  void a_clock_that_was_set_back_keeps_nobody_known_for_longer_than_a_day() {
    FeedbackHabit before = new FeedbackHabit();
    before.given("bank", NOW);
    FeedbackHabit after = new FeedbackHabit();
    after.restore(before.snapshot(), NOW - 3_600_000);
    assertEquals((NOW - 3_600_000) + " bank\n", new String(after.snapshot(), UTF_8));
  }

  @Test
  void damaged_bytes_are_refused() {
    FeedbackHabit habit = new FeedbackHabit();
    assertThrows(
        IllegalArgumentException.class, () -> habit.restore("nonsense".getBytes(UTF_8), NOW));
    assertThrows(
        IllegalArgumentException.class, () -> habit.restore("when bank".getBytes(UTF_8), NOW));
  }
}
