package io.strowger.smpp.link;

import static io.strowger.smpp.link.LiveCarrier.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.epoll.Epoll;
import io.strowger.smpp.link.CarrierSettings.HostPort;
import io.strowger.smpp.link.CarrierSettings.Link;
import io.strowger.smpp.link.SubmitOutcome.Accepted;
import io.strowger.smpp.link.SubmitOutcome.NotSent;
import io.strowger.smpp.simulator.Delay;
import io.strowger.smpp.simulator.Dials;
import io.strowger.smpp.simulator.SmscReport.Count;
import io.strowger.smpp.simulator.SmscSimulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The carrier over real sockets against the simulated SMSC. */
final class SmppCarrierTest {

  private static SmscSimulator smsc(Dials dials) throws IOException {
    return SmscSimulator.start(
        SmscSimulator.Settings.loopback(() -> System.currentTimeMillis() * 1_000), dials, null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void passcodes_go_out_and_their_receipts_come_back(boolean epoll) throws IOException {
    try (SmscSimulator smsc = smsc(Dials.DEFAULT);
        LiveCarrier live =
            new LiveCarrier(
                LiveCarrier.settings(
                    LiveCarrier.link("one", smsc.address()),
                    LiveCarrier.link("two", smsc.address())),
                epoll && Epoll.isAvailable())) {
      live.awaitBound(2);
      live.submit(1_000, "Your code is 493817");
      live.awaitOutcomes(1_000);
      live.awaitReceipts(1_000);

      Set<String> ids = new HashSet<>();
      for (SubmitOutcome outcome : live.outcomes) {
        ids.addAll(assertInstanceOf(Accepted.class, outcome).messageIds());
      }
      assertEquals(1_000, ids.size());
      assertTrue(
          live.receipts.stream()
              .allMatch(receipt -> receipt.candidateIds().stream().anyMatch(ids::contains)));
      eventually().until(() -> smsc.report().count(Count.RECEIPTS_ACKNOWLEDGED) == 1_000);
      assertEquals("Your code is 493817", smsc.report().arrivals().getFirst().text());
      eventually()
          .until(
              () -> live.carrier.status().links().stream().allMatch(link -> link.submitted() > 0));
    }
  }

  @Test
  void long_texts_arrive_whole() throws IOException {
    try (SmscSimulator smsc = smsc(Dials.DEFAULT);
        LiveCarrier live =
            new LiveCarrier(LiveCarrier.settings(LiveCarrier.link("one", smsc.address())))) {
      live.awaitBound(1);
      String text = "Código 123456 ñ € — " + "долгий текст ".repeat(20);
      live.submit(3, text);
      live.awaitOutcomes(3);
      eventually().until(() -> smsc.report().count(Count.MESSAGES) == 3);
      assertTrue(smsc.report().arrivals().stream().allMatch(a -> a.text().equals(text)));
    }
  }

  @Test
  void a_cut_link_comes_back_and_nothing_is_without_an_outcome() throws IOException {
    Dials slow =
        Dials.DEFAULT.toBuilder().responseDelay(Delay.constant(Duration.ofMillis(300))).build();
    try (SmscSimulator smsc = smsc(slow);
        LiveCarrier live =
            new LiveCarrier(LiveCarrier.settings(LiveCarrier.link("one", smsc.address())))) {
      live.awaitBound(1);
      live.submit(200, "Hello");
      eventually().until(() -> smsc.report().count(Count.SUBMITS) > 0);

      smsc.cutLinks();
      live.awaitOutcomes(200);
      eventually().until(() -> !live.lastStatus.usable());
      smsc.restoreLinks();
      live.awaitBound(1);

      assertEquals(200, live.outcomes.size());
      long accepted = live.outcomes.stream().filter(Accepted.class::isInstance).count();
      long inDoubt = live.outcomes.stream().filter(SubmitOutcome.InDoubt.class::isInstance).count();
      long notSent = live.outcomes.stream().filter(NotSent.class::isInstance).count();
      assertEquals(200, accepted + inDoubt + notSent);
      assertTrue(inDoubt > 0 && notSent > 0, inDoubt + " in doubt, " + notSent + " not sent");
      assertEquals(inDoubt, live.lastStatus.links().getFirst().inDoubt());
    }
  }

  @Test
  void a_dead_address_is_passed_over() throws IOException {
    int dead;
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      dead = unused.getLocalPort();
    }
    try (SmscSimulator smsc = smsc(Dials.DEFAULT)) {
      Link link =
          new Link(
              "one",
              List.of(
                  new HostPort("127.0.0.1", dead),
                  new HostPort("localhost", smsc.address().getPort())),
              "127.0.0.1",
              null);
      try (LiveCarrier live = new LiveCarrier(LiveCarrier.settings(link))) {
        live.awaitBound(1);
        assertTrue(live.awaitDown().contains("Connection refused"), live.awaitDown());
        assertEquals(
            "localhost:" + smsc.address().getPort(), live.lastStatus.links().getFirst().address());
      }
    }
  }

  @Test
  void the_local_source_address_is_used() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Link link =
          new Link(
              "one", List.of(new HostPort("127.0.0.1", server.getLocalPort())), "127.0.0.77", null);
      try (LiveCarrier live = new LiveCarrier(LiveCarrier.settings(link));
          Socket accepted = server.accept()) {
        InetSocketAddress remote = (InetSocketAddress) accepted.getRemoteSocketAddress();
        assertEquals("127.0.0.77", remote.getAddress().getHostAddress());
        assertTrue(live.carrier.status().links().size() <= 1);
      }
    }
  }

  @Test
  void an_unknown_host_is_named_and_tried_again() {
    try (LiveCarrier live =
        new LiveCarrier(
            LiveCarrier.settings(LiveCarrier.link("one", "smsc.invalid", 2775, null)))) {
      eventually().until(() -> live.downs.size() >= 2);
      assertTrue(live.downs.element().startsWith("unknown host"), live.downs.element());
    }
  }

  @Test
  void stopping_unbinds_and_leaves_no_connection() throws IOException {
    try (SmscSimulator smsc = smsc(Dials.DEFAULT)) {
      LiveCarrier live =
          new LiveCarrier(LiveCarrier.settings(LiveCarrier.link("one", smsc.address())));
      live.awaitBound(1);
      live.submit(500, "Hello");
      live.close();
      assertEquals(500, live.outcomes.size());
      assertEquals("unbound", live.downs.element());
      eventually().until(() -> smsc.report().count(Count.CONNECTIONS) == 0);
      assertEquals(0, smsc.report().count(Count.DISCONNECTS));
    }
  }

  @Test
  void stopping_before_anything_is_bound_ends_at_once() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LiveCarrier live =
          new LiveCarrier(
              LiveCarrier.settings(
                  LiveCarrier.link("one", "127.0.0.1", silent.getLocalPort(), null)));
      try (Socket accepted = silent.accept()) {
        assertTrue(accepted.isConnected());
        live.carrier.stop().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
      }
      live.close();
    }
  }

  @Test
  void a_peer_that_declares_two_gigabytes_is_refused_and_left() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        LiveCarrier live =
            new LiveCarrier(
                LiveCarrier.settings(
                    LiveCarrier.link("one", "127.0.0.1", server.getLocalPort(), null)));
        Socket peer = server.accept()) {
      peer.getOutputStream()
          .write(new byte[] {0x7F, -1, -1, -1, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 9});
      assertTrue(live.awaitDown().length() > 0);
      // Our bind came; then the end.
      assertTrue(peer.getInputStream().readAllBytes().length > 0);
    }
  }
}
