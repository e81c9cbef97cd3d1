package io.strowger.gateway.main.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
  private final Set<String> bodies = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile Answer answer = n -> 202;
  private HttpServer server;

  private interface Answer {
    /** A status, or 0 to close the connection instead. */
    int status(int request);
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.createContext("/v1/messages", this::handle);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    int status = answer.status(requests.getAndIncrement());
    if (status == 0) {
      exchange.close();
      throw new IOException("closed on purpose");
    }
    exchange.sendResponseHeaders(status, 2);
    exchange.getResponseBody().write("{}".getBytes(UTF_8));
    exchange.close();
  }

  private LoadGenerator generator(int connections) {
    InetSocketAddress door = server.getAddress();
    return LoadGenerator.open(door, connections, TemplateRequests.strowger(door, "key"), 0);
  }

  @Test
  void a_closed_loop_sends_exactly_the_number_asked_for_and_each_to_another_number() {
    try (LoadGenerator generator = generator(8)) {
      LoadResult result = generator.closedLoop(Duration.ofSeconds(20), 100);
      assertEquals(100, result.accepted());
      assertTrue(result.clean());
      assertEquals(100, result.latencyMicros().getTotalCount());
      assertEquals(100, bodies.size());
      LoadResult second = generator.closedLoop(Duration.ofSeconds(20), 10);
      assertEquals(10, second.accepted());
      assertEquals(100, second.firstSequence());
      assertEquals(110, bodies.size());
    }
  }

  @Test
  void refusals_are_counted_by_status_and_asked_again() {
    answer = n -> n % 3 == 1 ? 503 : 202;
    try (LoadGenerator generator = generator(4)) {
      LoadResult result = generator.closedLoop(Duration.ofSeconds(20), 90);
      assertEquals(60, result.accepted());
      assertEquals(30L, result.refused().get(503));
    }
  }

  @Test
  void a_connection_that_the_server_closes_is_counted_and_opened_again() {
    answer = n -> n == 5 ? 0 : 202;
    try (LoadGenerator generator = generator(1)) {
      LoadResult result = generator.closedLoop(Duration.ofSeconds(20), 20);
      assertEquals(1, result.failed());
      assertEquals(19, result.accepted());
    }
  }

  @Test
  void an_open_loop_keeps_to_its_schedule_and_knows_when_each_request_was_due() {
    try (LoadGenerator generator = generator(4)) {
      LoadResult result = generator.openLoop(100, Duration.ofMillis(500));
      assertEquals(50, result.accepted());
      assertEquals(10_000_000L, result.intendedNanos(1) - result.startNanos());
      assertTrue(result.endNanos() - result.startNanos() >= 490_000_000L);
    }
  }

  @Test
  void a_stall_shows_in_the_latencies_of_those_who_had_to_wait_behind_it() {
    answer =
        n -> {
          if (n == 10) {
            LockSupport.parkNanos(300_000_000L);
          }
          return 202;
        };
    try (LoadGenerator generator = generator(1)) {
      LoadResult result = generator.openLoop(100, Duration.ofMillis(600));
      assertEquals(60, result.accepted());
      // 300 ms at a request every 10 ms: about thirty were due meanwhile.
      assertTrue(result.latencyMicros().getCountBetweenValues(10_000, 10_000_000) >= 25);
    }
  }

  @Test
  void nobody_listening_is_a_clear_error() {
    InetSocketAddress nobody =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.take(1).getFirst());
    RequestShape shape = TemplateRequests.strowger(nobody, "key");
    BenchException refused =
        assertThrows(BenchException.class, () -> LoadGenerator.open(nobody, 2, shape, 0));
    assertTrue(refused.toString().contains("cannot open 2 connections"), refused.toString());
  }
}
