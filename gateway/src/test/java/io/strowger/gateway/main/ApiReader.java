package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Looks at a gateway through its API. */
final class ApiReader implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI gateway;
  private final String apiKey;

  ApiReader(URI gateway, String apiKey) {
    this.gateway = gateway;
    this.apiKey = apiKey;
  }

  /** The status code, 0 when nobody answers. */
  int status(URI path) throws InterruptedException {
    try {
      return get(path).statusCode();
    } catch (IOException _) {
      return 0;
    }
  }

  /** The message, null when the gateway does not know it. */
  @Nullable JsonNode message(String id) throws IOException, InterruptedException {
    HttpResponse<String> response = get(URI.create("/v1/messages/" + id));
    return switch (response.statusCode()) {
      case 200 -> ApiClient.JSON.readTree(response.body());
      case 404 -> null;
      default -> throw new IOException("status " + response.statusCode() + " for " + id);
    };
  }

  /** What is answered with 200. */
  String text(URI path) throws IOException, InterruptedException {
    HttpResponse<String> response = get(path);
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode());
    }
    return response.body();
  }

  private HttpResponse<String> get(URI path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(gateway.resolve(path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + apiKey)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
