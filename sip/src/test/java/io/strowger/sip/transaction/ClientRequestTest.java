package io.strowger.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Transport;
import io.strowger.sip.transaction.TransactionOutput.Failed;
import io.strowger.sip.transaction.TransactionOutput.Response;
import io.strowger.sip.transaction.TransactionOutput.TimedOut;
import io.strowger.sip.transaction.TransactionOutput.TransmitTo;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClientRequestTest {
  private static final long KEY = 7;

  private final Layer udp = new Layer(Transport.UDP);
  private final Layer tcp = new Layer(Transport.TCP);

  private static SipRequest bye(Layer layer) {
    return Layer.transmitted(layer.send(KEY, Layer.request("BYE", 2).build()));
  }

  @Test
  void over_udp_it_is_repeated_up_to_every_t2_until_timer_f() {
    bye(udp);
    assertEquals(
        List.of(
            500L, 1_500L, 3_500L, 7_500L, 11_500L, 15_500L, 19_500L, 23_500L, 27_500L, 31_500L,
            32_000L),
        udp.times(60_000));
    assertEquals(0, udp.layer.clientTransactions());
  }

  @Test
  void over_tcp_it_is_sent_once() {
    bye(tcp);
    assertEquals(List.of(new TimedOut(KEY)), tcp.pass(32_000));
  }

  @Test
  void a_provisional_answer_makes_the_repeating_rare_and_moves_no_end() {
    SipRequest sent = bye(udp);
    udp.pass(600);
    udp.received(Layer.response(sent, 100, "a"));
    assertEquals(
        List.of(4_000L, 8_000L, 12_000L, 16_000L, 20_000L, 24_000L, 28_000L, 31_400L),
        udp.times(60_000));
  }

  @Test
  void a_final_answer_is_passed_up_once_and_remembered_for_t4() {
    SipRequest sent = bye(udp);
    SipResponse ok = Layer.response(sent, 200, "a");
    assertEquals(List.of(new Response(KEY, ok)), udp.received(ok));
    assertEquals(List.of(), udp.received(ok));
    assertEquals(0, udp.layer.strays());
    assertEquals(List.of(), udp.pass(5_000), "nothing is repeated");
    assertEquals(0, udp.layer.clientTransactions(), "timer K");
  }

  @Test
  void over_tcp_it_is_forgotten_with_its_answer() {
    SipRequest sent = bye(tcp);
    assertEquals(1, tcp.received(Layer.response(sent, 481, "a")).size());
    assertEquals(0, tcp.layer.clientTransactions());
  }

  @Test
  void a_bye_that_cannot_be_sent_is_tried_again_until_it_times_out_and_others_are_not() {
    SipRequest bye = Layer.transmitted(tcp.send(KEY, Layer.request("BYE", 2).build()));
    assertEquals(List.of(), tcp.step(new TransactionInput.SendFailed(bye, "connection refused")));
    assertEquals(List.of(new TransmitTo(bye, tcp.target)), tcp.pass(1_000));
    assertEquals(List.of(), tcp.step(new TransactionInput.SendFailed(bye, "connection refused")));
    SipResponse ok = Layer.response(bye, 200, "a");
    tcp.pass(2_000);
    assertEquals(List.of(new Response(KEY, ok)), tcp.received(ok));
    assertEquals(0, tcp.layer.clientTransactions());
    Layer dead = new Layer(Transport.TCP);
    SipRequest lost = Layer.transmitted(dead.send(KEY, Layer.request("BYE", 2).build()));
    dead.step(new TransactionInput.SendFailed(lost, "connection refused"));
    assertTrue(dead.pass(32_000).contains(new TimedOut(KEY)));
    assertEquals(0, dead.layer.clientTransactions());
    SipRequest info = Layer.transmitted(dead.send(KEY, Layer.request("INFO", 3).build()));
    assertEquals(
        List.of(new Failed(KEY, "connection refused")),
        dead.step(new TransactionInput.SendFailed(info, "connection refused")));
  }

  @Test
  void an_ack_is_not_sent_this_way() {
    assertThrows(
        IllegalArgumentException.class, () -> udp.send(KEY, Layer.request("ACK", 1).build()));
  }
}
