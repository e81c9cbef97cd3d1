package io.strowger.gateway.main;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.strowger.smpp.simulator.Arrival;
import io.strowger.smpp.simulator.Delay;
import io.strowger.smpp.simulator.Dials;
import io.strowger.smpp.simulator.Fate;
import io.strowger.smpp.simulator.ReceiptMode;
import io.strowger.smpp.simulator.SmscReport;
import io.strowger.smpp.simulator.SmscSimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole gateway over real SMPP links: the carrier it prefers accepts everything and delivers
 * nothing. What it was given arrives by the other one, in time.
 */
final class SilentCarrierIT {
  private static final Duration IN_TIME = Duration.ofSeconds(60);
  private static final String KEY = "an-api-key-for-the-idp-0123456789";
  private static final int ACCOUNTS = 9;
  private static final int TTL_SECONDS = 120;

  /** When a message reached its handset, by number. */
  private final Map<String, Long> arrived = new ConcurrentHashMap<>();

  private final Map<String, Long> asked = new LinkedHashMap<>();

  /** Whose message it is, by its id. */
  private final Map<String, String> keys = new LinkedHashMap<>();

  @TempDir private Path folder = Path.of("");
  private int numbers;

  private SmscSimulator carrier(Dials dials) throws Exception {
    return SmscSimulator.start(
        SmscSimulator.Settings.loopback(() -> System.currentTimeMillis() * 1_000),
        dials,
        this::arrived);
  }

  private void arrived(Arrival arrival) {
    if (arrival.fate() == Fate.DELIVERED) {
      arrived.putIfAbsent("+" + arrival.destination(), arrival.receivedAtMillis());
    }
  }

  private static Dials healthy() {
    return Dials.DEFAULT.toBuilder()
        .receiptDelay(new Delay(Duration.ofMillis(300), Duration.ofMillis(900)))
        .build();
  }

  private static Dials silent() {
    return healthy().toBuilder().dropRatio(1).build();
  }

  private Path config(SmscSimulator alpha, SmscSimulator beta) throws Exception {
    return Files.writeString(
        folder.resolve("strowger.yaml"),
        """
        http: {listen: "127.0.0.1:0", admin-key: %s}
        store: {directory: data}
        delivery: {drain-timeout: 0s}
        detection: {standby-share: 0}
        carriers:
          - {id: alpha, smpp: {system-id: s, password: p, links: [{address: "127.0.0.1:%d"}]}}
          - {id: beta, smpp: {system-id: s, password: p, links: [{address: "127.0.0.1:%d"}]}}
        routes:
          - {to: "+", sms: [alpha, beta]}
        accounts:
        %s
        """
            .formatted(
                ManagedGateway.ADMIN,
                alpha.address().getPort(),
                beta.address().getPort(),
                accounts()));
  }

  /** Several: what fails for one account alone is not held against a carrier. */
  private static String accounts() {
    StringBuilder accounts = new StringBuilder();
    for (int i = 0; i < ACCOUNTS; i++) {
      accounts.append("  - {id: idp%d, api-key: %s%d}\n".formatted(i, KEY, i));
    }
    return accounts.toString();
  }

  private void bound(ManagedGateway gateway) {
    await()
        .atMost(IN_TIME)
        .until(() -> {
          JsonNode carriers = gateway.call("GET", "/v1/admin/carriers", "").body();
          return carriers.at("/carriers/0/usable").asBoolean()
              && carriers.at("/carriers/1/usable").asBoolean();
        });
  }

  private void send(ManagedGateway gateway, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      String to = "+39340" + (1_000_000 + numbers++);
      String body =
          "{\"to\":\"%s\",\"text\":\"Your code is 407402913\",\"ttl\":%d}"
              .formatted(to, TTL_SECONDS);
      asked.put(to, System.currentTimeMillis());
      String key = KEY + numbers % ACCOUNTS;
      ManagedGateway.Answered answer = gateway.callAs(key, "POST", "/v1/messages", body);
      assertEquals(202, answer.status());
      keys.put(answer.body().path("id").asText(), key);
    }
  }

  /** Nine of ten within a minute of their acceptance, and none after its time to live. */
  private void assertInTime() {
    long good =
        asked.entrySet().stream()
            .filter(one -> {
              Long at = arrived.get(one.getKey());
              return at != null && at - one.getValue() <= IN_TIME.toMillis();
            })
            .count();
    assertTrue(10 * good >= 9L * asked.size(), good + " of " + asked.size() + " in time");
    asked.forEach((to, at) -> {
      Long reached = arrived.get(to);
      assertTrue(reached == null || reached - at < TTL_SECONDS * 1_000L, "late");
    });
  }

  @Test
  void from_the_very_first_message_a_silent_carrier_costs_seconds() throws Exception {
    try (SmscSimulator alpha = carrier(silent());
        SmscSimulator beta = carrier(healthy());
        ManagedGateway gateway = ManagedGateway.start(config(alpha, beta))) {
      bound(gateway);
      send(gateway, 60);
      await().atMost(IN_TIME).until(() -> arrived.keySet().containsAll(asked.keySet()));
      assertInTime();
    }
  }

  @Test
  void what_a_carrier_swallows_that_delivered_before_goes_another_way() throws Exception {
    try (SmscSimulator alpha = carrier(healthy());
        SmscSimulator beta = carrier(healthy());
        ManagedGateway gateway = ManagedGateway.start(config(alpha, beta))) {
      bound(gateway);
      send(gateway, 60);
      await().atMost(IN_TIME).until(() -> arrived.keySet().containsAll(asked.keySet()));
      proven(gateway);
      alpha.dials(silent());
      asked.clear();
      send(gateway, 120);
      await().atMost(IN_TIME).until(() -> arrived.keySet().containsAll(asked.keySet()));
      assertInTime();
    }
  }

  /** Its lies have made it known as a good one. */
  @Test
  void a_carrier_that_lied_and_then_is_silent_is_believed_no_longer() throws Exception {
    try (SmscSimulator alpha = carrier(silent().toBuilder().receipts(ReceiptMode.FAKE).build());
        SmscSimulator beta = carrier(healthy());
        ManagedGateway gateway = ManagedGateway.start(config(alpha, beta))) {
      bound(gateway);
      send(gateway, 60);
      proven(gateway);
      assertEquals(0, arrived.size(), "it swallows them, and nobody can know");
      alpha.dials(silent());
      asked.clear();
      send(gateway, 120);
      await().atMost(IN_TIME).until(() -> arrived.keySet().containsAll(asked.keySet()));
      assertInTime();
    }
  }

  /** They come when a second copy has arrived, and name the first. */
  @Test
  void receipts_that_come_too_late_and_twice_change_nothing() throws Exception {
    Dials twice = healthy().toBuilder().duplicateRatio(1).build();
    Duration late = Duration.ofSeconds(13);
    try (SmscSimulator alpha =
            carrier(twice.toBuilder().receiptDelay(Delay.constant(late)).build());
        SmscSimulator beta = carrier(twice);
        ManagedGateway gateway = ManagedGateway.start(config(alpha, beta))) {
      bound(gateway);
      send(gateway, 60);
      await().atMost(IN_TIME).until(() -> arrived.keySet().containsAll(asked.keySet()));
      assertInTime();
      delivered(gateway);
      await()
          .atMost(IN_TIME)
          .until(() -> alpha.report().count(SmscReport.Count.RECEIPTS_PENDING) == 0);
      delivered(gateway);
    }
  }

  private void proven(ManagedGateway gateway) {
    await()
        .atMost(IN_TIME)
        .until(() ->
            gateway
                .call("GET", "/v1/admin/health?carrier=alpha", "")
                .body()
                .at("/routes/0/proven")
                .asBoolean());
  }

  /** What every account sees of every message. */
  private void delivered(ManagedGateway gateway) {
    await()
        .atMost(IN_TIME)
        .until(() -> {
          for (Map.Entry<String, String> one : keys.entrySet()) {
            String path = "/v1/messages/" + one.getKey();
            JsonNode message = gateway.callAs(one.getValue(), "GET", path, "").body();
            if (!message.path("state").asText().equals("delivered")) {
              return false;
            }
          }
          return true;
        });
  }
}
