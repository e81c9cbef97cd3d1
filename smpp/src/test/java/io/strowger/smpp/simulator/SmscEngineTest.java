package io.strowger.smpp.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import io.strowger.smpp.receipt.ReceiptState;
import io.strowger.smpp.simulator.SmscReport.Count;
import io.strowger.smpp.text.Encoding;
import io.strowger.smpp.text.Segmentation;
import io.strowger.smpp.text.Segmenter;
import io.strowger.smpp.text.TextPart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SmscEngineTest {
  private static final long T0 = 1_790_000_000_000_000L;
  private static final long SECOND = 1_000_000;

  private final List<Arrival> arrivals = new ArrayList<>();
  private SmscEngine engine = engine(Dials.DEFAULT);

  private SmscEngine engine(Dials dials) {
    engine = new SmscEngine(dials, new SplittableRandom(7), 100, arrivals::add, T0);
    return engine;
  }

  private long count(Count count) {
    return engine.report(1000, true).count(count);
  }

  private static String text(Pdu.DeliverSm receipt) {
    return new String(receipt.message().shortMessage(), StandardCharsets.ISO_8859_1);
  }

  private static byte[] tlv(Pdu.DeliverSm receipt, int tag) {
    return Objects.requireNonNull(receipt.message().tlv(tag)).value();
  }

  private static void acknowledge(FakeClient client, Pdu.DeliverSm receipt, int status, long now) {
    client.send(new Pdu.DeliverSmResp(receipt.sequenceNumber(), status, ""), now);
  }

  @Test
  void a_message_is_answered_and_its_receipt_follows_with_the_same_id() {
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    client.submit("393331234567", "code 1", T0 + 5);
    var resp = (Pdu.SubmitSmResp) client.received.get(0);
    var receipt = (Pdu.DeliverSm) client.received.get(1);
    assertEquals(0, resp.commandStatus());
    assertEquals(0x04, receipt.message().esmClass());
    assertEquals("393331234567", receipt.message().source().value());
    assertEquals("Bank", receipt.message().destination().value());
    assertTrue(text(receipt).startsWith("id:" + resp.messageId() + " sub:001 dlvrd:001 "));
    assertTrue(text(receipt).contains(" stat:DELIVRD err:000 text:"));
    assertEquals(
        resp.messageId() + "\0",
        new String(tlv(receipt, Tlv.RECEIPTED_MESSAGE_ID), StandardCharsets.US_ASCII));
    assertEquals(1, count(Count.RECEIPTS_PENDING));
    acknowledge(client, receipt, 0, T0 + 9);
    assertEquals(0, count(Count.RECEIPTS_PENDING));
    assertEquals(1, count(Count.RECEIPTS_ACKNOWLEDGED));
    Arrival arrival = arrivals.getFirst();
    assertEquals("393331234567", arrival.destination());
    assertEquals("code 1", arrival.text());
    assertEquals(T0 + 5, arrival.receivedAtMicros());
    assertEquals("000000000130000R", arrival.validityPeriod());
    assertEquals(Fate.DELIVERED, arrival.fate());
    assertEquals(Map.of("393331234567", 1), engine.report(1000, true).arrivalsByDestination());
  }

  @Test
  void without_registered_delivery_no_receipt_comes() {
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    var asked = FakeClient.message("39333", "x");
    var message =
        new ShortMessage(
            "",
            asked.source(),
            asked.destination(),
            0,
            0,
            0,
            "",
            "",
            0,
            0,
            0,
            0,
            asked.shortMessage(),
            List.of());
    client.send(new Pdu.SubmitSm(9, message), T0);
    assertEquals(1, client.received.size());
  }

  @Test
  void receipts_wait_for_their_time() {
    engine(Dials.builder().receiptDelay(Delay.constant(Duration.ofSeconds(20))).build());
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    client.submit("39333", "x", T0);
    assertEquals(1, client.received.size());
    engine.poll(T0 + 20 * SECOND - 1);
    assertEquals(1, client.received.size());
    assertTrue(engine.poll(T0 + 19 * SECOND) <= T0 + 20 * SECOND + 1000);
    engine.poll(T0 + 20 * SECOND + 1000);
    assertEquals(2, client.received.size());
  }

  @Test
  void a_receipt_goes_to_another_bind_of_the_same_account_that_can_receive() {
    FakeClient transmitter = FakeClient.bound(engine, BindType.TRANSMITTER, T0);
    FakeClient receiver = FakeClient.bound(engine, BindType.RECEIVER, T0);
    transmitter.submit("39333", "x", T0);
    assertEquals(1, transmitter.received.size());
    assertEquals(1, receiver.received(Pdu.DeliverSm.class).size());
  }

  @Test
  void a_receiver_may_not_submit_nor_may_an_unbound_client() {
    FakeClient receiver = FakeClient.bound(engine, BindType.RECEIVER, T0);
    receiver.submit("39333", "x", T0);
    FakeClient stranger = new FakeClient(engine, T0);
    stranger.submit("39333", "x", T0);
    assertEquals(4, receiver.received.getLast().commandStatus());
    assertEquals(4, stranger.received.getLast().commandStatus());
    assertEquals(2, count(Count.REFUSED));
    assertEquals(0, count(Count.MESSAGES));
  }

  @Test
  void receipts_without_a_receiver_are_held_until_one_binds() {
    FakeClient transmitter = FakeClient.bound(engine, BindType.TRANSMITTER, T0);
    for (int i = 0; i < 3000; i++) {
      transmitter.submit("39333", "x", T0);
    }
    assertEquals(3000, count(Count.RECEIPTS_PENDING));
    FakeClient receiver = new FakeClient(engine, T0);
    receiver.send(receiver.bind(BindType.RECEIVER), T0 + 1);
    int done = 0;
    while (receiver.received(Pdu.DeliverSm.class).size() > done) {
      acknowledge(receiver, receiver.received(Pdu.DeliverSm.class).get(done++), 0, T0 + 2);
    }
    assertEquals(3000, done);
    assertEquals(0, count(Count.RECEIPTS_PENDING));
  }

  @Test
  void a_receipt_that_was_not_acknowledged_comes_again_after_the_link_died() {
    FakeClient first = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    first.submit("39333", "x", T0);
    first.submit("39334", "y", T0);
    acknowledge(first, first.received(Pdu.DeliverSm.class).get(0), 0, T0);
    first.gone(T0 + 1);
    FakeClient second = FakeClient.bound(engine, BindType.TRANSCEIVER, T0 + 2);
    assertEquals(
        text(first.received(Pdu.DeliverSm.class).get(1)),
        text(second.received(Pdu.DeliverSm.class).getFirst()));
    assertEquals(1, second.received.size());
  }

  @Test
  void a_refused_receipt_is_repeated_and_then_given_up() {
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    client.submit("39333", "x", T0);
    long now = T0;
    for (int i = 0; i < 20; i++) {
      int sent = client.received(Pdu.DeliverSm.class).size();
      if (sent > i) {
        acknowledge(client, client.received(Pdu.DeliverSm.class).get(i), 0x64, now);
      }
      now += 2 * SECOND;
      engine.poll(now);
    }
    assertEquals(8, count(Count.RECEIPTS_SENT));
    assertEquals(1, count(Count.RECEIPTS_REFUSED));
    assertEquals(0, count(Count.RECEIPTS_PENDING));
  }

  @Test
  void dropped_messages_are_accepted_in_silence_by_prefix() {
    engine(Dials.builder().dropByPrefix(Map.of("39", 0.0, "3934", 1.0)).dropRatio(1).build());
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    client.submit("393331", "a", T0);
    client.submit("393441", "b", T0);
    client.submit("441234", "c", T0);
    assertEquals(3, client.received(Pdu.SubmitSmResp.class).size());
    assertEquals(1, client.received(Pdu.DeliverSm.class).size());
    assertEquals(2, count(Count.DROPPED));
    assertEquals(
        List.of(Fate.DELIVERED, Fate.DROPPED, Fate.DROPPED),
        arrivals.stream().map(Arrival::fate).toList());
  }

  @Test
  void fake_receipts_tell_of_messages_that_were_dropped() {
    engine(Dials.builder().dropRatio(1).receipts(ReceiptMode.FAKE).build());
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    client.submit("39333", "a", T0);
    assertTrue(text(client.received(Pdu.DeliverSm.class).getFirst()).contains("stat:DELIVRD"));
    assertEquals(Fate.DROPPED, arrivals.getFirst().fate());
  }

  @Test
  void failures_are_told_with_their_stat_and_err() {
    engine(Dials.builder().failRatio(1).failState(ReceiptState.REJECTED).failError("01B").build());
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    client.submit("39333", "a", T0);
    Pdu.DeliverSm receipt = client.received(Pdu.DeliverSm.class).getFirst();
    assertTrue(text(receipt).contains("dlvrd:000 "));
    assertTrue(text(receipt).contains(" stat:REJECTD err:01B "));
    assertEquals(8, tlv(receipt, Tlv.MESSAGE_STATE)[0]);
    assertEquals(Fate.FAILED, arrivals.getFirst().fate());
  }

  @Test
  void duplicates_and_ids_in_two_forms() {
    engine(
        Dials.builder()
            .duplicateRatio(1)
            .responseId(MessageIdForm.HEX_UPPER)
            .receiptId(MessageIdForm.DECIMAL)
            .receiptForm(ReceiptForm.TEXT)
            .build());
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    client.submit("39333", "a", T0);
    String hex = client.received(Pdu.SubmitSmResp.class).getFirst().messageId();
    List<Pdu.DeliverSm> receipts = client.received(Pdu.DeliverSm.class);
    assertEquals(2, receipts.size());
    assertEquals(text(receipts.get(0)), text(receipts.get(1)));
    assertTrue(text(receipts.get(0)).startsWith("id:" + Long.parseLong(hex, 16) + " "));
    assertEquals(List.of(), receipts.get(0).message().tlvs());
  }

  @Test
  void a_receipt_may_name_the_message_before() {
    engine(Dials.builder().misnameRatio(1).receiptForm(ReceiptForm.TEXT).build());
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    client.submit("39333", "a", T0);
    client.submit("39334", "b", T0);
    String first = client.received(Pdu.SubmitSmResp.class).getFirst().messageId();
    String receipt = text(client.received(Pdu.DeliverSm.class).getLast());
    assertTrue(receipt.startsWith("id:" + first + " "), receipt);
  }

  @Test
  void a_receipt_may_overtake_its_response_at_once_or_later() {
    engine(Dials.builder().receiptBeforeResponse(true).build());
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    client.submit("39333", "a", T0);
    assertTrue(client.received.get(0) instanceof Pdu.DeliverSm);
    assertTrue(client.received.get(1) instanceof Pdu.SubmitSmResp);
    engine.dials(
        engine.dials().toBuilder()
            .receiptDelay(Delay.constant(Duration.ofMillis(100)))
            .responseDelay(Delay.constant(Duration.ofMillis(50)))
            .build());
    client.received.clear();
    client.submit("39333", "a", T0);
    assertEquals(0, client.received.size());
    engine.poll(T0 + SECOND);
    assertTrue(client.received.get(0) instanceof Pdu.DeliverSm);
    assertTrue(client.received.get(1) instanceof Pdu.SubmitSmResp);
  }

  @Test
  void responses_can_be_late_and_receipts_never_come_before_them_unasked() {
    engine(Dials.builder().responseDelay(Delay.constant(Duration.ofMillis(300))).build());
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    client.submit("39333", "a", T0);
    engine.poll(T0 + 299_999);
    assertEquals(0, client.received.size());
    engine.poll(T0 + 301_000);
    assertTrue(client.received.get(0) instanceof Pdu.SubmitSmResp);
    assertTrue(client.received.get(1) instanceof Pdu.DeliverSm);
  }

  @Test
  void above_the_rate_submissions_are_throttled() {
    engine(Dials.builder().throttleAbove(100).build());
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    for (int i = 0; i < 1000; i++) {
      client.submit("39333", "a", T0 + i * SECOND / 500);
    }
    long accepted = count(Count.ACCEPTED);
    assertTrue(accepted >= 200 && accepted <= 210, "accepted " + accepted);
    assertEquals(1000 - accepted, count(Count.THROTTLED));
    assertTrue(client.received.stream().anyMatch(pdu -> pdu.commandStatus() == 0x58));
  }

  @Test
  void errors_and_refusals_come_at_their_ratio() {
    engine(Dials.builder().errorRatio(0.2).errorStatus(0x14).acceptRatio(0.5).build());
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    for (int i = 0; i < 10_000; i++) {
      client.submit("39333", "a", T0);
    }
    long full = client.received.stream().filter(pdu -> pdu.commandStatus() == 0x14).count();
    long failed = client.received.stream().filter(pdu -> pdu.commandStatus() == 0x45).count();
    assertTrue(Math.abs(full - 2000) < 150, "full " + full);
    assertTrue(Math.abs(failed - 4000) < 200, "failed " + failed);
    assertEquals(10_000 - full - failed, count(Count.MESSAGES));
  }

  @Test
  void every_nth_submission_takes_the_link_with_it_unanswered() {
    engine(Dials.builder().disconnectEvery(3).build());
    for (int round = 0; round < 20; round++) {
      FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
      client.submit("39333", "a", T0);
      client.submit("39333", "b", T0);
      assertFalse(client.closed);
      client.submit("39333", "c", T0);
      assertTrue(client.closed);
      assertEquals(2, client.received(Pdu.SubmitSmResp.class).size());
      client.gone(T0);
    }
    long messages = count(Count.MESSAGES);
    assertTrue(messages > 40 && messages < 60, "some arrived, some did not: " + messages);
  }

  @Test
  void some_submissions_are_taken_and_never_answered() {
    engine(Dials.builder().unansweredRatio(1).build());
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    client.submit("39333", "a", T0);
    assertEquals(0, client.received(Pdu.SubmitSmResp.class).size());
    assertEquals(1, client.received(Pdu.DeliverSm.class).size());
    assertEquals(1, count(Count.UNANSWERED));
  }

  @Test
  void cut_links_close_and_refuse_until_restored() {
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    engine.cutLinks();
    assertTrue(client.closed);
    client.gone(T0);
    assertNull(new FakeClient(engine, T0).connection);
    engine.restoreLinks();
    FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    assertEquals(1, count(Count.BOUND));
    assertEquals(1, count(Count.CONNECTIONS));
  }

  @Test
  void binds_are_refused_for_each_reason_with_its_own_status() {
    engine(Dials.builder().systemId("esme").password("right").build());
    assertEquals(0x0E, refusedBind());
    engine.dials(Dials.builder().systemId("other").build());
    assertEquals(0x0F, refusedBind());
    engine.dials(Dials.builder().refuseBinds(0x0D).build());
    assertEquals(0x0D, refusedBind());
    engine.dials(Dials.builder().systemId("esme").password("secret").build());
    FakeClient client = FakeClient.bound(engine, BindType.TRANSMITTER, T0);
    client.send(client.bind(BindType.TRANSMITTER), T0);
    assertEquals(0x05, client.received.getLast().commandStatus());
    assertEquals(4, count(Count.BINDS_REFUSED));
  }

  private int refusedBind() {
    FakeClient client = new FakeClient(engine, T0);
    client.send(client.bind(BindType.TRANSMITTER), T0);
    assertFalse(client.closed);
    return client.received.getLast().commandStatus();
  }

  @Test
  void an_old_smsc_knows_neither_transceivers_nor_parameters() {
    engine(Dials.builder().version(0x33).build());
    FakeClient client = new FakeClient(engine, T0);
    client.send(client.bind(BindType.TRANSCEIVER), T0);
    assertEquals(new Pdu.GenericNack(1, 3), client.received.getLast());
    client.send(client.bind(BindType.RECEIVER), T0);
    assertEquals(
        new Pdu.BindResp(2, 0, BindType.RECEIVER, "strowger", null), client.received.getLast());
    FakeClient transmitter = FakeClient.bound(engine, BindType.TRANSMITTER, T0);
    transmitter.submit("39333", "x", T0);
    Pdu.DeliverSm receipt = client.received(Pdu.DeliverSm.class).getFirst();
    assertEquals(List.of(), receipt.message().tlvs());
  }

  @Test
  void the_version_is_announced_unless_told_otherwise() {
    engine(Dials.builder().version(0x50).build());
    FakeClient client = new FakeClient(engine, T0);
    client.send(client.bind(BindType.TRANSCEIVER), T0);
    assertEquals(0x50, ((Pdu.BindResp) client.received.getLast()).scInterfaceVersion());
    engine.dials(Dials.builder().announceVersion(false).build());
    FakeClient other = new FakeClient(engine, T0);
    other.send(other.bind(BindType.TRANSCEIVER), T0);
    assertNull(((Pdu.BindResp) other.received.getLast()).scInterfaceVersion());
  }

  @Test
  void what_is_unknown_or_broken_is_refused_and_the_link_lives() {
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    client.send(new Pdu.Unsupported(5, 0x21, 0), T0);
    assertEquals(new Pdu.GenericNack(5, 3), client.received.getLast());
    client.send(new MalformedPdu(4, 6, 1, true), T0);
    assertEquals(new Pdu.SubmitSmResp(6, 1, ""), client.received.getLast());
    client.send(new MalformedPdu(0x103, 7, 2, true), T0);
    assertEquals(new Pdu.GenericNack(7, 2), client.received.getLast());
    int answered = client.received.size();
    client.send(new MalformedPdu(0x80000003, 8, 2, true), T0);
    client.send(new Pdu.Unsupported(8, 0x80000021, 0), T0);
    assertEquals(answered, client.received.size());
    assertFalse(client.closed);
    client.send(new MalformedPdu(0, 0, 2, false), T0);
    assertEquals(new Pdu.GenericNack(0, 2), client.received.getLast());
    assertTrue(client.closed);
  }

  @Test
  void a_message_can_be_cancelled_until_its_receipt_left() {
    engine(Dials.builder().receiptDelay(Delay.constant(Duration.ofSeconds(5))).build());
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    client.submit("39333", "a", T0);
    String id = client.received(Pdu.SubmitSmResp.class).getFirst().messageId();
    var message = FakeClient.message("39333", "a");
    var cancel = new Pdu.CancelSm(70, "", id, message.source(), message.destination());
    client.send(new Pdu.QuerySm(69, id, message.source()), T0);
    assertEquals(0, client.received.getLast().commandStatus());
    client.send(cancel, T0);
    assertEquals(new Pdu.CancelSmResp(70, 0), client.received.getLast());
    client.send(cancel, T0);
    assertEquals(new Pdu.CancelSmResp(70, 0x11), client.received.getLast());
    engine.poll(T0 + 6 * SECOND);
    assertTrue(text(client.received(Pdu.DeliverSm.class).getFirst()).contains("stat:DELETED"));
    client.send(cancel, T0 + 6 * SECOND);
    assertEquals(new Pdu.CancelSmResp(70, 0x11), client.received.getLast());
  }

  @Test
  void unbind_is_answered_and_closed() {
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    client.send(new Pdu.Unbind(44), T0);
    assertEquals(new Pdu.UnbindResp(44, 0), client.received.getLast());
    assertTrue(client.closed);
    client.gone(T0);
    assertEquals(0, count(Count.CONNECTIONS));
  }

  @Test
  void a_client_that_never_binds_is_closed_and_an_idle_one_is_asked() {
    engine(Dials.builder().enquireLink(Duration.ofSeconds(30)).build());
    FakeClient silent = new FakeClient(engine, T0);
    FakeClient idle = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    engine.poll(T0 + 11 * SECOND);
    assertTrue(silent.closed);
    assertFalse(idle.closed);
    engine.poll(T0 + 31 * SECOND);
    assertTrue(idle.received.getLast() instanceof Pdu.EnquireLink);
    idle.send(new Pdu.EnquireLink(3), T0 + 31 * SECOND);
    assertEquals(new Pdu.EnquireLinkResp(3, 0), idle.received.getLast());
  }

  @Test
  void a_congested_client_gets_its_receipts_when_it_reads_again() {
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    client.congested = true;
    client.submit("39333", "a", T0);
    assertEquals(0, client.received(Pdu.DeliverSm.class).size());
    client.readsAgain(T0 + 1);
    engine.poll(T0 + 1);
    assertEquals(1, client.received(Pdu.DeliverSm.class).size());
  }

  @Test
  void long_messages_are_joined_whichever_way_they_are_split() {
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    String text = "Ihr Kennwort \u20AC ".repeat(30) + "123456";
    for (Segmentation segmentation : Segmentation.values()) {
      List<Pdu> parts = new ArrayList<>();
      for (TextPart part : Segmenter.split(text, Encoding.AUTO, segmentation, 77)) {
        var plain = FakeClient.message("39333", "");
        parts.add(
            new Pdu.SubmitSm(
                9,
                new ShortMessage(
                    "",
                    plain.source(),
                    plain.destination(),
                    part.esmClass(),
                    0,
                    0,
                    "",
                    "",
                    1,
                    0,
                    part.dataCoding(),
                    0,
                    part.shortMessage(),
                    part.tlvs())));
      }
      Collections.reverse(parts);
      for (Pdu part : parts) {
        client.send(part, T0);
      }
      Arrival arrival = arrivals.removeLast();
      assertEquals(text, arrival.text());
      assertEquals(segmentation == Segmentation.MESSAGE_PAYLOAD ? 1 : 4, arrival.parts());
      assertEquals(0, arrivals.size());
    }
    assertEquals(4, count(Count.MESSAGES));
    assertEquals(13, count(Count.ACCEPTED));
  }

  @Test
  void the_parts_of_a_long_message_share_one_fate() {
    engine(Dials.builder().dropRatio(0.5).build());
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    int dropped = 0;
    for (int reference = 0; reference < 100; reference++) {
      long before = count(Count.DROPPED);
      for (TextPart part :
          Segmenter.split("x".repeat(400), Encoding.AUTO, Segmentation.UDH_16, reference)) {
        var plain = FakeClient.message("39333", "");
        client.send(
            new Pdu.SubmitSm(
                9,
                new ShortMessage(
                    "",
                    plain.source(),
                    plain.destination(),
                    part.esmClass(),
                    0,
                    0,
                    "",
                    "",
                    0,
                    0,
                    part.dataCoding(),
                    0,
                    part.shortMessage(),
                    part.tlvs())),
            T0);
      }
      long lost = count(Count.DROPPED) - before;
      assertTrue(lost == 0 || lost == 3, "parts lost: " + lost);
      dropped += lost == 3 ? 1 : 0;
    }
    assertTrue(dropped > 25 && dropped < 75, "dropped " + dropped);
  }

  @Test
  void the_report_remembers_the_last_messages_only_and_hides_texts_from_logs() {
    FakeClient client = FakeClient.bound(engine, BindType.TRANSCEIVER, T0);
    for (int i = 0; i < 250; i++) {
      client.submit("3933" + i % 2, "code " + i, T0);
    }
    SmscReport report = engine.report(1000, true);
    assertEquals(100, report.arrivals().size());
    assertEquals(250, report.count(Count.MESSAGES));
    assertEquals(Map.of("39330", 125, "39331", 125), report.arrivalsByDestination());
    assertFalse(report.toString().contains("code"));
    assertFalse(report.arrivals().toString().contains("code"));
    assertNotEquals(report.arrivals().get(0).messageId(), report.arrivals().get(1).messageId());
  }
}
