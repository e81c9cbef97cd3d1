package io.strowger.gateway.main;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.strowger.gateway.main.CallbackReceiver.Heard;
import io.strowger.smpp.simulator.Dials;
import io.strowger.smpp.simulator.SmscSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operators hear of a carrier that cannot be reached, over their webhook. */
final class AlarmHookTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final CallbackReceiver receiver;

  AlarmHookTest() throws IOException {
    receiver = new CallbackReceiver();
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  private static SmscSimulator smsc() throws IOException {
    return SmscSimulator.start(
        SmscSimulator.Settings.loopback(() -> System.currentTimeMillis() * 1_000),
        Dials.DEFAULT,
        null);
  }

  private Path config(SmscSimulator alpha, String more) throws IOException {
    return Files.writeString(
        folder.resolve("strowger.yaml"),
        """
        node: gw7
        http: {listen: "127.0.0.1:0", admin-key: %s}
        store: {directory: data}
        delivery: {drain-timeout: 0s}
        carriers:
          - id: alpha
            smpp:
              system-id: s
              password: p
              timers: {reconnect-max: 2s}
              links: [{address: "127.0.0.1:%d"}]
        accounts: []
        alarms: {webhook: {url: "%s", secret: "%s"%s}}
        """
            .formatted(
                ManagedGateway.ADMIN,
                alpha.address().getPort(),
                receiver.url("/alarms"),
                SECRET,
                more));
  }

  private JsonNode told(String type) throws IOException {
    await()
        .atMost(PATIENCE)
        .until(() -> receiver.heard.stream().anyMatch(heard -> heard.body().contains(type)));
    Heard heard =
        receiver.heard.stream()
            .filter(each -> each.body().contains(type))
            .findFirst()
            .orElseThrow();
    assertTrue(NotifiedGatewayTest.isSignedWith(heard, SECRET));
    return ApiClient.JSON.readTree(heard.body());
  }

  @Test
  void a_lost_carrier_is_told_although_the_receiver_was_dead_and_its_return_after_it()
      throws Exception {
    receiver.die();
    try (SmscSimulator alpha = smsc();
        ManagedGateway gateway = ManagedGateway.start(config(alpha, ", allow-private: true"))) {
      alpha.cutLinks();
      await()
          .atMost(PATIENCE)
          .until(
              () -> gateway.call("GET", "/v1/admin/alarms", "").body().at("/alarms/0").isObject());
      receiver.comeBack();
      JsonNode raised = told("com.strowger.alarm.raised");
      assertEquals("1.0", raised.path("specversion").asText());
      assertEquals("/strowger/gw7", raised.path("source").asText());
      assertEquals("alpha", raised.path("subject").asText());
      assertEquals("carrier.unreachable", raised.at("/data/kind").asText());
      assertEquals(
          gateway.call("GET", "/v1/admin/alarms", "").body().at("/alarms/0/remedy"),
          raised.at("/data/remedy"));
      alpha.restoreLinks();
      JsonNode cleared = told("com.strowger.alarm.cleared");
      assertEquals("cleared", cleared.at("/data/state").asText());
      assertEquals(raised.at("/data/id"), cleared.at("/data/id"));
    }
  }

  @Test
  void nothing_is_posted_to_a_private_address_that_was_not_allowed() throws Exception {
    try (SmscSimulator alpha = smsc();
        ManagedGateway gateway = ManagedGateway.start(config(alpha, ""))) {
      alpha.cutLinks();
      await().atMost(PATIENCE).until(() -> gateway.metrics().contains("outcome=\"forbidden\""));
      assertEquals(List.of(), receiver.heard);
    }
  }
}
