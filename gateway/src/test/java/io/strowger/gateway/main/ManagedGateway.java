package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strowger.gateway.config.ConfigResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** A whole gateway with its file, as serve runs it; its carrier is never there. */
final class ManagedGateway implements AutoCloseable {
  static final String ADMIN = "an-operators-key-0123456789";
  static final String FILE_KEY = "a-key-of-the-file-0123456789";
  private static final ObjectMapper JSON = new ObjectMapper();

  final Gateway gateway;
  final Reloader reloader;
  private final HttpClient client = HttpClient.newHttpClient();

  private ManagedGateway(Gateway gateway, Reloader reloader) {
    this.gateway = gateway;
    this.reloader = reloader;
  }

  static Path write(Path folder, String more) throws IOException {
    return Files.writeString(
        folder.resolve("strowger.yaml"),
        """
        http: {listen: "127.0.0.1:0", admin-key: %s}
        smpp-server: {listen: "127.0.0.1:0"}
        store: {directory: data}
        delivery: {drain-timeout: 0s}
        carriers:
          - {id: alpha, smpp: {system-id: s, password: p, links: [{address: "127.0.0.1:1"}]}}
        routes:
          - {to: "+", sms: [alpha]}
        accounts:
          - {id: filed, api-key: %s, twilio: {account-sid: AC1, auth-token: a-token-of-the-file}}
        %s
        """
            .formatted(ADMIN, FILE_KEY, more));
  }

  static ManagedGateway start(Path file) throws IOException {
    SteadyClock clock = SteadyClock.system();
    ConfigFile configFile = new ConfigFile(file, clock);
    ConfigResult result = configFile.read();
    ConfigResult.Loaded loaded =
        assertInstanceOf(ConfigResult.Loaded.class, result, result::toString);
    Reloader reloader =
        new Reloader(
            configFile,
            loaded,
            InstallationSecret.in(loaded.config().store().directory(), "accounts.key"));
    Gateway gateway =
        Gateway.start(
            loaded.config(),
            clock,
            reloader,
            failure -> {
              throw new AssertionError(failure);
            });
    reloader.watch(gateway);
    return new ManagedGateway(gateway, reloader);
  }

  /** What came back. */
  record Answered(int status, String etag, JsonNode body) {
    String type() {
      return body.path("type").asText().replace("urn:strowger:problem:", "");
    }
  }

  Answered call(String method, String path, String body, String... headers) throws Exception {
    return callAs(ADMIN, method, path, body, headers);
  }

  Answered callAs(String key, String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Authorization", "Bearer " + key)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answered(
        answer.statusCode(),
        answer.headers().firstValue("ETag").orElse(""),
        JSON.readTree(answer.body()));
  }

  String metrics() throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(url() + "/metrics"))
                .header("Authorization", "Bearer " + ADMIN)
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  String url() {
    return "http://127.0.0.1:" + gateway.port();
  }

  /** 202 when a key may send. */
  int send(String key) throws Exception {
    return callAs(
            key, "POST", "/v1/messages", "{\"to\":\"+393401234567\",\"text\":\"Code 407402913\"}")
        .status();
  }

  @Override
  public void close() {
    client.shutdownNow();
    reloader.stop();
    gateway.stop();
  }
}
