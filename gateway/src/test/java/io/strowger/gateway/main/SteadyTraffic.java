package io.strowger.gateway.main;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.strowger.gateway.secrecy.Marked;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Passcodes at a steady rate whatever becomes of the gateway, each to a number of its own, and the
 * ledger of every id that was acknowledged with 202.
 */
final class SteadyTraffic implements AutoCloseable {
  private static final int FIRST_NUMBER = 1_000_000;
  private static final int TICK_MILLIS = 10;

  /** A gateway that is down is knocked at now and then only: it needs the processor to start. */
  private static final int TICKS_BETWEEN_KNOCKS = 20;

  private static final int UNANSWERED_MAX = 64;

  private final URI messages;
  private final String apiKey;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, String> numberById = new ConcurrentHashMap<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final AtomicInteger unavailable = new AtomicInteger();
  private final AtomicInteger withoutRetryAfter = new AtomicInteger();
  private final AtomicInteger unexpected = new AtomicInteger();
  private volatile boolean down;
  private long ticks;

  SteadyTraffic(URI gateway, String apiKey) {
    this.messages = gateway.resolve("/v1/messages");
    this.apiKey = apiKey;
  }

  void start(int perSecond) {
    int perTick = Math.max(1, perSecond * TICK_MILLIS / 1000);
    var _ = pace.scheduleAtFixedRate(() -> tick(perTick), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void tick(int requests) {
    ticks++;
    if (down && ticks % TICKS_BETWEEN_KNOCKS != 0) {
      return;
    }
    for (int i = 0; i < (down ? 1 : requests) && unanswered.get() < UNANSWERED_MAX; i++) {
      sendOne();
    }
  }

  /** Until that many more are acknowledged than there were. */
  void awaitAcknowledged(int more) {
    int before = numberById.size();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> numberById.size() >= before + more);
  }

  /** Sends nothing more, and returns when no request is without its answer. */
  void stop() {
    pace.shutdownNow();
    Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> unanswered.get() == 0);
  }

  private void sendOne() {
    int number = sent.getAndIncrement();
    String digits = "39347" + (FIRST_NUMBER + number);
    String body =
        "{\"to\":\"+%s\",\"text\":\"%s\",\"ttl\":\"5m\"}".formatted(digits, Marked.text(number));
    HttpRequest request =
        HttpRequest.newBuilder(messages)
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + apiKey)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    unanswered.incrementAndGet();
    var _ =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
            .whenComplete((response, _) -> {
              down = response == null;
              // No answer promises nothing: such a request is in no ledger.
              if (response != null) {
                answered(digits, response);
              }
              unanswered.decrementAndGet();
            });
  }

  private void answered(String digits, HttpResponse<String> response) {
    switch (response.statusCode()) {
      case 202 -> {
        String id = id(response.body());
        if (id == null) {
          unexpected.incrementAndGet();
        } else {
          numberById.put(id, digits);
        }
      }
      case 503 -> {
        unavailable.incrementAndGet();
        if (response.headers().firstValue("Retry-After").isEmpty()) {
          withoutRetryAfter.incrementAndGet();
        }
      }
      default -> unexpected.incrementAndGet();
    }
  }

  private static @Nullable String id(String body) {
    try {
      return ApiClient.JSON.readTree(body).path("id").asText(null);
    } catch (JsonProcessingException _) {
      return null;
    }
  }

  /** The number, without its plus, by the id of each acknowledged message. */
  Map<String, String> acknowledged() {
    return numberById;
  }

  int sent() {
    return sent.get();
  }

  /** Answers 503. */
  int unavailable() {
    return unavailable.get();
  }

  /** Answers 503 that did not say when to come again. */
  int withoutRetryAfter() {
    return withoutRetryAfter.get();
  }

  /** Answers that are neither 202 with an id nor 503. */
  int unexpected() {
    return unexpected.get();
  }

  @Override
  public void close() {
    pace.shutdownNow();
    http.shutdownNow();
  }
}
