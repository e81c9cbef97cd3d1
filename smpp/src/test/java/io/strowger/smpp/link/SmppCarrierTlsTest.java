package io.strowger.smpp.link;

import static io.strowger.smpp.link.LiveCarrier.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.link.CarrierSettings.Tls;
import io.strowger.smpp.link.CarrierStatus.Certificates;
import io.strowger.smpp.link.CarrierStatus.LinkStatus;
import io.strowger.smpp.simulator.CertificateAuthority;
import io.strowger.smpp.simulator.CertificateFault;
import io.strowger.smpp.simulator.Dials;
import io.strowger.smpp.simulator.SmscSimulator;
import io.strowger.smpp.simulator.SmscTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a link trusts, and what it says when it does not. */
final class SmppCarrierTlsTest {
  private final Instant now = Instant.now();
  private final CertificateAuthority authority = CertificateAuthority.create("Alpha CA", now);

  @TempDir Path directory;

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private static SmscSimulator smsc(SmscTls tls, Dials dials) throws IOException {
    return SmscSimulator.start(
        SmscSimulator.Settings.loopback(() -> System.currentTimeMillis() * 1_000).withTls(tls),
        dials,
        null);
  }

  private SmscSimulator smscFor(String host) throws IOException {
    return smsc(SmscTls.issued(authority, host, now), Dials.DEFAULT);
  }

  private static LiveCarrier carrier(SmscSimulator smsc, String host, Tls tls) {
    return new LiveCarrier(
        LiveCarrier.settings(LiveCarrier.link("one", host, smsc.address().getPort(), tls)));
  }

  private Tls trusting(@Nullable String serverName) throws IOException {
    return new Tls(file("trust.pem", authority.pem()), null, null, serverName);
  }

  @Test
  void an_own_authority_is_trusted_and_the_certificates_end_is_shown() throws IOException {
    for (String host : new String[] {"localhost", "127.0.0.1"}) {
      try (SmscSimulator smsc = smscFor(host);
          LiveCarrier live = carrier(smsc, host, trusting(null))) {
        live.awaitBound(1);
        live.submit(10, "Hello");
        live.awaitOutcomes(10);
        Certificates shown = live.lastStatus.links().getFirst().certificates();
        assertNotNull(shown);
        Instant end = now.plus(Duration.ofDays(365)).truncatedTo(ChronoUnit.SECONDS);
        assertEquals(end.toEpochMilli(), shown.peerNotAfterMillis());
        assertEquals(0, shown.ownNotAfterMillis());
      }
    }
  }

  @Test
  void an_authority_that_the_system_does_not_know_is_refused() throws IOException {
    try (SmscSimulator smsc = smscFor("localhost");
        LiveCarrier live = carrier(smsc, "localhost", new Tls(null, null, null, null))) {
      assertTrue(live.awaitDown().startsWith("TLS handshake failed"), live.awaitDown());
      assertTrue(live.ups.isEmpty());
      LinkStatus link = live.lastStatus.links().getFirst();
      assertTrue(link.refused());
      Certificates shown = link.certificates();
      assertNotNull(shown, "what was not trusted is shown all the same");
      assertEquals(64, shown.peerFingerprint().length());
      assertTrue(shown.peerSubject().contains("localhost"), shown.peerSubject());
    }
  }

  @Test
  void a_certificate_for_another_host_is_refused() throws IOException {
    try (SmscSimulator smsc = smscFor("smsc.example");
        LiveCarrier live = carrier(smsc, "localhost", trusting(null))) {
      String cause = live.awaitDown();
      assertTrue(cause.startsWith("TLS handshake failed") && cause.contains("localhost"), cause);
      assertTrue(live.ups.isEmpty());
    }
  }

  @Test
  void the_expected_name_can_be_another_than_the_address() throws IOException {
    try (SmscSimulator smsc = smscFor("smsc.example");
        LiveCarrier live = carrier(smsc, "127.0.0.1", trusting("smsc.example"))) {
      live.awaitBound(1);
    }
  }

  @Test
  void an_expired_certificate_is_refused_and_named() throws IOException {
    Dials expired = Dials.DEFAULT.toBuilder().certificate(CertificateFault.EXPIRED).build();
    try (SmscSimulator smsc = smsc(SmscTls.issued(authority, "localhost", now), expired);
        LiveCarrier live = carrier(smsc, "localhost", trusting(null))) {
      assertTrue(live.awaitDown().contains("the certificate has expired"), live.awaitDown());
      assertTrue(live.ups.isEmpty());
    }
  }

  @Test
  void a_client_certificate_is_shown_where_the_carrier_asks_for_it() throws IOException {
    CertificateAuthority.Issued server =
        authority.issue("localhost", now.minusSeconds(60), now.plus(Duration.ofDays(9)));
    CertificateAuthority.Issued client =
        authority.issue("strowger", now.minusSeconds(60), now.plus(Duration.ofDays(5)));
    Path trust = file("trust.pem", authority.pem());
    SmscTls tls =
        SmscTls.files(
            file("server.pem", server.certificatePem()),
            file("server.key", server.keyPem()),
            trust);
    Path certificate = file("client.pem", client.certificatePem());
    Path key = file("client.key", client.keyPem());
    try (SmscSimulator smsc = smsc(tls, Dials.DEFAULT)) {
      try (LiveCarrier live = carrier(smsc, "localhost", new Tls(trust, certificate, key, null))) {
        live.awaitBound(1);
        Certificates shown = live.lastStatus.links().getFirst().certificates();
        assertNotNull(shown);
        assertEquals(
            client.certificate().getNotAfter().toInstant().toEpochMilli(),
            shown.ownNotAfterMillis());
      }
      try (LiveCarrier live = carrier(smsc, "localhost", new Tls(trust, null, null, null))) {
        live.awaitDown();
        assertTrue(live.ups.isEmpty());
      }
    }
  }

  @Test
  void a_missing_or_unreadable_file_is_named_and_nothing_leaves_in_clear() throws IOException {
    try (SmscSimulator smsc = smscFor("localhost")) {
      Tls missing = new Tls(directory.resolve("nowhere.pem"), null, null, null);
      try (LiveCarrier live = carrier(smsc, "localhost", missing)) {
        assertTrue(live.awaitDown().contains("nowhere.pem"), live.awaitDown());
      }
      Tls garbage = new Tls(file("garbage.pem", "not a certificate"), null, null, null);
      try (LiveCarrier live = carrier(smsc, "localhost", garbage)) {
        assertTrue(live.awaitDown().contains("garbage.pem"), live.awaitDown());
      }
    }
  }

  @Test
  void a_rotated_file_counts_at_the_next_connect_and_other_links_stay() throws IOException {
    CertificateAuthority next = CertificateAuthority.create("Beta CA", now);
    Tls tls = trusting(null);
    try (SmscSimulator old = smscFor("localhost");
        SmscSimulator rotated = smsc(SmscTls.issued(next, "localhost", now), Dials.DEFAULT);
        LiveCarrier live =
            new LiveCarrier(
                LiveCarrier.settings(
                    LiveCarrier.link("one", "localhost", old.address().getPort(), tls),
                    LiveCarrier.link("two", "localhost", rotated.address().getPort(), tls)))) {
      live.awaitBound(1);
      eventually().until(() -> live.downLinks.contains("two"));

      file("trust.pem", authority.pem() + next.pem());

      live.awaitBound(2);
      assertTrue(!live.downLinks.contains("one"));
    }
  }
}
