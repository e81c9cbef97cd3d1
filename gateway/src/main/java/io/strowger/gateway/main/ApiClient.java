package io.strowger.gateway.main;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The gateway's HTTP API, for the client commands. */
final class ApiClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final String key;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  ApiClient(URI base, String key) {
    this.base = base;
    this.key = key;
  }

  JsonNode get(String path) throws CommandFailure {
    return call(request(path).GET().build());
  }

  JsonNode post(String path, ObjectNode body) throws CommandFailure {
    return call(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8))
            .build());
  }

  JsonNode post(String path) throws CommandFailure {
    return call(request(path).POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  JsonNode patch(String path, ObjectNode body, String... headers) throws CommandFailure {
    HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return call(
        request
            .method(
                "PATCH",
                HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8))
            .build());
  }

  JsonNode delete(String path) throws CommandFailure {
    return call(request(path).DELETE().build());
  }

  /** One segment of a path. */
  static String segment(String value) {
    // A plus sign would stand for itself in a path.
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + key);
  }

  private JsonNode call(HttpRequest request) throws CommandFailure {
    HttpResponse<String> response;
    try {
      response = http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted", e);
    } catch (IOException e) {
      throw new CommandFailure(
          "no gateway answers at " + base + ": start one, or name another with --url", e);
    }
    JsonNode body;
    try {
      body = response.body().isBlank() ? JSON.nullNode() : JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new CommandFailure(base + " does not answer like a Strowger gateway", e);
    }
    if (response.statusCode() >= 400) {
      throw new CommandFailure(problem(response.statusCode(), body));
    }
    return body;
  }

  private static String problem(int status, JsonNode problem) {
    String detail = problem.path("detail").asText(problem.path("title").asText("refused"));
    String pointer = problem.path("pointer").asText("");
    String allowed = problem.path("allowed").asText("");
    return detail
        + (pointer.isEmpty() ? "" : " (" + pointer + ")")
        + (allowed.isEmpty() ? "" : "; allowed: " + allowed)
        + " [HTTP "
        + status
        + "]";
  }
}
