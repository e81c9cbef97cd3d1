package io.strowger.sip.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipReading;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two certificates of ours for one server, tried in turn; the server is Java's own TLS. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CertificateTurnsTest {
  private static final Target SOME =
      new Target(
          Transport.TLS,
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 5061),
          "carrier.example");

  @TempDir private Path folder = Path.of("");

  @Test
  void the_other_is_shown_after_each_refusal_and_the_accepted_one_is_kept() {
    CertificateTurns turns = new CertificateTurns();
    assertFalse(turns.second(SOME));
    assertTrue(turns.refused(SOME, "bad"), "the second was not tried yet");
    assertTrue(turns.second(SOME));
    assertNull(turns.firstRefused(SOME), "nor accepted");
    turns.accepted(SOME);
    assertEquals("bad", turns.firstRefused(SOME));
    assertTrue(turns.second(SOME));
    assertTrue(turns.refused(SOME, "worse"));
    assertFalse(turns.second(SOME));
    assertNull(turns.firstRefused(SOME));
    assertFalse(turns.refused(SOME, "worst"), "both are refused");
    assertTrue(turns.refused(SOME, "worst"));
    turns.accepted(SOME);
    assertNull(turns.firstRefused(SOME));
  }

  /** A server that wants certificates of one authority, and answers OPTIONS. */
  private static final class Peer implements AutoCloseable {
    final BlockingQueue<String> served = new LinkedBlockingQueue<>();
    private final SSLServerSocket socket;
    private volatile @Nullable SSLSocket current;

    Peer(TlsFiles files, Path trust, String version) throws Exception {
      TlsContexts contexts =
          TlsContexts.load(
              new TlsFiles(files.certificate(), files.key(), trust, true), Runnable::run, 0);
      javax.net.ssl.SSLContext context =
          ((io.netty.handler.ssl.JdkSslContext) notNull(contexts.server(0))).context();
      socket =
          (SSLServerSocket)
              context
                  .getServerSocketFactory()
                  .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
      socket.setEnabledProtocols(new String[] {version});
      socket.setNeedClientAuth(true);
      var _ = Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
      while (!socket.isClosed()) {
        try (SSLSocket client = (SSLSocket) socket.accept()) {
          current = client;
          talk(client);
        } catch (IOException _) {
          // Refused, or closed.
        }
      }
    }

    private void talk(SSLSocket client) throws IOException {
      client.startHandshake();
      X509Certificate shown = (X509Certificate) client.getSession().getPeerCertificates()[0];
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      StringBuilder answer = new StringBuilder("SIP/2.0 200 OK\r\n");
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty() && answer.length() > 20) {
          served.add(shown.getSubjectX500Principal().getName());
          client
              .getOutputStream()
              .write(answer.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
          client.getOutputStream().flush();
          answer = new StringBuilder("SIP/2.0 200 OK\r\n");
        } else if (line.matches("(Via|From|To|Call-ID|CSeq|Content-Length):.*")) {
          answer.append(line).append("\r\n");
        }
      }
    }

    void drop() throws IOException {
      SSLSocket open = current;
      if (open != null) {
        open.close();
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
      drop();
    }
  }

  private static <T> T notNull(@Nullable T value) {
    assertNotNull(value);
    return value;
  }

  /** Our side. */
  private static final class Client implements SipTransportListener, AutoCloseable {
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    final SipTransport transport;
    private final Target target;
    private final MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private int sent;

    Client(TlsFiles files, int port) throws IOException {
      EventLoop loop = group.next();
      transport =
          SipTransport.start(
              new TransportRuntime(loop, loop, loop, System::currentTimeMillis),
              new TransportSettings(List.of(), files, TransportLimits.STANDARD),
              this);
      target =
          new Target(
              Transport.TLS,
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
              "localhost");
    }

    String ask() throws InterruptedException {
      String number = String.valueOf(++sent);
      transport.send(
          SipRequest.builder("OPTIONS", "sip:localhost")
              .header("Via", "SIP/2.0/TLS 127.0.0.1:5061;branch=z9hG4bK" + number)
              .header("From", "<sip:us@localhost>;tag=a")
              .header("To", "<sip:them@localhost>")
              .header("Call-ID", number)
              .header("CSeq", number + " OPTIONS")
              .build(),
          target);
      return notNull(heard.poll(30, TimeUnit.SECONDS));
    }

    @Nullable String firstRefused() {
      return transport.firstCertificateRefused(target);
    }

    @Override
    public void received(SipReading reading, Flow flow) {
      if (reading instanceof SipReading.Message(SipMessage message)) {
        heard.add("answered " + message.callId());
      }
    }

    @Override
    public void sendFailed(SipMessage message, String cause) {
      heard.add("failed: " + cause);
    }

    @Override
    public void closed(Flow flow, String cause) {
      heard.add("closed: " + cause);
    }

    @Override
    public void settled() {}

    @Override
    public void close() {
      transport.close();
      var _ = group.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    }
  }

  private Authority authority(String name) throws Exception {
    return Authority.in(Files.createDirectory(folder.resolve(name)));
  }

  private static TlsFiles both(TlsFiles first, TlsFiles second, Path trust) {
    return new TlsFiles(
        first.certificate(), first.key(), second.certificate(), second.key(), trust, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void what_a_server_refuses_for_our_certificate_reaches_it_under_the_other(String version)
      throws Exception {
    Authority theirs = authority("theirs");
    Authority stranger = authority("stranger");
    TlsFiles bad = stranger.server("dns:us");
    TlsFiles good = theirs.server("dns:us", "-validity", "20");
    try (Peer peer = new Peer(theirs.server("dns:localhost"), theirs.trust(), version);
        Client us = new Client(both(bad, good, theirs.trust()), peer.socket.getLocalPort())) {
      assertEquals("answered 1", us.ask());
      assertEquals("CN=leaf1", peer.served.poll(5, TimeUnit.SECONDS));
      assertNotNull(us.firstRefused());
      peer.drop();
      assertTrue(notNull(us.heard.poll(30, TimeUnit.SECONDS)).startsWith("closed"));
      assertEquals("answered 2", us.ask(), "and the one that is accepted is kept");
      assertNotNull(us.firstRefused());
      assertEquals(1, peer.served.size(), "nothing was sent twice");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void with_both_refused_the_sender_is_told_and_each_is_tried_again_later(String version)
      throws Exception {
    Authority theirs = authority("theirs");
    Authority stranger = authority("stranger");
    TlsFiles bad = stranger.server("dns:us");
    TlsFiles worse = stranger.server("dns:us");
    try (Peer peer = new Peer(theirs.server("dns:localhost"), theirs.trust(), version);
        Client us = new Client(both(bad, worse, theirs.trust()), peer.socket.getLocalPort())) {
      for (int i = 0; i < 3; i++) {
        String told = us.ask();
        assertTrue(told.startsWith("failed: ") || told.startsWith("closed: "), told);
        assertNull(us.firstRefused());
      }
      assertTrue(peer.served.isEmpty());
    }
  }

  @Test
  void one_of_ours_that_has_expired_is_not_shown_while_the_other_has_not() throws Exception {
    Authority theirs = authority("theirs");
    TlsFiles expired = theirs.server("dns:us", "-startdate", "-20d", "-validity", "10");
    TlsFiles good = theirs.server("dns:us", "-validity", "20");
    try (Peer peer = new Peer(theirs.server("dns:localhost"), theirs.trust(), "TLSv1.3");
        Client us = new Client(both(expired, good, theirs.trust()), peer.socket.getLocalPort())) {
      assertEquals("answered 1", us.ask());
      assertEquals("CN=leaf2", peer.served.poll(5, TimeUnit.SECONDS));
      assertEquals("our certificate has expired", us.firstRefused());
    }
  }
}
