package io.strowger.sip.call;

import static io.strowger.sip.call.CallRig.DEADLINE;
import static io.strowger.sip.call.CallRig.SDP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.message.SipRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the first word to the last. */
final class CallTalkTest {
  private static CallRig heard() {
    CallRig rig = CallRig.talking();
    rig.on(new CallEvent.MediaSeen());
    rig.on(new CallEvent.ScriptPlayed());
    return rig;
  }

  @Test
  void who_hangs_up_after_hearing_it_has_heard_it() {
    CallRig rig = heard();
    rig.asks("BYE", "Reason: Q.850;cause=16;text=\"x\"");
    assertEquals(200, rig.answered().status());
    assertEquals(Disposition.COMPLETED, rig.disposition());
    assertEquals(16, rig.report().evidence().q850Cause());
    assertEquals(0, rig.count("BYE"));
  }

  @Test
  void a_call_that_is_over_keeps_no_session_description() {
    CallRig rig = heard();
    rig.asks("BYE");
    Leg lingering = rig.state.leg();
    assertTrue(rig.state.over() && !rig.state.released());
    assertEquals("", lingering.plan().offer());
    SipRequest invite = lingering.invite();
    assertEquals(0, invite == null ? -1 : invite.bodyLength());
    assertTrue(lingering.dialogs().stream().allMatch(dialog -> dialog.sdp() == null));
  }

  @Test
  void who_hangs_up_before_has_not() {
    CallRig rig = CallRig.talking();
    rig.on(new CallEvent.MediaSeen());
    rig.asks("BYE", "Reason: Q.850;cause=31");
    assertEquals(Disposition.HUNG_UP_EARLY, rig.disposition());
    assertEquals(31, rig.report().outcome().q850Cause());
  }

  @Test
  void speaking_into_silence_is_no_success() {
    CallRig rig = CallRig.talking();
    rig.on(new CallEvent.ScriptPlayed());
    rig.on(new CallEvent.ScriptEnded());
    assertEquals(Disposition.NO_MEDIA, rig.disposition());
    assertTrue(rig.report().evidence().silentFarEnd());
    CallRig keyed = CallRig.talking();
    keyed.on(new CallEvent.KeyPressed('1'));
    keyed.on(new CallEvent.ScriptPlayed());
    keyed.on(new CallEvent.ScriptEnded());
    assertEquals(Disposition.COMPLETED, keyed.disposition(), "a key is a sign of life");
    assertEquals("1", keyed.report().evidence().keys());
  }

  @Test
  void a_script_that_ended_unheard_is_no_success() {
    CallRig rig = CallRig.talking();
    rig.on(new CallEvent.MediaSeen());
    rig.on(new CallEvent.ScriptEnded());
    assertEquals(Disposition.HUNG_UP_EARLY, rig.disposition());
    assertEquals(1, rig.count("BYE"));
  }

  @Test
  void what_the_far_end_sounded_like_is_evidence() {
    CallRig rig = CallRig.talking();
    rig.on(new CallEvent.Heard(CallEvent.Sound.NOTHING));
    rig.on(new CallEvent.Heard(CallEvent.Sound.RINGBACK));
    rig.on(new CallEvent.Heard(CallEvent.Sound.BEEP));
    rig.on(new CallEvent.ScriptEnded());
    CallEvidence evidence = rig.report().evidence();
    assertTrue(evidence.ringbackAfterAnswer());
    assertTrue(evidence.voicemailBeep());
    assertFalse(evidence.silentFarEnd());
  }

  @Test
  void at_the_deadline_nothing_more_is_said() {
    CallRig rig = CallRig.talking();
    rig.on(new CallEvent.MediaSeen());
    assertEquals(DEADLINE, rig.state.nextAlarmMillis());
    rig.tickAt(DEADLINE);
    assertEquals(Disposition.DEADLINE, rig.disposition());
    assertEquals(1, rig.count("BYE"));
    CallRig done = heard();
    done.tickAt(DEADLINE);
    assertEquals(Disposition.COMPLETED, done.disposition());
  }

  @Test
  void no_call_is_longer_than_it_may_be() {
    CallRig rig =
        new CallRig(
            CallPlan.Features.DEFAULT, List.of(), CallRig.ANSWER_BY, CallRig.START + 10_000_000);
    rig.on(new CallEvent.Start());
    rig.accept("a");
    assertEquals(CallRig.START + 60_000, rig.state.nextAlarmMillis());
    rig.tickAt(CallRig.START + 60_000);
    assertEquals(Disposition.HUNG_UP_EARLY, rig.disposition());
    assertEquals(1, rig.count("BYE"));
  }

  @Test
  void the_owner_may_hang_up_at_any_time() {
    CallRig rig = CallRig.talking();
    rig.on(new CallEvent.HangUp(Disposition.CANCELLED, "taken back"));
    assertEquals(Disposition.CANCELLED, rig.disposition());
    assertEquals(1, rig.count("BYE"));
    rig.on(new CallEvent.HangUp(Disposition.CANCELLED, "again"));
    rig.report();
  }

  @Test
  void crossing_byes_are_both_answered() {
    CallRig rig = heard();
    rig.on(new CallEvent.ScriptEnded());
    rig.asks("BYE");
    assertEquals(200, rig.answered().status());
    rig.asks("INFO");
    assertEquals(481, rig.answered().status());
    rig.answerTo("BYE", 481);
    rig.report();
  }

  @Test
  void a_bye_that_is_challenged_is_sent_again_with_credentials() {
    CallRig rig = heard();
    rig.on(new CallEvent.ScriptEnded());
    rig.answerTo("BYE", 407, "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n\"");
    SipRequest bye = rig.sent("BYE").request();
    assertEquals(2, rig.count("BYE"));
    assertEquals(3, bye.cseq());
    assertNotNull(bye.header("Proxy-Authorization"));
    rig.answerTo("BYE", 407, "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n\"");
    assertEquals(2, rig.count("BYE"), "but not for ever");
    rig.on(new CallEvent.TimedOut(99));
    rig.tickAt(rig.now + 32_000);
    assertTrue(rig.state.released());
  }

  @Test
  void a_lost_bye_ends_the_call_all_the_same() {
    CallRig rig = heard();
    rig.on(new CallEvent.ScriptEnded());
    rig.on(new CallEvent.Failed(rig.sent("BYE").ref(), "connection reset"));
    rig.tickAt(rig.now + 32_000);
    assertTrue(rig.state.released());
    rig.report();
  }

  @Test
  void a_repeated_200_gets_its_ack_again_while_talking_and_after() {
    CallRig rig = heard();
    rig.accept("a");
    rig.on(new CallEvent.ScriptEnded());
    rig.accept("a");
    assertEquals(3, rig.acks().size());
    assertEquals(1, rig.count("BYE"));
  }

  @Test
  void a_re_invite_is_answered_with_what_media_says_and_its_contact_is_followed() {
    CallRig rig = CallRig.talking();
    rig.asks("INVITE", SDP, "Contact: <sip:moved@198.51.100.8:5064>");
    assertEquals(200, rig.answered().status());
    assertEquals(rig.negotiatedSdp, CallRig.body(rig.answered()));
    assertEquals("<sip:gw@192.0.2.1:5060>", rig.answered().header("Contact"));
    rig.on(new CallEvent.HangUp(Disposition.CANCELLED, "x"));
    assertEquals("sip:moved@198.51.100.8:5064", rig.sent("BYE").request().requestUri());
  }

  @Test
  void a_re_invite_that_media_refuses_leaves_the_call_as_it_is() {
    CallRig rig = CallRig.talking();
    rig.negotiatedSdp = null;
    rig.asks("INVITE", SDP);
    assertEquals(488, rig.answered().status());
    rig.asks("INVITE", "Content-Type: text/plain", "body=x");
    assertEquals(415, rig.answered().status());
    assertTrue(rig.reports.isEmpty());
  }

  @Test
  void a_re_invite_without_an_offer_gets_ours_and_the_ack_its_answer() {
    CallRig rig = CallRig.talking();
    SipRequest invite = rig.request("INVITE", "a");
    rig.request(invite);
    assertEquals(200, rig.answered().status());
    rig.asks("INVITE", SDP);
    assertEquals(491, rig.answered().status(), "our offer is out");
    rig.on(
        new CallEvent.Ack(
            SipRequest.builder("ACK", "sip:gw@192.0.2.1")
                .header("From", String.valueOf(invite.header("From")))
                .header("To", String.valueOf(invite.header("To")))
                .header("Call-ID", "call-1")
                .header("CSeq", invite.cseq() + " ACK")
                .body("application/sdp", SDP.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .build()));
    assertTrue(rig.latest().contains(new CallCommand.Describe(SDP)));
    rig.asks("UPDATE", SDP);
    assertEquals(200, rig.answered().status());
  }

  @Test
  void a_second_re_invite_before_the_first_is_acknowledged_waits() {
    CallRig rig = CallRig.talking();
    rig.asks("INVITE", SDP);
    rig.asks("INVITE", SDP);
    assertEquals(500, rig.answered().status());
    assertNotNull(rig.answered().header("Retry-After"));
  }

  @Test
  void a_re_invite_that_is_never_acknowledged_ends_the_call() {
    CallRig rig = heard();
    rig.asks("INVITE", SDP);
    rig.on(new CallEvent.AckMissing(rig.lastKey() + 5));
    assertTrue(rig.reports.isEmpty(), "another one's");
    rig.on(new CallEvent.AckMissing(rig.lastKey()));
    assertEquals(1, rig.count("BYE"));
    assertEquals(Disposition.COMPLETED, rig.disposition());
  }

  @ParameterizedTest
  @CsvSource({
    "REFER, 603",
    "NOTIFY, 481",
    "SUBSCRIBE, 489",
    "MESSAGE, 405",
    "PRACK, 481",
    "OPTIONS, 200",
    "PUBLISH, 405",
    "INFO, 200",
    "UPDATE, 200"
  })
  void what_else_the_far_end_may_ask_is_answered(String method, int status) {
    CallRig rig = CallRig.talking();
    rig.asks(method);
    assertEquals(status, rig.answered().status());
    assertTrue(rig.reports.isEmpty());
  }

  @Test
  void an_old_request_a_strange_one_and_an_unknown_demand_are_refused() {
    CallRig rig = CallRig.talking();
    SipRequest old = rig.request("INFO", "a");
    rig.asks("OPTIONS");
    rig.request(old);
    assertEquals(500, rig.answered().status());
    rig.request(rig.request("BYE", "stranger"));
    assertEquals(481, rig.answered().status());
    rig.asks("UPDATE", "Require: timer, teleport");
    assertEquals(420, rig.answered().status());
    assertEquals("teleport", rig.answered().header("Unsupported"));
    assertTrue(rig.reports.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "application/dtmf-relay, 'Signal=5\r\nDuration=160\r\n', 5",
    "application/dtmf-relay, 'Duration=160\nsignal = #', '#'",
    "application/dtmf-relay, 'Signal=10', '*'",
    "application/dtmf, 9, 9",
    "application/dtmf, 11, '#'",
  })
  void a_key_may_come_by_info(String type, String body, char key) {
    CallRig rig = CallRig.talking();
    rig.asks("INFO", "Content-Type: " + type, "body=" + body);
    assertTrue(rig.latest().contains(new CallCommand.KeyHeard(key)));
    assertEquals(200, rig.answered().status());
    rig.on(new CallEvent.ScriptEnded());
    assertEquals(String.valueOf(key), rig.report().evidence().keys());
  }

  @ParameterizedTest
  @CsvSource({"application/dtmf-relay, Signal=Z", "text/plain, 5", "application/dtmf, 55"})
  void what_is_no_key_is_none(String type, String body) {
    CallRig rig = CallRig.talking();
    rig.asks("INFO", "Content-Type: " + type, "body=" + body);
    assertEquals(200, rig.answered().status());
    assertEquals("", rig.state.leg().tally().keys());
  }

  @Test
  void without_session_expires_in_the_answer_there_is_no_timer() {
    CallRig rig = CallRig.talking();
    assertEquals(DEADLINE, rig.state.nextAlarmMillis());
  }

  private static CallRig timed(String header, String... more) {
    CallRig rig =
        new CallRig(
            CallPlan.Features.DEFAULT, List.of(), CallRig.ANSWER_BY, CallRig.START + 10_000_000);
    CallState.Ready ready = (CallState.Ready) rig.state;
    CallPlan plan = ready.leg().plan();
    rig.state =
        CallSession.begin(
            new CallPlan(
                plan.reference(),
                plan.trunk(),
                plan.addressing(),
                plan.identity(),
                plan.offer(),
                plan.credentials(),
                plan.features(),
                new CallLimits(2_500, 10_000, 30_000, 5_000_000),
                plan.answerByMillis(),
                plan.deadlineMillis()));
    rig.on(new CallEvent.Start());
    List<String> headers = new java.util.ArrayList<>(List.of(more));
    headers.add("Session-Expires: " + header);
    rig.accept("a", headers.toArray(String[]::new));
    return rig;
  }

  @Test
  void we_refresh_by_update_where_the_far_end_takes_it() {
    CallRig rig = timed("100;refresher=uac", "Allow: INVITE, UPDATE");
    assertEquals(rig.now + 50_000, rig.state.nextAlarmMillis());
    rig.tickAt(rig.now + 50_000);
    SipRequest update = rig.sent("UPDATE").request();
    assertEquals("100;refresher=uac", update.header("Session-Expires"));
    assertEquals(0, update.bodyLength());
    rig.tickAt(rig.now + 1_000);
    assertEquals(1, rig.count("UPDATE"), "one at a time");
    rig.answerTo("UPDATE", 200, "Session-Expires: 100;refresher=uac");
    assertEquals(rig.now + 50_000, rig.state.nextAlarmMillis());
    assertTrue(rig.reports.isEmpty());
  }

  @Test
  void we_refresh_by_re_invite_where_it_does_not_and_acknowledge_each_200() {
    CallRig rig = timed("100;refresher=uac");
    rig.tickAt(rig.now + 50_000);
    assertEquals(2, rig.count("INVITE"));
    SipRequest invite = rig.sent("INVITE").request();
    assertEquals("a", invite.toTag());
    assertEquals(CallRig.OFFER, CallRig.body(invite));
    rig.answerTo("INVITE", 180);
    rig.answerTo("INVITE", 200, "Session-Expires: 100;refresher=uac", SDP);
    rig.answerTo("INVITE", 200, "Session-Expires: 100;refresher=uac", SDP);
    assertEquals(List.of(1L, 2L, 2L), rig.acks().stream().map(SipRequest::cseq).toList());
    assertTrue(rig.reports.isEmpty());
    assertEquals(1, rig.all.stream().filter(CallCommand.StartScript.class::isInstance).count());
  }

  @Test
  void a_refresh_whose_answer_has_no_timer_ends_the_timer() {
    CallRig rig = timed("100;refresher=uac", "Allow: UPDATE");
    rig.tickAt(rig.now + 50_000);
    rig.answerTo("UPDATE", 200);
    rig.tickAt(rig.now + 500_000);
    assertTrue(rig.reports.isEmpty());
  }

  @Test
  void a_refresh_in_glare_is_repeated_after_a_while() {
    CallRig rig = timed("100;refresher=uac", "Allow: UPDATE");
    rig.tickAt(rig.now + 50_000);
    rig.asks("UPDATE", SDP);
    assertEquals(491, rig.answered().status(), "ours is under way");
    rig.answerTo("UPDATE", 491);
    long again = rig.state.nextAlarmMillis() - rig.now;
    assertTrue(again >= 2_100 && again <= 4_000, "after " + again + " ms");
    rig.tickAt(rig.state.nextAlarmMillis());
    assertEquals(2, rig.count("UPDATE"));
  }

  @Test
  void a_refresh_that_is_refused_is_repeated_and_at_the_end_the_call_ends() {
    CallRig rig = timed("100;refresher=uac", "Allow: UPDATE");
    long began = rig.now;
    for (int i = 0; i < 20 && rig.reports.isEmpty(); i++) {
      rig.tickAt(rig.state.nextAlarmMillis());
      if (rig.reports.isEmpty()) {
        rig.answerTo("UPDATE", 503);
      }
    }
    assertEquals(began + 100_000, rig.now);
    assertEquals(1, rig.count("BYE"));
    rig.report();
  }

  @ParameterizedTest
  @CsvSource({"481", "408"})
  void a_far_end_that_lost_the_call_is_left(int status) {
    CallRig rig = timed("100;refresher=uac", "Allow: UPDATE");
    rig.tickAt(rig.now + 50_000);
    rig.answerTo("UPDATE", status);
    assertEquals(1, rig.count("BYE"));
    rig.report();
  }

  @Test
  void a_refresh_that_is_never_answered_ends_the_call() {
    CallRig rig = timed("100;refresher=uac", "Allow: UPDATE");
    rig.tickAt(rig.now + 50_000);
    rig.on(new CallEvent.TimedOut(rig.sent("UPDATE").ref()));
    assertEquals(1, rig.count("BYE"));
    rig.report();
  }

  @Test
  void a_refresh_with_too_small_an_interval_is_repeated_with_a_longer_one() {
    CallRig rig = timed("100;refresher=uac", "Allow: UPDATE");
    rig.tickAt(rig.now + 50_000);
    rig.answerTo("UPDATE", 422, "Min-SE: 200");
    rig.tickAt(Math.max(rig.now, rig.state.nextAlarmMillis()));
    assertEquals("200;refresher=uac", rig.sent("UPDATE").request().header("Session-Expires"));
    assertEquals("200", rig.sent("UPDATE").request().header("Min-SE"));
  }

  @Test
  void a_far_end_that_should_refresh_and_does_not_is_left_in_time() {
    CallRig rig = timed("100;refresher=uas");
    long began = rig.now;
    rig.tickAt(began + 60_000);
    rig.asks("UPDATE", "Session-Expires: 100;refresher=uac", "Supported: timer");
    assertEquals("100;refresher=uac", rig.answered().header("Session-Expires"));
    assertEquals("timer", rig.answered().header("Require"));
    assertEquals(began + 60_000 + 68_000, rig.state.nextAlarmMillis());
    rig.tickAt(began + 60_000 + 68_000);
    assertEquals(1, rig.count("BYE"));
    rig.report();
  }

  @Test
  void the_far_end_may_make_us_refresh_and_may_not_ask_for_too_short_a_timer() {
    CallRig rig = timed("100;refresher=uas");
    rig.asks("UPDATE", "Session-Expires: 30", "Supported: timer");
    assertEquals(422, rig.answered().status());
    assertEquals("90", rig.answered().header("Min-SE"));
    rig.asks("UPDATE", "Session-Expires: 120;refresher=uas", "Supported: timer");
    assertEquals("120;refresher=uas", rig.answered().header("Session-Expires"));
    rig.tickAt(rig.now + 60_000);
    assertEquals(2, rig.count("INVITE"), "its Allow was never seen, so by re-INVITE");
  }
}
