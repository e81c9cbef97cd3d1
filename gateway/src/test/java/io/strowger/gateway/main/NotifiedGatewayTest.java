package io.strowger.gateway.main;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.config.ConfigLoader;
import io.strowger.gateway.config.ConfigResult;
import io.strowger.gateway.config.GatewayConfig;
import io.strowger.gateway.http.ConfigReload;
import io.strowger.gateway.main.CallbackReceiver.Heard;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an account hears of a whole gateway, while its secrets change and the gateway restarts. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class NotifiedGatewayTest {
  private static final String KEY = "an-api-key-for-the-idp";
  private static final String OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String NEW = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final CallbackReceiver receiver;
  private int sent;

  NotifiedGatewayTest() throws IOException {
    receiver = new CallbackReceiver();
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    receiver.close();
  }

  private GatewayConfig config(String... secrets) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("strowger.yaml"),
            """
            http: {listen: "127.0.0.1:0"}
            store: {directory: data}
            delivery: {drain-timeout: 0s}
            carriers:
              - {id: alpha, smpp: {system-id: s, password: p, links: [{address: "127.0.0.1:1"}]}}
            routes:
              - {to: "+", sms: [alpha]}
            accounts:
              - id: idp
                api-key: %s
                webhook:
                  {url: "%s", secrets: [%s], allow-private: true, events: [accepted, cancelled]}
            """
                .formatted(KEY, receiver.url("/hook"), String.join(", ", secrets)));
    ConfigResult result = new ConfigLoader().load(file, Map.of(), SteadyClock.system().getAsLong());
    return assertInstanceOf(ConfigResult.Loaded.class, result, result::toString).config();
  }

  private static Gateway start(GatewayConfig config) throws IOException {
    return Gateway.start(
        config,
        SteadyClock.system(),
        () -> new ConfigReload.Outcome(List.of(), List.of()),
        failure -> {
          throw new AssertionError(failure);
        });
  }

  private static HttpRequest.Builder request(Gateway gateway, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
        .header("Authorization", "Bearer " + KEY);
  }

  private String send(Gateway gateway, String reference) throws Exception {
    String body =
        "{\"to\":\"+39340123%04d\",\"text\":\"Your code is 407402913\",\"reference\":\"%s\"}"
            .formatted(++sent, reference);
    HttpResponse<String> answer =
        client.send(
            request(gateway, "/v1/messages")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(202, answer.statusCode(), answer.body());
    return ApiClient.JSON.readTree(answer.body()).path("id").asText();
  }

  /** As the specification of Standard Webhooks says, not as our code does. */
  static boolean isSignedWith(Heard heard, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      String signed =
          heard.header("webhook-id") + "." + heard.header("webhook-timestamp") + "." + heard.body();
      byte[] digest = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      return Arrays.asList(heard.header("webhook-signature").split(" ", -1))
          .contains("v1," + Base64.getEncoder().encodeToString(digest));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new AssertionError(e);
    }
  }

  private Heard toldOf(String reference) {
    await()
        .atMost(PATIENCE)
        .until(() -> receiver.heard.stream().anyMatch(heard -> heard.body().contains(reference)));
    return receiver.heard.stream()
        .filter(heard -> heard.body().contains(reference))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_secret_is_changed_without_a_request_that_the_receiver_cannot_verify() throws Exception {
    Gateway gateway = start(config(OLD));
    try {
      send(gateway, "before");
      Heard before = toldOf("before");
      assertTrue(isSignedWith(before, OLD));
      assertFalse(isSignedWith(before, NEW));
      gateway.reconfigure(config(NEW, OLD));
      send(gateway, "overlap");
      Heard overlap = toldOf("overlap");
      assertTrue(isSignedWith(overlap, OLD), "a receiver that has the old one still");
      assertTrue(isSignedWith(overlap, NEW), "a receiver that has the new one already");
      gateway.reconfigure(config(NEW));
      send(gateway, "after");
      Heard after = toldOf("after");
      assertFalse(isSignedWith(after, OLD));
      assertTrue(isSignedWith(after, NEW));
    } finally {
      gateway.stop();
    }
  }

  @Test
  void what_waits_for_a_dead_receiver_is_signed_with_the_secret_of_when_it_is_told()
      throws Exception {
    Gateway gateway = start(config(OLD));
    receiver.die();
    try {
      send(gateway, "waiting");
    } finally {
      gateway.stop();
    }
    receiver.comeBack();
    Gateway again = start(config(NEW));
    try {
      Heard heard = toldOf("waiting");
      assertTrue(isSignedWith(heard, NEW));
      assertFalse(isSignedWith(heard, OLD));
    } finally {
      again.stop();
    }
  }

  /** A stream of events, read line by line. */
  private final class Listener implements AutoCloseable {
    private final BufferedReader lines;

    Listener(Gateway gateway, String lastEventId) throws Exception {
      HttpRequest.Builder request = request(gateway, "/v1/events");
      if (!lastEventId.isEmpty()) {
        request.header("Last-Event-ID", lastEventId);
      }
      HttpResponse<InputStream> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      assertEquals(200, answer.statusCode());
      lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /** The next event's lines, with its id and data. */
    String event() throws IOException {
      StringBuilder event = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty() && event.indexOf("event: ") >= 0) {
          return event.toString();
        }
        event.append(line).append('\n');
      }
      throw new AssertionError("the stream ended: " + event);
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  private static String id(String event) {
    return event
        .lines()
        .filter(line -> line.startsWith("id: "))
        .findFirst()
        .orElseThrow()
        .substring("id: ".length());
  }

  @Test
  void a_listener_goes_on_where_it_was_and_hears_of_the_gap_that_a_restart_makes()
      throws Exception {
    String lastSeen;
    Instant since = Instant.now().minusSeconds(60);
    Gateway gateway = start(config(OLD));
    String missed;
    try {
      try (Listener first = new Listener(gateway, "")) {
        send(gateway, "one");
        String event = first.event();
        assertTrue(event.contains("\"reference\":\"one\""), event);
        lastSeen = id(event);
      }
      send(gateway, "two");
      try (Listener back = new Listener(gateway, lastSeen)) {
        String event = back.event();
        while (!event.contains("\"two\"")) {
          assertFalse(event.contains("event: gap"), event);
          event = back.event();
        }
        lastSeen = id(event);
      }
      missed = send(gateway, "three");
    } finally {
      gateway.stop();
    }
    Gateway again = start(config(OLD));
    try (Listener back = new Listener(again, lastSeen)) {
      String gap = back.event();
      assertTrue(gap.contains("event: gap"), gap);
      String rest =
          client
              .send(
                  request(again, "/v1/messages?since=" + since).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      assertTrue(rest.contains(missed), "what was missed is told by a search: " + rest);
      send(again, "four");
      String event = back.event();
      assertTrue(event.contains("\"reference\":\"four\""), event);
      try (Listener onceMore = new Listener(again, id(gap))) {
        String next = onceMore.event();
        assertTrue(next.contains("\"reference\":\"four\""), "the gap's id goes on: " + next);
      }
    } finally {
      again.stop();
    }
  }
}
