package io.strowger.sip.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP port through which running simulators are watched and turned. For a single simulator:
 *
 * <pre>
 * GET   /report?calls=100&amp;destinations=true   counts, the last calls, each destination
 * GET   /dials                 all dials
 * PATCH /dials                 turns those that the JSON object names
 * PUT   /dials                 the same, the others back to their defaults
 * POST  /trunk:cut             nothing is answered any more
 * POST  /trunk:restore
 * </pre>
 *
 * With several, their names come first: {@code /alpha/report}. Without authentication: it belongs
 * on a loopback address.
 */
public final class TrunkControl implements AutoCloseable {
  private static final int BODY_OCTETS_MAX = 64 * 1024;
  private static final int CALLS_DEFAULT = 100;
  private static final int BACKLOG = 50;
  private static final String CALLS = "calls=";
  private static final String DESTINATIONS = "destinations=true";

  private final HttpServer server;
  private final ExecutorService executor;
  private final Map<String, TrunkSimulator> simulators;

  @SuppressWarnings("ArrayRecordComponent")
  private record Answer(int status, byte[] body) {}

  private TrunkControl(
      HttpServer server, ExecutorService executor, Map<String, TrunkSimulator> simulators) {
    this.server = server;
    this.executor = executor;
    this.simulators = simulators;
  }

  /**
   * @param simulators by name; one under the empty name needs no prefix
   * @throws IOException when the address cannot be listened on
   */
  public static TrunkControl start(InetSocketAddress listen, Map<String, TrunkSimulator> simulators)
      throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(listen, BACKLOG);
    } catch (IOException e) {
      throw new IOException("cannot listen on " + listen + ": " + e.getMessage(), e);
    }
    // A client that stalls in the middle of its body must not stop the others.
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    TrunkControl control = new TrunkControl(server, executor, new TreeMap<>(simulators));
    server.setExecutor(executor);
    server.createContext("/", control::handle);
    server.start();
    return control;
  }

  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer;
      try {
        answer = answer(exchange);
      } catch (IllegalArgumentException e) {
        answer = new Answer(400, ControlJson.error(String.valueOf(e.getMessage())));
      }
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(1);
    int slash = path.indexOf('/');
    TrunkSimulator simulator = simulators.get(slash < 0 ? "" : path.substring(0, slash));
    if (simulator == null) {
      return new Answer(
          404, ControlJson.error("no such simulator; there are " + simulators.keySet()));
    }
    return switch (exchange.getRequestMethod() + " " + path.substring(slash + 1)) {
      case "GET report" ->
          ok(ControlJson.report(report(simulator, exchange.getRequestURI().getQuery())));
      case "GET dials" -> ok(ControlJson.dials(simulator.dials()));
      case "PATCH dials" -> turn(simulator, false, body(exchange));
      case "PUT dials" -> turn(simulator, true, body(exchange));
      case "POST trunk:cut" -> {
        simulator.cut();
        yield ok(ControlJson.report(simulator.report(0, false)));
      }
      case "POST trunk:restore" -> {
        simulator.restore();
        yield ok(ControlJson.report(simulator.report(0, false)));
      }
      default ->
          new Answer(
              404,
              ControlJson.error(
                  "there is GET report, GET, PUT and PATCH dials, POST trunk:cut and"
                      + " trunk:restore"));
    };
  }

  private static Answer ok(byte[] body) {
    return new Answer(200, body);
  }

  private static Answer turn(TrunkSimulator simulator, boolean afresh, byte[] body)
      throws IOException {
    return ok(
        ControlJson.dials(
            simulator.turn(dials -> ControlJson.turn(afresh ? TrunkDials.DEFAULT : dials, body))));
  }

  private static TrunkReport report(TrunkSimulator simulator, @Nullable String query) {
    int calls = CALLS_DEFAULT;
    boolean destinations = false;
    for (String parameter : query == null ? List.<String>of() : List.of(query.split("&", -1))) {
      if (parameter.equals(DESTINATIONS)) {
        destinations = true;
      } else if (parameter.startsWith(CALLS)) {
        calls = calls(parameter.substring(CALLS.length()));
      } else {
        throw new IllegalArgumentException("the query is calls=100&destinations=true");
      }
    }
    return simulator.report(calls, destinations);
  }

  private static int calls(String number) {
    try {
      return Integer.parseUnsignedInt(number);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("calls is a number", e);
    }
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    try (InputStream in = exchange.getRequestBody()) {
      byte[] body = in.readNBytes(BODY_OCTETS_MAX + 1);
      if (body.length > BODY_OCTETS_MAX) {
        throw new IllegalArgumentException("the body is longer than 64 KiB");
      }
      return body;
    }
  }
}
