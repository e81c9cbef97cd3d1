package io.strowger.smpp.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.link.ScriptedTransport.ScriptedConnection;
import io.strowger.smpp.receipt.ReceiptState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CarrierReceiptsTest {

  private static ShortMessage delivered(int esmClass, String text) {
    return new ShortMessage(
        "",
        new Address(1, 1, Rig.DESTINATION),
        Address.EMPTY,
        esmClass,
        0,
        0,
        "",
        "",
        0,
        0,
        0,
        0,
        text.getBytes(StandardCharsets.ISO_8859_1),
        List.of());
  }

  private static Pdu.DeliverSm receipt(int sequenceNumber, String id) {
    return new Pdu.DeliverSm(
        sequenceNumber,
        delivered(
            4,
            "id:"
                + id
                + " sub:001 dlvrd:001 submit date:2601010000 done date:2601010001"
                + " stat:DELIVRD err:000 text:"));
  }

  @Test
  void a_receipt_is_acknowledged_only_by_its_owner() {
    Rig rig = Rig.bound(Rig.settings(1));
    ScriptedConnection connection = rig.connection(0);
    rig.receive(connection, receipt(7, "0000001A"));

    InboundReceipt receipt = rig.receipts.getFirst();
    assertEquals(ReceiptState.DELIVERED, receipt.receipt().state());
    assertEquals("1a", receipt.candidateIds().getFirst());
    assertEquals(rig.now, receipt.receivedAtMillis());
    rig.advance(5_000);
    assertTrue(connection.taken(Pdu.DeliverSmResp.class).isEmpty());

    rig.engine.acknowledge(List.of(receipt, receipt), rig.now);
    rig.poll();

    assertEquals(List.of(new Pdu.DeliverSmResp(7, 0, "")), connection.taken());
  }

  @Test
  void an_acknowledgement_for_an_earlier_connection_is_dropped() {
    Rig rig = Rig.bound(Rig.settings(1));
    rig.receive(rig.connection(0), receipt(7, "1"));
    rig.connection(0).events.closed("reset");
    rig.poll();
    rig.advance(1_000);
    ScriptedConnection again = rig.transport.last();
    rig.bind(again);
    rig.receive(again, receipt(7, "2"));

    rig.engine.acknowledge(List.of(rig.receipts.getFirst()), rig.now);
    rig.poll();
    assertTrue(again.taken(Pdu.DeliverSmResp.class).isEmpty());

    rig.engine.acknowledge(List.of(rig.receipts.getLast()), rig.now);
    rig.poll();
    assertEquals(1, again.taken(Pdu.DeliverSmResp.class).size());
  }

  @Test
  void a_message_of_a_subscriber_is_acknowledged_and_counted() {
    Rig rig = Rig.bound(Rig.settings(1));
    rig.receive(rig.connection(0), new Pdu.DeliverSm(9, delivered(0, "STOP")));

    assertEquals(List.of(new Pdu.DeliverSmResp(9, 0, "")), rig.connection(0).taken());
    assertEquals(1, rig.mobileOriginated);
    assertTrue(rig.receipts.isEmpty());
  }

  @Test
  void a_receipt_in_data_sm_is_acknowledged_by_data_sm_resp() {
    Rig rig = Rig.bound(Rig.settings(1));
    rig.receive(rig.connection(0), new Pdu.DataSm(9, receipt(9, "5").message()));

    rig.engine.acknowledge(rig.receipts, rig.now);
    rig.poll();

    assertEquals(List.of(new Pdu.DataSmResp(9, 0, "")), rig.connection(0).taken());
  }

  @Test
  void too_many_receipts_that_wait_for_the_store_stop_the_reading() {
    Rig rig = Rig.bound(Rig.settings(1));
    ScriptedConnection connection = rig.connection(0);
    for (int i = 1; i <= BindPlan.UNACKNOWLEDGED_MAX; i++) {
      assertTrue(connection.reading);
      connection.events.received(receipt(i, "1" + i));
      if (i % 100 == 0) {
        rig.poll();
      }
    }
    assertFalse(connection.reading);
    rig.submit(rig.submission("a"));

    // The carrier's answers cannot be read, so their timers stand still.
    rig.advance(30_000);
    assertFalse(connection.closed);

    rig.engine.acknowledge(rig.receipts.subList(0, 499), rig.now);
    rig.poll();
    assertFalse(connection.reading);
    rig.engine.acknowledge(rig.receipts.subList(499, 500), rig.now);
    rig.poll();
    assertTrue(connection.reading);
    assertFalse(connection.closed);
  }

  @Test
  void an_owner_that_never_acknowledges_does_not_hold_a_link_for_ever() {
    Rig rig = Rig.bound(Rig.settings(1));
    for (int i = 1; i <= BindPlan.UNACKNOWLEDGED_MAX; i++) {
      rig.connection(0).events.received(receipt(i, "1" + i));
    }
    rig.poll();

    rig.advance(61_000);

    assertTrue(rig.connection(0).closed);
  }

  @Test
  void one_batch_is_told_once() {
    Rig rig = Rig.bound(Rig.settings(2));
    rig.connection(0).events.received(receipt(1, "11"));
    rig.connection(0).events.received(receipt(2, "12"));
    rig.connection(1).events.received(receipt(1, "13"));
    rig.poll();
    assertEquals(
        List.of("alpha-1", "alpha-1", "alpha-2"),
        rig.receipts.stream().map(InboundReceipt::link).toList());
  }

  @Test
  void a_malformed_receipt_is_refused_and_the_link_lives() {
    Rig rig = Rig.bound(Rig.settings(1));
    rig.connection(0).events.malformed(new MalformedPdu(5, 3, 0x01, true));
    rig.poll();
    assertEquals(List.of(new Pdu.DeliverSmResp(3, 0x01, "")), rig.connection(0).taken());
    assertFalse(rig.connection(0).closed);
  }

  @Test
  void a_stream_out_of_step_is_refused_and_bound_anew() {
    Rig rig = Rig.bound(Rig.settings(1));
    rig.connection(0).events.malformed(new MalformedPdu(0, 0, 0x02, false));
    rig.poll();
    assertEquals(List.of(new Pdu.GenericNack(0, 0x02)), rig.connection(0).taken());
    assertTrue(rig.connection(0).closed);
    rig.advance(1_000);
    assertEquals(2, rig.transport.connections.size());
  }
}
