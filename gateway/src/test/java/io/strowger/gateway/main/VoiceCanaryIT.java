package io.strowger.gateway.main;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.strowger.sip.simulator.TrunkDials;
import io.strowger.sip.simulator.TrunkReport.Count;
import io.strowger.sip.simulator.TrunkSimulator;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole gateway with trunks of three carriers, a number of its own at the third, and no traffic:
 * canary calls are the only witness.
 */
@Timeout(value = 400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class VoiceCanaryIT {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final String NUMBER = "390299887766";

  @TempDir private Path folder = Path.of("");
  private final TrunkSimulator alpha = trunk();
  private final TrunkSimulator beta = trunk();
  private final TrunkSimulator gamma = trunk();
  private int port;

  VoiceCanaryIT() throws IOException {}

  private static TrunkSimulator trunk() throws IOException {
    return TrunkSimulator.start(
        TrunkSimulator.Settings.loopback(System::currentTimeMillis, System::nanoTime),
        TrunkDials.DEFAULT,
        null);
  }

  @BeforeEach
  void comesBack() throws IOException {
    try (DatagramSocket free =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      port = free.getLocalPort();
    }
    comeBack(alpha);
    comeBack(beta);
    comeBack(gamma);
  }

  private void comeBack(TrunkSimulator trunk) {
    trunk.turn(dials -> dials.toBuilder().ownNumbers(Map.of(NUMBER, "127.0.0.1:" + port)).build());
  }

  /** Answers as somebody who is not there would. */
  private static void playNothing(TrunkSimulator trunk) {
    trunk.turn(dials -> dials.toBuilder().silentRatio(1).build());
  }

  @AfterEach
  void close() {
    alpha.close();
    beta.close();
    gamma.close();
  }

  private ManagedGateway gateway() throws Exception {
    return ManagedGateway.start(
        Files.writeString(
            folder.resolve("strowger.yaml"),
            """
            http: {listen: "127.0.0.1:0", admin-key: %s}
            store: {directory: data}
            delivery: {drain-timeout: 0s}
            canaries:
              lost-after: 10s
              calls: {interval: 10s, per-day: 100000}
              numbers:
                - {id: desk, number: "+%s", returns-by: beta}
            carriers:
              - id: alpha
                sip: {caller-id: "+390600000001", trunks: [{address: "127.0.0.1:%d;transport=udp"}]}
              - id: beta
                sip: {caller-id: "+390600000001", listen: "127.0.0.1:%d", trunks: [{address: "127.0.0.1:%d;transport=udp"}]}
              - id: gamma
                sip: {caller-id: "+390600000001", trunks: [{address: "127.0.0.1:%d;transport=udp"}]}
            routes:
              - {to: "+", voice: [alpha, gamma, beta]}
            accounts:
              - {id: idp, api-key: an-api-key-for-the-idp-0123456789}
            """
                .formatted(
                    ManagedGateway.ADMIN,
                    NUMBER,
                    alpha.address().getPort(),
                    port,
                    beta.address().getPort(),
                    gamma.address().getPort())));
  }

  private static JsonNode canaries(ManagedGateway gateway) throws Exception {
    return gateway.call("GET", "/v1/admin/canaries", "").body();
  }

  private static int count(ManagedGateway gateway, String carrier, String what) throws Exception {
    for (JsonNode each : canaries(gateway).path("carriers")) {
      if (each.path("carrier").asText().equals(carrier)) {
        return each.path(what).asInt();
      }
    }
    return 0;
  }

  private static String route(ManagedGateway gateway, String carrier, String field)
      throws Exception {
    JsonNode routes = gateway.call("GET", "/v1/admin/health?carrier=" + carrier, "").body();
    return routes.at("/routes/0/" + field).asText();
  }

  private static boolean isAlarmed(ManagedGateway gateway, String kind) throws Exception {
    JsonNode alarms = gateway.call("GET", "/v1/admin/alarms?state=all", "").body();
    return alarms.toString().contains("\"" + kind + "\"");
  }

  private static void answers(ManagedGateway gateway) {
    await()
        .atMost(LONG)
        .until(() ->
            count(gateway, "alpha", "returned") >= 2
                && count(gateway, "gamma", "returned") >= 2
                && canaries(gateway).at("/numbers/0/standing").asText().equals("answers"));
  }

  @Test
  void a_trunk_that_answers_and_plays_nothing_is_left_for_its_canaries_and_comes_back()
      throws Exception {
    try (ManagedGateway gateway = gateway()) {
      answers(gateway);
      assertEquals(0, beta.report().count(Count.INVITES), "the one that brings them is not tried");
      long began = System.nanoTime();
      playNothing(alpha);
      await().atMost(LONG).until(() -> route(gateway, "alpha", "state").equals("open"));
      System.out.println(
          "voice canaries: left after " + (System.nanoTime() - began) / 1_000_000_000L + " s");
      assertEquals("canaries_lost", route(gateway, "alpha", "cause"));
      assertTrue(isAlarmed(gateway, "route.left"));
      assertFalse(isAlarmed(gateway, "canary.number-silent"));
      assertEquals(0, count(gateway, "gamma", "lost"));
      assertEquals("closed", route(gateway, "gamma", "state"));
      alpha.turn(dials -> dials.toBuilder().silentRatio(0).build());
      await().atMost(LONG).until(() -> route(gateway, "alpha", "state").equals("half_open"));
    }
  }

  /** The failure twin: nobody comes through to the number, whoever calls. */
  @Test
  void when_no_carrier_comes_through_the_number_is_alarmed_and_no_route_is_left() throws Exception {
    try (ManagedGateway gateway = gateway()) {
      answers(gateway);
      playNothing(alpha);
      playNothing(beta);
      playNothing(gamma);
      await().atMost(LONG).until(() -> isAlarmed(gateway, "canary.number-silent"));
      await().atMost(LONG).until(() -> count(gateway, "alpha", "unproven") >= 4);
      assertEquals(0, count(gateway, "alpha", "lost"));
      assertEquals(0, count(gateway, "gamma", "lost"));
      assertEquals("closed", route(gateway, "alpha", "state"));
      assertFalse(isAlarmed(gateway, "route.left"));
    }
  }
}
