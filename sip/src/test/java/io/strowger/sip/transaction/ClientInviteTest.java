package io.strowger.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Transport;
import io.strowger.sip.transaction.TransactionInput.FlowClosed;
import io.strowger.sip.transaction.TransactionInput.SendAck;
import io.strowger.sip.transaction.TransactionInput.SendFailed;
import io.strowger.sip.transaction.TransactionOutput.Failed;
import io.strowger.sip.transaction.TransactionOutput.Response;
import io.strowger.sip.transaction.TransactionOutput.TimedOut;
import io.strowger.sip.transaction.TransactionOutput.TransmitTo;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ClientInviteTest {
  private static final long KEY = 7;

  private final Layer udp = new Layer(Transport.UDP);
  private final Layer tcp = new Layer(Transport.TCP);

  private static SipRequest invite(Layer layer) {
    return Layer.transmitted(layer.send(KEY, Layer.request("INVITE", 1).build()));
  }

  @Test
  void it_is_sent_with_a_via_of_ours() {
    SipRequest sent = invite(udp);
    assertEquals(
        List.of("SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKid1;rport"), sent.headers("Via"));
    assertEquals(
        List.of("SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bKid1"), invite(tcp).headers("Via"));
  }

  @Test
  void over_udp_it_is_repeated_ever_more_seldom_until_timer_b() {
    SipRequest sent = invite(udp);
    assertEquals(
        List.of(new TransmitTo(sent, udp.target), new TransmitTo(sent, udp.target)),
        udp.pass(1_500));
    Layer other = new Layer(Transport.UDP);
    invite(other);
    assertEquals(
        List.of(500L, 1_500L, 3_500L, 7_500L, 15_500L, 31_500L, 32_000L), other.times(60_000));
    assertEquals(0, other.layer.clientTransactions());
    assertEquals(Long.MAX_VALUE, other.layer.nextAlarmMillis());
  }

  @Test
  void over_tcp_it_is_sent_once_and_times_out_too() {
    invite(tcp);
    assertEquals(List.of(new TimedOut(KEY)), tcp.pass(32_000));
    assertEquals(0, tcp.layer.clientTransactions());
  }

  @Test
  void a_provisional_answer_ends_the_repeating() {
    SipRequest sent = invite(udp);
    SipResponse ringing = Layer.response(sent, 180, "a");
    assertEquals(List.of(new Response(KEY, ringing)), udp.received(ringing));
    assertEquals(List.of(), udp.pass(300_000), "it may ring for long");
    assertEquals(List.of(new Response(KEY, ringing)), udp.received(ringing), "each is passed up");
    assertEquals(List.of(new TimedOut(KEY)), udp.pass(300_000), "but not for ever");
  }

  @Test
  void every_2xx_of_every_fork_is_passed_up_until_timer_m() {
    SipRequest sent = invite(udp);
    SipResponse first = Layer.response(sent, 200, "a");
    SipResponse fork = Layer.response(sent, 200, "b");
    assertEquals(List.of(new Response(KEY, first)), udp.received(first));
    assertEquals(List.of(new Response(KEY, fork)), udp.received(fork));
    udp.pass(31_999);
    assertEquals(List.of(new Response(KEY, first)), udp.received(first));
    assertEquals(List.of(), udp.received(Layer.response(sent, 486, "c")), "it was accepted");
    assertEquals(List.of(), udp.pass(1));
    assertEquals(0, udp.layer.strays());
    assertEquals(List.of(), udp.received(first));
    assertEquals(1, udp.layer.strays());
  }

  @Test
  void another_final_answer_is_acknowledged_and_passed_up_once() {
    SipRequest sent =
        Layer.transmitted(
            udp.send(KEY, Layer.request("INVITE", 4).header("Route", "<sip:p;lr>").build()));
    SipResponse busy = Layer.response(sent, 486, "a");
    List<TransactionOutput> outputs = udp.received(busy);
    SipRequest ack = Layer.transmitted(outputs);
    assertEquals(List.of(new TransmitTo(ack, udp.target), new Response(KEY, busy)), outputs);
    assertEquals("ACK", ack.method());
    assertEquals(sent.requestUri(), ack.requestUri());
    assertEquals(sent.headers("Via"), ack.headers("Via"), "of the same transaction");
    assertEquals("a", ack.toTag());
    assertEquals("us", ack.fromTag());
    assertEquals("4 ACK", ack.header("CSeq"));
    assertEquals(List.of("<sip:p;lr>"), ack.headers("Route"));
    assertEquals(
        List.of(new TransmitTo(ack, udp.target)), udp.received(busy), "acknowledged again");
    assertEquals(List.of(), udp.received(Layer.response(sent, 180, "a")), "too late");
    udp.pass(32_000);
    assertEquals(0, udp.layer.clientTransactions(), "timer D");
  }

  @Test
  void over_tcp_nothing_lingers_behind_a_refusal() {
    SipRequest sent = invite(tcp);
    assertEquals(2, tcp.received(Layer.response(sent, 503, "a")).size());
    assertEquals(0, tcp.layer.clientTransactions());
  }

  @Test
  void the_ack_of_a_2xx_has_a_branch_of_its_own() {
    SipRequest sent = invite(udp);
    SipRequest ack =
        Layer.transmitted(udp.step(new SendAck(Layer.request("ACK", 1).build(), udp.target)));
    assertEquals("ACK", ack.method());
    assertNotEquals(sent.branch(), ack.branch());
    assertEquals(1, udp.layer.clientTransactions());
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"UDP", "TCP"})
  void a_cancel_goes_the_way_of_its_invite(Transport transport) {
    Layer layer = new Layer(transport);
    SipRequest sent = invite(layer);
    layer.received(Layer.response(sent, 180, "a"));
    SipRequest cancel = Layer.transmitted(layer.send(8, Layer.request("CANCEL", 1).build()));
    assertEquals(sent.headers("Via"), cancel.headers("Via"));
    SipResponse ok = Layer.response(cancel, 200, "a");
    assertEquals(List.of(new Response(8, ok)), layer.received(ok), "not the INVITE's");
    SipResponse terminated = Layer.response(sent, 487, "a");
    assertEquals(new Response(KEY, terminated), layer.received(terminated).getLast());
  }

  @Test
  void a_2xx_that_crosses_the_cancel_is_passed_up() {
    SipRequest sent = invite(udp);
    udp.received(Layer.response(sent, 180, "a"));
    udp.send(8, Layer.request("CANCEL", 1).build());
    SipResponse ok = Layer.response(sent, 200, "a");
    assertEquals(List.of(new Response(KEY, ok)), udp.received(ok));
  }

  @Test
  void a_cancelled_invite_without_an_end_is_given_up() {
    SipRequest sent = invite(tcp);
    tcp.received(Layer.response(sent, 180, "a"));
    SipRequest cancel = Layer.transmitted(tcp.send(8, Layer.request("CANCEL", 1).build()));
    tcp.received(Layer.response(cancel, 200, "a"));
    assertEquals(List.of(new TimedOut(KEY)), tcp.pass(32_000));
  }

  @Test
  void there_must_be_something_to_cancel() {
    Failed nothing = new Failed(8, "no INVITE left to cancel");
    assertEquals(List.of(nothing), udp.send(8, Layer.request("CANCEL", 1).build()));
    SipRequest sent = invite(udp);
    assertEquals(List.of(nothing), udp.send(8, Layer.request("CANCEL", 2).build()));
    udp.received(Layer.response(sent, 180, "a"));
    udp.send(8, Layer.request("CANCEL", 1).build());
    assertEquals(
        List.of(new Failed(9, "cancelled already")),
        udp.send(9, Layer.request("CANCEL", 1).build()));
    udp.received(Layer.response(sent, 200, "a"));
    assertEquals(List.of(nothing), udp.send(8, Layer.request("CANCEL", 1).build()));
  }

  @Test
  void what_could_not_be_sent_has_failed_at_once() {
    SipRequest sent = invite(udp);
    assertEquals(List.of(new Failed(KEY, "refused")), udp.step(new SendFailed(sent, "refused")));
    assertEquals(0, udp.layer.clientTransactions());
    assertEquals(List.of(), udp.step(new SendFailed(sent, "refused")), "told once");
    assertEquals(List.of(), udp.pass(60_000), "nor does it time out");
  }

  @Test
  void a_connection_that_ends_fails_what_was_under_way_over_it() {
    invite(tcp);
    assertEquals(List.of(new Failed(KEY, "reset")), tcp.step(new FlowClosed(tcp.flow, "reset")));
    SipRequest second = invite(tcp);
    tcp.received(Layer.response(second, 200, "a"));
    assertEquals(List.of(), tcp.step(new FlowClosed(tcp.flow, "reset")), "it was answered");
  }

  @Test
  void answers_of_other_branches_or_methods_are_nobodys() {
    SipRequest sent = invite(udp);
    SipRequest other =
        sent.toBuilder().setHeader("Via", "SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKother").build();
    assertEquals(List.of(), udp.received(Layer.response(other, 200, "a")));
    SipRequest bye =
        Layer.request("BYE", 1).headerFirst("Via", sent.headers("Via").getFirst()).build();
    assertEquals(List.of(), udp.received(Layer.response(bye, 200, "a")));
    assertEquals(2, udp.layer.strays());
  }

  @Test
  void beyond_the_bound_nothing_more_is_begun() {
    Layer small =
        new Layer(Transport.UDP, new TransactionTimers(500, 4_000, 5_000, 200, 60_000, 2));
    for (int i = 0; i < 2; i++) {
      assertEquals(1, small.send(i, Layer.request("OPTIONS", i).build()).size());
    }
    assertEquals(
        List.of(new TransactionOutput.Overloaded(2)),
        small.send(2, Layer.request("OPTIONS", 2).build()));
    assertTrue(small.pass(60_000).contains(new TimedOut(0)));
    assertEquals(1, small.send(3, Layer.request("OPTIONS", 3).build()).size());
  }
}
