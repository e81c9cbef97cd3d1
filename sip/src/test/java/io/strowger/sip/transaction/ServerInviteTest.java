package io.strowger.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Transport;
import io.strowger.sip.transaction.TransactionOutput.Ack;
import io.strowger.sip.transaction.TransactionOutput.AckMissing;
import io.strowger.sip.transaction.TransactionOutput.Cancelled;
import io.strowger.sip.transaction.TransactionOutput.Request;
import io.strowger.sip.transaction.TransactionOutput.TransmitOver;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ServerInviteTest {
  private static final String BRANCH = "z9hG4bKpeer";

  private final Layer udp = new Layer(Transport.UDP);
  private final Layer tcp = new Layer(Transport.TCP);
  private final SipRequest invite = Layer.from("INVITE", 1, BRANCH);

  private static SipRequest ack(SipResponse answer, String branch) {
    String to = answer.header("To");
    assertNotNull(to);
    return Layer.from("ACK", 1, branch).toBuilder().setHeader("To", to).build();
  }

  @Test
  void it_is_passed_up_once_however_often_it_comes() {
    assertEquals(List.of(new Request(1, invite, udp.flow)), udp.received(invite));
    assertEquals(List.of(), udp.received(invite));
    assertEquals(1, udp.layer.serverTransactions());
  }

  @Test
  void a_slow_application_has_100_sent_for_it() {
    udp.received(invite);
    assertEquals(List.of(), udp.pass(199));
    SipResponse trying = Layer.answered(udp.pass(1));
    assertEquals(100, trying.status());
    assertEquals(List.of(new TransmitOver(trying, udp.flow)), udp.received(invite), "again");
    Layer quick = new Layer(Transport.UDP);
    long key = Layer.serverKey(quick.received(invite));
    quick.answer(key, Layer.response(invite, 180, "us"));
    assertEquals(List.of(), quick.pass(1_000));
  }

  @Test
  void the_newest_provisional_answer_is_repeated_to_a_repeated_invite() {
    long key = Layer.serverKey(udp.received(invite));
    SipResponse progress = Layer.response(invite, 183, "us");
    udp.answer(key, Layer.response(invite, 180, "us"));
    udp.answer(key, progress);
    assertEquals(List.of(new TransmitOver(progress, udp.flow)), udp.received(invite));
  }

  @Test
  void a_refusal_is_repeated_until_its_ack() {
    long key = Layer.serverKey(udp.received(invite));
    SipResponse busy = Layer.response(invite, 486, "us");
    assertEquals(List.of(new TransmitOver(busy, udp.flow)), udp.answer(key, busy));
    assertEquals(
        List.of(new TransmitOver(busy, udp.flow), new TransmitOver(busy, udp.flow)),
        udp.pass(1_500));
    assertEquals(List.of(new TransmitOver(busy, udp.flow)), udp.received(invite), "asked again");
    assertEquals(List.of(), udp.received(ack(busy, BRANCH)), "swallowed");
    assertEquals(List.of(), udp.received(ack(busy, BRANCH)), "a copy");
    assertEquals(List.of(), udp.received(invite));
    assertEquals(List.of(), udp.pass(4_999));
    assertEquals(1, udp.layer.serverTransactions());
    udp.pass(1);
    assertEquals(0, udp.layer.serverTransactions(), "timer I");
    assertEquals(0, udp.layer.strays());
  }

  @Test
  void a_refusal_without_ack_is_told_at_timer_h() {
    long key = Layer.serverKey(udp.received(invite));
    udp.answer(key, Layer.response(invite, 486, "us"));
    assertEquals(
        List.of(
            500L, 1_500L, 3_500L, 7_500L, 11_500L, 15_500L, 19_500L, 23_500L, 27_500L, 31_500L,
            32_000L),
        udp.times(60_000));
    assertEquals(0, udp.layer.serverTransactions());
  }

  @Test
  void over_tcp_a_refusal_is_sent_once_and_waits_for_its_ack() {
    long key = Layer.serverKey(tcp.received(invite));
    SipResponse busy = Layer.response(invite, 486, "us");
    tcp.answer(key, busy);
    assertEquals(List.of(), tcp.pass(31_999));
    tcp.received(ack(busy, BRANCH));
    assertEquals(0, tcp.layer.serverTransactions());
    Layer deaf = new Layer(Transport.TCP);
    key = Layer.serverKey(deaf.received(invite));
    deaf.answer(key, busy);
    assertEquals(List.of(new AckMissing(key)), deaf.pass(32_000));
  }

  @Test
  void a_2xx_is_repeated_over_any_transport_until_its_ack() {
    for (Layer layer : List.of(udp, tcp)) {
      long key = Layer.serverKey(layer.received(invite));
      SipResponse ok = Layer.response(invite, 200, "us");
      TransmitOver sent = new TransmitOver(ok, layer.flow);
      assertEquals(List.of(sent), layer.answer(key, ok));
      assertEquals(List.of(sent, sent), layer.pass(1_500));
      assertEquals(List.of(), layer.received(invite), "its copies are swallowed");
      SipRequest ack = ack(ok, "z9hG4bKanother");
      assertEquals(List.of(new Ack(key, ack, layer.flow)), layer.received(ack));
      assertEquals(List.of(), layer.received(ack), "the first copy only");
      assertEquals(List.of(), layer.pass(30_000));
      assertEquals(List.of(), layer.received(invite));
      layer.pass(500);
      assertEquals(0, layer.layer.serverTransactions(), "timer L");
    }
  }

  @Test
  void a_2xx_without_ack_is_told() {
    long key = Layer.serverKey(udp.received(invite));
    udp.answer(key, Layer.response(invite, 200, "us"));
    List<TransactionOutput> outputs = udp.pass(60_000);
    assertEquals(11, outputs.size());
    assertEquals(new AckMissing(key), outputs.getLast());
    assertEquals(0, udp.layer.serverTransactions());
  }

  @Test
  void an_ack_of_another_tag_acknowledges_nothing() {
    long key = Layer.serverKey(udp.received(invite));
    SipResponse ok = Layer.response(invite, 200, "us");
    udp.answer(key, ok);
    assertEquals(
        List.of(), udp.received(ack(Layer.response(invite, 200, "them"), "z9hG4bKanother")));
    assertEquals(1, udp.layer.strays());
    assertEquals(List.of(new TransmitOver(ok, udp.flow)), udp.pass(500));
  }

  @Test
  void a_second_final_answer_is_left_out() {
    long key = Layer.serverKey(udp.received(invite));
    udp.answer(key, Layer.response(invite, 200, "us"));
    assertEquals(List.of(), udp.answer(key, Layer.response(invite, 486, "us")));
    assertEquals(List.of(), udp.answer(99, Layer.response(invite, 486, "us")), "of nothing");
  }

  @Test
  void a_cancel_is_answered_and_told() {
    long key = Layer.serverKey(udp.received(invite));
    udp.answer(key, Layer.response(invite, 180, "us"));
    SipRequest cancel = Layer.from("CANCEL", 1, BRANCH);
    List<TransactionOutput> outputs = udp.received(cancel);
    assertEquals(200, Layer.answered(outputs).status());
    assertEquals(List.of(outputs.getFirst(), new Cancelled(key)), outputs);
    assertEquals(List.of(outputs.getFirst()), udp.received(cancel), "a copy: answered only");
    SipResponse terminated = Layer.response(invite, 487, "us");
    assertEquals(List.of(new TransmitOver(terminated, udp.flow)), udp.answer(key, terminated));
  }

  @Test
  void a_cancel_behind_the_final_answer_changes_nothing() {
    long key = Layer.serverKey(udp.received(invite));
    udp.answer(key, Layer.response(invite, 200, "us"));
    List<TransactionOutput> outputs = udp.received(Layer.from("CANCEL", 1, BRANCH));
    assertEquals(1, outputs.size());
    assertEquals(200, Layer.answered(outputs).status());
  }

  @Test
  void a_cancel_of_nothing_is_answered_481() {
    SipResponse answer = Layer.answered(udp.received(Layer.from("CANCEL", 1, BRANCH)));
    assertEquals(481, answer.status());
    assertNotNull(answer.toTag());
  }

  @Test
  void the_same_request_on_another_way_is_a_loop() {
    udp.received(invite);
    SipResponse looped = Layer.answered(udp.received(Layer.from("INVITE", 1, "z9hG4bKway2")));
    assertEquals(482, looped.status());
    assertEquals(1, udp.layer.serverTransactions());
    SipRequest inDialog =
        Layer.from("INVITE", 2, "z9hG4bKway3").toBuilder()
            .setHeader("To", "<sip:x>;tag=us")
            .build();
    udp.received(inDialog);
    assertInstanceOf(
        Request.class,
        udp.received(
                inDialog.toBuilder()
                    .setHeader("Via", "SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKway4")
                    .build())
            .getFirst(),
        "within a dialog it is not taken for one");
  }

  @Test
  void a_peer_from_before_the_cookie_is_matched_by_all_it_repeats() {
    SipRequest old =
        Layer.request("INVITE", 1).headerFirst("Via", "SIP/2.0/UDP 127.0.0.1:5070").build();
    long key = Layer.serverKey(udp.received(old));
    assertEquals(List.of(), udp.received(old));
    SipResponse busy = Layer.response(old, 486, "us");
    udp.answer(key, busy);
    SipRequest ack =
        ack(busy, "x").toBuilder().setHeader("Via", "SIP/2.0/UDP 127.0.0.1:5070").build();
    assertEquals(List.of(), udp.received(ack));
    assertEquals(0, udp.layer.strays());
    assertEquals(List.of(), udp.pass(3_000), "it was acknowledged");
    SipRequest badBranch = Layer.from("OPTIONS", 1, "z9hG4bK");
    SipRequest other = badBranch.toBuilder().setHeader("Call-ID", "call-2").build();
    assertInstanceOf(Request.class, udp.received(badBranch).getFirst());
    assertInstanceOf(
        Request.class, udp.received(other).getFirst(), "a cookie alone makes nothing unique");
  }

  @Test
  void a_request_shows_where_it_came_from_and_is_answered_there() {
    SipRequest hidden =
        invite.toBuilder()
            .setHeader("Via", "SIP/2.0/UDP 192.0.2.1:5099;branch=z9hG4bKnat;rport")
            .build();
    SipRequest seen =
        switch (udp.received(hidden).getFirst()) {
          case Request(long _, SipRequest request, Flow _) -> request;
          default -> throw new AssertionError("no request");
        };
    assertEquals(
        "SIP/2.0/UDP 192.0.2.1:5099;branch=z9hG4bKnat;rport=5070;received=127.0.0.1",
        seen.header("Via"));
    assertEquals(
        List.of(new TransmitOver(Layer.response(seen, 486, "us"), udp.flow)),
        udp.answer(1, Layer.response(seen, 486, "us")));
  }

  @Test
  void without_rport_the_answer_goes_to_the_port_of_the_via() {
    SipRequest from =
        invite.toBuilder().setHeader("Via", "SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKplain").build();
    udp.received(from);
    SipResponse busy = Layer.response(from, 486, "us");
    Flow back =
        new Flow(Transport.UDP, Layer.OWN, new InetSocketAddress(Layer.PEER.getAddress(), 5060), 0);
    assertEquals(List.of(new TransmitOver(busy, back)), udp.answer(1, busy));
  }

  @Test
  void an_invite_nobody_answers_is_forgotten_in_the_end() {
    udp.received(invite);
    udp.pass(600_000);
    assertEquals(0, udp.layer.serverTransactions());
    assertEquals(Long.MAX_VALUE, udp.layer.nextAlarmMillis());
  }

  @Test
  void beyond_the_bound_requests_are_told_to_come_later() {
    Layer small =
        new Layer(Transport.UDP, new TransactionTimers(500, 4_000, 5_000, 200, 60_000, 1));
    small.received(invite);
    SipRequest second = Layer.from("OPTIONS", 2, "z9hG4bKtwo");
    SipResponse answer = Layer.answered(small.received(second));
    assertEquals(503, answer.status());
    assertNotNull(answer.header("Retry-After"));
    assertEquals(1, small.layer.serverTransactions());
  }
}
