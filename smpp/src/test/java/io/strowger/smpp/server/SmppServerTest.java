package io.strowger.smpp.server;

import static io.strowger.smpp.server.LiveServer.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.MultiDestination;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.Tlv;
import io.strowger.smpp.codec.UnsuccessSme;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.receipt.NetworkError;
import io.strowger.smpp.receipt.ReceiptState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server over real sockets, with a client that behaves. */
final class SmppServerTest {

  static EsmeReceipt receipt(String id, ReceiptState state) {
    return new EsmeReceipt(
        id,
        "",
        new Address(5, 0, "Bank"),
        new Address(1, 1, "393331234567"),
        state,
        state == ReceiptState.DELIVERED ? null : "005",
        state == ReceiptState.DELIVERED ? null : new NetworkError(NetworkError.GSM, 5),
        1_700_000_000_000L,
        1_700_000_060_000L,
        7);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_message_is_submitted_and_its_receipt_comes_back(boolean epoll) throws IOException {
    try (LiveServer live =
            new LiveServer(
                LiveServer.settings(ServerSettings.Limits.DEFAULT, EsmeTimers.DEFAULT, null),
                epoll);
        RawEsme esme = new RawEsme(live.address())) {
      Pdu.BindResp bound = esme.bind("esme", TestApplication.PASSWORD, BindType.TRANSCEIVER, 0x34);
      assertEquals(new Pdu.BindResp(1, 0, BindType.TRANSCEIVER, "strowger", 0x34), bound);
      esme.send(new Pdu.SubmitSm(2, RawEsme.message("393331234567", "Your code is 123456")));
      Pdu.SubmitSmResp accepted = esme.read(Pdu.SubmitSmResp.class);
      assertEquals(0, accepted.commandStatus());
      assertEquals(2, accepted.sequenceNumber());
      assertEquals("Your code is 123456", live.application.texts.get(accepted.messageId()));

      live.server.deliver(
          List.of(
              new Delivery(
                  "esme", "r1", receipt(accepted.messageId(), ReceiptState.UNDELIVERABLE))));
      Pdu.DeliverSm deliver = esme.read(Pdu.DeliverSm.class);
      assertEquals(4, deliver.message().esmClass());
      assertEquals("Bank", deliver.message().destination().value());
      assertEquals(
          "id:"
              + accepted.messageId()
              + " sub:001 dlvrd:000 submit date:2311142213 done date:2311142214"
              + " stat:UNDELIV err:005 text:",
          new String(deliver.message().shortMessage(), StandardCharsets.US_ASCII));
      assertEquals(
          accepted.messageId() + "\0",
          new String(
              Objects.requireNonNull(deliver.message().tlv(Tlv.RECEIPTED_MESSAGE_ID)).value(),
              StandardCharsets.US_ASCII));
      esme.send(new Pdu.DeliverSmResp(deliver.sequenceNumber(), 0, ""));
      eventually()
          .until(() ->
              List.copyOf(live.application.outcomes)
                  .equals(List.of(new DeliveryOutcome.Answered("r1", 0))));
      esme.send(new Pdu.Unbind(3));
      assertEquals(new Pdu.UnbindResp(3, 0), esme.read());
      assertTrue(esme.isClosedByPeer());
      eventually().until(() -> live.application.unbound.contains("unbound"));
    }
  }

  @Test
  void a_client_of_3_3_gets_no_optional_parameters() throws IOException {
    try (LiveServer live = LiveServer.plain();
        RawEsme esme = new RawEsme(live.address())) {
      Pdu.BindResp bound = esme.bind("esme", TestApplication.PASSWORD, BindType.RECEIVER, 0x33);
      assertNull(bound.scInterfaceVersion());
      live.server.deliver(
          List.of(new Delivery("esme", "r1", receipt("77", ReceiptState.DELIVERED))));
      assertEquals(List.of(), esme.read(Pdu.DeliverSm.class).message().tlvs());
    }
  }

  @Test
  void many_requests_at_once_are_answered_in_order() throws IOException {
    try (LiveServer live = LiveServer.plain();
        RawEsme esme = RawEsme.bound(live, BindType.TRANSMITTER)) {
      List<Pdu> burst = new ArrayList<>();
      for (int i = 2; i < 902; i++) {
        burst.add(new Pdu.SubmitSm(i, RawEsme.message("39333" + i, "Code " + i)));
      }
      esme.send(burst.toArray(Pdu[]::new));
      for (int i = 2; i < 902; i++) {
        Pdu.SubmitSmResp resp = esme.read(Pdu.SubmitSmResp.class);
        assertEquals(i, resp.sequenceNumber());
        assertEquals("Code " + i, live.application.texts.get(resp.messageId()));
      }
    }
  }

  @Test
  void a_message_to_several_is_accepted_for_those_that_can_have_it() throws IOException {
    try (LiveServer live = LiveServer.plain();
        RawEsme esme = RawEsme.bound(live, BindType.TRANSCEIVER)) {
      Address bad = new Address(1, 1, "0123");
      esme.send(
          new Pdu.SubmitMulti(
              2,
              RawEsme.message("", "Code 1"),
              List.of(
                  new MultiDestination.Sme(new Address(1, 1, "393331")),
                  new MultiDestination.Sme(bad))));
      Pdu.SubmitMultiResp resp = esme.read(Pdu.SubmitMultiResp.class);
      assertEquals(0, resp.commandStatus());
      assertEquals(
          List.of(new UnsuccessSme(bad, CommandStatus.ESME_RINVDSTADR.value())),
          resp.unsuccessful());
    }
  }

  @Test
  void a_message_is_queried_replaced_and_cancelled() throws IOException {
    try (LiveServer live = LiveServer.plain();
        RawEsme esme = RawEsme.bound(live, BindType.TRANSCEIVER)) {
      esme.send(new Pdu.SubmitSm(2, RawEsme.message("393331", "Code 1")));
      String id = esme.read(Pdu.SubmitSmResp.class).messageId();
      Address source = new Address(5, 0, "Bank");
      esme.send(
          new Pdu.QuerySm(3, id, source),
          new Pdu.ReplaceSm(
              4, id, source, "", "", 0, 0, "Code 2".getBytes(StandardCharsets.US_ASCII), List.of()),
          new Pdu.CancelSm(5, "", id, source, Address.EMPTY),
          new Pdu.CancelSm(6, "", id, source, Address.EMPTY),
          new Pdu.QuerySm(7, "nothing", source));
      assertEquals(new Pdu.QuerySmResp(3, 0, id, "", 1, 0), esme.read());
      assertEquals(new Pdu.ReplaceSmResp(4, 0), esme.read());
      assertEquals(new Pdu.CancelSmResp(5, 0), esme.read());
      assertEquals(new Pdu.CancelSmResp(6, CommandStatus.ESME_RCANCELFAIL.value()), esme.read());
      assertEquals(
          CommandStatus.ESME_RQUERYFAIL.value(),
          assertInstanceOf(Pdu.QuerySmResp.class, esme.read()).commandStatus());
    }
  }

  @Test
  void a_stop_answers_what_is_under_way_and_unbinds() throws IOException {
    LiveServer live = LiveServer.plain();
    try (live;
        RawEsme esme = RawEsme.bound(live, BindType.TRANSCEIVER)) {
      live.application.silent = true;
      esme.send(new Pdu.SubmitSm(2, RawEsme.message("393331", "Code 1")));
      eventually().until(() -> live.application.submits().size() == 1);
      var stopped = live.server.stop().toCompletableFuture();
      live.barrier();
      esme.send(new Pdu.SubmitSm(3, RawEsme.message("393331", "Code 2")));
      Pdu.SubmitSmResp late = esme.read(Pdu.SubmitSmResp.class);
      assertEquals(3, late.sequenceNumber());
      assertEquals(CommandStatus.ESME_RMSGQFUL.value(), late.commandStatus());
      RequestRef ref = live.application.submits().getFirst().requests().getFirst();
      live.server.respond(List.of(new Response.Accepted(ref, "1")));
      assertEquals(new Pdu.SubmitSmResp(2, 0, "1"), esme.read());
      Pdu.Unbind unbind = esme.read(Pdu.Unbind.class);
      esme.send(new Pdu.UnbindResp(unbind.sequenceNumber(), 0));
      assertTrue(esme.isClosedByPeer());
      stopped.join();
      assertEquals(0, live.server.status().connections());
    }
  }
}
