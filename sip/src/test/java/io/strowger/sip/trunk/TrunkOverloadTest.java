package io.strowger.sip.trunk;

import static io.strowger.sip.trunk.TrunkRig.trunk;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.call.CallReport;
import io.strowger.sip.call.Disposition;
import io.strowger.sip.transaction.TransactionTimers;
import org.junit.jupiter.api.Test;

/** What is too much for us says nothing about a trunk. */
final class TrunkOverloadTest {
  private static TransactionTimers transactions(int max) {
    return new TransactionTimers(500, 4_000, 5_000, 200, 600_000, max);
  }

  private static TrunkSettings asked(String id, int host) {
    TrunkSettings plain = trunk(id, host, 0, 1_000, 1_000);
    return new TrunkSettings(
        id,
        0,
        plain.peer(),
        plain.credentials(),
        null,
        plain.caller(),
        plain.numbers(),
        plain.limits(),
        new TrunkSettings.Health(1, 1, 1_000, 1_000, 4_000),
        plain.features(),
        plain.media());
  }

  @Test
  void a_call_too_many_is_shed_before_anything_is_built_and_blames_no_trunk() {
    TrunkRig rig = new TrunkRig(transactions(8), trunk("a", 1, 0), trunk("b", 2, 1));
    for (int i = 0; i < 7; i++) {
      rig.place("r" + i);
    }
    assertEquals(7, rig.count("INVITE"));
    rig.place("more");
    CallReport report = rig.only();
    assertEquals(Disposition.THROTTLED, report.outcome().disposition());
    assertEquals("too many SIP transactions of our own", report.outcome().text());
    assertNull(report.trunk());
    assertEquals(7, rig.count("INVITE"), "nor was the other trunk tried");
    assertTrue(rig.engine.status().trunks().stream().allMatch(SipCarrierStatus.TrunkStatus::up));
  }

  @Test
  void calls_under_way_keep_what_they_need_and_room_comes_back() {
    TrunkRig rig = new TrunkRig(transactions(8), trunk("a", 1, 0));
    for (int i = 0; i < 7; i++) {
      rig.place("r" + i);
    }
    rig.answer("INVITE", 180);
    rig.engine.hangUp("r6", "withdrawn");
    rig.poll();
    assertEquals(1, rig.count("CANCEL"));
    rig.pass(60_000);
    rig.reports.clear();
    rig.place("again");
    assertTrue(rig.seen.contains("again a PLACED"), () -> "" + rig.seen);
    assertTrue(rig.reports.isEmpty());
  }

  @Test
  void a_trunk_that_could_not_be_asked_is_not_down_for_it() {
    TrunkRig rig = new TrunkRig(transactions(1), asked("a", 1));
    assertEquals(1, rig.count("OPTIONS"));
    rig.answer("OPTIONS", 200);
    // Its transaction is still remembered when the next one is due, so that one finds no room.
    rig.pass(2_000);
    assertEquals(1, rig.count("OPTIONS"));
    SipCarrierStatus.TrunkStatus shown = rig.engine.status().trunks().getFirst();
    assertTrue(shown.up());
    assertEquals("", shown.cause());
    assertFalse(rig.seen.contains("a down"), () -> "" + rig.seen);
    rig.pass(5_000);
    assertTrue(rig.count("OPTIONS") >= 2, "and is asked again");
  }

  @Test
  void an_authorized_invite_that_finds_no_room_ends_the_call_at_once_elsewhere_than_at_the_trunk() {
    TrunkRig rig = new TrunkRig(transactions(1), trunk("a", 1, 0), trunk("b", 2, 1));
    rig.place("r");
    // A redirect is followed by a second INVITE while the first is still remembered.
    rig.answer("INVITE", 422, "Min-SE: 7200");
    CallReport report = rig.only();
    assertEquals(Disposition.THROTTLED, report.outcome().disposition());
    assertEquals(1, rig.count("INVITE"));
    assertTrue(rig.engine.status().trunks().getFirst().up());
    rig.pass(96_000);
    assertEquals(0, rig.engine.leftovers());
  }
}
