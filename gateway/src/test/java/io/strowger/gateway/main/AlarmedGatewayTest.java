package io.strowger.gateway.main;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.strowger.smpp.simulator.CertificateAuthority;
import io.strowger.smpp.simulator.CertificateFault;
import io.strowger.smpp.simulator.Dials;
import io.strowger.smpp.simulator.SmscSimulator;
import io.strowger.smpp.simulator.SmscTls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A carrier's certificate is rotated, and a whole gateway says so within seconds. */
final class AlarmedGatewayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String KEY = ManagedGateway.ADMIN;

  @TempDir private Path folder = Path.of("");

  private static SmscSimulator carrier(CertificateAuthority authority) throws Exception {
    return SmscSimulator.start(
        SmscSimulator.Settings.loopback(() -> System.currentTimeMillis() * 1_000)
            .withTls(SmscTls.issued(authority, "localhost", Instant.now())),
        Dials.DEFAULT,
        null);
  }

  private Path config(SmscSimulator smsc, CertificateAuthority authority) throws Exception {
    Path trust = Files.writeString(folder.resolve("trust.pem"), authority.pem());
    return Files.writeString(
        folder.resolve("strowger.yaml"),
        """
        http: {listen: "127.0.0.1:0", admin-key: %s}
        store: {directory: data}
        delivery: {drain-timeout: 0s}
        carriers:
          - id: alpha
            smpp:
              system-id: s
              password: p
              timers: {reconnect-max: 2s}
              links: [{address: "localhost:%d", tls: {trust: %s}}]
          - {id: beta, smpp: {system-id: s, password: p, links: [{address: "127.0.0.1:1"}]}}
        routes:
          - {to: "+", sms: [alpha, beta]}
        accounts: []
        """
            .formatted(KEY, smsc.address().getPort(), trust));
  }

  private static Set<String> open(ManagedGateway gateway) throws Exception {
    JsonNode alarms = gateway.call("GET", "/v1/admin/alarms", "").body().path("alarms");
    Set<String> shown = new TreeSet<>();
    StreamSupport.stream(alarms.spliterator(), false)
        .map(alarm -> alarm.path("severity").asText() + " " + alarm.path("kind").asText())
        .forEach(shown::add);
    return shown;
  }

  @Test
  void a_rotated_certificate_is_an_alarm_until_it_is_accepted_again() throws Exception {
    CertificateAuthority authority = CertificateAuthority.create("a carrier", Instant.now());
    try (SmscSimulator smsc = carrier(authority);
        ManagedGateway gateway = ManagedGateway.start(config(smsc, authority))) {
      // Beta is never there; alpha is.
      await()
          .atMost(PATIENCE)
          .until(() -> open(gateway), Set.of("major carrier.unreachable")::equals);

      smsc.dials(Dials.DEFAULT.toBuilder().certificate(CertificateFault.EXPIRED).build());
      smsc.cutLinks();
      smsc.restoreLinks();
      await()
          .atMost(PATIENCE)
          .until(
              () -> open(gateway),
              Set.of(
                      "critical carrier.refuses-us",
                      "critical carrier.unreachable",
                      "critical certificate.expiring",
                      "major certificate.rotated")
                  ::equals);
      String told = gateway.call("GET", "/v1/admin/alarms", "").body().toString();
      assertTrue(told.contains("the certificate has expired"), told);
      assertEquals(400, gateway.call("GET", "/v1/admin/alarms?state=odd", "").status());

      smsc.dials(Dials.DEFAULT);
      await()
          .atMost(PATIENCE)
          .until(
              () -> open(gateway),
              Set.of("major carrier.unreachable", "warning certificate.rotated")::equals);
      assertTrue(
          gateway
              .call("GET", "/v1/admin/alarms?state=all", "")
              .body()
              .toString()
              .contains("carrier.refuses-us"),
          "what is over is still told");
    }
  }
}
