package io.strowger.gateway.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop of the door: its connections, their requests, and the replies on their way back.
 *
 * <pre>
 *   dispatcher's thread: reply, reply, reply … flush ──one task──► event loop: answer each
 * </pre>
 */
final class HttpLoop extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(HttpLoop.class);
  private static final long TICK_MILLIS = 250;
  private static final int SHOWN_FRAMES = 6;

  private final DoorState door;
  private final HttpServerOptions options;
  private final SocketAddress address;
  private final RequestRouter router;
  private final EventStreams streams;
  private final Map<HttpConnection, ClientConnection> connections = new HashMap<>();
  private @Nullable HttpServer server;
  private String httpDate = "";
  private long httpDateSecond = -1;

  /** Belongs to the dispatcher's thread. */
  private List<Exchange> outbox = new ArrayList<>();

  HttpLoop(DoorState door, HttpServerOptions options, SocketAddress address) {
    this.address = address;
    this.door = door;
    this.options = options;
    this.router = new RequestRouter(door);
    this.streams = new EventStreams(this);
    door.events().add(streams);
    door.alarmEvents().add(streams);
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(TICK_MILLIS, _ -> tick());
    HttpServer created =
        vertx
            .createHttpServer(options)
            .connectionHandler(this::connected)
            .exceptionHandler(e -> log.debug("connection failed early: {}", describe(e)))
            .requestHandler(request -> accept(request, null))
            .invalidRequestHandler(request -> accept(request, invalid(request)));
    server = created;
    return created.listen(address);
  }

  DoorState door() {
    return door;
  }

  EventStreams streams() {
    return streams;
  }

  int port() {
    HttpServer listening = server;
    return listening == null ? -1 : listening.actualPort();
  }

  @Nullable HttpServer server() {
    return server;
  }

  /** Runs a task on this event loop; any thread. */
  void execute(Runnable task) {
    context.runOnContext(_ -> task.run());
  }

  /** On the dispatcher's thread: the reply waits for {@link #flush}. */
  void gather(Exchange exchange) {
    outbox.add(exchange);
  }

  /** On the dispatcher's thread: hands over all replies of the batch in one task. */
  void flush() {
    if (outbox.isEmpty()) {
      return;
    }
    List<Exchange> batch = outbox;
    outbox = new ArrayList<>(batch.size());
    context.runOnContext(_ -> {
      for (Exchange exchange : batch) {
        exchange.deliverReply();
      }
    });
  }

  /** Runs a step of an exchange; whatever it throws is answered and never shown. */
  void guarded(Exchange exchange, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      log.error("{} failed: {}", exchange.endpoint(), describe(e));
      exchange.refuse(
          Problem.of(ProblemType.INTERNAL_ERROR, "The gateway failed to answer this request."));
    }
  }

  /** Where it failed, without the message: that may quote what a client sent. */
  static String describe(Throwable failure) {
    StringBuilder text = new StringBuilder(failure.getClass().getName());
    StackTraceElement[] frames = failure.getStackTrace();
    for (int i = 0; i < Math.min(SHOWN_FRAMES, frames.length); i++) {
      text.append(" < ").append(frames[i]);
    }
    return text.toString();
  }

  String httpDate() {
    long millis = door.ports().epochMillis().getAsLong();
    if (millis / 1_000 != httpDateSecond) {
      httpDateSecond = millis / 1_000;
      httpDate = Rfc3339.httpDate(millis);
    }
    return httpDate;
  }

  private void connected(HttpConnection http) {
    boolean mayStay = door.connected();
    ClientConnection connection = new ClientConnection(http, door.ports().nanos().getAsLong());
    connections.put(http, connection);
    http.exceptionHandler(_ -> connection.broken());
    http.closeHandler(_ -> {
      connections.remove(http);
      door.disconnected();
      connection.closed();
    });
    if (!mayStay) {
      connection.close();
    }
  }

  private void accept(HttpServerRequest request, @Nullable Problem problem) {
    ClientConnection connection = connections.get(request.connection());
    if (connection == null || connection.isClosing()) {
      return;
    }
    String path = request.path();
    Endpoint endpoint =
        problem == null ? router.match(request.method().name(), path == null ? "" : path) : null;
    Exchange exchange =
        new Exchange(this, connection, request, endpoint == null ? Endpoint.NONE : endpoint);
    connection.began(exchange);
    door.began();
    if (problem != null) {
      exchange.refuse(problem);
    } else {
      guarded(exchange, () -> router.route(exchange));
    }
  }

  private static Problem invalid(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    if (cause instanceof TooLongHttpLineException) {
      return Problem.of(ProblemType.URI_TOO_LONG, "The request line is too long.");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return Problem.of(ProblemType.HEADERS_TOO_LARGE, "The header lines are too large together.");
    }
    return Problem.of(ProblemType.MALFORMED_REQUEST, "The request head is not valid HTTP/1.1.");
  }

  private void tick() {
    if (connections.isEmpty()) {
      return;
    }
    long now = door.ports().nanos().getAsLong();
    for (ClientConnection connection : List.copyOf(connections.values())) {
      connection.tick(now, door.settings().limits());
    }
    streams.tick(now, door.isDraining());
  }
}
