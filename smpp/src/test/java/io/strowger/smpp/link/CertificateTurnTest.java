package io.strowger.smpp.link;

import static io.strowger.smpp.link.LiveCarrier.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.link.CarrierSettings.HostPort;
import io.strowger.smpp.link.CarrierSettings.Link;
import io.strowger.smpp.link.CarrierSettings.Tls;
import io.strowger.smpp.link.CarrierStatus.LinkStatus;
import io.strowger.smpp.link.ScriptedTransport.ScriptedConnection;
import io.strowger.smpp.simulator.CertificateAuthority;
import io.strowger.smpp.simulator.Dials;
import io.strowger.smpp.simulator.SmscSimulator;
import io.strowger.smpp.simulator.SmscTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two client certificates of one link, tried in turn. */
final class CertificateTurnTest {
  private static final String ALERT =
      "TLS handshake failed: (bad_certificate) Received fatal alert: bad_certificate";
  private static final Path OLD = Path.of("old.pem");
  private static final Path NEW = Path.of("new.pem");

  private final Instant now = Instant.now();
  private final CertificateAuthority authority = CertificateAuthority.create("Alpha CA", now);

  @TempDir Path directory;

  private static Rig rig() {
    return rig(new Tls(null, OLD, Path.of("old.key"), NEW, Path.of("new.key"), null));
  }

  private static CarrierSettings settings(Tls tls) {
    return Rig.with(
        Rig.settings(1), List.of(new Link("alpha-1", List.of(new HostPort("one", 1)), null, tls)));
  }

  private static Rig rig(Tls tls) {
    return new Rig(settings(tls));
  }

  private static LinkStatus link(Rig rig) {
    return rig.engine.status(rig.now).links().getFirst();
  }

  private static @Nullable Path shown(Rig rig) {
    Tls tls = rig.transport.last().link.tls();
    assertNotNull(tls);
    return tls.certificate();
  }

  private static void closes(Rig rig, String cause) {
    rig.transport.last().events.closed(cause);
    rig.poll();
  }

  private static void binds(Rig rig) {
    ScriptedConnection connection = rig.transport.last();
    connection.events.connected();
    rig.poll();
    Pdu.Bind bind = connection.taken(Pdu.Bind.class).getFirst();
    rig.receive(connection, new Pdu.BindResp(bind.sequenceNumber(), 0, bind.type(), "", null));
    assertEquals("BOUND", link(rig).state());
  }

  /** How long until the next connection is made, milliseconds. */
  private static long untilNext(Rig rig) {
    long from = rig.now;
    int made = rig.transport.connections.size();
    while (rig.transport.connections.size() == made) {
      rig.now = rig.wakeAt;
      rig.poll();
    }
    return rig.now - from;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bad_certificate",
        "certificate_unknown",
        "certificate_expired",
        "certificate_revoked",
        "unsupported_certificate",
        "unknown_ca",
        "certificate_required",
        "access_denied",
        "handshake_failure"
      })
  void a_refused_certificate_gives_way_to_the_other_at_once_and_that_one_is_kept(String alert) {
    Rig rig = rig();
    assertEquals(OLD, shown(rig));
    closes(rig, "TLS handshake failed: Received fatal alert: " + alert);
    assertFalse(link(rig).refused(), "the other one was not tried yet");
    assertTrue(untilNext(rig) <= 500);
    assertEquals(NEW, shown(rig));
    binds(rig);
    String why = link(rig).firstRefused();
    assertNotNull(why);
    assertTrue(why.startsWith("old.pem: ") && why.contains(alert), why);

    rig.advance(20_000);
    closes(rig, "connection closed by the carrier");
    untilNext(rig);
    assertEquals(NEW, shown(rig), "the end of a good bind says nothing of certificates");
    closes(rig, ALERT);
    untilNext(rig);
    assertEquals(OLD, shown(rig));
    binds(rig);
    assertNull(link(rig).firstRefused());
  }

  @Test
  void a_close_between_handshake_and_bind_is_taken_for_a_refusal() {
    Rig rig = rig();
    rig.transport.last().events.connected();
    rig.poll();
    closes(rig, "connection closed by the carrier");
    assertTrue(untilNext(rig) <= 500);
    assertEquals(NEW, shown(rig));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection refused",
        "connection closed by the carrier",
        "TLS handshake failed: the certificate has expired, NotAfter",
        "TLS handshake failed: Received fatal alert: protocol_version"
      })
  void other_failures_do_not_change_the_certificate(String cause) {
    Rig rig = rig();
    closes(rig, cause);
    untilNext(rig);
    assertEquals(OLD, shown(rig));
  }

  @Test
  void when_both_are_refused_each_is_tried_in_pauses_that_grow() {
    Rig rig = rig();
    long pause = 0;
    for (int round = 0; round < 7; round++) {
      assertEquals(OLD, shown(rig));
      closes(rig, ALERT);
      assertEquals(round > 0, link(rig).refused());
      assertTrue(untilNext(rig) <= 500);
      assertEquals(NEW, shown(rig));
      closes(rig, ALERT);
      assertTrue(link(rig).refused());
      pause = untilNext(rig);
    }
    assertTrue(pause >= 15_000, "paused for " + pause);
    binds(rig);
    assertNull(link(rig).firstRefused());
  }

  @Test
  void with_one_certificate_nothing_changes() {
    Rig rig = rig(new Tls(null, OLD, Path.of("old.key"), null));
    closes(rig, ALERT);
    assertTrue(link(rig).refused());
    untilNext(rig);
    assertEquals(OLD, shown(rig));
  }

  @Test
  void making_the_second_the_first_ends_the_complaint() {
    Rig rig = rig();
    closes(rig, ALERT);
    untilNext(rig);
    binds(rig);

    rig.engine.reconfigure(settings(new Tls(null, NEW, Path.of("new.key"), null)), rig.now);
    rig.poll();
    closes(rig, "unbound");
    untilNext(rig);
    assertEquals(NEW, shown(rig));
    binds(rig);
    assertNull(link(rig).firstRefused());
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private SmscSimulator smsc(List<String> versions) throws IOException {
    CertificateAuthority.Issued server =
        authority.issue("localhost", now.minusSeconds(60), now.plus(Duration.ofDays(9)));
    SmscTls tls =
        SmscTls.files(
            file("server.pem", server.certificatePem()),
            file("server.key", server.keyPem()),
            file("trust.pem", authority.pem()),
            versions);
    return SmscSimulator.start(
        SmscSimulator.Settings.loopback(() -> System.currentTimeMillis() * 1_000).withTls(tls),
        Dials.DEFAULT,
        null);
  }

  private Tls both(CertificateAuthority.Issued first, CertificateAuthority.Issued second)
      throws IOException {
    return new Tls(
        directory.resolve("trust.pem"),
        file("first.pem", first.certificatePem()),
        file("first.key", first.keyPem()),
        file("second.pem", second.certificatePem()),
        file("second.key", second.keyPem()),
        null);
  }

  private CertificateAuthority.Issued good() {
    return authority.issue("strowger", now.minusSeconds(60), now.plus(Duration.ofDays(5)));
  }

  private static LiveCarrier carrier(SmscSimulator smsc, Tls tls) {
    return new LiveCarrier(
        LiveCarrier.settings(LiveCarrier.link("one", "localhost", smsc.address().getPort(), tls)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void a_carrier_that_does_not_take_the_first_is_bound_with_the_second(String version)
      throws IOException {
    CertificateAuthority.Issued stranger =
        CertificateAuthority.create("Beta CA", now)
            .issue("strowger", now.minusSeconds(60), now.plus(Duration.ofDays(5)));
    CertificateAuthority.Issued good = good();
    try (SmscSimulator smsc = smsc(List.of(version));
        LiveCarrier live = carrier(smsc, both(stranger, good))) {
      live.awaitBound(1);
      LinkStatus link = live.lastStatus.links().getFirst();
      String why = link.firstRefused();
      assertNotNull(why);
      assertTrue(why.startsWith("first.pem: "), why);
      CarrierStatus.Certificates certificates = link.certificates();
      assertNotNull(certificates);
      assertEquals(
          good.certificate().getNotAfter().toInstant().toEpochMilli(),
          certificates.ownNotAfterMillis());
      live.submit(10, "Your code is 493817");
      live.awaitOutcomes(10);
      assertTrue(live.outcomes.stream().allMatch(SubmitOutcome.Accepted.class::isInstance));
      int refusals = live.downs.size();

      smsc.cutLinks();
      eventually().until(() -> !live.lastStatus.usable());
      smsc.restoreLinks();
      live.awaitBound(1);
      assertNotNull(live.lastStatus.links().getFirst().firstRefused());
      assertTrue(
          live.downs.stream().skip(refusals).noneMatch(down -> down.contains("TLS")),
          () -> "the refused one was tried again: " + live.downs);
    }
  }

  @Test
  void one_of_ours_that_has_expired_is_not_shown_while_the_other_has_not() throws IOException {
    CertificateAuthority.Issued expired =
        authority.issue("strowger", now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)));
    try (SmscSimulator smsc = smsc(List.of("TLSv1.3", "TLSv1.2"));
        LiveCarrier live = carrier(smsc, both(expired, good()))) {
      live.awaitBound(1);
      assertEquals(
          "first.pem: TLS handshake failed: our certificate first.pem has expired",
          live.lastStatus.links().getFirst().firstRefused());
    }
  }

  @Test
  void two_that_are_refused_are_a_refusal_of_us() throws IOException {
    CertificateAuthority beta = CertificateAuthority.create("Beta CA", now);
    Instant from = now.minusSeconds(60);
    Instant to = now.plus(Duration.ofDays(5));
    try (SmscSimulator smsc = smsc(List.of("TLSv1.2"));
        LiveCarrier live =
            carrier(smsc, both(beta.issue("one", from, to), beta.issue("two", from, to)))) {
      eventually().until(() -> live.lastStatus.links().stream().anyMatch(LinkStatus::refused));
      assertTrue(live.ups.isEmpty());
    }
  }
}
