package io.strowger.sip.trunk;

import static io.strowger.sip.trunk.TrunkRig.trunk;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** A trunk that had a message already is the last to have it again. */
final class TrunkChoiceTest {
  @Test
  void the_trunk_to_be_avoided_is_passed_over_even_where_it_is_the_first() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0), trunk("b", 2, 1));
    rig.place("r1", 60_000, "a");
    assertEquals(2, rig.host("INVITE"));
    rig.place("r2", 60_000, "b");
    assertEquals(1, rig.host("INVITE"));
    rig.place("r3", 60_000, "gone");
    assertEquals(1, rig.host("INVITE"));
  }

  @Test
  void it_is_better_than_none() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0));
    rig.place("r", 60_000, "a");
    assertEquals(1, rig.host("INVITE"));
  }

  @Test
  void it_follows_where_the_other_could_not() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0), trunk("b", 2, 1));
    rig.place("r", 60_000, "a");
    rig.answer("INVITE", 503);
    assertEquals(1, rig.host("INVITE"));
  }

  @Test
  void it_is_taken_where_the_other_is_full() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0), trunk("b", 2, 1, 1, 100));
    rig.place("r1", 60_000, "a");
    assertEquals(2, rig.host("INVITE"));
    rig.place("r2", 60_000, "a");
    assertEquals(1, rig.host("INVITE"));
  }

  @Test
  void it_is_taken_where_the_other_is_down() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0), trunk("b", 2, 1));
    for (int i = 0; i < 3; i++) {
      rig.place("r" + i, 60_000, "a");
      rig.engine.sendFailed(rig.last("INVITE"), "connection refused");
      rig.poll();
      rig.answer("INVITE", 486);
      rig.pass(1_000);
    }
    rig.place("last", 60_000, "a");
    assertEquals(1, rig.host("INVITE"));
  }
}
