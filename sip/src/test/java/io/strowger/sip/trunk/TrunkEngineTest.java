package io.strowger.sip.trunk;

import static io.strowger.sip.trunk.TrunkRig.START;
import static io.strowger.sip.trunk.TrunkRig.trunk;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.call.DigestCredentials;
import io.strowger.sip.call.Disposition;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import io.strowger.sip.prompt.ScriptResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TrunkEngineTest {

  private static Disposition disposition(TrunkRig rig) {
    return rig.only().outcome().disposition();
  }

  @Test
  void a_call_is_placed_answered_spoken_and_ended() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0));
    rig.place("r");
    SipRequest invite = rig.last("INVITE");
    assertEquals("sip:+390612345678@192.0.2.1:5060", invite.requestUri());
    assertEquals("<sip:+39029876543@192.0.2.1>", invite.header("P-Asserted-Identity"));
    rig.answer("INVITE", 180);
    rig.answer("INVITE", 200);
    assertEquals(99, rig.host("ACK"), "in the dialog the far end's own address counts");
    rig.lines.getFirst().events.seen();
    rig.hearAll();
    assertEquals(1, rig.count("BYE"));
    assertEquals(Disposition.COMPLETED, disposition(rig));
    ScriptResult result = rig.results.get("r");
    assertNotNull(result);
    assertTrue(result.playedToEnd());
    assertTrue(rig.lines.getFirst().closed);
    assertEquals(List.of("r a PLACED", "r a RINGING", "r a ANSWERED"), rig.seen);
    assertEquals(0, rig.engine.status().liveCalls());
  }

  @Test
  void a_silent_trunk_is_left_for_the_next_and_its_late_answer_is_hung_up() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0), trunk("b", 2, 1));
    rig.place("r");
    SipRequest first = rig.last("INVITE");
    rig.pass(2_400);
    assertEquals(1, rig.host("INVITE"));
    rig.pass(200);
    assertEquals(2, rig.host("INVITE"));
    SipRequest second = rig.last("INVITE");
    rig.answer(second, 180);
    rig.answer(first, 200);
    assertEquals(1, rig.count("ACK"));
    assertEquals(first.callId(), rig.last("BYE").callId());
    rig.answer(second, 200);
    rig.lines.getLast().events.seen();
    rig.hearAll();
    assertEquals(Disposition.COMPLETED, disposition(rig));
    assertEquals("b", rig.only().trunk());
    assertTrue(rig.seen.contains("r a -> b"));
    assertEquals(0, rig.lines.getFirst().plays, "nothing was said over the first");
  }

  @Test
  void the_last_trunk_gets_more_patience() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0));
    rig.place("r");
    rig.pass(9_900);
    assertTrue(rig.reports.isEmpty());
    rig.pass(200);
    assertEquals(Disposition.RETRY_OTHER_TRUNK, disposition(rig));
  }

  @Test
  void after_it_rang_no_other_trunk_is_tried() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0), trunk("b", 2, 1));
    rig.place("r");
    rig.answer("INVITE", 180);
    rig.answer("INVITE", 503);
    assertEquals(Disposition.RETRY_OTHER_TRUNK, disposition(rig));
    assertEquals(1, rig.host("INVITE"));
  }

  @Test
  void a_user_that_is_busy_is_not_called_over_another_trunk() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0), trunk("b", 2, 1));
    rig.place("r");
    rig.answer("INVITE", 486);
    assertEquals(Disposition.BUSY, disposition(rig));
    assertEquals(1, rig.count("INVITE"));
  }

  @Test
  void a_trunk_that_asks_to_be_left_alone_is_for_so_long() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0), trunk("b", 2, 1));
    rig.place("r1");
    rig.answer("INVITE", 503, "Retry-After: 30");
    assertEquals(2, rig.host("INVITE"));
    rig.answer("INVITE", 486);
    rig.place("r2");
    assertEquals(2, rig.host("INVITE"));
    rig.answer("INVITE", 486);
    rig.pass(30_000);
    rig.place("r3");
    assertEquals(1, rig.host("INVITE"));
  }

  @Test
  void a_trunk_whose_connection_fails_is_passed_over_at_once() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0), trunk("b", 2, 1));
    rig.place("r");
    rig.engine.sendFailed(rig.last("INVITE"), "connection refused");
    rig.poll();
    assertEquals(2, rig.host("INVITE"));
  }

  @Test
  void what_is_too_much_is_refused_at_once_and_room_comes_back() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0, 2, 100), trunk("b", 2, 1, 1, 100));
    for (int i = 0; i < 5; i++) {
      rig.place("r" + i);
    }
    assertEquals(3, rig.count("INVITE"));
    assertEquals(2, rig.reports.size());
    assertEquals(Disposition.THROTTLED, rig.reports.getFirst().outcome().disposition());
    assertNull(rig.reports.getFirst().trunk());
    assertTrue(rig.engine.status().full());
    rig.answer("INVITE", 486);
    assertFalse(rig.engine.status().full());
    rig.place("r9");
    assertEquals(4, rig.count("INVITE"));
  }

  @Test
  void calls_per_second_are_held() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0, 100, 3));
    for (int i = 0; i < 5; i++) {
      rig.place("r" + i);
    }
    assertEquals(3, rig.count("INVITE"));
    rig.pass(1_000);
    rig.place("again");
    assertEquals("again", rig.seen.getLast().split(" ", -1)[0]);
  }

  @Test
  void without_media_no_call_is_begun() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0), trunk("b", 2, 1));
    rig.mediaFull = true;
    rig.place("r");
    assertEquals(Disposition.THROTTLED, disposition(rig));
    assertEquals(0, rig.count("INVITE"));
    rig.mediaFull = false;
    rig.place("r2");
    assertEquals(1, rig.count("INVITE"));
  }

  @Test
  void a_number_that_no_trunk_can_write_is_a_fault_of_configuration() {
    TrunkSettings plain = trunk("a", 1, 0);
    TrunkRig rig =
        new TrunkRig(
            new TrunkSettings(
                "a",
                0,
                plain.peer(),
                List.of(),
                null,
                plain.caller(),
                new NumberFormat(NumberFormat.Style.NATIONAL, "44", "0", "", ""),
                plain.limits(),
                plain.health(),
                plain.features(),
                plain.media()));
    rig.place("r");
    assertEquals(Disposition.CONFIGURATION_FAULT, disposition(rig));
  }

  private static TrunkSettings asked(String id, int host, int priority) {
    TrunkSettings plain = trunk(id, host, priority);
    return new TrunkSettings(
        id,
        priority,
        plain.peer(),
        List.of(),
        null,
        plain.caller(),
        plain.numbers(),
        plain.limits(),
        TrunkSettings.Health.DEFAULT,
        plain.features(),
        plain.media());
  }

  @Test
  void a_trunk_that_does_not_answer_options_goes_down_and_heals_by_itself() {
    TrunkRig rig = new TrunkRig(asked("a", 1, 0), trunk("b", 2, 1));
    for (int i = 0; i < 3; i++) {
      assertTrue(rig.engine.status().trunks().getFirst().up());
      rig.pass(10_000);
    }
    assertFalse(rig.engine.status().trunks().getFirst().up());
    assertTrue(rig.seen.contains("a down"));
    rig.place("r");
    assertEquals(2, rig.host("INVITE"));
    // Left unanswered it would try the first trunk too, and its silence would count.
    rig.answer("INVITE", 486);
    for (int i = 0; i < 2; i++) {
      Set<String> before = new HashSet<>();
      rig.requests.forEach(one -> before.add(one.callId()));
      // Older ones are still repeated by their transactions; a new one is to be answered.
      for (int j = 0; j < 200 && before.contains(rig.last("OPTIONS").callId()); j++) {
        rig.pass(100);
      }
      rig.answer("OPTIONS", 405);
    }
    assertTrue(rig.engine.status().trunks().getFirst().up());
    assertTrue(rig.seen.contains("a up"));
  }

  @Test
  void answered_questions_are_forgotten() {
    TrunkRig rig = new TrunkRig(asked("a", 1, 0));
    for (int i = 0; i < 5; i++) {
      rig.answer("OPTIONS", 200);
      rig.pass(29_900);
      assertEquals(0, rig.engine.leftovers());
      rig.pass(200);
    }
    assertEquals(6, rig.requests.stream().map(SipRequest::callId).distinct().count());
  }

  @Test
  void the_last_trunk_is_tried_even_when_it_seems_down() {
    TrunkRig rig = new TrunkRig(asked("a", 1, 0));
    rig.pass(60_000);
    assertFalse(rig.engine.status().trunks().getFirst().up());
    assertTrue(rig.engine.status().usable());
    rig.place("r");
    assertEquals(1, rig.count("INVITE"));
  }

  private static TrunkSettings registering() {
    TrunkSettings plain = trunk("a", 1, 0);
    return new TrunkSettings(
        "a",
        0,
        plain.peer(),
        List.of(new DigestCredentials("u", "p")),
        new TrunkSettings.Registration("user1", 600),
        plain.caller(),
        plain.numbers(),
        plain.limits(),
        plain.health(),
        plain.features(),
        plain.media());
  }

  @Test
  void a_trunk_registers_with_credentials_and_renews_in_time() {
    TrunkRig rig = new TrunkRig(registering());
    assertFalse(rig.engine.status().trunks().getFirst().registered());
    SipRequest first = rig.last("REGISTER");
    assertEquals("sip:192.0.2.1", first.requestUri());
    assertEquals("600", first.header("Expires"));
    rig.answer("REGISTER", 401, "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"");
    assertNotNull(rig.last("REGISTER").header("Authorization"));
    assertEquals(2, rig.last("REGISTER").cseq());
    rig.answer("REGISTER", 423, "Min-Expires: 1200");
    assertEquals("1200", rig.last("REGISTER").header("Expires"));
    rig.answer("REGISTER", 200, "Contact: <sip:strowger@192.0.2.200:5060>;expires=100");
    assertTrue(rig.engine.status().trunks().getFirst().registered());
    long before = rig.last("REGISTER").cseq();
    rig.pass(79_000);
    assertEquals(before, rig.last("REGISTER").cseq());
    rig.pass(2_000);
    assertEquals(before + 1, rig.last("REGISTER").cseq());
    rig.answer("REGISTER", 200, "Expires: 300");
    assertTrue(rig.engine.status().trunks().getFirst().registered());
    rig.engine.stop();
    rig.poll();
    assertEquals("0", rig.last("REGISTER").header("Expires"));
  }

  @Test
  void a_refused_registration_is_tried_again_and_the_trunk_is_not_preferred() {
    TrunkSettings other = trunk("b", 2, 5);
    TrunkRig rig = new TrunkRig(registering(), other);
    rig.answer("REGISTER", 403);
    assertEquals("REGISTER was answered 403", rig.engine.status().trunks().getFirst().cause());
    rig.place("r");
    assertEquals(2, rig.host("INVITE"));
    long before = rig.last("REGISTER").cseq();
    rig.pass(2_100);
    assertTrue(rig.last("REGISTER").cseq() > before);
  }

  @Test
  void a_trunk_by_name_waits_for_its_look_up_and_turns_to_its_other_servers() {
    TrunkSettings plain = trunk("a", 1, 0);
    TrunkRig rig =
        new TrunkRig(
            new TrunkSettings(
                "a",
                0,
                new TrunkSettings.Peer("sip.example", 0, null, null),
                List.of(),
                null,
                plain.caller(),
                plain.numbers(),
                plain.limits(),
                plain.health(),
                plain.features(),
                plain.media()));
    rig.place("early");
    assertEquals(Disposition.RETRY_OTHER_TRUNK, rig.reports.getFirst().outcome().disposition());
    rig.lookups.getFirst().failed("sip.example cannot be looked up");
    rig.pass(10_000);
    assertEquals(2, rig.lookups.size(), "it is looked up again");
    rig.lookups.getLast().found(List.of(server(7), server(8)), 60);
    rig.poll();
    rig.place("r");
    assertEquals(7, rig.host("INVITE"));
    rig.engine.sendFailed(rig.last("INVITE"), "no route");
    rig.poll();
    rig.place("r2");
    assertEquals(8, rig.host("INVITE"));
    assertEquals("sip:+390612345678@sip.example", rig.last("INVITE").requestUri());
  }

  private static Target server(int octet) {
    try {
      return Target.of(
          Transport.UDP,
          new InetSocketAddress(
              InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) octet}), 5060));
    } catch (java.net.UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void who_calls_us_is_refused_and_who_asks_is_answered() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0));
    rig.place("r");
    SipRequest invite = rig.last("INVITE");
    SipRequest bye = rig.within(invite, "BYE", 5);
    rig.asked(bye.toBuilder().setHeader("Call-ID", "strange").build());
    assertEquals(481, rig.answers.getLast().status());
    SipRequest options = rig.within(invite, "OPTIONS", 6);
    rig.asked(
        options.toBuilder()
            .setHeader("To", "<sip:x@192.0.2.200>")
            .setHeader("Call-ID", "o")
            .build());
    assertEquals(200, rig.answers.getLast().status());
    SipRequest call = rig.within(invite, "INVITE", 7);
    rig.asked(
        call.toBuilder().setHeader("To", "<sip:x@192.0.2.200>").setHeader("Call-ID", "i").build());
    assertEquals(403, rig.answers.getLast().status());
  }

  @Test
  void who_drains_takes_no_calls_and_loses_none() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0));
    rig.place("r1");
    rig.engine.drain();
    rig.place("r2");
    assertEquals(1, rig.reports.size());
    assertFalse(rig.engine.status().usable());
    rig.engine.resume();
    rig.place("r3");
    assertEquals(2, rig.engine.status().liveCalls());
  }

  @Test
  void new_settings_leave_calls_alone() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0));
    rig.place("r1");
    SipRequest first = rig.last("INVITE");
    rig.engine.reconfigure(new SipCarrierSettings("alpha", List.of(trunk("b", 2, 0))));
    rig.place("r2");
    assertEquals(2, rig.host("INVITE"));
    rig.answer(first, 486);
    assertEquals("r1", rig.only().reference());
    rig.engine.reconfigure(new SipCarrierSettings("alpha", List.of(trunk("b", 2, 0, 1, 1))));
    rig.place("r3");
    assertEquals(Disposition.THROTTLED, rig.reports.getLast().outcome().disposition());
  }

  @Test
  void stopping_ends_every_call_and_comes_to_an_end() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0));
    rig.place("r1");
    rig.answer("INVITE", 200);
    rig.place("r2");
    rig.engine.stop();
    rig.poll();
    assertEquals(2, rig.reports.size());
    assertFalse(rig.engine.stopped(), "BYE is under way");
    rig.pass(3_100);
    assertTrue(rig.engine.stopped());
  }

  @Test
  void a_call_taken_back_or_named_twice() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0));
    rig.place("r");
    rig.place("r");
    assertEquals(Disposition.CONFIGURATION_FAULT, disposition(rig));
    rig.answer("INVITE", 180);
    rig.engine.hangUp("r", "taken back");
    rig.engine.hangUp("nobody", "x");
    rig.poll();
    assertEquals(1, rig.count("CANCEL"));
    assertEquals(Disposition.CANCELLED, rig.reports.getLast().outcome().disposition());
  }

  @Test
  void at_the_deadline_nothing_more_is_played() {
    TrunkRig rig = new TrunkRig(trunk("a", 1, 0));
    rig.place("r", 5_000);
    rig.answer("INVITE", 200);
    assertEquals(1, rig.lines.getFirst().plays);
    rig.now = START + 5_000;
    rig.listen();
    assertEquals(1, rig.lines.getFirst().plays);
    assertEquals(1, rig.count("BYE"));
  }

  @Test
  void whatever_trunks_do_every_call_ends_once_and_no_room_is_lost() {
    for (int seed = 0; seed < Integer.getInteger("strowger.trunk-seeds", 15); seed++) {
      storm(seed);
    }
  }

  private static void storm(int seed) {
    Random random = new Random(seed);
    TrunkRig rig =
        new TrunkRig(trunk("a", 1, 0, 5, 50), asked("b", 2, 0), trunk("c", 3, 1, 20, 100));
    Set<String> placed = new HashSet<>();
    for (int i = 0; i < 120; i++) {
      switch (random.nextInt(8)) {
        case 0, 1 -> {
          String reference = "r" + i;
          placed.add(reference);
          rig.place(reference, 1_000 + random.nextInt(40_000));
        }
        case 2, 3, 4 -> {
          SipRequest one = rig.requests.get(random.nextInt(rig.requests.size()));
          if (!one.method().equals("ACK")) {
            int[] statuses = {100, 180, 183, 200, 200, 404, 486, 500, 503};
            rig.answer(one, statuses[random.nextInt(statuses.length)]);
          }
        }
        case 5 -> rig.listen();
        case 6 -> rig.pass(random.nextInt(3_000));
        default -> rig.engine.hangUp("r" + random.nextInt(i + 1), "taken back");
      }
      rig.poll();
      if (rig.requests.isEmpty()) {
        rig.place("first" + i);
        placed.add("first" + i);
      }
    }
    rig.pass(200_000);
    // The trunk that is asked every 30 s may have a question under way.
    // Without the trunks that are asked how they are: of all that happened nothing is left.
    rig.engine.reconfigure(new SipCarrierSettings("alpha", List.of(trunk("d", 4, 0))));
    rig.pass(40_000);
    assertEquals(0, rig.engine.leftovers(), "seed " + seed);
    List<String> ended = rig.reports.stream().map(report -> report.reference()).sorted().toList();
    assertEquals(placed.stream().sorted().toList(), ended, "seed " + seed);
    assertEquals(0, rig.engine.status().liveCalls());
    rig.engine.status().trunks().forEach(trunk -> assertEquals(0, trunk.liveCalls()));
    assertTrue(rig.lines.stream().allMatch(line -> line.closed), "seed " + seed);
  }
}
