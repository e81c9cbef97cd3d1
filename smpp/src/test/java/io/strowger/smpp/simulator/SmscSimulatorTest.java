package io.strowger.smpp.simulator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Decoded;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.PduCodec;
import io.strowger.smpp.simulator.SmscReport.Count;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SmscSimulatorTest {
  private static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  private static SmscSimulator start(Dials dials) throws IOException {
    return SmscSimulator.start(
        SmscSimulator.Settings.loopback(SmscSimulatorTest::micros), dials, null);
  }

  /** A client on a plain blocking socket. */
  private static final class Client implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;

    Client(SmscSimulator simulator) throws IOException {
      InetSocketAddress address = simulator.address();
      socket = new Socket(address.getAddress(), address.getPort());
      socket.setSoTimeout(10_000);
      in = new DataInputStream(socket.getInputStream());
    }

    void send(List<? extends Pdu> pdus) throws IOException {
      ByteBuf out = Unpooled.buffer();
      pdus.forEach(pdu -> PduCodec.encode(pdu, out));
      OutputStream stream = socket.getOutputStream();
      stream.write(out.array(), 0, out.readableBytes());
    }

    Decoded read() throws IOException {
      int length = in.readInt();
      byte[] rest = new byte[length - Integer.BYTES];
      in.readFully(rest);
      return PduCodec.decode(Unpooled.buffer().writeInt(length).writeBytes(rest));
    }

    void bind() throws IOException {
      send(
          List.of(
              new Pdu.Bind(
                  1,
                  BindType.TRANSCEIVER,
                  "esme",
                  "",
                  "",
                  0x34,
                  io.strowger.smpp.codec.Address.EMPTY)));
      assertEquals(0, ((Pdu.BindResp) read()).commandStatus());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void a_burst_is_answered_and_reported_over_a_real_socket() throws IOException {
    try (SmscSimulator simulator = start(Dials.DEFAULT);
        Client client = new Client(simulator)) {
      client.bind();
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
      assertTrue(Math.abs(report.arrivals().getLast().receivedAtMicros() - micros()) < 60_000_000);
    }
  }

  @Test
  void a_cut_closes_the_links_and_a_restore_lets_them_in_again() throws IOException {
    try (SmscSimulator simulator = start(Dials.DEFAULT)) {
      try (Client client = new Client(simulator)) {
        client.bind();
        simulator.cutLinks();
        assertThrows(IOException.class, client::read);
      }
      try (Client refused = new Client(simulator)) {
        assertThrows(
            IOException.class,
            () -> {
              refused.bind();
              refused.read();
            });
      }
      simulator.restoreLinks();
      try (Client client = new Client(simulator)) {
        client.bind();
        assertEquals(1, simulator.report().count(Count.BOUND));
      }
      await().until(() -> simulator.report().count(Count.CONNECTIONS) == 0);
    }
  }

  @Test
  void dials_are_turned_while_it_runs() throws IOException {
    try (SmscSimulator simulator = start(Dials.DEFAULT);
        Client client = new Client(simulator)) {
      client.bind();
      simulator.dials(simulator.dials().toBuilder().errorRatio(1).errorStatus(0x14).build());
      client.send(List.of(new Pdu.SubmitSm(2, FakeClient.message("39333", "x"))));
      assertEquals(new Pdu.SubmitSmResp(2, 0x14, ""), client.read());
    }
  }

  @Test
  void a_declared_two_gigabytes_gets_its_answer_and_the_close() throws IOException {
    try (SmscSimulator simulator = start(Dials.DEFAULT);
        Client client = new Client(simulator)) {
      OutputStream out = client.socket.getOutputStream();
      out.write(Unpooled.buffer().writeLong(0x7fffffff_00000004L).writeLong(9).array(), 0, 16);
      assertEquals(new Pdu.SubmitSmResp(9, 2, ""), client.read());
      assertThrows(IOException.class, client::read);
    }
  }

  @Test
  void an_address_in_use_is_one_clear_error() throws IOException {
    try (SmscSimulator simulator = start(Dials.DEFAULT)) {
      var taken = new SmscSimulator.Settings(simulator.address(), 0, 1, SmscSimulatorTest::micros);
      var e =
          assertThrows(
              IOException.class, () -> SmscSimulator.start(taken, Dials.DEFAULT, null).close());
      assertTrue(String.valueOf(e.getMessage()).startsWith("cannot listen on "));
    }
  }
}
