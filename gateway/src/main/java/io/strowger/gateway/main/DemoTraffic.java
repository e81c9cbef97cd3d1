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

/**
 * An auth server of the demo: one passcode after the other over HTTP, each to a new number. Now and
 * then one is to be spoken, and one goes to a handset that texts do not reach, to be spoken when no
 * receipt came.
 */
final class DemoTraffic {
  /** Handsets that every text is lost on, and that can be called. */
  static final String UNREACHED_BY_TEXT = "39348";

  private static final String TEXTED = "39347";
  private static final String CALLED = "39346";
  private static final int FIRST_NUMBER = 1_000_000;
  private static final int CALLED_EVERY_SECONDS = 2;
  private static final int UNREACHED_EVERY_SECONDS = 6;

  private final URI messages;
  private final String apiKey;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final SplittableRandom random = new SplittableRandom();
  private final Map<String, Passcode> byId = new ConcurrentHashMap<>();
  private final int calledEvery;
  private final int unreachedEvery;
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicReference<@Nullable String> firstId = new AtomicReference<>();

  /** One passcode. {@link #toString()} shows nothing of it. */
  record Passcode(String digits, String code) {
    @Override
    public String toString() {
      return "Passcode";
    }
  }

  /**
   * @param rate passcodes a second; of few a second at most every tenth is a call
   */
  DemoTraffic(URI gateway, String apiKey, int rate) {
    this.calledEvery = Math.max(10, rate * CALLED_EVERY_SECONDS);
    this.unreachedEvery = Math.max(50, rate * UNREACHED_EVERY_SECONDS);
    this.messages = gateway.resolve("/v1/messages");
    this.apiKey = apiKey;
  }

  /** Sends one passcode; does not wait for the answer. One thread. */
  void sendOne() {
    int number = sent.getAndIncrement();
    boolean called = number % calledEvery == 1;
    boolean unreached = number % unreachedEvery == 2;
    String digits =
        (called ? CALLED : unreached ? UNREACHED_BY_TEXT : TEXTED) + (FIRST_NUMBER + number);
    String code = Integer.toString(100_000 + random.nextInt(900_000));
    String channels =
        called
            ? "[\"voice\"]"
            : unreached ? "[\"sms\",{\"channel\":\"voice\",\"after\":\"3s\"}]" : "[\"sms\"]";
    String body =
        """
        {"to":"+%s","text":"%s is your Example Bank code","ttl":"60s","channels":%s}\
        """
            .formatted(digits, code, channels);
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
            .whenComplete(
                (response, failure) -> answered(new Passcode(digits, code), response, failure));
  }

  private void answered(
      Passcode passcode, @Nullable HttpResponse<String> response, @Nullable Throwable failure) {
    String id = failure == null && response != null ? acceptedId(response) : null;
    if (id == null) {
      refused.incrementAndGet();
    } else {
      byId.put(id, passcode);
      if (passcode.digits().startsWith(TEXTED)) {
        firstId.compareAndSet(null, id);
      }
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

  /** Each accepted message by its id. */
  Map<String, Passcode> byId() {
    return byId;
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
