package io.strowger.gateway.main;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import io.strowger.gateway.config.ConfigLoader;
import io.strowger.gateway.config.ConfigResult;
import io.strowger.gateway.config.GatewayConfig;
import io.strowger.gateway.http.ConfigReload;
import io.strowger.sip.simulator.TrunkSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A whole gateway that calls, as a client sees it. */
final class CallingGateway implements AutoCloseable {
  static final String KEY = "an-api-key-for-the-idp";
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path file;
  private final Gateway gateway;
  private final HttpClient client = HttpClient.newHttpClient();

  private CallingGateway(Path file, Gateway gateway) {
    this.file = file;
    this.gateway = gateway;
  }

  /** With these carriers and routes, and one account that may call Italy. */
  static CallingGateway start(Path folder, String carriersAndRoutes) throws IOException {
    Path file = folder.resolve("strowger.yaml");
    Gateway gateway =
        Gateway.start(
            config(file, carriersAndRoutes),
            SteadyClock.system(),
            () -> new ConfigReload.Outcome(List.of(), List.of()),
            failure -> {
              throw new AssertionError(failure);
            });
    return new CallingGateway(file, gateway);
  }

  private static GatewayConfig config(Path file, String carriersAndRoutes) throws IOException {
    Files.writeString(
        file,
        """
        http: {listen: "127.0.0.1:0"}
        store: {directory: data}
        delivery: {drain-timeout: 0s}
        accounts:
          - id: idp
            api-key: %s
            admin: true
            destinations: {allow: ["+39"], voice: ["+39"]}
        %s\
        """
            .formatted(KEY, carriersAndRoutes));
    ConfigResult result = new ConfigLoader().load(file, Map.of(), SteadyClock.system().getAsLong());
    return assertInstanceOf(ConfigResult.Loaded.class, result, result::toString).config();
  }

  void reconfigure(String carriersAndRoutes) throws IOException {
    gateway.reconfigure(config(file, carriersAndRoutes));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
        .header("Authorization", "Bearer " + KEY);
  }

  JsonNode post(String path, String body, int status) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(status, answer.statusCode(), answer.body());
    return ApiClient.JSON.readTree(answer.body());
  }

  /** Hands in a code to be spoken. */
  String call(String to, String ttl) throws IOException, InterruptedException {
    String body =
        "{\"to\":\"%s\",\"text\":\"Your code is 482913\",\"channels\":[\"voice\"],\"ttl\":\"%s\"}"
            .formatted(to, ttl);
    return post("/v1/messages", body, 202).path("id").asText();
  }

  /** The changes of state from now on; a line for each event's data. */
  Queue<String> events() throws IOException, InterruptedException {
    Queue<String> data = new ConcurrentLinkedQueue<>();
    HttpResponse<Stream<String>> answer =
        client.send(request("/v1/events").build(), HttpResponse.BodyHandlers.ofLines());
    assertEquals(200, answer.statusCode());
    Thread.ofVirtual()
        .start(() -> {
          try (Stream<String> lines = answer.body()) {
            lines.filter(line -> line.startsWith("data:")).forEach(data::add);
          } catch (UncheckedIOException _) {
            // The gateway has stopped.
          }
        });
    return data;
  }

  String text(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return ApiClient.JSON.readTree(text(path));
  }

  JsonNode until(String path, Predicate<JsonNode> wanted) {
    return await().atMost(PATIENCE).until(() -> get(path), wanted);
  }

  JsonNode ended(String messageId) {
    return until("/v1/messages/" + messageId, message -> message.hasNonNull("final_at"));
  }

  static List<String> codes(TrunkSimulator trunk) {
    return trunk.report().calls().stream().flatMap(call -> call.codes().stream()).toList();
  }

  @Override
  public void close() {
    client.shutdownNow();
    gateway.stop();
  }
}
