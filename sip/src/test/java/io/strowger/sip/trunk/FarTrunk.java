package io.strowger.sip.trunk;

import io.strowger.sip.message.SipFramer;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipParser;
import io.strowger.sip.message.SipReading;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Transport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A carrier's gateway on loopback that does what a test tells it, dying at any point. */
final class FarTrunk implements AutoCloseable {
  private final int port;
  private final @Nullable DatagramSocket datagrams;
  private final @Nullable ServerSocket listening;
  private final DatagramSocket media;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final List<Came> all = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Came> waiting = new LinkedBlockingQueue<>();
  private final AtomicLong heard = new AtomicLong();
  private volatile boolean echoing = true;

  /** A request and the way back. */
  record Came(SipRequest request, Transport transport, Way way) {
    void answer(int status, String... headers) throws IOException {
      SipResponse.Builder answer =
          SipResponse.to(request, status).toTag("far" + request.callId().substring(0, 6));
      for (String header : headers) {
        int colon = header.indexOf(':');
        answer.header(header.substring(0, colon), header.substring(colon + 1).strip());
      }
      way.send(answer.build());
    }
  }

  private interface Way {
    void send(SipMessage message) throws IOException;
  }

  private FarTrunk(int port, @Nullable DatagramSocket datagrams, @Nullable ServerSocket listening)
      throws IOException {
    this.port = port;
    this.datagrams = datagrams;
    this.listening = listening;
    media = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    if (datagrams != null) {
      start(() -> readDatagrams(datagrams));
    }
    if (listening != null) {
      start(() -> accept(listening));
    }
    start(this::echo);
  }

  /** With these transports, on one free port. */
  static FarTrunk on(Transport... transports) throws IOException {
    return at(Peer.freePort(), transports);
  }

  static FarTrunk at(int port, Transport... transports) throws IOException {
    List<Transport> wanted = List.of(transports);
    InetAddress here = InetAddress.getLoopbackAddress();
    return new FarTrunk(
        port,
        wanted.contains(Transport.UDP)
            ? new DatagramSocket(new InetSocketAddress(here, port))
            : null,
        wanted.contains(Transport.TCP) ? new ServerSocket(port, 10, here) : null);
  }

  private interface Blocking {
    void run() throws IOException;
  }

  private static void start(Blocking reading) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            reading.run();
          } catch (IOException e) {
            // Its socket was closed, which is what such a trunk is for.
            return;
          }
        });
  }

  int port() {
    return port;
  }

  /** RTP packets so far. */
  long heard() {
    return heard.get();
  }

  /** It goes on listening and says nothing more. */
  void fallSilent() {
    echoing = false;
  }

  private void readDatagrams(DatagramSocket socket) throws IOException {
    byte[] octets = new byte[65_535];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(octets, octets.length);
      socket.receive(packet);
      InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
      came(
          SipParser.parse(Arrays.copyOf(octets, packet.getLength())),
          Transport.UDP,
          message -> {
            byte[] encoded = message.encode();
            socket.send(new DatagramPacket(encoded, encoded.length, from));
          });
    }
  }

  private void accept(ServerSocket server) throws IOException {
    while (!server.isClosed()) {
      Socket socket = server.accept();
      connections.add(socket);
      start(() -> readStream(socket));
    }
  }

  private void readStream(Socket socket) throws IOException {
    SipFramer framer = new SipFramer();
    OutputStream out = socket.getOutputStream();
    byte[] octets = new byte[65_535];
    for (int read = socket.getInputStream().read(octets);
        read > 0;
        read = socket.getInputStream().read(octets)) {
      framer.append(octets, 0, read);
      for (SipReading next = framer.next(); next != null; next = framer.next()) {
        came(next, Transport.TCP, message -> out.write(message.encode()));
      }
    }
  }

  private void came(SipReading reading, Transport transport, Way way) {
    if (reading instanceof SipReading.Message(SipRequest request)) {
      Came came = new Came(request, transport, way);
      boolean again =
          all.stream()
              .anyMatch(one ->
                  one.request().branch().equals(request.branch())
                      && one.request().method().equals(request.method()));
      if (!again) {
        all.add(came);
        waiting.add(came);
      }
    }
  }

  private void echo() throws IOException {
    byte[] octets = new byte[2_048];
    while (!media.isClosed()) {
      DatagramPacket packet = new DatagramPacket(octets, octets.length);
      media.receive(packet);
      heard.incrementAndGet();
      if (echoing) {
        media.send(packet);
      }
    }
  }

  /** The next of this method; others before it are left out, and so are repetitions. */
  Came next(String method) throws InterruptedException {
    while (true) {
      Came came = waiting.poll(60, TimeUnit.SECONDS);
      if (came == null) {
        throw new AssertionError("no " + method + "; came " + methods());
      }
      if (came.request().method().equals(method)) {
        return came;
      }
    }
  }

  List<String> methods() {
    return all.stream().map(came -> came.request().method()).toList();
  }

  /** Answers an INVITE with a session description of ours. */
  void describe(Came invite, int status) throws IOException {
    String sdp =
        """
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio %d RTP/AVP 8 101
        a=rtpmap:8 PCMA/8000
        a=rtpmap:101 telephone-event/8000
        a=ptime:20
        """
            .formatted(media.getLocalPort())
            .replace("\n", "\r\n");
    String transport = invite.transport() == Transport.UDP ? "" : ";transport=tcp";
    invite
        .way()
        .send(
            SipResponse.to(invite.request(), status)
                .toTag("far" + invite.request().callId().substring(0, 6))
                .header("Contact", "<sip:far@127.0.0.1:" + port + transport + ">")
                .body("application/sdp", sdp.getBytes(StandardCharsets.UTF_8))
                .build());
  }

  /** Every connection ends with a reset; who connects anew is heard. */
  void reset() {
    for (Socket socket : new ArrayList<>(connections)) {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    connections.clear();
  }

  /** As a machine that loses its power: nothing is closed in good order, nothing listens. */
  void die() {
    echoing = false;
    try {
      if (listening != null) {
        listening.close();
      }
      if (datagrams != null) {
        datagrams.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    media.close();
    reset();
  }

  @Override
  public void close() {
    die();
  }
}
