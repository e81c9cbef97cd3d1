package io.strowger.gateway.main;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * An auth server and its users: passcodes over HTTP, each to a number of its own; of those that
 * arrive, most are typed in, and the auth server tells the gateway so.
 */
final class IncidentTraffic {
  static final Duration TTL = Duration.ofMinutes(2);
  private static final double TYPED_IN = 0.8;
  private static final int TYPING_MIN_MILLIS = 3_000;
  private static final int TYPING_MAX_MILLIS = 12_000;

  private final URI messages;
  private final String apiKey;
  private final IncidentCarriers carriers;
  private final LongSupplier clockMillis;
  private final ScheduledExecutorService users;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final SplittableRandom random = new SplittableRandom();
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final Map<String, Sent> byDigits = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final Map<String, Integer> refused = new ConcurrentHashMap<>();

  /**
   * A passcode that was accepted.
   *
   * @param askedAtMillis when the user asked for it
   */
  record Sent(String id, String digits, String code, long askedAtMillis) {
    long deadlineMillis() {
      return askedAtMillis + TTL.toMillis();
    }

    @Override
    public String toString() {
      return "Sent[" + id + "]";
    }
  }

  /**
   * @param users runs what users do later; one thread
   */
  IncidentTraffic(
      URI gateway,
      String apiKey,
      IncidentCarriers carriers,
      Handsets handsets,
      LongSupplier clockMillis,
      ScheduledExecutorService users) {
    this.messages = gateway.resolve("/v1/messages");
    this.apiKey = apiKey;
    this.carriers = carriers;
    this.clockMillis = clockMillis;
    this.users = users;
    handsets.onArrival(this::arrived);
  }

  /** Asks for one passcode; does not wait for the answer. The users' thread only. */
  void askOne() {
    String digits = carriers.digits(asked.getAndIncrement());
    String code = Integer.toString(100_000 + random.nextInt(900_000));
    long now = clockMillis.getAsLong();
    String body =
        """
        {"to":"+%s","text":"%s is your Example code","ttl":"%ds","channels":%s}\
        """
            .formatted(digits, code, TTL.toSeconds(), carriers.channels());
    unanswered.incrementAndGet();
    var _ =
        http.sendAsync(post(messages, body), HttpResponse.BodyHandlers.ofString())
            .whenComplete((answer, failure) -> {
              if (failure != null || answer == null) {
                refused.merge("no answer", 1, Integer::sum);
              } else {
                answered(answer, digits, code, now);
              }
              unanswered.decrementAndGet();
            });
  }

  private HttpRequest post(URI uri, String body) {
    return HttpRequest.newBuilder(uri)
        .timeout(Duration.ofSeconds(10))
        .header("Authorization", "Bearer " + apiKey)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
        .build();
  }

  private void answered(HttpResponse<String> answer, String digits, String code, long askedAt) {
    try {
      JsonNode body = ApiClient.JSON.readTree(answer.body());
      if (answer.statusCode() == 202) {
        Sent one = new Sent(body.path("id").asText(), digits, code, askedAt);
        byDigits.put(digits, one);
        sent.add(one);
      } else {
        refused.merge(answer.statusCode() + " " + body.path("detail").asText(), 1, Integer::sum);
      }
    } catch (JsonProcessingException _) {
      refused.merge("an answer that is no JSON", 1, Integer::sum);
    }
  }

  private void arrived(String digits, Handsets.Arrived what) {
    try {
      users.execute(() -> {
        if (random.nextDouble() < TYPED_IN) {
          var _ =
              users.schedule(
                  () -> typedIn(digits),
                  random.nextInt(TYPING_MIN_MILLIS, TYPING_MAX_MILLIS),
                  TimeUnit.MILLISECONDS);
        }
      });
    } catch (RejectedExecutionException _) {
      // The incident is over.
    }
  }

  private void typedIn(String digits) {
    Sent one = byDigits.get(digits);
    if (one != null) {
      URI feedback = messages.resolve("/v1/messages/" + one.id() + "/feedback");
      var _ =
          http.sendAsync(
              post(feedback, "{\"outcome\":\"verified\"}"), HttpResponse.BodyHandlers.discarding());
    }
  }

  /** Every passcode that was accepted. */
  List<Sent> sent() {
    return sent;
  }

  /** How many were not accepted, by the reason. */
  Map<String, Integer> refused() {
    return new TreeMap<>(refused);
  }

  int unanswered() {
    return unanswered.get();
  }
}
