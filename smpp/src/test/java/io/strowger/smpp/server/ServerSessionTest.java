package io.strowger.smpp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.UnsuccessSme;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.server.ServerCommand.Arrived;
import io.strowger.smpp.server.ServerCommand.AskBind;
import io.strowger.smpp.server.ServerCommand.Close;
import io.strowger.smpp.server.ServerCommand.Delivered;
import io.strowger.smpp.server.ServerCommand.Ended;
import io.strowger.smpp.server.ServerCommand.Fault;
import io.strowger.smpp.server.ServerCommand.NotTaken;
import io.strowger.smpp.server.ServerCommand.Opened;
import io.strowger.smpp.server.ServerCommand.Unanswered;
import io.strowger.smpp.server.ServerCommand.Write;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ServerSessionTest {
  private static final Address NOBODY = Address.EMPTY;
  private static final int RINVBNDSTS = CommandStatus.ESME_RINVBNDSTS.value();
  private static final int RINVCMDID = CommandStatus.ESME_RINVCMDID.value();
  private static final int RTHROTTLED = CommandStatus.ESME_RTHROTTLED.value();

  @ParameterizedTest
  @CsvSource({"TRANSMITTER, 52, 52", "RECEIVER, 51, ", "TRANSCEIVER, 80, 80"})
  void a_bind_is_asked_about_and_answered(BindType type, int version, Integer announced) {
    Steps steps = new Steps();
    Pdu.Bind bind = Steps.bindRequest(type);
    assertEquals(List.of(new AskBind(bind)), steps.receive(bind).taken());
    steps.happen(new ServerEvent.BindAccepted(Steps.terms(type, version), "strowger"));
    assertEquals(
        List.of(new Write(new Pdu.BindResp(1, 0, type, "strowger", announced)), new Opened()),
        steps.taken());
  }

  @Test
  void a_refused_bind_ends_the_session() {
    Steps steps = new Steps();
    steps.receive(Steps.bindRequest(BindType.TRANSCEIVER)).taken();
    steps.happen(new ServerEvent.BindRefused(13, "wrong"));
    assertEquals(
        List.of(
            new Write(new Pdu.BindResp(1, 13, BindType.TRANSCEIVER, "", null)),
            new Close(),
            new Ended("wrong", List.of())),
        steps.taken());
  }

  @Test
  void who_does_not_bind_in_time_is_closed_and_who_waits_for_a_decision_is_not() {
    Steps steps = new Steps();
    steps.pass(4_999);
    assertEquals(List.of(), steps.taken());
    steps.pass(1);
    assertEquals(List.of(new Close(), new Ended("no bind in time", List.of())), steps.taken());

    Steps deciding = new Steps();
    deciding.receive(Steps.bindRequest(BindType.RECEIVER)).taken();
    assertEquals(List.of(), deciding.pass(60_000).taken());
  }

  static Stream<Arguments> requestsBeforeTheBind() {
    return Stream.of(
        Arguments.of(
            new Pdu.SubmitSm(7, RawEsme.message("39", "x")),
            new Pdu.SubmitSmResp(7, RINVBNDSTS, "")),
        Arguments.of(
            new Pdu.DataSm(7, RawEsme.message("39", "x")), new Pdu.DataSmResp(7, RINVBNDSTS, "")),
        Arguments.of(
            new Pdu.SubmitMulti(7, RawEsme.message("", "x"), List.of()),
            new Pdu.SubmitMultiResp(7, RINVBNDSTS, "", List.of())),
        Arguments.of(
            new Pdu.QuerySm(7, "1", NOBODY), new Pdu.QuerySmResp(7, RINVBNDSTS, "", "", 0, 0)),
        Arguments.of(
            new Pdu.CancelSm(7, "", "1", NOBODY, NOBODY), new Pdu.CancelSmResp(7, RINVBNDSTS)),
        Arguments.of(
            new Pdu.ReplaceSm(7, "1", NOBODY, "", "", 0, 0, new byte[0], List.of()),
            new Pdu.ReplaceSmResp(7, RINVBNDSTS)),
        Arguments.of(new Pdu.Unbind(7), new Pdu.UnbindResp(7, RINVBNDSTS)),
        Arguments.of(
            new Pdu.DeliverSm(7, RawEsme.message("39", "x")), new Pdu.GenericNack(7, RINVCMDID)),
        Arguments.of(new Pdu.Unsupported(7, 0x111, 0), new Pdu.GenericNack(7, RINVCMDID)));
  }

  @ParameterizedTest
  @MethodSource("requestsBeforeTheBind")
  void a_request_before_the_bind_is_refused_by_its_own_response(Pdu request, Pdu answer) {
    Steps steps = new Steps();
    List<ServerCommand> commands = steps.receive(request).taken();
    assertEquals(new Write(answer), commands.getFirst());
    assertInstanceOf(Fault.class, commands.getLast());
    assertInstanceOf(ServerState.Unbound.class, steps.state);
  }

  @Test
  void a_probe_before_the_bind_is_answered_and_nonsense_is_ignored() {
    Steps steps = new Steps();
    assertEquals(
        List.of(new Write(new Pdu.EnquireLinkResp(3, 0))),
        steps.receive(new Pdu.EnquireLink(3)).taken());
    assertEquals(List.of(), steps.receive(new Pdu.AlertNotification(4, NOBODY, NOBODY)).taken());
    assertEquals(
        List.of(new Fault("an answer nobody waits for")),
        steps.receive(new Pdu.SubmitSmResp(5, 0, "")).taken());
    assertEquals(
        List.of(new Fault("an unknown response")),
        steps.receive(new Pdu.Unsupported(5, 0x80000111, 0)).taken());
    assertEquals(
        List.of(new Fault("a request before the bind")),
        steps.receive(new Pdu.Outbind(5, "", "")).taken());
  }

  @Test
  void a_request_is_handed_on_and_answered_by_its_ticket() {
    Steps steps = Steps.bound(BindType.TRANSCEIVER).submit(90).submit(17);
    List<ServerCommand> arrived = steps.taken();
    assertEquals(1, assertInstanceOf(Arrived.class, arrived.get(0)).ticket());
    assertEquals(2, assertInstanceOf(Arrived.class, arrived.get(1)).ticket());
    steps.answer(2, new Reply.Accepted("b", List.of()));
    steps.answer(1, new Reply.Refused(0x58));
    steps.answer(1, new Reply.Accepted("again", List.of()));
    assertEquals(
        List.of(new Pdu.SubmitSmResp(17, 0, "b"), new Pdu.SubmitSmResp(90, 0x58, "")),
        steps.written());
  }

  @ParameterizedTest
  @CsvSource({"0", "5", "2147483647", "-1"})
  void one_sequence_number_used_twice_is_answered_twice(int sequence) {
    Steps steps = Steps.bound(BindType.TRANSMITTER).submit(sequence).submit(sequence);
    steps.answer(1, new Reply.Accepted("a", List.of()));
    steps.answer(2, new Reply.Accepted("b", List.of()));
    assertEquals(
        List.of(new Pdu.SubmitSmResp(sequence, 0, "a"), new Pdu.SubmitSmResp(sequence, 0, "b")),
        steps.written());
  }

  @Test
  void every_kind_of_request_has_its_own_answer() {
    UnsuccessSme bad = new UnsuccessSme(NOBODY, 11);
    Steps steps = Steps.bound(BindType.TRANSCEIVER);
    steps.receive(new Pdu.DataSm(2, RawEsme.message("39", "x")));
    steps.receive(new Pdu.SubmitMulti(3, RawEsme.message("", "x"), List.of()));
    steps.receive(new Pdu.QuerySm(4, "1", NOBODY));
    steps.answer(1, new Reply.Accepted("a", List.of()));
    steps.answer(2, new Reply.Accepted("b", List.of(bad)));
    steps.answer(3, new Reply.State("c", "", 2, 0));
    steps.receive(new Pdu.CancelSm(5, "", "1", NOBODY, NOBODY));
    steps.receive(new Pdu.ReplaceSm(6, "1", NOBODY, "", "", 0, 0, new byte[0], List.of()));
    steps.answer(4, new Reply.Done());
    steps.answer(5, new Reply.Done());
    assertEquals(
        List.of(
            new Pdu.DataSmResp(2, 0, "a"),
            new Pdu.SubmitMultiResp(3, 0, "b", List.of(bad)),
            new Pdu.QuerySmResp(4, 0, "c", "", 2, 0),
            new Pdu.CancelSmResp(5, 0),
            new Pdu.ReplaceSmResp(6, 0)),
        steps.written());
  }

  @Test
  void an_answer_that_does_not_fit_is_a_system_error() {
    Steps steps = Steps.bound(BindType.TRANSCEIVER).submit(2);
    steps.receive(new Pdu.QuerySm(3, "1", NOBODY));
    steps.answer(1, new Reply.Done());
    steps.answer(2, new Reply.Accepted("a", List.of()));
    assertEquals(
        List.of(new Pdu.SubmitSmResp(2, 8, ""), new Pdu.QuerySmResp(3, 8, "", "", 0, 0)),
        steps.written());
  }

  @Test
  void more_than_the_window_is_throttled_until_an_answer_makes_room() {
    Steps steps = Steps.bound(BindType.TRANSCEIVER).submit(2).submit(3).submit(4);
    steps.taken();
    assertEquals(
        List.of(
            new Write(new Pdu.SubmitSmResp(5, RTHROTTLED, "")),
            new Fault(BoundSession.WINDOW_FULL)),
        steps.submit(5).taken());
    steps.answer(1, new Reply.Done()).taken();
    assertInstanceOf(Arrived.class, steps.submit(6).taken().getFirst());
  }

  @Test
  void a_receiver_may_not_submit_and_a_transmitter_gets_no_deliveries() {
    assertEquals(
        new Write(new Pdu.SubmitSmResp(2, RINVBNDSTS, "")),
        Steps.bound(BindType.RECEIVER).submit(2).taken().getFirst());
    assertEquals(
        List.of(new NotTaken("r")), Steps.bound(BindType.TRANSMITTER).deliver("r").taken());
  }

  @Test
  void a_second_bind_is_refused_and_the_session_lives() {
    Steps steps = Steps.bound(BindType.TRANSCEIVER);
    steps.receive(Steps.bindRequest(BindType.RECEIVER));
    assertEquals(
        List.of(
            new Pdu.BindResp(1, CommandStatus.ESME_RALYBND.value(), BindType.RECEIVER, "", null)),
        steps.written());
    assertInstanceOf(ServerState.Bound.class, steps.state);
  }

  @Test
  void deliveries_have_a_window_and_come_back_with_their_status() {
    Steps steps = Steps.bound(BindType.RECEIVER).deliver("a").deliver("b");
    assertEquals(List.of(1, 2), steps.written().stream().map(Pdu::sequenceNumber).toList());
    steps.taken();
    assertEquals(List.of(new NotTaken("c")), steps.deliver("c").taken());
    assertEquals(
        List.of(new Delivered("b", 0)), steps.receive(new Pdu.DeliverSmResp(2, 0, "")).taken());
    assertEquals(List.of(new Delivered("a", 3)), steps.receive(new Pdu.GenericNack(1, 3)).taken());
    assertEquals(
        List.of(new Fault("an answer nobody waits for")),
        steps.receive(new Pdu.DeliverSmResp(1, 0, "")).taken());
  }

  @Test
  void a_delivery_without_an_answer_closes_a_session_that_is_silent() {
    Steps steps = Steps.bound(BindType.RECEIVER).deliver("a").deliver("b");
    steps.taken();
    steps.pass(10_000);
    assertEquals(
        List.of(new Close(), new Ended("deliver_sm was not answered", List.of("a", "b"))),
        steps.taken());
  }

  @Test
  void a_delivery_without_an_answer_is_in_doubt_while_the_client_is_heard() {
    Steps steps = Steps.bound(BindType.TRANSCEIVER).deliver("a");
    steps.pass(5_000).submit(2).taken();
    steps.pass(5_000);
    assertEquals(List.of(new Unanswered("a")), steps.taken());
    assertInstanceOf(ServerState.Bound.class, steps.state);
  }

  @Test
  void an_answer_that_cannot_be_read_leaves_the_delivery_in_doubt() {
    Steps steps = Steps.bound(BindType.RECEIVER).deliver("a");
    steps.taken();
    steps.happen(new ServerEvent.Malformed(new MalformedPdu(0x80000005, 1, 194, true)));
    assertEquals(List.of(new Unanswered("a"), new Fault("a malformed response")), steps.taken());
  }

  @Test
  void a_silent_client_is_asked_and_closed_if_it_does_not_answer() {
    Steps steps = Steps.bound(BindType.TRANSCEIVER);
    steps.pass(30_000);
    assertEquals(List.of(new Write(new Pdu.EnquireLink(1))), steps.taken());
    steps.pass(10_000);
    assertEquals(
        List.of(new Close(), new Ended("enquire_link was not answered", List.of())), steps.taken());
  }

  @Test
  void a_client_that_answers_may_be_idle_for_ever() {
    Steps steps = Steps.bound(BindType.TRANSCEIVER);
    for (int i = 1; i < 100; i++) {
      steps.pass(30_000);
      assertEquals(List.of(new Write(new Pdu.EnquireLink(i))), steps.taken());
      assertEquals(List.of(), steps.receive(new Pdu.EnquireLinkResp(i, 0)).taken());
    }
  }

  @Test
  void inactivity_closes_where_nobody_is_asked() {
    SessionTerms terms =
        new SessionTerms(
            new EsmeTimers(5_000, 0, 10_000, 120_000, 3_000),
            BindType.TRANSMITTER,
            0x34,
            3,
            2,
            Steps.CHATTER_MAX);
    Steps steps = new Steps();
    steps.receive(Steps.bindRequest(BindType.TRANSMITTER));
    steps.happen(new ServerEvent.BindAccepted(terms, "strowger")).taken();
    steps.pass(119_999);
    assertEquals(List.of(), steps.taken());
    steps.pass(1);
    assertEquals(List.of(new Close(), new Ended("silent for too long", List.of())), steps.taken());
  }

  @Test
  void no_timer_runs_while_we_do_not_read() {
    Steps steps = Steps.bound(BindType.TRANSCEIVER).deliver("a");
    steps.taken();
    steps.happen(new ServerEvent.Reading(false));
    assertEquals(Long.MAX_VALUE, steps.state.nextAlarmMillis());
    steps.now = 500_000;
    steps.happen(new ServerEvent.Reading(true));
    steps.receive(new Pdu.DeliverSmResp(1, 0, ""));
    assertEquals(List.of(new Delivered("a", 0)), steps.taken());
    assertEquals(530_000, steps.state.nextAlarmMillis());
  }

  static Stream<Pdu> chatter() {
    return Stream.of(
        new Pdu.EnquireLink(1),
        new Pdu.AlertNotification(1, NOBODY, NOBODY),
        new Pdu.Unsupported(1, 0x111, 0),
        new Pdu.Unsupported(1, 0x80000111, 0),
        new Pdu.SubmitSmResp(1, 0, ""),
        new Pdu.Outbind(1, "", ""),
        new Pdu.DeliverSm(1, RawEsme.message("39", "x")));
  }

  @ParameterizedTest
  @MethodSource("chatter")
  void a_flood_without_messages_is_closed_bound_or_not(Pdu pdu) {
    for (Steps steps : List.of(new Steps(), Steps.bound(BindType.TRANSCEIVER))) {
      for (int i = 0; i < Steps.CHATTER_MAX; i++) {
        steps.receive(pdu);
      }
      assertTrue(steps.commands.stream().noneMatch(Close.class::isInstance));
      steps.receive(pdu);
      assertInstanceOf(ServerState.Closed.class, steps.state);
    }
  }

  @Test
  void as_many_probes_spread_over_time_are_answered() {
    Steps steps = Steps.bound(BindType.TRANSCEIVER);
    for (int i = 0; i < 10 * Steps.CHATTER_MAX; i++) {
      steps.now += 1_000 / Steps.CHATTER_MAX;
      steps.receive(new Pdu.EnquireLink(i));
    }
    assertEquals(10 * Steps.CHATTER_MAX, steps.written().size());
  }

  @ParameterizedTest
  @EnumSource(BindType.class)
  void an_unbind_is_answered_after_what_was_asked_before(BindType type) {
    Steps steps = Steps.bound(type);
    boolean asked = type.canTransmit();
    if (asked) {
      steps.submit(2).taken();
      assertEquals(List.of(), steps.receive(new Pdu.Unbind(3)).taken());
      assertEquals(
          new Write(new Pdu.SubmitSmResp(4, RINVBNDSTS, "")), steps.submit(4).taken().getFirst());
      steps.answer(1, new Reply.Accepted("a", List.of()));
      assertEquals(new Write(new Pdu.SubmitSmResp(2, 0, "a")), steps.commands.removeFirst());
    } else {
      steps.receive(new Pdu.Unbind(3));
    }
    assertEquals(
        List.of(new Write(new Pdu.UnbindResp(3, 0)), new Close(), new Ended("unbound", List.of())),
        steps.taken());
  }

  @Test
  void an_unbind_is_answered_in_time_even_if_the_application_is_slow() {
    Steps steps = Steps.bound(BindType.TRANSCEIVER).deliver("r").submit(2);
    steps.receive(new Pdu.Unbind(3)).taken();
    steps.pass(3_000);
    assertEquals(
        List.of(
            new Write(new Pdu.UnbindResp(3, 0)), new Close(), new Ended("unbound", List.of("r"))),
        steps.taken());
    assertEquals(List.of(), steps.answer(1, new Reply.Accepted("a", List.of())).taken());
  }

  @Test
  void our_unbind_waits_for_both_sides_answers() {
    Steps steps = Steps.bound(BindType.TRANSCEIVER).deliver("r").submit(2);
    steps.taken();
    assertEquals(List.of(), steps.happen(new ServerEvent.Unbind()).taken());
    assertEquals(List.of(new NotTaken("s")), steps.deliver("s").taken());
    assertEquals(
        new Write(new Pdu.SubmitSmResp(3, CommandStatus.ESME_RMSGQFUL.value(), "")),
        steps.submit(3).taken().getFirst());
    steps.answer(1, new Reply.Accepted("a", List.of())).taken();
    assertEquals(
        List.of(new Delivered("r", 0), new Write(new Pdu.Unbind(2))),
        steps.receive(new Pdu.DeliverSmResp(1, 0, "")).taken());
    assertEquals(
        List.of(new Close(), new Ended("unbound", List.of())),
        steps.receive(new Pdu.UnbindResp(2, 0)).taken());
  }

  @Test
  void our_unbind_does_not_wait_for_ever() {
    Steps steps = Steps.bound(BindType.TRANSCEIVER).deliver("r").submit(2);
    steps.taken();
    steps.happen(new ServerEvent.Unbind()).pass(3_000);
    assertEquals(List.of(new Write(new Pdu.Unbind(2))), steps.taken());
    steps.pass(3_000);
    assertEquals(
        List.of(new Close(), new Ended("unbind was not answered", List.of("r"))), steps.taken());
  }

  @Test
  void when_both_sides_unbind_at_once_both_are_done() {
    Steps steps = Steps.bound(BindType.TRANSCEIVER);
    steps.happen(new ServerEvent.Unbind()).taken();
    steps.receive(new Pdu.Unbind(9));
    assertEquals(
        List.of(new Write(new Pdu.UnbindResp(9, 0)), new Close(), new Ended("unbound", List.of())),
        steps.taken());
  }

  @Test
  void a_close_without_unbind_is_ordinary_and_leaves_deliveries_in_doubt() {
    Steps steps = Steps.bound(BindType.TRANSCEIVER).deliver("r").submit(2);
    steps.taken();
    steps.happen(new ServerEvent.ConnectionLost("closed by the client"));
    assertEquals(List.of(new Ended("closed by the client", List.of("r"))), steps.taken());
    assertEquals(List.of(), steps.answer(1, new Reply.Accepted("a", List.of())).taken());
    assertEquals(List.of(new NotTaken("s")), steps.deliver("s").taken());
  }

  @ParameterizedTest
  @CsvSource({
    "4, SubmitSmResp",
    "259, DataSmResp",
    "33, SubmitMultiResp",
    "3, QuerySmResp",
    "8, CancelSmResp",
    "7, ReplaceSmResp",
    "9, BindResp",
    "1, BindResp",
    "2, BindResp",
    "21, GenericNack",
    "5, GenericNack"
  })
  void a_malformed_request_is_refused_and_the_session_lives(int commandId, String answer) {
    for (Steps steps : List.of(new Steps(), Steps.bound(BindType.TRANSCEIVER))) {
      ServerState before = steps.state;
      steps.happen(new ServerEvent.Malformed(new MalformedPdu(commandId, 7, 194, true)));
      Pdu written = steps.written().getFirst();
      assertEquals(answer, written.getClass().getSimpleName());
      assertEquals(7, written.sequenceNumber());
      assertEquals(194, written.commandStatus());
      assertEquals(before.getClass(), steps.state.getClass());
    }
  }

  @Test
  void a_stream_out_of_step_is_told_and_closed() {
    Steps steps = Steps.bound(BindType.TRANSCEIVER).deliver("r");
    steps.taken();
    steps.happen(new ServerEvent.Malformed(new MalformedPdu(0, 0, 2, false)));
    assertEquals(
        List.of(
            new Write(new Pdu.GenericNack(0, 2)),
            new Fault("a malformed PDU"),
            new Close(),
            new Ended("the stream is out of step", List.of("r"))),
        steps.taken());
  }
}
