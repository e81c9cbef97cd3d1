package io.strowger.smpp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.session.LinkCommand.Close;
import io.strowger.smpp.session.LinkCommand.Ended;
import io.strowger.smpp.session.LinkCommand.Fault;
import io.strowger.smpp.session.LinkCommand.NotTaken;
import io.strowger.smpp.session.LinkCommand.Opened;
import io.strowger.smpp.session.LinkCommand.Write;
import io.strowger.smpp.session.LinkState.Binding;
import io.strowger.smpp.session.LinkState.Bound;
import io.strowger.smpp.session.LinkState.Closed;
import io.strowger.smpp.session.LinkState.Connecting;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** From the connection to the bind, and every way in which that fails. */
final class LinkSessionBindTest {

  private static Sessions binding() {
    Sessions session = new Sessions(Sessions.SETTINGS);
    session.step(new LinkEvent.Connected());
    session.taken();
    return session;
  }

  private static void assertEnded(Sessions session, String cause, int bindStatus) {
    assertEquals(new Closed(cause, bindStatus), session.state);
    assertTrue(session.taken().contains(new Ended(cause, bindStatus, List.of())));
  }

  @ParameterizedTest
  @EnumSource(BindType.class)
  void each_kind_of_bind_is_asked_for_once_connected(BindType type) {
    Sessions session = new Sessions(Sessions.settings(type, 0x34));
    assertInstanceOf(Connecting.class, session.state);
    session.step(new LinkEvent.Connected());

    Pdu.Bind bind = assertInstanceOf(Pdu.Bind.class, session.written().getFirst());
    assertEquals(type, bind.type());
    assertEquals("strowger", bind.systemId());
    assertEquals(0x34, bind.interfaceVersion());

    session.receive(new Pdu.BindResp(bind.sequenceNumber(), 0, type, "smsc", 0x34));
    assertEquals(List.of(new Opened(0x34)), session.taken());
    assertInstanceOf(Bound.class, session.state);
  }

  @ParameterizedTest
  @CsvSource({
    "52, , 52", // no sc_interface_version says nothing: 3.4 stays
    "52, 0, 52",
    "52, 52, 52",
    "52, 51, 51",
    "52, 80, 52",
    "80, 52, 52",
    "80, 80, 80",
    "80, , 80",
    "80, 53, 52", // an odd value between 3.4 and 5.0
    "51, 52, 51",
    "52, 3, 51"
  })
  void the_lower_version_is_agreed(int offered, Integer theirs, int agreed) {
    Sessions session = new Sessions(Sessions.settings(BindType.TRANSMITTER, offered));
    session.step(new LinkEvent.Connected());
    session.receive(new Pdu.BindResp(1, 0, BindType.TRANSMITTER, "smsc", theirs));
    assertEquals(agreed, assertInstanceOf(Bound.class, session.state).version());
  }

  @Test
  void a_refused_bind_ends_with_its_status() {
    Sessions session = binding();
    session.receive(new Pdu.BindResp(1, 0x0E, BindType.TRANSCEIVER, "", null));
    assertEquals(0x0E, assertInstanceOf(Closed.class, session.state).bindStatus());
    assertInstanceOf(Close.class, session.taken().getFirst());
  }

  @Test
  void a_bind_that_is_nacked_is_refused_even_without_a_sequence_number() {
    Sessions session = binding();
    session.receive(new Pdu.GenericNack(0, 3));
    assertEquals(3, assertInstanceOf(Closed.class, session.state).bindStatus());
  }

  @Test
  void an_answer_to_another_bind_is_ignored() {
    Sessions session = binding();
    session.receive(new Pdu.BindResp(2, 0, BindType.TRANSCEIVER, "", null));
    assertInstanceOf(Binding.class, session.state);
    assertInstanceOf(Fault.class, session.taken().getFirst());
  }

  @Test
  void the_connection_has_its_time_limit() {
    Sessions session = new Sessions(Sessions.SETTINGS);
    assertEquals(Sessions.START + 5_000, session.state.nextAlarmMillis());
    session.now += 4_999;
    session.step(new LinkEvent.Tick());
    assertInstanceOf(Connecting.class, session.state);
    session.ring();
    assertEnded(session, "connecting took too long", 0);
  }

  @Test
  void the_bind_has_its_time_limit() {
    Sessions session = new Sessions(Sessions.SETTINGS);
    session.now += 3_000;
    session.step(new LinkEvent.Connected());
    assertEquals(session.now + 10_000, session.state.nextAlarmMillis());
    session.now += 9_999;
    session.step(new LinkEvent.Tick());
    assertInstanceOf(Binding.class, session.state);
    session.ring();
    assertEnded(session, "no answer to the bind", 0);
  }

  @Test
  void a_connection_that_fails_ends_without_a_close() {
    for (Sessions session : List.of(new Sessions(Sessions.SETTINGS), binding())) {
      session.step(new LinkEvent.ConnectionLost("connection refused"));
      assertEquals(List.of(new Ended("connection refused", 0, List.of())), session.taken());
    }
  }

  @Test
  void before_the_bind_nothing_is_taken() {
    for (Sessions session : List.of(new Sessions(Sessions.SETTINGS), binding())) {
      session.submit("a");
      assertEquals(List.of(new NotTaken("a")), session.taken());
    }
  }

  @Test
  void stopping_before_the_bind_closes() {
    for (Sessions session : List.of(new Sessions(Sessions.SETTINGS), binding())) {
      session.step(new LinkEvent.Unbind());
      assertEnded(session, "stopped before it was bound", 0);
    }
  }

  @Test
  void requests_before_the_bind_are_answered_as_the_standard_says() {
    Sessions session = binding();
    session.receive(new Pdu.EnquireLink(4));
    session.receive(new Pdu.DeliverSm(5, Sessions.MESSAGE));
    session.receive(new Pdu.DataSm(6, Sessions.MESSAGE));
    session.receive(new Pdu.Outbind(7, "smsc", "x"));
    session.receive(new Pdu.Unsupported(8, 0x111, 0));
    assertEquals(
        List.of(
            new Pdu.EnquireLinkResp(4, 0),
            new Pdu.DeliverSmResp(5, 4, ""),
            new Pdu.DataSmResp(6, 4, ""),
            new Pdu.GenericNack(8, 3)),
        session.written());
    assertInstanceOf(Binding.class, session.state);
  }

  @Test
  void an_unreadable_answer_to_the_bind_closes_and_an_unreadable_request_does_not() {
    Sessions session = binding();
    session.step(new LinkEvent.Malformed(new MalformedPdu(5, 9, 1, true)));
    assertEquals(List.of(new Pdu.DeliverSmResp(9, 1, "")), session.written());
    session.step(new LinkEvent.Malformed(new MalformedPdu(0x80000009, 1, 8, true)));
    assertInstanceOf(Closed.class, session.state);
  }

  @Test
  void an_unbind_instead_of_an_answer_is_answered_and_ends() {
    Sessions session = binding();
    session.receive(new Pdu.Unbind(3));
    List<LinkCommand> commands = session.taken();
    assertEquals(new Write(new Pdu.UnbindResp(3, 0)), commands.get(0));
    assertEquals(new Close(), commands.get(1));
    assertInstanceOf(Closed.class, session.state);
  }

  @Test
  void the_end_is_final() {
    Sessions session = binding();
    session.step(new LinkEvent.ConnectionLost("gone"));
    session.taken();
    LinkState end = session.state;
    session.step(new LinkEvent.Connected());
    session.step(new LinkEvent.Tick());
    session.step(new LinkEvent.ConnectionLost("again"));
    session.receive(new Pdu.EnquireLink(1));
    session.step(new LinkEvent.Unbind());
    assertEquals(end, session.state);
    assertEquals(List.of(), session.taken());
    session.submit("a");
    assertEquals(List.of(new NotTaken("a")), session.taken());
    assertEquals(Long.MAX_VALUE, end.nextAlarmMillis());
  }

  @Test
  void no_password_is_ever_printed() {
    Sessions session = new Sessions(Sessions.SETTINGS);
    session.step(new LinkEvent.Connected());
    assertFalse((session.state + " " + session.taken()).contains("secret"));
  }
}
