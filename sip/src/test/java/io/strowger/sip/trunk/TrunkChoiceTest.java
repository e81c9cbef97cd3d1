package io.strowger.sip.trunk;

import static io.strowger.sip.trunk.TrunkRig.trunk;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class TrunkChoiceTest {
  @Test
  void a_trunk_to_avoid_is_not_used_while_another_is_up() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0), trunk("b", 2, 1));
    rig.place("r", 60_000, "a");
    assertEquals(2, rig.host("INVITE"));
  }

  @Test
  void a_trunk_to_avoid_is_better_than_none() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0));
    rig.place("r", 60_000, "a");
    assertEquals(1, rig.host("INVITE"));
  }

  @Test
  void a_trunk_to_avoid_is_tried_when_the_other_cannot() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0), trunk("b", 2, 1));
    rig.place("r", 60_000, "a");
    rig.answer("INVITE", 503);
    assertEquals(1, rig.host("INVITE"));
  }
}
