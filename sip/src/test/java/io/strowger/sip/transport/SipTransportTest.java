package io.strowger.sip.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SipTransportTest {
  private static TransportLimits limits(int inboxMax, int messageMillis, int idleMillis) {
    TransportLimits l = Peer.LIMITS;
    return new TransportLimits(
        inboxMax,
        l.connectionsMax(),
        l.connectionsPerPeerMax(),
        l.messageOctetsMax(),
        l.writeOctetsMax(),
        l.waitingMax(),
        l.connectMillis(),
        messageMillis,
        idleMillis,
        0);
  }

  private static Socket connect(InetSocketAddress address) throws IOException {
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"UDP", "TCP"})
  void a_request_goes_there_and_its_answer_comes_back(Transport transport) throws Exception {
    try (Peer us = Peer.of(Transport.UDP);
        Peer carrier = Peer.of(transport)) {
      us.transport.send(Peer.options(1), carrier.target(transport));
      Peer.Event.Received came = carrier.nextMessage();
      assertEquals(Peer.message(Peer.options(1)), came.reading());
      SipResponse ok = SipResponse.to(Peer.options(1), 200).toTag("c").build();
      carrier.transport.send(ok, came.flow());
      assertEquals(Peer.message(ok), us.nextMessage().reading());
      assertEquals(1, us.transport.counters().sent());
      assertEquals(1, us.transport.counters().received());
    }
  }

  @Test
  void messages_over_one_connection_keep_their_order() throws Exception {
    try (Peer us = Peer.of();
        Peer carrier = Peer.of(Transport.TCP)) {
      for (int i = 0; i < 200; i++) {
        // Fewer wait for a connection at once than are sent here.
        if (i == 50) {
          carrier.nextMessage();
        }
        us.transport.send(Peer.options(i), carrier.target(Transport.TCP));
      }
      for (int i = 1; i < 200; i++) {
        assertEquals(Peer.message(Peer.options(i)), carrier.nextMessage().reading());
      }
      assertEquals(1, us.transport.counters().connections(), "one connection for all");
      assertEquals(1, carrier.transport.counters().connections());
    }
  }

  @Test
  void what_is_no_message_is_refused_and_the_socket_lives_on() throws Exception {
    try (Peer us = Peer.of(Transport.UDP);
        Peer carrier = Peer.of(Transport.UDP, Transport.TCP)) {
      SipRequest broken = Peer.options(1).toBuilder().setHeader("Max-Forwards", "1000").build();
      us.transport.send(broken, carrier.target(Transport.UDP));
      us.transport.send(broken, carrier.target(Transport.TCP));
      us.transport.send(Peer.options(2), carrier.target(Transport.UDP));
      us.transport.send(Peer.options(3), carrier.target(Transport.TCP));
      for (int i = 0; i < 2; i++) {
        String answer = us.nextMessage().reading().toString();
        assertTrue(answer.contains("400 to OPTIONS"), answer);
      }
      await().until(() -> carrier.transport.counters().received() == 2);
      assertEquals(2, carrier.transport.counters().invalid());
    }
  }

  @Test
  void datagrams_beyond_the_bound_are_dropped_and_counted() throws Exception {
    Queue<Runnable> tasks = new ArrayDeque<>();
    try (Peer us = Peer.of(Transport.UDP);
        Peer slow = Peer.of(limits(4, 60_000, 60_000), tasks::add, Transport.UDP)) {
      for (int i = 0; i < 10; i++) {
        us.transport.send(Peer.options(i), slow.target(Transport.UDP));
      }
      await().until(() -> slow.transport.counters().datagramsDropped() == 6);
      tasks.remove().run();
      assertEquals(4, slow.waiting());
      us.transport.send(Peer.options(99), slow.target(Transport.UDP));
      await().until(() -> slow.transport.counters().received() == 5);
    }
  }

  /** Reading rests between its turns then; nothing is lost, and nothing waits for ever. */
  @Test
  void datagrams_that_keep_coming_are_all_read() throws Exception {
    try (Peer us = Peer.of(Transport.UDP);
        Peer peer = Peer.of(Transport.UDP)) {
      int all = 2_000;
      for (int i = 0; i < all; i++) {
        us.transport.send(Peer.options(i), peer.target(Transport.UDP));
        LockSupport.parkNanos(200_000);
      }
      await().until(() -> peer.transport.counters().received() == all);
      us.transport.send(Peer.options(all), peer.target(Transport.UDP));
      await().until(() -> peer.transport.counters().received() == all + 1);
    }
  }

  @Test
  void streams_wait_for_an_owner_that_is_behind_and_lose_nothing() throws Exception {
    BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    int all = 4_000;
    byte[] padding = new byte[3_000];
    SipRequest padded = Peer.options(1).toBuilder().body("text/plain", padding).build();
    try (Peer slow = Peer.of(limits(100, 60_000, 60_000), tasks::add, Transport.TCP);
        Socket flooder = connect(slow.address(Transport.TCP))) {
      Thread flooding =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int i = 0; i < all; i++) {
                    flooder.getOutputStream().write(padded.encode());
                  }
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      await().until(() -> slow.transport.counters().received() >= 50);
      Runnable first = tasks.take();
      // Nobody takes what came: not much more is read, though it is all on its way.
      await()
          .during(Duration.ofMillis(300))
          .until(() -> slow.transport.counters().received() < 200);
      assertTrue(flooding.isAlive(), "the peer is held up");
      first.run();
      while (slow.waiting() < all) {
        Runnable next = tasks.poll(10, TimeUnit.SECONDS);
        assertTrue(next != null, () -> slow.waiting() + " came");
        next.run();
      }
      flooding.join();
    }
  }

  @Test
  void nobody_listening_fails_what_was_to_be_sent() throws Exception {
    InetSocketAddress free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = (InetSocketAddress) socket.getLocalSocketAddress();
    }
    try (Peer us = Peer.of()) {
      us.transport.send(Peer.options(1), Target.of(Transport.TCP, free));
      us.transport.send(Peer.options(2), Target.of(Transport.TCP, free));
      assertEquals(Peer.options(1), us.nextFailed().message());
      Peer.Event.Failed second = us.nextFailed();
      assertTrue(second.cause().contains("refused"), second.cause());
      us.transport.send(Peer.options(3), Target.of(Transport.UDP, free));
      assertEquals("no UDP socket for this address family", us.nextFailed().cause());
      assertEquals(3, us.transport.counters().sendFailed());
      assertEquals(0, us.transport.counters().connections());
    }
  }

  @Test
  void a_reset_in_the_middle_is_told_and_the_next_message_makes_a_new_connection()
      throws Exception {
    try (Peer us = Peer.of();
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Target target = Target.of(Transport.TCP, (InetSocketAddress) server.getLocalSocketAddress());
      us.transport.send(Peer.options(1), target);
      Socket first = server.accept();
      first.getInputStream().read();
      first.setSoLinger(true, 0);
      first.close();
      assertEquals(target.address(), us.nextClosed().flow().remote());
      us.transport.send(Peer.options(2), target);
      try (Socket second = server.accept()) {
        byte[] octets = second.getInputStream().readNBytes(Peer.options(2).encode().length);
        assertEquals(
            new String(Peer.options(2).encode(), StandardCharsets.UTF_8),
            new String(octets, StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void a_message_too_long_is_refused_and_ends_its_connection() throws Exception {
    try (Peer carrier = Peer.of(Transport.TCP);
        Socket hostile = connect(carrier.address(Transport.TCP))) {
      String text = new String(Peer.options(1).encode(), StandardCharsets.UTF_8);
      hostile
          .getOutputStream()
          .write(
              text.replace("Content-Length: 0", "Content-Length: 1000000000")
                  .getBytes(StandardCharsets.UTF_8));
      String answer = readAll(hostile);
      assertTrue(answer.startsWith("SIP/2.0 513 Message Too Large\r\n"), answer);
      assertEquals("what it sent is no SIP", carrier.nextClosed().cause());
      assertEquals(0, carrier.transport.counters().connections());
    }
  }

  @Test
  void who_never_finishes_a_message_is_closed() throws Exception {
    try (Peer carrier = Peer.of(limits(100, 300, 60_000), Transport.TCP);
        Socket loris = connect(carrier.address(Transport.TCP))) {
      loris.getOutputStream().write("OPTIONS sip:a@b SIP/2.0\r\n".getBytes(StandardCharsets.UTF_8));
      assertEquals("", readAll(loris));
      assertEquals("a message was begun and not finished", carrier.nextClosed().cause());
    }
  }

  @Test
  void who_says_nothing_is_closed_in_the_end() throws Exception {
    try (Peer carrier = Peer.of(limits(100, 60_000, 300), Transport.TCP);
        Socket silent = connect(carrier.address(Transport.TCP))) {
      assertEquals("", readAll(silent));
      assertEquals("idle", carrier.nextClosed().cause());
    }
  }

  @Test
  void empty_lines_are_answered_with_one() throws Exception {
    try (Peer carrier = Peer.of(Transport.TCP);
        Socket peer = connect(carrier.address(Transport.TCP))) {
      peer.getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStream in = peer.getInputStream();
      assertEquals('\r', in.read());
      assertEquals('\n', in.read());
    }
  }

  @Test
  void signs_of_life_are_sent_when_nothing_else_is() throws Exception {
    TransportLimits l = Peer.LIMITS;
    TransportLimits chatty =
        new TransportLimits(100, 4, 4, 8_192, l.writeOctetsMax(), 10, 2_000, 60_000, 60_000, 300);
    try (Peer us = Peer.of(chatty);
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      us.transport.send(
          Peer.options(1),
          Target.of(Transport.TCP, (InetSocketAddress) server.getLocalSocketAddress()));
      try (Socket socket = server.accept()) {
        socket.setSoTimeout(10_000);
        int length = Peer.options(1).encode().length;
        byte[] octets = socket.getInputStream().readNBytes(length + 8);
        assertEquals(
            "\r\n\r\n\r\n\r\n",
            new String(octets, length, 8, StandardCharsets.US_ASCII),
            "twice at least");
      }
    }
  }

  @Test
  void more_connections_than_allowed_are_closed_at_once() throws Exception {
    try (Peer carrier = Peer.of(Transport.TCP)) {
      List<Socket> open = new ArrayList<>();
      try {
        for (int i = 0; i < Peer.LIMITS.connectionsPerPeerMax(); i++) {
          open.add(connect(carrier.address(Transport.TCP)));
        }
        await().until(() -> carrier.transport.counters().connections() == open.size());
        try (Socket tooMany = connect(carrier.address(Transport.TCP))) {
          assertEquals(-1, tooMany.getInputStream().read());
        }
        assertEquals(1, carrier.transport.counters().connectionsRefused());
        open.removeFirst().close();
        await().until(() -> carrier.transport.counters().connections() == open.size());
        open.add(connect(carrier.address(Transport.TCP)));
        await().until(() -> carrier.transport.counters().connections() == open.size());
      } finally {
        for (Socket socket : open) {
          socket.close();
        }
      }
    }
  }

  @Test
  void a_peer_that_does_not_read_is_not_written_to_without_bound() throws Exception {
    try (Peer us = Peer.of();
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setReceiveBufferSize(4_096);
      Target target = Target.of(Transport.TCP, (InetSocketAddress) server.getLocalSocketAddress());
      SipRequest large = Peer.options(1).toBuilder().body("x/y", new byte[60_000]).build();
      us.transport.send(large, target);
      try (Socket deaf = server.accept()) {
        await().until(() -> us.transport.counters().connections() == 1);
        await()
            .until(() -> {
              us.transport.send(large, target);
              return us.transport.counters().sendFailed() > 0;
            });
        assertEquals("the peer does not read", us.nextFailed().cause());
        assertTrue(deaf.isConnected());
      }
    }
  }

  @Test
  void an_answer_whose_connection_is_gone_goes_to_the_port_of_the_via() throws Exception {
    try (Peer caller = Peer.of(Transport.TCP);
        Peer callee = Peer.of(Transport.TCP)) {
      SipRequest request =
          Peer.options(1).toBuilder()
              .setHeader(
                  "Via",
                  "SIP/2.0/TCP 127.0.0.1:"
                      + caller.address(Transport.TCP).getPort()
                      + ";branch=z9hG4bKtcp")
              .build();
      caller.transport.send(request, callee.target(Transport.TCP));
      Flow flow = callee.nextMessage().flow();
      callee.transport.close(flow);
      assertEquals("closed by us", callee.nextClosed().cause());
      SipResponse ok = SipResponse.to(request, 200).toTag("c").build();
      callee.transport.send(ok, flow);
      Peer.Event.Received came = caller.nextMessage();
      assertEquals(Peer.message(ok), came.reading());
      assertNotEquals(flow.local(), came.flow().remote(), "over a connection of its own");
      callee.transport.send(Peer.options(2), flow);
      assertEquals(
          "the connection it came over is closed", callee.nextFailed().cause(), "no answer");
    }
  }

  @Test
  void an_address_in_use_is_told_at_the_start() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      TransportSettings settings =
          new TransportSettings(
              List.of(
                  new TransportSettings.Listener(
                      Transport.TCP, (InetSocketAddress) taken.getLocalSocketAddress())),
              TlsFiles.NONE,
              Peer.LIMITS);
      try (Peer other = Peer.of();
          MultiThreadIoEventLoopGroup group =
              new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory())) {
        TransportRuntime runtime =
            new TransportRuntime(group.next(), Runnable::run, Runnable::run, () -> 0);
        IOException refused =
            assertThrows(IOException.class, () -> SipTransport.start(runtime, settings, other));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith("cannot listen on TCP"), message);
        assertTrue(message.contains("in use"), message);
      }
    }
  }
}
