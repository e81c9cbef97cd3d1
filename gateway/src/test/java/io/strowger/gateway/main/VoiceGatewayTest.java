package io.strowger.gateway.main;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.strowger.gateway.config.ConfigLoader;
import io.strowger.gateway.config.ConfigResult;
import io.strowger.gateway.config.GatewayConfig;
import io.strowger.gateway.http.ConfigReload;
import io.strowger.sip.simulator.Delay;
import io.strowger.sip.simulator.TrunkDials;
import io.strowger.sip.simulator.TrunkReport.Count;
import io.strowger.sip.simulator.TrunkSimulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole gateway with two carriers' trunks: what counts is the code that was heard. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class VoiceGatewayTest {
  private static final String KEY = "an-api-key-for-the-idp";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final TrunkSimulator alpha;
  private final TrunkSimulator beta;

  VoiceGatewayTest() throws IOException {
    alpha = trunk();
    beta = trunk();
  }

  private static TrunkSimulator trunk() throws IOException {
    return TrunkSimulator.start(
        TrunkSimulator.Settings.loopback(System::currentTimeMillis, System::nanoTime),
        TrunkDials.DEFAULT,
        null);
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    alpha.close();
    beta.close();
  }

  private Gateway gateway() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("strowger.yaml"),
            """
            http: {listen: "127.0.0.1:0"}
            store: {directory: data}
            delivery: {drain-timeout: 0s}
            carriers:
              - id: alpha
                sip: {caller-id: "+390600000001", trunks: [{address: "127.0.0.1:%d;transport=udp"}]}
              - id: beta
                sip: {caller-id: "+390600000001", trunks: [{address: "127.0.0.1:%d;transport=udp"}]}
            routes:
              - {to: "+", voice: [alpha, beta]}
            accounts:
              - id: idp
                api-key: %s
                destinations: {allow: ["+39"], voice: ["+39"]}
            """
                .formatted(alpha.address().getPort(), beta.address().getPort(), KEY));
    ConfigResult result = new ConfigLoader().load(file, Map.of(), SteadyClock.system().getAsLong());
    GatewayConfig config =
        assertInstanceOf(ConfigResult.Loaded.class, result, result::toString).config();
    return Gateway.start(
        config,
        SteadyClock.system(),
        () -> new ConfigReload.Outcome(List.of(), List.of()),
        failure -> {
          throw new AssertionError(failure);
        });
  }

  private HttpRequest.Builder request(Gateway gateway, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
        .header("Authorization", "Bearer " + KEY);
  }

  private JsonNode post(Gateway gateway, String path, String body) throws Exception {
    HttpResponse<String> answer =
        client.send(
            request(gateway, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(202, answer.statusCode(), answer.body());
    return ApiClient.JSON.readTree(answer.body());
  }

  private JsonNode get(Gateway gateway, String path) throws Exception {
    return ApiClient.JSON.readTree(
        client.send(request(gateway, path).build(), HttpResponse.BodyHandlers.ofString()).body());
  }

  private JsonNode ended(Gateway gateway, String path) {
    return await()
        .atMost(PATIENCE)
        .until(() -> get(gateway, path), message -> message.hasNonNull("final_at"));
  }

  private static List<String> codes(TrunkSimulator trunk) {
    return trunk.report().calls().stream().flatMap(call -> call.codes().stream()).toList();
  }

  private static String message(String to) {
    return "{\"to\":\"%s\",\"text\":\"Your code is 482913\",\"channels\":[\"voice\"],\"ttl\":\"2m\"}"
        .formatted(to);
  }

  @Test
  void a_code_is_spoken_and_delivered_once_it_was_played_to_somebody() throws Exception {
    Gateway gateway = gateway();
    try {
      String id = post(gateway, "/v1/messages", message("+393401234501")).path("id").asText();
      JsonNode message = ended(gateway, "/v1/messages/" + id);
      assertEquals("delivered", message.path("state").asText(), message::toPrettyString);
      assertTrue(message.at("/attempts/0/call/played_to_end").asBoolean(), message::toPrettyString);
      await().atMost(PATIENCE).until(() -> codes(alpha).contains("482913"));
      assertEquals(0, beta.report().count(Count.INVITES));
    } finally {
      gateway.stop();
    }
  }

  @Test
  void a_trunk_that_answers_and_gives_no_media_is_not_believed_and_another_is_called()
      throws Exception {
    alpha.turn(dials -> dials.toBuilder().silentRatio(1).build());
    Gateway gateway = gateway();
    try {
      String id = post(gateway, "/v1/messages", message("+393401234502")).path("id").asText();
      JsonNode message = ended(gateway, "/v1/messages/" + id);
      assertEquals("delivered", message.path("state").asText(), message::toPrettyString);
      assertEquals("alpha", message.at("/attempts/0/carrier").asText(), message::toPrettyString);
      assertEquals("beta", message.at("/attempts/1/carrier").asText(), message::toPrettyString);
      await().atMost(PATIENCE).until(() -> codes(beta).contains("482913"));
    } finally {
      gateway.stop();
    }
  }

  @Test
  void a_trunk_that_holds_calls_past_their_deadline_says_nothing_late() throws Exception {
    alpha.turn(dials -> dials.toBuilder().queueRatio(1).queueDelay(hold()).build());
    beta.turn(dials -> dials.toBuilder().queueRatio(1).queueDelay(hold()).build());
    Gateway gateway = gateway();
    try {
      String body = message("+393401234503").replace("2m", "10s");
      String id = post(gateway, "/v1/messages", body).path("id").asText();
      JsonNode message = ended(gateway, "/v1/messages/" + id);
      assertEquals("expired", message.path("state").asText(), message::toPrettyString);
      await()
          .atMost(PATIENCE)
          .until(() ->
              alpha.report().count(Count.CALLS) == 0 && beta.report().count(Count.CALLS) == 0);
      assertEquals(List.of(), codes(alpha));
      assertEquals(List.of(), codes(beta));
    } finally {
      gateway.stop();
    }
  }

  private static Delay hold() {
    return Delay.constant(Duration.ofSeconds(25));
  }

  @Test
  void a_login_is_approved_by_the_key_that_was_asked_for() throws Exception {
    alpha.turn(dials -> dials.toBuilder().keys("#").build());
    Gateway gateway = gateway();
    try {
      String id =
          post(gateway, "/v1/approvals", "{\"to\":\"+393401234504\",\"ttl\":\"2m\"}")
              .path("id")
              .asText();
      JsonNode approval =
          await()
              .atMost(PATIENCE)
              .until(
                  () -> get(gateway, "/v1/approvals/" + id), found -> found.hasNonNull("result"));
      assertEquals("approved", approval.path("result").asText(), approval::toPrettyString);
    } finally {
      gateway.stop();
    }
  }
}
