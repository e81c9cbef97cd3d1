package io.strowger.sip.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SipTlsTest {
  @TempDir private static Path folder = Path.of("");
  private static TlsFiles dns = TlsFiles.NONE;
  private static TlsFiles uri = TlsFiles.NONE;
  private static TlsFiles expired = TlsFiles.NONE;
  private static TlsFiles trusting = TlsFiles.NONE;

  @BeforeAll
  static void issue() throws Exception {
    Authority authority = Authority.in(folder);
    dns = authority.server("dns:carrier.example,dns:*.wild.example,ip:127.0.0.1");
    uri = authority.server("uri:sip:sip.example,dns:host.example");
    expired = authority.server("dns:carrier.example", "-startdate", "-20d", "-validity", "10");
    trusting = new TlsFiles(null, null, authority.trust(), false);
  }

  private static Target named(Peer carrier, String name) {
    return new Target(Transport.TLS, carrier.address(Transport.TLS), name);
  }

  private static void taken(TlsFiles shown, String name) throws Exception {
    try (Peer us = Peer.of(trusting);
        Peer carrier = Peer.of(shown, Transport.TLS)) {
      us.transport.send(Peer.options(1), named(carrier, name));
      Peer.Event.Received came = carrier.nextMessage();
      assertEquals(Peer.message(Peer.options(1)), came.reading());
      carrier.transport.send(Peer.options(2), came.flow());
      assertEquals(Peer.message(Peer.options(2)), us.nextMessage().reading());
    }
  }

  private static String refused(TlsFiles us, TlsFiles shown, String name) throws Exception {
    try (Peer peer = Peer.of(us);
        Peer carrier = Peer.of(shown, Transport.TLS)) {
      peer.transport.send(Peer.options(1), named(carrier, name));
      String cause = peer.nextFailed().cause();
      assertEquals(0, peer.transport.counters().sent());
      assertEquals(0, carrier.transport.counters().received());
      return cause;
    }
  }

  @Test
  void a_certificate_speaks_for_its_names() throws Exception {
    taken(dns, "carrier.example");
    taken(dns, "CARRIER.example");
    taken(dns, "sbc.wild.example");
    taken(dns, "127.0.0.1");
    taken(uri, "sip.example");
  }

  @Test
  void a_certificate_for_another_host_is_refused() throws Exception {
    for (String name :
        new String[] {"other.example", "a.b.wild.example", "wild.example", "127.0.0.2"}) {
      String cause = refused(trusting, dns, name);
      assertTrue(cause.endsWith("the certificate is not for " + name), cause);
    }
  }

  @Test
  void where_sip_uris_are_named_dns_names_count_no_more() throws Exception {
    String cause = refused(trusting, uri, "host.example");
    assertTrue(cause.endsWith("the certificate is not for host.example"), cause);
  }

  @Test
  void a_certificate_that_ran_out_is_refused() throws Exception {
    String cause = refused(trusting, expired, "carrier.example");
    assertTrue(cause.contains("the certificate has expired"), cause);
  }

  @Test
  void a_certificate_of_an_authority_we_do_not_know_is_refused() throws Exception {
    String cause = refused(TlsFiles.NONE, dns, "carrier.example");
    assertTrue(cause.startsWith("TLS handshake failed: "), cause);
  }

  @Test
  void a_peer_that_must_show_a_certificate_and_does_not_is_refused() throws Exception {
    TlsFiles strict = new TlsFiles(dns.certificate(), dns.key(), trusting.trust(), true);
    try (Peer us = Peer.of(trusting);
        Peer carrier = Peer.of(strict, Transport.TLS)) {
      us.transport.send(Peer.options(1), named(carrier, "carrier.example"));
      us.next(event -> !(event instanceof Peer.Event.Received));
      assertEquals(0, carrier.transport.counters().received());
    }
    TlsFiles known = new TlsFiles(uri.certificate(), uri.key(), trusting.trust(), false);
    try (Peer us = Peer.of(known);
        Peer carrier = Peer.of(strict, Transport.TLS)) {
      us.transport.send(Peer.options(1), named(carrier, "carrier.example"));
      assertEquals(Peer.message(Peer.options(1)), carrier.nextMessage().reading());
    }
  }

  @Test
  void new_files_count_for_new_connections_and_broken_ones_change_nothing() throws Exception {
    Path certificate = Files.copy(existing(expired.certificate()), folder.resolve("live.pem"));
    Path key = Files.copy(existing(expired.key()), folder.resolve("live.key"));
    try (Peer us = Peer.of(trusting);
        Peer carrier = Peer.of(new TlsFiles(certificate, key, null, false), Transport.TLS)) {
      us.transport.send(Peer.options(1), named(carrier, "carrier.example"));
      assertTrue(us.nextFailed().cause().contains("expired"));
      replace(existing(dns.certificate()), certificate, 1);
      replace(existing(dns.key()), key, 1);
      await()
          .until(() -> {
            us.transport.send(Peer.options(2), named(carrier, "carrier.example"));
            return carrier.transport.counters().received() > 0;
          });
      replace(Files.writeString(folder.resolve("half.pem"), "half a"), certificate, 2);
      carrier.transport.close(carrier.nextMessage().flow());
      us.nextClosed();
      us.transport.send(Peer.options(3), named(carrier, "carrier.example"));
      assertEquals(
          Peer.message(Peer.options(3)),
          carrier.next(event -> event.toString().contains("CSeq 3 "))
                  instanceof Peer.Event.Received received
              ? received.reading()
              : null);
    }
  }

  private static Path existing(@Nullable Path file) {
    if (file == null) {
      throw new AssertionError("no file");
    }
    return file;
  }

  private static void replace(Path by, Path file, int secondsLater) throws IOException {
    FileTime before = Files.getLastModifiedTime(file);
    Path next = folder.resolve("next");
    Files.copy(by, next, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(next, FileTime.from(before.toInstant().plusSeconds(secondsLater)));
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void a_peer_that_speaks_no_tls_is_let_go() throws Exception {
    try (Peer carrier = Peer.of(dns, Transport.TLS)) {
      InetSocketAddress address = carrier.address(Transport.TLS);
      try (Socket plain = new Socket(address.getAddress(), address.getPort())) {
        plain.setSoTimeout(10_000);
        plain.getOutputStream().write(Peer.options(1).encode());
        plain.getInputStream().readAllBytes();
      }
      await().until(() -> carrier.transport.counters().connections() == 0);
      assertEquals(0, carrier.transport.counters().received());
    }
  }

  @Test
  void a_peer_that_never_shakes_hands_is_let_go() throws Exception {
    try (Peer carrier = Peer.of(dns, Transport.TLS)) {
      InetSocketAddress address = carrier.address(Transport.TLS);
      try (Socket silent = new Socket(address.getAddress(), address.getPort())) {
        await().until(() -> carrier.transport.counters().connections() == 1);
        silent.setSoTimeout(10_000);
        assertEquals(-1, silent.getInputStream().read());
      }
      assertEquals(0, carrier.transport.counters().connections());
    }
  }

  @Test
  void files_that_cannot_be_used_are_told_at_the_start() throws Exception {
    Path junk = Files.writeString(folder.resolve("junk.pem"), "no certificate");
    assertThrows(
        IOException.class, () -> Peer.of(new TlsFiles(junk, junk, null, false), Transport.TLS));
    assertThrows(
        IOException.class, () -> Peer.of(new TlsFiles(null, null, folder.resolve("none"), false)));
    assertThrows(IOException.class, () -> Peer.of(trusting, Transport.TLS), "nothing to show");
  }
}
