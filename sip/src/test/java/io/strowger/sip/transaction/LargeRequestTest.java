package io.strowger.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import io.strowger.sip.transaction.TransactionOutput.Failed;
import io.strowger.sip.transaction.TransactionOutput.Response;
import io.strowger.sip.transaction.TransactionOutput.TransmitTo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 3261 section 18.1.1. */
final class LargeRequestTest {
  private static final long KEY = 7;

  private final Layer udp = new Layer(Transport.UDP);

  private static SipRequest.Builder invite(int octets) {
    return Layer.request("INVITE", 1).body("text/plain", new byte[octets]);
  }

  private static TransmitTo sent(List<TransactionOutput> outputs) {
    return assertInstanceOf(TransmitTo.class, outputs.getFirst());
  }

  private TransmitTo refused(TransmitTo large) {
    return sent(udp.step(new TransactionInput.SendFailed(large.request(), "connection refused")));
  }

  @Test
  void what_a_datagram_holds_stays_on_udp_and_an_octet_more_goes_over_tcp() {
    int fits = 500;
    // Branches grow by a digit now and then, so it is found by trying.
    while (sent(udp.send(KEY, invite(fits).build())).request().encode().length < 1_299) {
      fits++;
    }
    TransmitTo most = sent(udp.send(KEY, invite(fits + 1).build()));
    assertEquals(1_300, most.request().encode().length);
    assertEquals(udp.target, most.target());
    TransmitTo more = sent(udp.send(KEY, invite(fits + 2).build()));
    assertEquals(Target.of(Transport.TCP, udp.target.address()), more.target());
    assertEquals("SIP/2.0/TCP", via(more).substring(0, 11));
    assertEquals(1, more.request().headers("Via").size());
  }

  private static String via(TransmitTo sent) {
    String via = sent.request().header("Via");
    assertNotNull(via);
    return via;
  }

  @Test
  void where_nobody_takes_tcp_it_goes_over_udp_after_all_and_tcp_rests_a_while() {
    TransmitTo large = sent(udp.send(KEY, invite(2_000).build()));
    TransmitTo again = refused(large);
    assertEquals(udp.target, again.target());
    assertEquals("SIP/2.0/UDP", via(again).substring(0, 11));
    assertNotEquals(large.request().branch(), again.request().branch());
    var busy = Layer.response(again.request(), 486, "a");
    assertEquals(new Response(KEY, busy), udp.received(busy).getLast());
    assertEquals(udp.target, sent(udp.send(KEY + 1, invite(2_000).build())).target());
    udp.pass(300_000);
    assertEquals(
        Transport.TCP, sent(udp.send(KEY + 2, invite(2_000).build())).target().transport());
  }

  @Test
  void a_connection_that_ends_before_an_answer_leaves_udp_and_one_after_it_does_not() {
    TransmitTo large = sent(udp.send(KEY, invite(2_000).build()));
    assertEquals(udp.target, sent(udp.step(closed(large))).target());
    Layer heard = new Layer(Transport.UDP);
    TransmitTo first = sent(heard.send(KEY, invite(2_000).build()));
    heard.received(Layer.response(first.request(), 100, "a"));
    assertEquals(
        List.of(new TransactionOutput.Interrupted(KEY, "reset")), heard.step(closed(first)));
  }

  @Test
  void who_answers_over_neither_has_failed_once() {
    TransmitTo again = refused(sent(udp.send(KEY, invite(2_000).build())));
    assertEquals(
        List.of(new Failed(KEY, "no route")),
        udp.step(new TransactionInput.SendFailed(again.request(), "no route")));
    assertEquals(0, udp.layer.clientTransactions());
  }

  @Test
  void an_ack_as_large_goes_the_same_way_and_its_cancel_follows_the_invite() {
    SipRequest ack = Layer.request("ACK", 1).header("X-Long", "x".repeat(1_300)).build();
    assertEquals(
        Transport.TCP,
        sent(udp.step(new TransactionInput.SendAck(ack, udp.target))).target().transport());
    TransmitTo invite = sent(udp.send(KEY, invite(2_000).build()));
    udp.received(Layer.response(invite.request(), 100, "a"));
    TransmitTo cancel = sent(udp.send(KEY + 1, Layer.request("CANCEL", 1).build()));
    assertEquals(invite.target(), cancel.target());
    assertEquals(invite.request().headers("Via"), cancel.request().headers("Via"));
  }

  private static TransactionInput.FlowClosed closed(TransmitTo sent) {
    return new TransactionInput.FlowClosed(
        new Flow(
            Transport.TCP,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000),
            sent.target().address(),
            1),
        "reset");
  }
}
