package io.strowger.gateway.main;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.strowger.smpp.simulator.Arrival;
import io.strowger.smpp.simulator.Dials;
import io.strowger.smpp.simulator.Fate;
import io.strowger.smpp.simulator.ReceiptMode;
import io.strowger.smpp.simulator.SmscSimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole gateway over real SMPP links, a number of its own at the second carrier, no receipts at
 * all, no codes verified, no traffic: canaries are the only witness.
 */
final class CanaryIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String NUMBER = "393331234567";
  private static final Dials NO_RECEIPTS =
      Dials.DEFAULT.toBuilder().receipts(ReceiptMode.NONE).build();

  /** Whose texts reach the gateway by beta. */
  private final AtomicReference<SmscSimulator> host = new AtomicReference<>();

  private final AtomicBoolean returns = new AtomicBoolean(true);
  @TempDir private Path folder = Path.of("");

  private SmscSimulator carrier() throws Exception {
    return SmscSimulator.start(
        SmscSimulator.Settings.loopback(() -> System.currentTimeMillis() * 1_000),
        NO_RECEIPTS,
        this::arrived);
  }

  private void arrived(Arrival arrival) {
    boolean own = arrival.destination().equals(NUMBER) && arrival.fate() == Fate.DELIVERED;
    SmscSimulator beta = host.get();
    if (own && beta != null && returns.get()) {
      beta.text("s", arrival.source(), arrival.destination(), "FREE MSG: " + arrival.text());
    }
  }

  private Path config(SmscSimulator alpha, SmscSimulator beta) throws Exception {
    return Files.writeString(
        folder.resolve("strowger.yaml"),
        """
        http: {listen: "127.0.0.1:0", admin-key: %s}
        store: {directory: data}
        delivery: {drain-timeout: 0s}
        canaries:
          interval: 5s
          lost-after: 5s
          numbers:
            - {id: lab, number: "+%s", returns-by: beta}
        carriers:
          - {id: alpha, smpp: {system-id: s, password: p, links: [{address: "127.0.0.1:%d"}]}}
          - {id: beta, smpp: {system-id: s, password: p, links: [{address: "127.0.0.1:%d"}]}}
        routes:
          - {to: "+", sms: [alpha, beta]}
        accounts:
          - {id: idp, api-key: an-api-key-for-the-idp-0123456789}
        """
            .formatted(
                ManagedGateway.ADMIN, NUMBER, alpha.address().getPort(), beta.address().getPort()));
  }

  private static JsonNode canaries(ManagedGateway gateway) throws Exception {
    return gateway.call("GET", "/v1/admin/canaries", "").body();
  }

  private static String alpha(ManagedGateway gateway, String field) throws Exception {
    JsonNode routes = gateway.call("GET", "/v1/admin/health?carrier=alpha", "").body();
    return routes.at("/routes/0/" + field).asText();
  }

  private static void answers(ManagedGateway gateway) {
    await()
        .atMost(LONG)
        .until(() ->
            canaries(gateway).at("/carriers/0/returned").asInt() >= 2
                && canaries(gateway).at("/numbers/0/standing").asText().equals("answers"));
  }

  private static boolean isAlarmed(ManagedGateway gateway, String kind) throws Exception {
    JsonNode alarms = gateway.call("GET", "/v1/admin/alarms?state=all", "").body();
    return alarms.toString().contains("\"" + kind + "\"");
  }

  @Test
  void a_carrier_without_receipts_that_turns_silent_is_left_and_comes_back() throws Exception {
    try (SmscSimulator alpha = carrier();
        SmscSimulator beta = carrier();
        ManagedGateway gateway = ManagedGateway.start(config(alpha, beta))) {
      host.set(beta);
      answers(gateway);
      long began = System.nanoTime();
      alpha.turn(dials -> dials.toBuilder().dropRatio(1).build());
      await().atMost(LONG).until(() -> alpha(gateway, "state").equals("open"));
      System.out.println(
          "canaries: left after " + (System.nanoTime() - began) / 1_000_000_000L + " s");
      assertEquals("canaries_lost", alpha(gateway, "cause"));
      assertTrue(isAlarmed(gateway, "route.left"));
      assertFalse(isAlarmed(gateway, "canary.number-silent"));
      assertTrue(canaries(gateway).at("/carriers/0/lost").asInt() >= 6);
      assertEquals(0, canaries(gateway).at("/carriers/1/lost").asInt());
      JsonNode all = gateway.call("GET", "/v1/admin/health?carrier=beta", "").body();
      assertEquals("closed", all.at("/routes/0/state").asText("closed"));
      alpha.turn(dials -> dials.toBuilder().dropRatio(0).build());
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> alpha(gateway, "state").equals("half_open"));
    }
  }

  /** The failure twin: both carriers deliver, and what returns does not reach us. */
  @Test
  void when_nothing_returns_over_any_carrier_the_number_is_alarmed_and_no_route_is_left()
      throws Exception {
    try (SmscSimulator alpha = carrier();
        SmscSimulator beta = carrier();
        ManagedGateway gateway = ManagedGateway.start(config(alpha, beta))) {
      host.set(beta);
      answers(gateway);
      returns.set(false);
      await().atMost(LONG).until(() -> isAlarmed(gateway, "canary.number-silent"));
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> canaries(gateway).at("/carriers/0/unproven").asInt() >= 6);
      assertEquals(0, canaries(gateway).at("/carriers/0/lost").asInt());
      assertEquals("closed", alpha(gateway, "state"));
      assertFalse(isAlarmed(gateway, "route.left"));
      returns.set(true);
      answers(gateway);
      assertEquals(0, canaries(gateway).at("/carriers/0/lost").asInt());
    }
  }

  @Test
  void a_number_that_never_answered_is_alarmed_and_opens_nothing() throws Exception {
    try (SmscSimulator alpha = carrier();
        SmscSimulator beta = carrier();
        ManagedGateway gateway = ManagedGateway.start(config(alpha, beta))) {
      await().atMost(LONG).until(() -> isAlarmed(gateway, "canary.number-never-answers"));
      assertEquals("closed", alpha(gateway, "state"));
      assertEquals(0, canaries(gateway).at("/carriers/0/lost").asInt());
      assertFalse(isAlarmed(gateway, "route.left"));
    }
  }

  /** One simulator as both carriers: its dial alone brings the texts back. */
  @Test
  void the_simulators_dial_brings_canaries_back() throws Exception {
    Dials own = NO_RECEIPTS.toBuilder().ownNumbers(Map.of(NUMBER, "host")).build();
    try (SmscSimulator both = carrier()) {
      both.dials(own);
      Path file = config(both, both);
      Files.writeString(
          file,
          Files.readString(file)
              .replace("{id: beta, smpp: {system-id: s", "{id: beta, smpp: {system-id: host"));
      try (ManagedGateway gateway = ManagedGateway.start(file)) {
        answers(gateway);
      }
    }
  }
}
