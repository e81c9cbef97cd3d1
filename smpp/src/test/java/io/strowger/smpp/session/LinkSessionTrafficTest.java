package io.strowger.smpp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.session.LinkCommand.Answered;
import io.strowger.smpp.session.LinkCommand.Arrived;
import io.strowger.smpp.session.LinkCommand.Close;
import io.strowger.smpp.session.LinkCommand.Ended;
import io.strowger.smpp.session.LinkCommand.Fault;
import io.strowger.smpp.session.LinkCommand.NotTaken;
import io.strowger.smpp.session.LinkCommand.Reading;
import io.strowger.smpp.session.LinkCommand.Unanswered;
import io.strowger.smpp.session.LinkCommand.Write;
import io.strowger.smpp.session.LinkState.Bound;
import io.strowger.smpp.session.LinkState.Closed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests and answers both ways on a bound link. */
final class LinkSessionTrafficTest {

  @Test
  void submits_get_rising_numbers_and_their_answers_find_them() {
    Sessions session = Sessions.bound();
    session.submit("a");
    session.submit("b");
    assertEquals(
        List.of(new Pdu.SubmitSm(2, Sessions.MESSAGE), new Pdu.SubmitSm(3, Sessions.MESSAGE)),
        session.written());

    session.now += 7;
    Pdu.SubmitSmResp second = new Pdu.SubmitSmResp(3, 0, "id");
    session.receive(second);
    assertEquals(List.of(new Answered("b", second, Sessions.START)), session.taken());
    Pdu.GenericNack first = new Pdu.GenericNack(2, 0x58);
    session.receive(first);
    assertEquals(List.of(new Answered("a", first, Sessions.START)), session.taken());
    assertEquals(0, session.state.windowUsed());
  }

  @Test
  void a_full_window_takes_no_more_until_an_answer_comes() {
    Sessions session = Sessions.bound();
    for (String handle : List.of("a", "b", "c")) {
      session.submit(handle);
    }
    session.taken();
    session.submit("d");
    assertEquals(List.of(new NotTaken("d")), session.taken());
    session.receive(new Pdu.SubmitSmResp(3, 0, "id"));
    session.taken();
    session.submit("d");
    assertEquals(List.of(new Pdu.SubmitSm(5, Sessions.MESSAGE)), session.written());
  }

  @Test
  void a_receiver_does_not_submit_and_a_transmitter_takes_no_deliver_sm() {
    Sessions receiver = Sessions.bound(Sessions.settings(BindType.RECEIVER, 0x34));
    receiver.submit("a");
    assertEquals(List.of(new NotTaken("a")), receiver.taken());

    Sessions transmitter = Sessions.bound(Sessions.settings(BindType.TRANSMITTER, 0x34));
    transmitter.receive(new Pdu.DeliverSm(9, Sessions.MESSAGE));
    assertEquals(List.of(new Pdu.DeliverSmResp(9, 4, "")), transmitter.written());
  }

  @Test
  void unknown_and_repeated_answers_are_ignored_and_counted() {
    Sessions session = Sessions.bound();
    session.submit("a");
    session.receive(new Pdu.SubmitSmResp(2, 0, "id"));
    session.taken();
    session.receive(new Pdu.SubmitSmResp(2, 0, "id"));
    session.receive(new Pdu.SubmitSmResp(77, 0, "id"));
    session.receive(new Pdu.GenericNack(0, 3));
    assertTrue(session.taken().stream().allMatch(Fault.class::isInstance));
    assertInstanceOf(Bound.class, session.state);
  }

  @Test
  void a_cancel_takes_its_place_in_the_window() {
    Sessions session = Sessions.bound();
    Address address = new Address(1, 1, "39");
    session.step(new LinkEvent.Cancel("", "77", Address.EMPTY, address, "c"));
    assertEquals(List.of(new Pdu.CancelSm(2, "", "77", Address.EMPTY, address)), session.written());
    assertEquals(1, session.state.windowUsed());
    Pdu.CancelSmResp response = new Pdu.CancelSmResp(2, 0x11);
    session.receive(response);
    assertEquals(List.of(new Answered("c", response, Sessions.START)), session.taken());
  }

  @Test
  void an_arrival_is_answered_once_when_the_owner_says_so() {
    Sessions session = Sessions.bound();
    session.receive(new Pdu.DeliverSm(40, Sessions.MESSAGE));
    session.receive(new Pdu.DataSm(41, Sessions.MESSAGE));
    assertEquals(
        List.of(new Arrived(40, Sessions.MESSAGE), new Arrived(41, Sessions.MESSAGE)),
        session.taken());
    session.step(new LinkEvent.Acknowledge(41, 0));
    session.step(new LinkEvent.Acknowledge(40, 0));
    session.step(new LinkEvent.Acknowledge(40, 0));
    session.step(new LinkEvent.Acknowledge(99, 0));
    assertEquals(
        List.of(new Pdu.DataSmResp(41, 0, ""), new Pdu.DeliverSmResp(40, 0, "")),
        session.written());
  }

  @Test
  void too_many_arrivals_pause_the_reading_and_half_of_them_resume_it() {
    Sessions session = Sessions.bound();
    for (int i = 1; i <= 4; i++) {
      session.receive(new Pdu.DeliverSm(i, Sessions.MESSAGE));
    }
    assertEquals(new Reading(false), session.taken().getLast());
    // What was read already still comes.
    session.receive(new Pdu.DeliverSm(5, Sessions.MESSAGE));
    assertEquals(List.of(new Arrived(5, Sessions.MESSAGE)), session.taken());

    session.step(new LinkEvent.Acknowledge(1, 0));
    session.step(new LinkEvent.Acknowledge(2, 0));
    assertEquals(2, session.taken().size());
    session.step(new LinkEvent.Acknowledge(3, 0));
    assertEquals(
        List.of(new Write(new Pdu.DeliverSmResp(3, 0, "")), new Reading(true)), session.taken());
  }

  @Test
  void what_only_an_esme_asks_is_no_command_of_ours() {
    Sessions session = Sessions.bound();
    session.receive(new Pdu.SubmitSm(1, Sessions.MESSAGE));
    session.receive(new Pdu.Bind(2, BindType.RECEIVER, "x", "y", "", 0x34, Address.EMPTY));
    session.receive(new Pdu.QuerySm(3, "1", Address.EMPTY));
    session.receive(new Pdu.Unsupported(4, 0x21, 0));
    session.receive(new Pdu.Unsupported(5, 0x80000021, 0));
    session.receive(new Pdu.AlertNotification(6, Address.EMPTY, Address.EMPTY));
    session.receive(new Pdu.Outbind(7, "x", "y"));
    assertEquals(
        List.of(
            new Pdu.GenericNack(1, 3),
            new Pdu.GenericNack(2, 3),
            new Pdu.GenericNack(3, 3),
            new Pdu.GenericNack(4, 3)),
        session.written());
    assertInstanceOf(Bound.class, session.state);
  }

  @Test
  void a_malformed_request_is_refused_by_its_own_response() {
    Sessions session = Sessions.bound();
    session.step(new LinkEvent.Malformed(new MalformedPdu(0x05, 1, 0x01, true)));
    session.step(new LinkEvent.Malformed(new MalformedPdu(0x103, 2, 0xC0, true)));
    session.step(new LinkEvent.Malformed(new MalformedPdu(0x04, 3, 0x08, true)));
    assertEquals(
        List.of(
            new Pdu.DeliverSmResp(1, 0x01, ""),
            new Pdu.DataSmResp(2, 0xC0, ""),
            new Pdu.GenericNack(3, 0x08)),
        session.written());
  }

  @Test
  void an_unreadable_answer_leaves_its_request_in_doubt() {
    Sessions session = Sessions.bound();
    session.submit("a");
    session.taken();
    session.step(new LinkEvent.Malformed(new MalformedPdu(0x80000004, 2, 8, true)));
    assertEquals(new Unanswered("a", "the answer could not be read"), session.taken().getFirst());
    session.step(new LinkEvent.Malformed(new MalformedPdu(0x80000004, 2, 8, true)));
    assertEquals(1, session.taken().size());
    assertInstanceOf(Bound.class, session.state);
  }

  @Test
  void a_lost_step_is_told_and_closes() {
    Sessions session = Sessions.bound();
    session.submit("a");
    session.taken();
    session.step(new LinkEvent.Malformed(new MalformedPdu(5, 17, 2, false)));
    String cause = "the carrier's stream is out of step";
    assertEquals(
        List.of(
            new Write(new Pdu.DeliverSmResp(17, 2, "")),
            new Close(),
            new Ended(cause, 0, List.of("a"))),
        session.taken());
  }

  @Test
  void a_lost_connection_leaves_the_window_in_doubt_oldest_first() {
    Sessions session = Sessions.bound();
    for (String handle : List.of("a", "b", "c")) {
      session.submit(handle);
    }
    session.receive(new Pdu.SubmitSmResp(3, 0, "id"));
    session.taken();
    session.step(new LinkEvent.ConnectionLost("reset"));
    assertEquals(List.of(new Ended("reset", 0, List.of("a", "c"))), session.taken());
    assertEquals(new Closed("reset", 0), session.state);
  }

  @Test
  void an_unbind_of_the_carrier_is_answered_and_the_window_in_doubt() {
    Sessions session = Sessions.bound();
    session.submit("a");
    session.taken();
    session.receive(new Pdu.Unbind(12));
    assertEquals(
        List.of(
            new Write(new Pdu.UnbindResp(12, 0)),
            new Close(),
            new Ended("unbound by the carrier", 0, List.of("a"))),
        session.taken());
  }

  @Test
  void new_timers_and_windows_hold_at_once() {
    Sessions session = Sessions.bound();
    for (String handle : List.of("a", "b", "c")) {
      session.submit(handle);
    }
    session.taken();
    SessionSettings s = Sessions.SETTINGS;
    session.step(
        new LinkEvent.Adjust(
            new SessionSettings(
                s.bindType(), "strowger", "secret", "", 0x34, "", 1, 1, 1, 50, 1_000, 1, 4, 4)));
    session.submit("d");
    session.submit("e");
    assertEquals(1, session.written().size());
    assertEquals(session.now + 1, session.state.nextAlarmMillis());
  }
}
