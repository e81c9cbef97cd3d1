package io.strowger.gateway.main;

import io.strowger.smpp.simulator.Arrival;
import io.strowger.smpp.simulator.CertificateAuthority;
import io.strowger.smpp.simulator.CertificateFault;
import io.strowger.smpp.simulator.Delay;
import io.strowger.smpp.simulator.Dials;
import io.strowger.smpp.simulator.Fate;
import io.strowger.smpp.simulator.ReceiptMode;
import io.strowger.smpp.simulator.SmscSimulator;
import io.strowger.smpp.simulator.SmscTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Alpha, preferred and over TLS, whose certificate rotates, whose receipts stop later, and behind
 * which one of three operators goes dark at last; and beta, which stays as it is.
 */
final class ZendeskCarriers implements IncidentCarriers {
  private static final List<String> OPERATORS = List.of("39347", "39333", "39320");
  private static final String DARK = "39333";
  private static final Dials HEALTHY =
      Dials.builder()
          .systemId("strowger")
          .password("demo")
          .responseDelay(new Delay(Duration.ofMillis(4), Duration.ofMillis(20)))
          .receiptDelay(new Delay(Duration.ofMillis(1_000), Duration.ofMillis(4_000)))
          .build();

  private final Handsets handsets;
  private final SmscSimulator alpha;
  private final SmscSimulator beta;
  private final Path trust;

  ZendeskCarriers(Handsets handsets, LongSupplier clockMicros) throws IOException {
    this.handsets = handsets;
    Instant now = Instant.ofEpochMilli(clockMicros.getAsLong() / 1_000);
    CertificateAuthority authority = CertificateAuthority.create("alpha", now);
    trust = Files.writeString(Files.createTempFile("strowger-incident-", ".pem"), authority.pem());
    alpha =
        SmscSimulator.start(
            SmscSimulator.Settings.loopback(clockMicros)
                .withTls(SmscTls.issued(authority, "localhost", now)),
            HEALTHY,
            this::arrived);
    beta =
        SmscSimulator.start(SmscSimulator.Settings.loopback(clockMicros), HEALTHY, this::arrived);
  }

  private void arrived(Arrival arrival) {
    if (arrival.fate() == Fate.DELIVERED) {
      String code = arrival.text().substring(0, Math.min(6, arrival.text().length()));
      handsets.arrived(
          arrival.destination(), new Handsets.Arrived(code, arrival.receivedAtMillis()));
    }
  }

  @Override
  public String yaml() {
    return """
    detection:
      operators: {"+39347": one, "+39333": two, "+39320": three}
    carriers:
      - id: alpha
        smpp:
          system-id: strowger
          password: demo
          timers: {reconnect-max: 2s}
          links:
            - {id: alpha-1, address: "localhost:%d", tls: {trust: "%s"}}
            - {id: alpha-2, address: "localhost:%d", tls: {trust: "%s"}}
      - id: beta
        smpp:
          system-id: strowger
          password: demo
          links: [{id: beta-1, address: "127.0.0.1:%d"}]
    routes:
      - {to: "+", sms: [{carrier: alpha, weight: 70}, {carrier: beta, weight: 30}]}
    """
        .formatted(
            alpha.address().getPort(),
            trust,
            alpha.address().getPort(),
            trust,
            beta.address().getPort());
  }

  @Override
  public String channels() {
    return "[\"sms\"]";
  }

  @Override
  public String digits(int number) {
    return OPERATORS.get(number % OPERATORS.size()) + (1_000_000 + number);
  }

  @Override
  public List<Fault> faults() {
    return List.of(
        new Fault(
            "certificate rotated",
            "alpha",
            60,
            90,
            "alpha rotates its certificate; ours does not accept the new one",
            "alpha shows a certificate that is accepted",
            _ -> true,
            () -> rotate(CertificateFault.EXPIRED),
            () -> rotate(CertificateFault.VALID)),
        new Fault(
            "receipts stop",
            "alpha",
            480,
            570,
            "alpha delivers as ever, and sends no receipts any more",
            "alpha sends receipts again",
            _ -> false,
            () -> alpha.dials(HEALTHY.toBuilder().receipts(ReceiptMode.NONE).build()),
            () -> alpha.dials(HEALTHY)),
        new Fault(
            "one operator dark",
            "alpha",
            690,
            750,
            "alpha accepts what goes to operator two, and drops it without a word",
            "alpha reaches operator two again",
            digits -> digits.startsWith(DARK),
            () -> alpha.dials(HEALTHY.toBuilder().dropByPrefix(Map.of(DARK, 1.0)).build()),
            () -> alpha.dials(HEALTHY)));
  }

  private void rotate(CertificateFault certificate) {
    alpha.dials(HEALTHY.toBuilder().certificate(certificate).build());
    // A carrier that installs a certificate restarts what listens.
    alpha.cutLinks();
    alpha.restoreLinks();
  }

  @Override
  public int seconds() {
    return 810;
  }

  @Override
  public void close() {
    alpha.close();
    beta.close();
    try {
      Files.deleteIfExists(trust);
    } catch (IOException e) {
      System.err.println("strowger: could not remove " + trust + ": " + e.getMessage());
    }
  }
}
