package io.strowger.sip.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.message.SipRequest;
import io.strowger.sip.simulator.TrunkReport.Count;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class TrunkEngineTest {
  private static EngineRig rig(TrunkDialsBuilder dials) throws IOException {
    return new EngineRig(dials.build());
  }

  private static TrunkDialsBuilder dials() {
    return TrunkDials.builder();
  }

  @Test
  void a_person_is_rung_answers_presses_and_is_left() throws IOException {
    EngineRig rig = rig(dials());
    rig.receive(rig.invite("a", "+393331234567"));
    rig.pass(1400);
    assertEquals(List.of(100, 180, 200), rig.statuses());
    assertEquals("answer", new String(rig.lastResponse().body(), StandardCharsets.UTF_8));
    rig.acknowledge("a", "+393331234567");
    rig.pass(2500);
    assertEquals("1", rig.medias.getFirst().keys.toString());
    String tag = Objects.requireNonNull(rig.lastResponse().toTag());
    rig.receive(EngineRig.request("BYE", "a", "+393331234567", 2, tag).build());
    assertEquals(200, rig.lastResponse().status());
    assertTrue(rig.medias.getFirst().closed);
    TrunkReport report = rig.engine.report(10, true);
    assertEquals(Map.of("393331234567", 1), report.callsByDestination());
    assertEquals(1, report.count(Count.ANSWERED));
    assertEquals(1, report.count(Count.BYES_RECEIVED));
    assertEquals(0, report.count(Count.CALLS));
    CallRecord call = report.calls().getFirst();
    assertEquals(CallFate.PERSON, call.fate());
    assertEquals(2500, call.talkMillis());
    assertEquals("1", call.keys());
    assertEquals("4321", call.from());
  }

  @Test
  void a_call_without_response_gets_none_however_often_it_is_repeated() throws IOException {
    EngineRig rig = rig(dials().unansweredRatio(1));
    for (int i = 0; i < 7; i++) {
      rig.receive(rig.invite("a", "39333"));
      rig.pass(1000);
    }
    assertEquals(List.of(), rig.sent);
    assertEquals(1, rig.engine.report(0, false).count(Count.UNANSWERED));
  }

  @Test
  void a_refusal_follows_its_prefix_and_carries_its_cause() throws IOException {
    EngineRig rig = rig(dials().refuseByPrefix(Map.of("39", 503, "39333", 486)));
    rig.receive(rig.invite("a", "39333444"));
    rig.pass(2000);
    assertEquals(486, rig.lastResponse().status());
    assertEquals("Q.850;cause=17", rig.lastResponse().header("Reason"));
    rig.receive(rig.invite("b", "39111"));
    rig.pass(2000);
    assertEquals(503, rig.lastResponse().status());
    rig.receive(rig.invite("c", "44111"));
    rig.pass(2000);
    assertEquals(200, rig.lastResponse().status());
    assertEquals(
        Map.of(200, 1L, 486, 1L, 503, 1L), Map.copyOf(rig.engine.report(0, false).finals()));
  }

  @Test
  void without_an_18x_the_answer_comes_out_of_nothing() throws IOException {
    EngineRig rig = rig(dials().ringing(TrunkDials.Ringing.NONE));
    rig.receive(rig.invite("a", "39333"));
    rig.pass(1400);
    assertEquals(List.of(100, 200), rig.statuses());
  }

  @Test
  void a_silent_answer_sends_no_media() throws IOException {
    EngineRig rig = rig(dials().silentByPrefix(Map.of("39", 1.0)));
    rig.receive(rig.invite("a", "39333"));
    rig.pass(1400);
    rig.acknowledge("a", "39333");
    rig.pass(10_000);
    assertTrue(rig.medias.getFirst().muted);
    assertEquals("", rig.medias.getFirst().keys.toString());
    assertEquals(List.of(), rig.medias.getFirst().played);
  }

  @Test
  void a_hang_up_comes_right_after_the_acknowledgement() throws IOException {
    EngineRig rig = rig(dials().hangUpRatio(1));
    rig.receive(rig.invite("a", "39333"));
    rig.pass(1400);
    assertEquals(List.of(), rig.requests());
    rig.acknowledge("a", "39333");
    assertEquals(List.of("BYE"), rig.requests());
    SipRequest bye = (SipRequest) rig.sent.getLast();
    assertEquals("sip:gateway@192.0.2.1:5060", bye.requestUri());
    assertEquals("ours", bye.toTag());
    assertEquals(1, rig.engine.report(0, false).count(Count.BYES_SENT));
  }

  @Test
  void a_voicemail_greets_beeps_and_presses_nothing() throws IOException {
    EngineRig rig = rig(dials().voicemailRatio(1));
    rig.receive(rig.invite("a", "39333"));
    rig.pass(1400);
    rig.acknowledge("a", "39333");
    rig.pass(10_000);
    assertEquals(2, rig.medias.getFirst().played.size());
    assertEquals("", rig.medias.getFirst().keys.toString());
  }

  @Test
  void a_cancelled_call_ends_and_one_with_a_late_answer_is_answered_all_the_same()
      throws IOException {
    for (boolean late : List.of(false, true)) {
      EngineRig rig = rig(dials().noAnswerRatio(late ? 0 : 1).lateAnswer(late));
      SipRequest invite = rig.invite("a", "39333");
      rig.receive(invite);
      rig.pass(500);
      rig.receive(
          EngineRig.request("CANCEL", "a", "39333", 1, "").setHeader("CSeq", "1 CANCEL").build());
      assertEquals(late ? 200 : 487, rig.statuses().getLast());
      assertTrue(rig.statuses().contains(200));
      assertEquals(1, rig.engine.report(0, false).count(Count.CANCELLED));
      assertEquals(late ? 1 : 0, rig.engine.report(0, false).count(Count.ANSWERED_LATE));
    }
  }

  @Test
  void a_queued_call_is_answered_late() throws IOException {
    EngineRig rig =
        rig(
            dials()
                .queueRatio(1)
                .queueDelay(Delay.constant(Duration.ofSeconds(90)))
                .ringing(TrunkDials.Ringing.QUEUED));
    rig.receive(rig.invite("a", "39333"));
    rig.pass(89_000);
    assertEquals(List.of(100, 182), rig.statuses());
    rig.pass(1400);
    assertEquals(List.of(100, 182, 200), rig.statuses());
  }

  @Test
  void a_reliable_18x_is_repeated_until_its_prack() throws IOException {
    EngineRig rig = rig(dials().reliable(true).earlyMedia(true));
    rig.receive(rig.invite("a", "39333"));
    rig.pass(2000);
    assertEquals(List.of(100, 180, 180, 180), rig.statuses());
    assertEquals("1", rig.lastResponse().header("RSeq"));
    assertEquals("answer", new String(rig.lastResponse().body(), StandardCharsets.UTF_8));
    assertFalse(rig.medias.getFirst().played.isEmpty(), "a ringback tone");
    String tag = Objects.requireNonNull(rig.lastResponse().toTag());
    rig.receive(
        EngineRig.request("PRACK", "a", "39333", 2, tag).header("RAck", "1 1 INVITE").build());
    assertEquals(List.of(200, 200), rig.statuses().subList(4, 6));
  }

  @Test
  void without_a_prack_a_reliable_call_fails() throws IOException {
    EngineRig rig = rig(dials().reliable(true));
    rig.receive(rig.invite("a", "39333"));
    rig.pass(40_000);
    assertEquals(504, rig.statuses().getLast());
  }

  @Test
  void credentials_are_asked_for_and_wrong_ones_refused() throws IOException {
    EngineRig rig = rig(dials().user("u").password("p"));
    rig.receive(rig.invite("a", "39333"));
    assertEquals(407, rig.lastResponse().status());
    assertNotNull(rig.lastResponse().header("Proxy-Authenticate"));
    rig.receive(
        rig.invite("b", "39333").toBuilder()
            .header(
                "Proxy-Authorization",
                "Digest username=\"u\", nonce=\"x\", uri=\"sip:x\", response=\"y\"")
            .build());
    assertEquals(407, rig.lastResponse().status());
    TrunkReport report = rig.engine.report(0, false);
    assertEquals(1, report.count(Count.CHALLENGED));
    assertEquals(1, report.count(Count.UNAUTHORIZED));
  }

  @Test
  void above_its_rate_and_its_calls_a_trunk_sheds() throws IOException {
    EngineRig rig = rig(dials().callsMax(1));
    rig.receive(rig.invite("a", "39333"));
    rig.receive(rig.invite("b", "39333"));
    assertEquals(503, rig.lastResponse().status());
    assertEquals("1", rig.lastResponse().header("Retry-After"));
    assertEquals(1, rig.engine.report(0, false).count(Count.THROTTLED));
  }

  @Test
  void keys_may_come_by_info() throws IOException {
    EngineRig rig = rig(dials().keys("1#").keyMode(TrunkDials.KeyMode.INFO));
    rig.receive(rig.invite("a", "39333"));
    rig.pass(1400);
    rig.acknowledge("a", "39333");
    rig.pass(5000);
    List<String> bodies =
        rig.sent.stream()
            .filter(m -> m instanceof SipRequest r && r.method().equals("INFO"))
            .map(m -> new String(m.body(), StandardCharsets.UTF_8).split("\r", -1)[0])
            .distinct()
            .toList();
    assertEquals(List.of("Signal=1", "Signal=#"), bodies);
  }

  @Test
  void an_offer_that_cannot_be_is_488_and_a_stranger_in_a_dialog_481() throws IOException {
    EngineRig rig = rig(dials());
    rig.receive(
        rig.invite("a", "39333").toBuilder()
            .body("application/sdp", "nonsense".getBytes(StandardCharsets.UTF_8))
            .build());
    rig.pass(1400);
    assertEquals(488, rig.lastResponse().status());
    rig.receive(EngineRig.request("BYE", "zz", "39333", 2, "nobody").build());
    assertEquals(481, rig.lastResponse().status());
  }

  @Test
  void options_and_registrations_are_answered() throws IOException {
    EngineRig rig = rig(dials());
    rig.receive(EngineRig.request("OPTIONS", "o", "ping", 1, "").build());
    assertEquals(200, rig.lastResponse().status());
    rig.receive(
        EngineRig.request("REGISTER", "r", "us", 1, "")
            .header("Contact", "<sip:us@192.0.2.1>")
            .header("Expires", "300")
            .build());
    assertEquals("<sip:us@192.0.2.1>;expires=300", rig.lastResponse().header("Contact"));
    rig.engine.dials(dials().optionsStatus(503).build());
    rig.receive(EngineRig.request("OPTIONS", "p", "ping", 1, "").build());
    assertEquals(503, rig.lastResponse().status());
  }

  @Test
  void a_cut_trunk_says_nothing_until_it_is_restored() throws IOException {
    EngineRig rig = rig(dials());
    rig.engine.cut();
    rig.receive(rig.invite("a", "39333"));
    rig.pass(5000);
    assertEquals(List.of(), rig.sent);
    rig.engine.restore();
    rig.receive(rig.invite("a", "39333"));
    assertEquals(List.of(100), rig.statuses());
  }

  @Test
  void texts_of_dials_come_back_and_wrong_ones_are_named() {
    for (TrunkDial dial : TrunkDial.values()) {
      TrunkDialsBuilder builder = TrunkDials.builder();
      String text = dial.read(TrunkDials.DEFAULT);
      dial.turn(builder, text);
      assertEquals(text, dial.read(builder.build()), dial.key());
      assertEquals(dial, TrunkDial.of(dial.key()));
    }
  }
}
