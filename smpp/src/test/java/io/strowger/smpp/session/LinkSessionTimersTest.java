package io.strowger.smpp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.session.LinkCommand.Arrived;
import io.strowger.smpp.session.LinkCommand.Close;
import io.strowger.smpp.session.LinkCommand.Ended;
import io.strowger.smpp.session.LinkCommand.NotTaken;
import io.strowger.smpp.session.LinkCommand.Unanswered;
import io.strowger.smpp.session.LinkCommand.Write;
import io.strowger.smpp.session.LinkState.Bound;
import io.strowger.smpp.session.LinkState.Closed;
import io.strowger.smpp.session.LinkState.Unbinding;
import java.util.List;
import org.junit.jupiter.api.Test;

/** enquire_link, response and inactivity timers, and the way out. */
final class LinkSessionTimersTest {

  private static Ended ended(Sessions session) {
    return assertInstanceOf(Ended.class, session.taken().getLast());
  }

  @Test
  void silence_is_asked_about_and_an_answer_starts_it_anew() {
    Sessions session = Sessions.bound();
    assertEquals(Sessions.START + 15_000, session.state.nextAlarmMillis());
    session.ring();
    assertEquals(List.of(new Pdu.EnquireLink(2)), session.written());
    session.now += 100;
    session.receive(new Pdu.EnquireLinkResp(2, 0));
    assertEquals(List.of(), session.taken());
    assertEquals(session.now + 15_000, session.state.nextAlarmMillis());
    session.ring();
    assertEquals(List.of(new Pdu.EnquireLink(3)), session.written());
  }

  @Test
  void anything_heard_puts_the_question_off() {
    Sessions session = Sessions.bound();
    session.now += 10_000;
    session.receive(new Pdu.EnquireLink(5));
    assertEquals(session.now + 15_000, session.state.nextAlarmMillis());
  }

  @Test
  void an_unanswered_question_closes_the_link() {
    Sessions session = Sessions.bound();
    session.ring();
    session.taken();
    session.ring();
    assertEquals(Sessions.START + 15_000 + 8_000, session.now);
    assertEquals("enquire_link was not answered", ended(session).cause());
  }

  @Test
  void a_carrier_that_never_answers_the_question_but_talks_is_alive() {
    Sessions session = Sessions.bound();
    session.ring();
    session.now += 4_000;
    session.receive(new Pdu.EnquireLink(5));
    session.taken();
    session.now += 4_000;
    session.step(new LinkEvent.Tick());
    assertEquals(List.of(), session.taken());
    assertInstanceOf(Bound.class, session.state);
  }

  @Test
  void a_nack_to_the_question_is_an_answer() {
    Sessions session = Sessions.bound();
    session.ring();
    session.receive(new Pdu.GenericNack(2, 3));
    session.taken();
    session.now += 8_000;
    session.step(new LinkEvent.Tick());
    assertInstanceOf(Bound.class, session.state);
  }

  @Test
  void a_window_without_any_answer_closes_the_link() {
    Sessions session = Sessions.bound();
    session.submit("a");
    session.now += 1_000;
    session.submit("b");
    session.taken();
    assertEquals(Sessions.START + 8_000, session.state.nextAlarmMillis());
    session.ring();
    Ended ended = ended(session);
    assertEquals("no answer within the response timer", ended.cause());
    assertEquals(List.of("a", "b"), ended.unanswered());
  }

  @Test
  void one_lost_answer_among_others_costs_one_message_and_not_the_link() {
    Sessions session = Sessions.bound();
    session.submit("a");
    session.submit("b");
    session.now += 1_000;
    session.submit("c");
    session.receive(new Pdu.SubmitSmResp(3, 0, "id"));
    session.taken();
    session.ring();
    assertEquals(
        List.of(new Unanswered("a", "no answer within the response timer")), session.taken());
    assertEquals(1, session.state.windowUsed());
    // "c" was sent after the last one that was answered.
    session.ring();
    assertEquals(List.of("c"), ended(session).unanswered());
  }

  @Test
  void silence_for_the_whole_inactivity_time_closes_the_link() {
    SessionSettings s = Sessions.SETTINGS;
    Sessions session =
        Sessions.bound(
            new SessionSettings(
                s.bindType(), "strowger", "secret", "", 0x34, "", 1, 1, 0, 8_000, 20_000, 1, 4, 4));
    assertEquals(Sessions.START + 20_000, session.state.nextAlarmMillis());
    session.ring();
    assertEquals("the carrier was silent for too long", ended(session).cause());
  }

  @Test
  void answers_are_not_late_while_we_do_not_read() {
    Sessions session = Sessions.bound();
    session.submit("a");
    for (int i = 1; i <= 4; i++) {
      session.receive(new Pdu.DeliverSm(i, Sessions.MESSAGE));
    }
    session.taken();
    session.now += 20_000;
    assertTrue(session.state.nextAlarmMillis() > session.now);
    for (int i = 1; i <= 4; i++) {
      session.step(new LinkEvent.Acknowledge(i, 0));
    }
    session.taken();
    assertEquals(session.now + 8_000, session.state.nextAlarmMillis());
  }

  @Test
  void an_idle_link_unbinds_at_once() {
    Sessions session = Sessions.bound();
    session.step(new LinkEvent.Unbind());
    assertEquals(List.of(new Pdu.Unbind(2)), session.written());
    session.receive(new Pdu.UnbindResp(2, 0));
    assertEquals(List.of(new Close(), new Ended("unbound", 0, List.of())), session.taken());
  }

  @Test
  void unbinding_waits_for_answers_and_acknowledgements() {
    Sessions session = Sessions.bound();
    session.submit("a");
    session.receive(new Pdu.DeliverSm(9, Sessions.MESSAGE));
    session.taken();
    session.step(new LinkEvent.Unbind());
    session.submit("b");
    assertEquals(List.of(new NotTaken("b")), session.taken());
    session.receive(new Pdu.EnquireLink(10));
    assertEquals(List.of(new Pdu.EnquireLinkResp(10, 0)), session.written());
    session.receive(new Pdu.SubmitSmResp(2, 0, "id"));
    assertEquals(1, session.taken().size());
    session.step(new LinkEvent.Acknowledge(9, 0));
    assertEquals(List.of(new Pdu.DeliverSmResp(9, 0, ""), new Pdu.Unbind(3)), session.written());
  }

  @Test
  void unbinding_has_its_time_limits() {
    Sessions session = Sessions.bound();
    session.submit("a");
    session.step(new LinkEvent.Unbind());
    session.taken();
    assertEquals(session.now + 8_000, session.state.nextAlarmMillis());
    session.ring();
    assertEquals(List.of(new Pdu.Unbind(3)), session.written());
    assertEquals(session.now + 2_000, session.state.nextAlarmMillis());
    session.ring();
    Ended ended = ended(session);
    assertEquals("unbind was not answered", ended.cause());
    assertEquals(List.of("a"), ended.unanswered());
  }

  @Test
  void an_answer_after_the_unbind_still_counts() {
    Sessions session = Sessions.bound();
    session.submit("a");
    session.step(new LinkEvent.Unbind());
    session.ring();
    session.taken();
    session.receive(new Pdu.SubmitSmResp(2, 0, "id"));
    assertEquals(1, session.taken().size());
    session.receive(new Pdu.UnbindResp(3, 0));
    assertEquals(List.of(), ended(session).unanswered());
  }

  @Test
  void receipts_that_come_while_unbinding_are_handed_up() {
    Sessions session = Sessions.bound();
    session.step(new LinkEvent.Unbind());
    session.taken();
    session.receive(new Pdu.DeliverSm(4, Sessions.MESSAGE));
    session.receive(new Pdu.DataSm(5, Sessions.MESSAGE));
    assertEquals(
        List.of(new Arrived(4, Sessions.MESSAGE), new Arrived(5, Sessions.MESSAGE)),
        session.taken());
    session.step(new LinkEvent.Acknowledge(4, 0));
    assertEquals(List.of(new Pdu.DeliverSmResp(4, 0, "")), session.written());
  }

  @Test
  void both_sides_may_unbind_at_once() {
    Sessions session = Sessions.bound();
    session.step(new LinkEvent.Unbind());
    session.taken();
    session.receive(new Pdu.Unbind(9));
    assertEquals(new Write(new Pdu.UnbindResp(9, 0)), session.taken().getFirst());
    assertInstanceOf(Closed.class, session.state);
  }

  @Test
  void a_loss_while_unbinding_leaves_the_window_in_doubt() {
    Sessions session = Sessions.bound();
    session.submit("a");
    session.step(new LinkEvent.Unbind());
    session.taken();
    session.step(new LinkEvent.ConnectionLost("reset"));
    assertEquals(List.of(new Ended("reset", 0, List.of("a"))), session.taken());
  }

  @Test
  void malformed_pdus_while_unbinding_are_refused_or_end_the_wait() {
    Sessions session = Sessions.bound();
    session.submit("a");
    session.step(new LinkEvent.Unbind());
    session.taken();
    session.step(new LinkEvent.Malformed(new MalformedPdu(5, 8, 1, true)));
    assertEquals(List.of(new Pdu.DeliverSmResp(8, 1, "")), session.written());
    session.step(new LinkEvent.Malformed(new MalformedPdu(0x80000004, 2, 8, true)));
    assertEquals(List.of(new Pdu.Unbind(3)), session.written());
    assertInstanceOf(Unbinding.class, session.state);
    session.step(new LinkEvent.Malformed(new MalformedPdu(0, 0, 2, false)));
    assertInstanceOf(Closed.class, session.state);
  }

  @Test
  void a_receiver_unbinds_too() {
    Sessions session = Sessions.bound(Sessions.settings(BindType.RECEIVER, 0x34));
    session.step(new LinkEvent.Unbind());
    assertEquals(List.of(new Pdu.Unbind(2)), session.written());
  }
}
