package io.strowger.sip.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.trunk.TrunkHealth.State;
import io.strowger.sip.trunk.TrunkHealth.Terms;
import org.junit.jupiter.api.Test;

final class TrunkHealthTest {
  private static final Terms TERMS = new Terms(3, 2, 30_000, 5_000);

  @Test
  void a_new_trunk_is_usable_and_asked_at_once() {
    TrunkHealth health = TrunkHealth.begin(TERMS, 1_000);
    assertTrue(health.usable(1_000));
    assertEquals(1_000, health.pingAtMillis());
    assertEquals(31_000, health.pinged(TERMS, 1_000).pingAtMillis());
  }

  @Test
  void it_takes_several_failures_in_a_row_to_go_down() {
    TrunkHealth health = TrunkHealth.begin(TERMS, 0).failed(TERMS, 1_000).failed(TERMS, 2_000);
    assertTrue(health.usable(2_000));
    assertEquals(7_000, health.pingAtMillis(), "a doubt is looked into soon");
    health = health.alive(TERMS, 3_000).failed(TERMS, 4_000).failed(TERMS, 5_000);
    assertTrue(health.usable(5_000), "the row was broken");
    health = health.failed(TERMS, 6_000);
    assertFalse(health.usable(6_000));
    assertEquals(State.DOWN, health.state());
  }

  @Test
  void calls_that_fail_side_by_side_are_one_failure() {
    TrunkHealth health = TrunkHealth.begin(TERMS, 0).alive(TERMS, 10);
    for (int i = 0; i < 100; i++) {
      health = health.failed(TERMS, 20 + i);
    }
    assertTrue(health.usable(120), "all in a tenth of a second");
    health = health.failed(TERMS, 220).failed(TERMS, 221).failed(TERMS, 420);
    assertFalse(health.usable(420), "and still so after 0.4 s without a sign of life");
  }

  @Test
  void the_first_failure_counts_whenever_it_comes() {
    Terms strict = new Terms(1, 1, 30_000, 5_000);
    assertFalse(TrunkHealth.begin(strict, 0).failed(strict, 0).usable(0));
    TrunkHealth back = TrunkHealth.begin(strict, 0).failed(strict, 0).alive(strict, 50);
    assertFalse(back.failed(strict, 60).usable(60));
  }

  @Test
  void it_takes_several_answers_in_a_row_to_come_back() {
    TrunkHealth down = TrunkHealth.begin(TERMS, 0);
    for (int i = 0; i < 10; i++) {
      down = down.failed(TERMS, 1_000L * i);
    }
    TrunkHealth once = down.alive(TERMS, 20_000);
    assertFalse(once.usable(20_000));
    assertEquals(25_000, once.pingAtMillis());
    assertFalse(
        once.failed(TERMS, 21_000).alive(TERMS, 22_000).usable(22_000), "the row was broken");
    TrunkHealth twice = once.alive(TERMS, 23_000);
    assertTrue(twice.usable(23_000));
    assertEquals(53_000, twice.pingAtMillis());
  }

  @Test
  void a_pause_ends_by_itself_and_never_shortens_another() {
    TrunkHealth health = TrunkHealth.begin(TERMS, 0).alive(TERMS, 0).paused(9_000).paused(5_000);
    assertFalse(health.usable(8_999));
    assertTrue(health.usable(9_000));
    assertFalse(health.alive(TERMS, 100).usable(100), "being alive does not end it");
  }

  @Test
  void without_options_only_a_failing_trunk_is_asked() {
    Terms silent = new Terms(1, 1, 0, 5_000);
    TrunkHealth health = TrunkHealth.begin(silent, 0);
    assertEquals(Long.MAX_VALUE, health.pingAtMillis());
    health = health.failed(silent, 10);
    assertEquals(5_010, health.pingAtMillis());
    assertTrue(health.alive(silent, 20).usable(20));
    assertEquals(Long.MAX_VALUE, health.alive(silent, 20).pingAtMillis());
  }
}
