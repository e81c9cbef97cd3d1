package io.strowger.sip.call;

import static io.strowger.sip.call.CallRig.ANSWER_BY;
import static io.strowger.sip.call.CallRig.FAR;
import static io.strowger.sip.call.CallRig.NUMBER;
import static io.strowger.sip.call.CallRig.SDP;
import static io.strowger.sip.call.CallRig.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.message.SipRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From INVITE to the first word. */
final class CallSetupTest {

  @Test
  void an_invite_says_who_we_are_what_we_can_do_and_where_media_goes() {
    CallRig rig = CallRig.started();
    SipRequest invite = rig.sent("INVITE").request();
    assertEquals(NUMBER, invite.requestUri());
    assertEquals("from-1", invite.fromTag());
    assertNull(invite.toTag());
    assertEquals("call-1", invite.callId());
    assertEquals(1, invite.cseq());
    assertEquals("100rel, timer", invite.header("Supported"));
    assertEquals("1800", invite.header("Session-Expires"));
    assertEquals("none", invite.header("Privacy"));
    assertEquals(CallRig.OFFER, CallRig.body(invite));
    assertNull(rig.sent("INVITE").hop());
  }

  @Test
  void what_is_switched_off_is_not_offered() {
    CallRig rig = new CallRig(new CallPlan.Features(false, 0, 0, "x"), List.of());
    rig.on(new CallEvent.Start());
    SipRequest invite = rig.sent("INVITE").request();
    assertNull(invite.header("Supported"));
    assertNull(invite.header("Session-Expires"));
  }

  @Test
  void a_call_is_answered_acknowledged_spoken_and_ended() {
    CallRig rig = CallRig.started();
    rig.answer(100, null);
    rig.now += 700;
    assertInstanceOf(CallCommand.Ringing.class, rig.answer(180, "a").getFirst());
    rig.now += 4_000;
    List<CallCommand> commands = rig.accept("a", "Record-Route: <sip:p1.example;lr>");
    assertInstanceOf(CallCommand.SendAck.class, commands.get(0));
    assertEquals(new CallCommand.Describe(SDP), commands.get(1));
    assertInstanceOf(CallCommand.StartScript.class, commands.get(2));
    SipRequest ack = rig.acks().getFirst();
    assertEquals(FAR, ack.requestUri());
    assertEquals(List.of("<sip:p1.example;lr>"), ack.headers("Route"));
    assertEquals(1, ack.cseq());
    assertEquals("ACK", ack.cseqMethod());
    rig.on(new CallEvent.MediaSeen());
    rig.now += 9_000;
    rig.on(new CallEvent.ScriptPlayed());
    rig.on(new CallEvent.ScriptEnded());
    SipRequest bye = rig.sent("BYE").request();
    assertEquals(2, bye.cseq());
    assertEquals("sip:p1.example;lr", rig.sent("BYE").hop());
    assertEquals(Disposition.COMPLETED, rig.disposition());
    CallEvidence evidence = rig.report().evidence();
    assertEquals(700, evidence.pddMillis());
    assertEquals(4_000, evidence.ringMillis());
    assertEquals(9_000, evidence.talkMillis());
    assertEquals(200, evidence.sipStatus());
    assertTrue(evidence.mediaSeen() && evidence.playedToEnd() && evidence.ringing());
    rig.answerTo("BYE", 200);
    assertFalse(rig.state.released(), "a copy of the 200 may still come");
    rig.tickAt(rig.now + 32_000);
    assertTrue(rig.state.released());
    assertEquals(Long.MAX_VALUE, rig.state.nextAlarmMillis());
  }

  @Test
  void past_its_time_a_call_is_not_even_begun() {
    CallRig rig = new CallRig();
    rig.now = ANSWER_BY;
    rig.on(new CallEvent.Start());
    assertEquals(0, rig.count("INVITE"));
    assertEquals(Disposition.DEADLINE, rig.disposition());
    assertTrue(rig.state.released());
    CallRig taken = new CallRig();
    taken.on(new CallEvent.HangUp(Disposition.CANCELLED, "taken back"));
    assertEquals(Disposition.CANCELLED, taken.disposition());
    assertEquals(0, taken.count("INVITE"));
  }

  @Test
  void time_runs_out_before_any_answer_so_cancel_waits_for_a_provisional_one() {
    CallRig rig = CallRig.started();
    assertEquals(START + 2_500, rig.state.nextAlarmMillis());
    rig.tickAt(START + 2_499);
    assertTrue(rig.reports.isEmpty());
    rig.tickAt(START + 2_500);
    assertEquals(Disposition.RETRY_OTHER_TRUNK, rig.disposition());
    assertEquals(0, rig.count("CANCEL"), "RFC 3261 section 9.1");
    rig.answer(100, null);
    assertEquals(1, rig.count("CANCEL"));
    rig.answer(180, "a");
    assertEquals(1, rig.count("CANCEL"));
    SipRequest cancel = rig.sent("CANCEL").request();
    assertEquals(1, cancel.cseq());
    assertEquals(NUMBER, cancel.requestUri());
    assertNull(cancel.toTag());
    rig.answerTo("CANCEL", 200);
    rig.answer(487, "a");
    assertTrue(rig.state.released());
    rig.report();
  }

  @Test
  void a_trunk_that_never_rings_is_given_up_but_a_ringing_one_is_not() {
    CallRig rig = CallRig.started();
    rig.answer(100, null);
    rig.answer(182, "a");
    rig.tickAt(START + 9_999);
    assertTrue(rig.reports.isEmpty());
    rig.tickAt(START + 10_000);
    assertEquals(Disposition.RETRY_OTHER_TRUNK, rig.disposition());
    assertFalse(rig.report().evidence().ringing(), "a queue is not a ring");
    assertEquals(1, rig.count("CANCEL"));

    CallRig ringing = CallRig.started();
    ringing.answer(183, "a");
    ringing.tickAt(START + 10_000);
    assertTrue(ringing.reports.isEmpty());
  }

  @Test
  void it_rings_only_so_long() {
    CallRig rig = CallRig.started();
    rig.now += 3_000;
    rig.answer(180, "a");
    assertEquals(START + 33_000, rig.state.nextAlarmMillis());
    rig.now += 20_000;
    rig.answer(180, "a");
    rig.tickAt(START + 33_000);
    assertEquals(Disposition.NO_ANSWER, rig.disposition());
    assertEquals(30_000, rig.report().evidence().ringMillis());
    assertEquals(1, rig.count("CANCEL"));
  }

  @Test
  void the_deadline_counts_at_the_clock_and_at_each_provisional_answer() {
    CallRig rig = new CallRig(CallPlan.Features.DEFAULT, List.of(), START + 5_000, START + 9_000);
    rig.on(new CallEvent.Start());
    rig.answer(180, "a");
    assertEquals(START + 5_000, rig.state.nextAlarmMillis());
    rig.now = START + 5_000;
    rig.answer(180, "a");
    assertEquals(Disposition.DEADLINE, rig.disposition());
    assertEquals(1, rig.count("CANCEL"));
    assertFalse(rig.speaks());
  }

  @Test
  void an_answer_after_its_time_is_acknowledged_and_hung_up_before_the_first_word() {
    CallRig rig = CallRig.started();
    rig.answer(180, "a");
    rig.now = ANSWER_BY;
    rig.accept("a");
    assertEquals(1, rig.acks().size());
    assertEquals(1, rig.count("BYE"));
    assertEquals(Disposition.DEADLINE, rig.disposition());
    assertFalse(rig.speaks());
  }

  @Test
  void media_that_agrees_too_late_is_not_spoken_into() {
    CallRig rig = CallRig.started();
    rig.answer(180, "a");
    CallCommand.Send invite = rig.sent("INVITE");
    rig.state =
        CallSession.step(
                rig.state,
                new CallEvent.Response(
                    invite.ref(), CallRig.response(invite.request(), 200, "a", List.of(SDP))),
                ANSWER_BY - 1)
            .next();
    rig.now = ANSWER_BY;
    rig.on(new CallEvent.MediaAgreed());
    assertFalse(rig.speaks());
    assertEquals(Disposition.DEADLINE, rig.disposition());
    assertEquals(1, rig.count("BYE"));
  }

  @Test
  void a_late_200_after_cancel_is_acknowledged_and_ended_each_time_it_comes() {
    CallRig rig = CallRig.started();
    rig.answer(180, "a");
    rig.on(new CallEvent.HangUp(Disposition.CANCELLED, "taken back"));
    assertEquals(1, rig.count("CANCEL"));
    rig.accept("a");
    rig.accept("a");
    assertEquals(2, rig.acks().size());
    assertEquals(1, rig.count("BYE"));
    assertEquals(Disposition.CANCELLED, rig.disposition());
    assertFalse(rig.speaks());
    rig.answerTo("BYE", 481);
    rig.tickAt(rig.now + 32_000);
    assertTrue(rig.state.released());
  }

  @Test
  void of_forked_answers_the_first_wins_and_the_others_are_ended() {
    CallRig rig = CallRig.started();
    rig.answer(180, "a");
    rig.answer(183, "b", SDP);
    rig.accept("b");
    assertTrue(rig.speaks());
    rig.accept("a");
    rig.accept("c");
    rig.accept("c");
    rig.accept("b");
    assertEquals(
        List.of("b", "a", "c", "c", "b"), rig.acks().stream().map(SipRequest::toTag).toList());
    assertEquals(2, rig.count("BYE"), "each other dialog once");
    assertTrue(rig.reports.isEmpty());
    assertEquals(1, rig.all.stream().filter(CallCommand.StartScript.class::isInstance).count());
  }

  @Test
  void more_forks_than_can_be_remembered_are_all_acknowledged_and_ended() {
    CallRig rig = CallRig.talking();
    for (int i = 0; i < 40; i++) {
      rig.accept("f" + i);
    }
    assertEquals(41, rig.acks().size());
    assertEquals(40, rig.count("BYE"));
    rig.accept("a");
    assertEquals(40, rig.count("BYE"), "and the call that stands is not forgotten");
  }

  @Test
  void a_reliable_provisional_answer_is_acknowledged_once_and_in_order() {
    CallRig rig = CallRig.started();
    rig.answer(183, "a", "Require: 100rel", "RSeq: 7", SDP);
    SipRequest prack = rig.sent("PRACK").request();
    assertEquals("7 1 INVITE", prack.header("RAck"));
    assertEquals(2, prack.cseq());
    assertEquals(FAR, prack.requestUri());
    rig.answer(183, "a", "Require: 100rel", "RSeq: 7", SDP);
    rig.answer(180, "a", "Require: 100rel", "RSeq: 9");
    assertEquals(1, rig.count("PRACK"), "a copy, and one out of order");
    rig.answerTo("PRACK", 200);
    rig.answer(180, "a", "Require: 100rel", "RSeq: 8");
    assertEquals("8 1 INVITE", rig.sent("PRACK").request().header("RAck"));
    rig.answer(180, "b", "Require: 100rel", "RSeq: 500");
    assertEquals("b", rig.sent("PRACK").request().toTag(), "each fork counts by itself");
    rig.answer(200, "a");
    assertTrue(rig.speaks(), "the description came reliably before");
    assertEquals(1, rig.acks().getFirst().cseq());
  }

  @Test
  void a_refused_or_unanswered_prack_does_not_end_the_call() {
    CallRig rig = CallRig.started();
    rig.answer(183, "a", "Require: 100rel", "RSeq: 1", SDP);
    rig.answerTo("PRACK", 481);
    rig.answer(180, "a", "Require: 100rel", "RSeq: 2");
    rig.on(new CallEvent.TimedOut(rig.sent("PRACK").ref()));
    rig.accept("a");
    assertTrue(rig.speaks());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSeq: 0", "RSeq: x", "RSeq: 99999999999", "X: y"})
  void a_reliable_answer_without_a_number_is_a_plain_one(String rseq) {
    CallRig rig = CallRig.started();
    rig.answer(180, "a", "Require: 100rel", rseq);
    assertEquals(0, rig.count("PRACK"));
    assertTrue(rig.state.leg().tally().rang());
  }

  @Test
  void early_media_is_described_but_never_spoken_into() {
    CallRig rig = CallRig.started();
    rig.answer(183, "a", SDP);
    assertTrue(rig.latest().contains(new CallCommand.Describe(SDP)));
    rig.on(new CallEvent.ScriptPlayed());
    assertFalse(rig.speaks());
  }

  @Test
  void an_answer_without_a_description_is_hung_up() {
    CallRig rig = CallRig.started();
    rig.answer(180, "a");
    rig.answer(200, "a");
    assertEquals(1, rig.acks().size());
    assertEquals(1, rig.count("BYE"));
    assertEquals(Disposition.NO_MEDIA, rig.disposition());
  }

  @Test
  void an_answer_whose_media_does_not_fit_is_hung_up() {
    CallRig rig = CallRig.started();
    rig.answer(180, "a");
    rig.mediaAgrees = false;
    rig.accept("a");
    assertEquals(1, rig.acks().size());
    assertEquals(1, rig.count("BYE"));
    assertEquals(Disposition.NO_MEDIA, rig.disposition());
    assertFalse(rig.speaks());
  }

  @ParameterizedTest
  @CsvSource({
    "486, BUSY", "603, USER_SAID_NO", "404, NUMBER_DOES_NOT_EXIST", "503, RETRY_OTHER_TRUNK",
    "480, NO_ANSWER", "403, CONFIGURATION_FAULT", "302, RETRY_OTHER_TRUNK", "408, NO_ANSWER"
  })
  void a_refusal_ends_the_call_with_its_meaning(int status, Disposition disposition) {
    CallRig rig = CallRig.started();
    rig.answer(180, "a");
    rig.answer(status, "a", "Reason: Q.850;cause=16");
    assertEquals(disposition, rig.disposition());
    assertEquals(status, rig.report().evidence().sipStatus());
    assertEquals(16, rig.report().evidence().q850Cause());
    assertEquals(0, rig.acks().size(), "the transaction layer's to send");
    assertEquals(0, rig.count("CANCEL"));
    assertTrue(rig.state.released());
  }

  @Test
  void a_challenge_is_answered_once_with_a_new_cseq_and_the_ack_carries_the_credentials() {
    CallRig rig = CallRig.started();
    String challenge = "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256";
    rig.answer(407, "x", "Proxy-Authenticate: " + challenge);
    SipRequest invite = rig.sent("INVITE").request();
    assertEquals(2, invite.cseq());
    assertNull(invite.toTag());
    DigestAuthorization proof =
        DigestAuthorization.parse(String.valueOf(invite.header("Proxy-Authorization")));
    assertNotNull(proof);
    assertTrue(proof.proves("INVITE", "p"));
    rig.accept("a");
    SipRequest ack = rig.acks().getFirst();
    assertEquals(2, ack.cseq());
    assertEquals(invite.header("Proxy-Authorization"), ack.header("Proxy-Authorization"));
    rig.on(new CallEvent.HangUp(Disposition.CANCELLED, "x"));
    DigestAuthorization second =
        DigestAuthorization.parse(
            String.valueOf(rig.sent("BYE").request().header("Proxy-Authorization")));
    assertNotNull(second);
    assertEquals(2, second.nonceCount());
    assertTrue(second.proves("BYE", "p"));
  }

  @Test
  void wrong_credentials_are_a_fault_of_configuration() {
    CallRig rig = CallRig.started();
    String challenge = "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"";
    rig.answer(401, "x", challenge);
    rig.answer(401, "x", challenge);
    assertEquals(Disposition.CONFIGURATION_FAULT, rig.disposition());
    assertEquals(2, rig.count("INVITE"));
    CallRig nobody = new CallRig(CallPlan.Features.DEFAULT, List.of());
    nobody.on(new CallEvent.Start());
    nobody.answer(401, "x", challenge);
    assertEquals(Disposition.CONFIGURATION_FAULT, nobody.disposition());
  }

  @Test
  void a_challenge_after_the_time_is_not_answered_any_more() {
    CallRig rig = CallRig.started();
    rig.answer(180, "a");
    rig.now = ANSWER_BY;
    rig.answer(401, "x", "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"");
    assertEquals(1, rig.count("INVITE"));
    rig.report();
  }

  @Test
  void a_session_interval_that_is_too_small_is_raised_and_tried_again() {
    CallRig rig = CallRig.started();
    rig.answer(422, "x", "Min-SE: 3600");
    SipRequest invite = rig.sent("INVITE").request();
    assertEquals("3600", invite.header("Session-Expires"));
    assertEquals("3600", invite.header("Min-SE"));
    rig.answer(422, "x", "Min-SE: 3600");
    assertEquals(Disposition.CONFIGURATION_FAULT, rig.disposition());
    assertEquals(2, rig.count("INVITE"));
  }

  @Test
  void a_redirect_is_followed_to_the_same_number_only_and_only_so_often() {
    CallPlan.Features follows = new CallPlan.Features(true, 0, 1, "x");
    String same = "Contact: <sip:+390612345678@198.51.100.9:5070;transport=tcp>;q=0.5";
    CallRig rig = new CallRig(follows, List.of());
    rig.on(new CallEvent.Start());
    rig.answer(302, "x", "Contact: <sip:+882131234@premium.example>", same);
    assertEquals(
        "sip:+390612345678@198.51.100.9:5070;transport=tcp",
        rig.sent("INVITE").request().requestUri());
    assertEquals(rig.sent("INVITE").request().requestUri(), rig.sent("INVITE").hop());
    rig.answer(302, "x", same);
    assertEquals(Disposition.RETRY_OTHER_TRUNK, rig.disposition());
    assertEquals(2, rig.count("INVITE"));

    CallRig other = new CallRig(follows, List.of());
    other.on(new CallEvent.Start());
    other.answer(302, "x", "Contact: <sip:+882131234@premium.example>");
    assertEquals(1, other.count("INVITE"));
    CallRig refuses = CallRig.started();
    refuses.answer(301, "x", same);
    assertEquals(1, refuses.count("INVITE"));
  }

  @Test
  void each_new_invite_has_its_own_time_for_a_first_word_but_not_for_ringing() {
    CallRig rig = CallRig.started();
    rig.now += 2_000;
    rig.answer(401, "x", "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"");
    assertEquals(rig.now + 2_500, rig.state.nextAlarmMillis());
    rig.answer(100, null);
    assertEquals(START + 10_000, rig.state.nextAlarmMillis());
  }

  @Test
  void a_trunk_that_cannot_be_reached_or_is_silent_is_named() {
    CallRig failed = CallRig.started();
    failed.on(new CallEvent.Failed(failed.sent("INVITE").ref(), "connection refused"));
    assertEquals(Disposition.RETRY_OTHER_TRUNK, failed.disposition());
    assertEquals("connection refused", failed.report().outcome().text());
    assertTrue(failed.state.released());
    CallRig silent = CallRig.started();
    silent.on(new CallEvent.TimedOut(silent.sent("INVITE").ref()));
    assertEquals(Disposition.RETRY_OTHER_TRUNK, silent.disposition());
    CallRig ringing = CallRig.started();
    ringing.answer(180, "a");
    ringing.on(new CallEvent.Failed(ringing.sent("INVITE").ref(), "connection reset"));
    assertEquals(Disposition.NO_ANSWER, ringing.disposition(), "it rang: another would ring twice");
  }

  @Test
  void what_rings_behind_a_lost_connection_is_taken_back_and_a_late_answer_hung_up() {
    CallRig rig = CallRig.started();
    rig.answer(180, "a");
    rig.on(new CallEvent.Interrupted(rig.sent("INVITE").ref(), "connection reset"));
    assertEquals(Disposition.NO_ANSWER, rig.disposition(), "it rang: another would ring twice");
    assertEquals(1, rig.count("CANCEL"));
    rig.answer(200, "a", SDP);
    assertEquals(1, rig.count("BYE"));
    CallRig quiet = CallRig.started();
    quiet.answer(100, null);
    quiet.on(new CallEvent.Interrupted(quiet.sent("INVITE").ref(), "connection reset"));
    assertEquals(Disposition.RETRY_OTHER_TRUNK, quiet.disposition());
    assertEquals(1, quiet.count("CANCEL"));
  }

  @Test
  void an_early_update_is_answered_when_our_offer_is_answered_for_good() {
    CallRig rig = CallRig.started();
    rig.answer(183, "a", SDP);
    rig.asks("UPDATE", SDP);
    assertEquals(491, rig.answered().status());
    rig.answer(183, "a", "Require: 100rel", "RSeq: 1", SDP);
    rig.asks("UPDATE", SDP);
    assertEquals(200, rig.answered().status());
    assertEquals(rig.negotiatedSdp, CallRig.body(rig.answered()));
    rig.asks("UPDATE");
    assertEquals(200, rig.answered().status());
    rig.asks("INVITE", SDP);
    assertEquals(491, rig.answered().status());
    rig.asks("BYE");
    assertEquals(481, rig.answered().status());
    rig.request(rig.request("INFO", "stranger"));
    assertEquals(481, rig.answered().status());
    rig.negotiatedSdp = null;
    rig.asks("UPDATE", SDP);
    assertEquals(488, rig.answered().status());
  }
}
