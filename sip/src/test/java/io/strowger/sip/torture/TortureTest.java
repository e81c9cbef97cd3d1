package io.strowger.sip.torture;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** RFC 4475's messages against the real listener; {@code docs/sip-torture.md} holds the results. */
final class TortureTest {
  private static final ListAppender<ILoggingEvent> LEAKS = new ListAppender<>();
  private static final Logger REPORTS =
      (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
  private static final ResourceLeakDetector.Level BEFORE = ResourceLeakDetector.getLevel();

  private static final Pattern STATUS = Pattern.compile("[2-6]\\d\\d");

  private final TortureUserAgent agent = newAgent();

  /** One line of the document. */
  record Row(String message, String udp, String tcp) {}

  private static TortureUserAgent newAgent() {
    try {
      return new TortureUserAgent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void look_for_leaks() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    LEAKS.start();
    REPORTS.addAppender(LEAKS);
    REPORTS.setAdditive(false);
  }

  @BeforeEach
  void listen() {
    LEAKS.list.clear();
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  @AfterAll
  static void look_no_more() {
    REPORTS.detachAppender(LEAKS);
    REPORTS.setAdditive(true);
    ResourceLeakDetector.setLevel(BEFORE);
  }

  private static boolean leakReported() {
    for (int i = 0; i < 20; i++) {
      System.gc();
      for (int j = 0; j < 200; j++) {
        PooledByteBufAllocator.DEFAULT.directBuffer(256).release();
      }
    }
    return !LEAKS.list.isEmpty();
  }

  static Stream<Row> rows() throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isRegularFile(folder.resolve("docs/sip-torture.md"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("docs/sip-torture.md is missing");
    }
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("docs/sip-torture.md"))) {
      String[] cells = line.split("\\|", -1);
      if (cells.length == 7 && cells[2].contains("`")) {
        String udp = cells[4].strip();
        String tcp = cells[5].strip();
        rows.add(
            new Row(cells[2].strip().replace("`", ""), udp, tcp.equals("the same") ? udp : tcp));
      }
    }
    return rows.stream();
  }

  private static byte[] octets(String message) throws IOException {
    try (InputStream in = TortureTest.class.getResourceAsStream("/torture/" + message + ".dat")) {
      if (in == null) {
        throw new IOException("no message " + message);
      }
      return in.readAllBytes();
    }
  }

  private static byte[] options(String transport) {
    return """
    OPTIONS sip:alive@example.com SIP/2.0
    Via: SIP/2.0/%s 127.0.0.1;branch=z9hG4bKalive;rport
    From: <sip:a@example.com>;tag=1
    To: <sip:alive@example.com>
    Call-ID: alive
    CSeq: 1 OPTIONS
    Max-Forwards: 70
    Content-Length: 0

    """
        .formatted(transport)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void sendDatagram(DatagramSocket socket, byte[] octets) throws IOException {
    InetSocketAddress to = agent.udp();
    socket.send(new DatagramPacket(octets, octets.length, to.getAddress(), to.getPort()));
  }

  private static String receive(DatagramSocket socket) throws IOException {
    byte[] buffer = new byte[4_096];
    DatagramPacket answer = new DatagramPacket(buffer, buffer.length);
    socket.receive(answer);
    return new String(buffer, 0, answer.getLength(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void over_udp_it_is_dealt_with_as_written(Row row) throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(20_000);
      sendDatagram(socket, octets(row.message()));
      assertEquals(row.udp(), agent.next());
      sendDatagram(socket, options("UDP"));
      String text = receive(socket);
      while (!text.contains("\r\nCall-ID: alive\r\n")) {
        text = receive(socket);
      }
      assertTrue(text.startsWith("SIP/2.0 200 OK\r\n"), text);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void over_tcp_it_is_dealt_with_as_written(Row row) throws Exception {
    InetSocketAddress to = agent.tcp();
    StringBuilder told = new StringBuilder();
    try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(octets(row.message()));
      Matcher status = STATUS.matcher(row.tcp());
      if (status.find()) {
        byte[] line = socket.getInputStream().readNBytes(11);
        assertEquals("SIP/2.0 " + status.group(), new String(line, StandardCharsets.US_ASCII));
      }
      if (row.tcp().contains("connection closed")) {
        socket.getInputStream().readAllBytes();
      } else {
        socket.shutdownOutput();
      }
      String next = agent.next();
      for (; !next.startsWith("closed: "); next = agent.next()) {
        told.append(told.isEmpty() ? "" : "; ").append(next);
      }
      if (!next.equals("closed: closed by the peer")) {
        told.append(told.isEmpty() ? "" : "; ")
            .append(next.replace("closed: ", "connection closed: "));
      }
    }
    assertEquals(row.tcp(), told.toString());
    try (Socket other = new Socket(to.getAddress(), to.getPort())) {
      other.setSoTimeout(20_000);
      other.getOutputStream().write(options("TCP"));
      byte[] line = other.getInputStream().readNBytes(11);
      assertEquals("SIP/2.0 200", new String(line, StandardCharsets.US_ASCII), "it lives");
    }
  }

  @Test
  void the_document_tells_of_all_of_them() throws IOException {
    assertEquals(49, rows().map(Row::message).distinct().count());
  }

  @Test
  void nothing_leaks_of_any() throws Exception {
    InetSocketAddress to = agent.tcp();
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      for (Row row : rows().toList()) {
        long before = agent.readings();
        sendDatagram(socket, octets(row.message()));
        await().until(() -> agent.readings() == before + 1);
        try (Socket stream = new Socket(to.getAddress(), to.getPort())) {
          stream.getOutputStream().write(octets(row.message()));
          stream.shutdownOutput();
          stream.setSoTimeout(20_000);
          stream.getInputStream().readAllBytes();
        }
      }
    }
    agent.close();
    assertTrue(!leakReported(), () -> LEAKS.list.toString());
  }

  @Test
  void a_leak_would_be_seen() {
    leak();
    assertTrue(leakReported());
  }

  private static void leak() {
    ByteBuf lost = PooledByteBufAllocator.DEFAULT.directBuffer(64);
    lost.writeByte(1);
  }
}
