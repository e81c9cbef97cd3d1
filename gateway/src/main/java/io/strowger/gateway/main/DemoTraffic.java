package io.strowger.gateway.main;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An auth server of the demo: one passcode after the other over HTTP, each to a new number. */
final class DemoTraffic {
  private static final int FIRST_NUMBER = 1_000_000;

  private final URI messages;
  private final String apiKey;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final SplittableRandom random = new SplittableRandom();
  private final Map<String, String> numberById = new ConcurrentHashMap<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicReference<@Nullable String> firstId = new AtomicReference<>();

  DemoTraffic(URI gateway, String apiKey) {
    this.messages = gateway.resolve("/v1/messages");
    this.apiKey = apiKey;
  }

  /** Sends one passcode; does not wait for the answer. One thread. */
  void sendOne() {
    String digits = "39347" + (FIRST_NUMBER + sent.getAndIncrement());
    String code = Integer.toString(100_000 + random.nextInt(900_000));
    String body =
        "{\"to\":\"+%s\",\"text\":\"%s is your Example Bank code\",\"ttl\":\"60s\"}"
            .formatted(digits, code);
    HttpRequest request =
        HttpRequest.newBuilder(messages)
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", "Bearer " + apiKey)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
            .build();
    unanswered.incrementAndGet();
    var _ =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
            .whenComplete((response, failure) -> answered(digits, response, failure));
  }

  private void answered(
      String digits, @Nullable HttpResponse<String> response, @Nullable Throwable failure) {
    String id = failure == null && response != null ? acceptedId(response) : null;
    if (id == null) {
      refused.incrementAndGet();
    } else {
      numberById.put(id, digits);
      firstId.compareAndSet(null, id);
    }
    unanswered.decrementAndGet();
  }

  private static @Nullable String acceptedId(HttpResponse<String> response) {
    if (response.statusCode() != 202) {
      return null;
    }
    try {
      JsonNode id = ApiClient.JSON.readTree(response.body()).get("id");
      return id == null ? null : id.asText();
    } catch (JsonProcessingException _) {
      return null;
    }
  }

  /** The digits of the number by the id of each accepted message. */
  Map<String, String> numberById() {
    return numberById;
  }

  int accepted() {
    return numberById.size();
  }

  int refused() {
    return refused.get();
  }

  int unanswered() {
    return unanswered.get();
  }

  @Nullable String firstId() {
    return firstId.get();
  }
}
