package io.strowger.sip.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CallGateTest {
  @Test
  void live_calls_are_limited_and_one_that_ends_makes_room() {
    CallGate gate = new CallGate(2, 100);
    gate.enter(0);
    gate.enter(0);
    assertFalse(gate.open(10_000));
    gate.leave();
    assertTrue(gate.open(10_000));
    assertEquals(1, gate.live());
  }

  @Test
  void in_no_second_wherever_it_begins_more_calls_start_than_allowed() {
    CallGate gate = new CallGate(Integer.MAX_VALUE, 7);
    List<Long> started = new ArrayList<>();
    for (long now = 0; now < 20_000; now += 13) {
      if (gate.open(now)) {
        gate.enter(now);
        started.add(now);
      }
    }
    for (int i = 7; i < started.size(); i++) {
      assertTrue(started.get(i) - started.get(i - 7) >= 1_000);
    }
    assertTrue(started.size() >= 7 * 19, "and it does let that many in: " + started.size());
  }

  @Test
  void new_limits_hold_at_once_and_forget_nothing() {
    CallGate gate = new CallGate(10, 2);
    gate.enter(0);
    gate.enter(500);
    gate.configure(10, 3);
    assertTrue(gate.open(600));
    gate.enter(600);
    assertFalse(gate.open(700));
    gate.configure(10, 1);
    assertFalse(gate.open(1_599));
    assertTrue(gate.open(1_600));
    gate.configure(3, 1);
    assertFalse(gate.open(5_000), "three live calls are the limit now");
    gate.configure(0, 1);
    gate.leave();
    gate.leave();
    gate.leave();
    assertFalse(gate.open(9_000), "none at all");
  }
}
