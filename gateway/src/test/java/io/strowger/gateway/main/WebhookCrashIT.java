package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway that owes webhooks is killed with SIGKILL again and again: the account hears of every
 * message it was promised, at least once and in order. {@code -Dstrowger.crash.kills=N} kills more
 * often.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class WebhookCrashIT {
  private static final String KEY = "crash-test-key-0001";
  private static final int PER_SECOND = 60;
  private static final int KILLS = Integer.getInteger("strowger.crash.kills", 6);
  private static final Set<String> FINAL = Set.of("delivered", "failed", "expired", "cancelled");

  @TempDir private Path home;

  /** The account's server; now and then it fails, as servers do. */
  private static final class Receiver implements AutoCloseable {
    final Map<String, List<Long>> sequencesByMessage = new ConcurrentHashMap<>();
    final Map<String, String> lastStateByMessage = new ConcurrentHashMap<>();
    final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    Receiver() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
      server.createContext("/", this::handle);
      server.setExecutor(threads);
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void handle(HttpExchange exchange) throws IOException {
      try (exchange) {
        JsonNode event = ApiClient.JSON.readTree(exchange.getRequestBody());
        if (requests.incrementAndGet() % 50 == 0) {
          exchange.sendResponseHeaders(500, -1);
          return;
        }
        String message = event.path("subject").asText();
        String id = event.path("id").asText();
        long sequence = Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
        sequencesByMessage.compute(
            message,
            (_, known) -> {
              List<Long> all = known == null ? new ArrayList<>() : known;
              if (!all.contains(sequence)) {
                all.add(sequence);
              }
              return all;
            });
        lastStateByMessage.put(message, event.path("data").path("state").asText());
        exchange.sendResponseHeaders(204, -1);
      }
    }

    @Override
    public void close() {
      server.stop(0);
      threads.shutdownNow();
    }
  }

  @Test
  void what_an_account_was_owed_is_told_after_every_kill_and_in_order() throws Exception {
    SplittableRandom random = new SplittableRandom(KILLS);
    int port = freePort();
    URI url = URI.create("http://127.0.0.1:" + port);
    try (DemoSites sites = new DemoSites(new WallMicros());
        Receiver receiver = new Receiver();
        ApiReader api = new ApiReader(url, KEY);
        SteadyTraffic traffic = new SteadyTraffic(url, KEY)) {
      Path config = DemoConfig.write(home, sites, port, KEY);
      String hook =
          "webhook: {url: \"%s\", secret: hush, allow-private: true, concurrency: 16}"
              .formatted(receiver.url());
      Files.writeString(config, DemoAccount.with(config, KEY, hook));
      traffic.start(PER_SECOND);
      for (int kill = 0; kill < KILLS; kill++) {
        try (GatewayProcess gateway = GatewayProcess.start(config, api, List.of())) {
          gateway.awaitReady();
          traffic.awaitAcknowledged(1);
          assertFalse(gateway.endsWithin(500 + random.nextInt(2_000)), gateway::describe);
          gateway.kill();
        }
      }
      try (GatewayProcess gateway = GatewayProcess.start(config, api, List.of())) {
        gateway.awaitReady();
        traffic.stop();
        Set<String> acknowledged = traffic.acknowledged().keySet();
        Awaitility.await("every message's end is told")
            .atMost(Duration.ofSeconds(150))
            .pollInterval(Duration.ofMillis(200))
            .untilAsserted(() -> assertEquals(Map.of(), unfinished(acknowledged, receiver)));
        System.out.printf(
            "webhook crash: kills=%d acknowledged=%d requests=%d told=%d%n",
            KILLS,
            acknowledged.size(),
            receiver.requests.get(),
            receiver.sequencesByMessage.values().stream().mapToInt(List::size).sum());
      }
      receiver.sequencesByMessage.forEach((message, sequences) ->
          assertEquals(sequences.stream().sorted().toList(), sequences, message));
    }
  }

  /** What was told last of each acknowledged message whose end was not told yet. */
  private static Map<String, String> unfinished(Set<String> acknowledged, Receiver receiver) {
    Map<String, String> states = new TreeMap<>();
    for (String id : acknowledged) {
      String state = receiver.lastStateByMessage.getOrDefault(id, "nothing");
      if (!FINAL.contains(state)) {
        states.put(id, state);
      }
    }
    return states;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
