package io.strowger.gateway.webhook;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.WebhookRules;
import io.strowger.gateway.delivery.Notice;
import io.strowger.gateway.message.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How many notices a second are posted to a receiver on this machine, alone and while another
 * account's receiver takes connections and never answers. Prints the rates; asserts that the dead
 * one delays nobody: {@code -Dstrowger.webhook.notices=N} posts more.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class WebhookLoadIT {
  private static final int NOTICES = Integer.getInteger("strowger.webhook.notices", 20_000);
  private static final int DEAD_BACKLOG = 5_000;

  private static WebhookRules rules(String url, int concurrency) {
    return new WebhookRules(
        url,
        List.of(new Secret(WebhooksFixture.SECRET)),
        WebhookRules.DEFAULT_EVENTS,
        false,
        new WebhookRules.Retries(concurrency, 100, 86_400_000, 60_000),
        WebhooksFixture.ANYWHERE,
        null);
  }

  @Test
  void a_dead_receiver_delays_nobody() throws Exception {
    Vertx vertx = Vertx.vertx();
    AtomicInteger heard = new AtomicInteger();
    HttpServer live =
        vertx
            .createHttpServer()
            .requestHandler(request ->
                request.endHandler(_ -> {
                  heard.incrementAndGet();
                  var _ = request.response().setStatusCode(204).end();
                }));
    int port =
        live.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get().actualPort();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        WebhooksFixture fixture = new WebhooksFixture()) {
      String url = "http://127.0.0.1:" + port + "/hook";
      String dead = "http://127.0.0.1:" + silent.getLocalPort() + "/hook";
      fixture.accounts(
          Hooked.account("idp", rules(url, 16)), Hooked.account("dead", rules(dead, 16)));
      System.out.printf("webhooks, warming: %.0f/s%n", round(fixture, heard, 1));
      double alone = round(fixture, heard, 1_000_000);
      List<Notice> backlog = new ArrayList<>();
      for (int i = 1; i <= DEAD_BACKLOG; i++) {
        backlog.add(Notices.notice(9_000_000L + i, "dead", 3_000_000 + i));
      }
      fixture.owe(backlog.toArray(Notice[]::new));
      double beside = round(fixture, heard, 2_000_000);
      System.out.printf(
          "webhooks: %.0f/s alone, %.0f/s beside a receiver that never answers (%.2f)%n",
          alone, beside, beside / alone);
      assertEquals(3 * NOTICES, heard.get(), "each once");
      assertTrue(
          fixture.outcomes.stream().noneMatch(outcome -> outcome.startsWith("dead TOLD")),
          "the dead one was dead all the time");
      assertTrue(fixture.settled.stream().noneMatch(sequence -> sequence > 9_000_000L));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  /** Notices a second, from the first that is owed to the last that is told. */
  private static double round(WebhooksFixture fixture, AtomicInteger heard, int first) {
    List<Notice> notices = new ArrayList<>(NOTICES);
    for (int i = 0; i < NOTICES; i++) {
      notices.add(Notices.notice(first + i, "idp", first + i));
    }
    int until = heard.get() + NOTICES;
    long begun = System.nanoTime();
    fixture.owe(notices.toArray(Notice[]::new));
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> heard.get() >= until);
    return NOTICES * 1e9 / (System.nanoTime() - begun);
  }
}
