package io.strowger.smpp.simulator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.simulator.SmscReport.Count;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

final class SmscSimulatorTest {
  private static SmscSimulator start(Dials dials) throws IOException {
    return SmscSimulator.start(
        SmscSimulator.Settings.loopback(BlockingClient::micros), dials, null);
  }

  @Test
  void a_burst_is_answered_and_reported_over_a_real_socket() throws IOException {
    try (SmscSimulator simulator = start(Dials.DEFAULT);
        BlockingClient client = new BlockingClient(simulator)) {
      client.bind(BindType.TRANSCEIVER);
      List<Pdu> burst = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        burst.add(new Pdu.SubmitSm(2 + i, FakeClient.message("39333" + i, "code " + i)));
      }
      client.send(burst);
      Set<Integer> answered = new HashSet<>();
      List<Pdu> acknowledgements = new ArrayList<>();
      while (answered.size() + acknowledgements.size() < 4000) {
        switch (client.read()) {
          case Pdu.SubmitSmResp resp -> assertTrue(answered.add(resp.sequenceNumber()));
          case Pdu.DeliverSm receipt ->
              acknowledgements.add(new Pdu.DeliverSmResp(receipt.sequenceNumber(), 0, ""));
          default -> throw new AssertionError();
        }
        if (acknowledgements.size() == 1000) {
          client.send(acknowledgements);
        }
      }
      client.send(acknowledgements.subList(1000, 2000));
      await().until(() -> simulator.report().count(Count.RECEIPTS_PENDING) == 0);
      SmscReport report = simulator.report();
      assertEquals(2000, report.count(Count.MESSAGES));
      assertEquals(2000, report.arrivalsByDestination().size());
      assertTrue(
          Math.abs(report.arrivals().getLast().receivedAtMicros() - BlockingClient.micros())
              < 60_000_000);
    }
  }

  @Test
  void a_cut_closes_the_links_and_a_restore_lets_them_in_again() throws IOException {
    try (SmscSimulator simulator = start(Dials.DEFAULT)) {
      try (BlockingClient client = new BlockingClient(simulator)) {
        client.bind(BindType.TRANSCEIVER);
        simulator.cutLinks();
        assertThrows(IOException.class, client::read);
      }
      try (BlockingClient refused = new BlockingClient(simulator)) {
        assertThrows(
            IOException.class,
            () -> {
              refused.bind(BindType.TRANSCEIVER);
              refused.read();
            });
      }
      simulator.restoreLinks();
      try (BlockingClient client = new BlockingClient(simulator)) {
        client.bind(BindType.TRANSCEIVER);
        assertEquals(1, simulator.report().count(Count.BOUND));
      }
      await().until(() -> simulator.report().count(Count.CONNECTIONS) == 0);
    }
  }

  @Test
  void dials_are_turned_while_it_runs() throws IOException {
    try (SmscSimulator simulator = start(Dials.DEFAULT);
        BlockingClient client = new BlockingClient(simulator)) {
      client.bind(BindType.TRANSCEIVER);
      simulator.dials(simulator.dials().toBuilder().errorRatio(1).errorStatus(0x14).build());
      client.send(List.of(new Pdu.SubmitSm(2, FakeClient.message("39333", "x"))));
      assertEquals(new Pdu.SubmitSmResp(2, 0x14, ""), client.read());
    }
  }

  @Test
  void a_declared_two_gigabytes_gets_its_answer_and_the_close() throws IOException {
    try (SmscSimulator simulator = start(Dials.DEFAULT);
        BlockingClient client = new BlockingClient(simulator)) {
      client.sendOctets(Unpooled.buffer().writeLong(0x7fffffff_00000004L).writeLong(9));
      assertEquals(new Pdu.SubmitSmResp(9, 2, ""), client.read());
      assertThrows(IOException.class, client::read);
    }
  }

  @Test
  void a_tls_listener_shows_the_certificate_of_its_dial() throws Exception {
    CertificateAuthority authority = CertificateAuthority.create("test", Instant.now());
    SmscTls tls = SmscTls.issued(authority, "127.0.0.1", Instant.now());
    try (SmscSimulator simulator =
        SmscSimulator.start(
            SmscSimulator.Settings.loopback(BlockingClient::micros).withTls(tls),
            Dials.DEFAULT,
            null)) {
      try (BlockingClient client = BlockingClient.tls(simulator, authority.pem())) {
        client.bind(BindType.TRANSCEIVER);
      }
      for (CertificateFault fault :
          List.of(CertificateFault.EXPIRED, CertificateFault.WRONG_HOST)) {
        simulator.dials(Dials.builder().certificate(fault).build());
        assertThrows(
            SSLHandshakeException.class,
            () -> BlockingClient.tls(simulator, authority.pem()).close(),
            fault::name);
      }
      simulator.dials(Dials.DEFAULT);
      BlockingClient.tls(simulator, authority.pem()).close();
      String other = CertificateAuthority.create("test", Instant.now()).pem();
      assertThrows(SSLHandshakeException.class, () -> BlockingClient.tls(simulator, other).close());
    }
  }

  @Test
  void an_address_in_use_is_one_clear_error() throws IOException {
    try (SmscSimulator simulator = start(Dials.DEFAULT)) {
      var taken = new SmscSimulator.Settings(simulator.address(), 0, 1, BlockingClient::micros);
      var e =
          assertThrows(
              IOException.class, () -> SmscSimulator.start(taken, Dials.DEFAULT, null).close());
      assertTrue(String.valueOf(e.getMessage()).startsWith("cannot listen on "));
    }
  }
}
