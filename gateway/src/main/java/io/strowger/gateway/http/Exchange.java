package io.strowger.gateway.http;

import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.delivery.Ticket;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. Lives on its event loop, except {@link #reply}, which is told on the
 * dispatcher's thread.
 *
 * <pre>
 *   BODY ──► WAITING ──► DONE        STREAMING ends with its connection
 *     │         └─────► STREAMING
 *     └───────────────► DONE         answered before the body was complete
 * </pre>
 */
final class Exchange implements Ticket {
  private enum Phase {
    BODY,
    WAITING,
    STREAMING,
    DONE
  }

  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence DATE = HttpHeaders.createOptimized("date");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final int FIRST_BYTES = 512;
  private static final int DISCARDED_MAX = 262_144;
  private static final long SHAPE_ANSWER_MILLIS = 2_500;

  private final HttpLoop loop;
  private final ClientConnection connection;
  private final HttpServerRequest request;
  private final Endpoint endpoint;
  private final long beganNanos;

  private ProblemForm problemForm;
  private Phase phase = Phase.WAITING;
  private boolean bodyOutstanding;
  private byte[] body = new byte[0];
  private int bodyLength;
  private @Nullable Consumer<byte[]> bodyTaker;
  private @Nullable Consumer<Reply> replyTaker;
  private @Nullable Reply reply;
  private @Nullable Runnable later;
  private @Nullable Runnable atEnd;

  Exchange(
      HttpLoop loop, ClientConnection connection, HttpServerRequest request, Endpoint endpoint) {
    this.loop = loop;
    this.connection = connection;
    this.request = request;
    this.endpoint = endpoint;
    this.problemForm = endpoint.problemForm();
    this.beganNanos = loop.door().ports().nanos().getAsLong();
    this.bodyOutstanding =
        request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
            || RequestHeaders.declaredLength(request) != 0;
  }

  HttpServerRequest request() {
    return request;
  }

  String path() {
    String path = request.path();
    return path == null ? "" : path;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** From now on problems are told in this form. */
  void tellProblemsAs(ProblemForm form) {
    problemForm = form;
  }

  HttpLoop loop() {
    return loop;
  }

  long nowNanos() {
    return loop.door().ports().nanos().getAsLong();
  }

  boolean isDone() {
    return phase == Phase.DONE;
  }

  /** Takes the whole body, if it is small enough and comes in time. */
  void readBody(Consumer<byte[]> taker) {
    int bytesMax = loop.door().settings().limits().bodyBytesMax();
    long declared = RequestHeaders.declaredLength(request);
    if (declared > bytesMax) {
      refuse(bodyTooLarge(bytesMax));
      return;
    }
    phase = Phase.BODY;
    bodyTaker = taker;
    body = new byte[declared > 0 ? (int) declared : FIRST_BYTES];
    request.handler(this::chunk);
    request.endHandler(_ -> bodyEnded());
    if (RequestHeaders.expectsContinue(request)) {
      request.response().writeContinue();
    }
  }

  private void chunk(Buffer chunk) {
    int length = chunk.length();
    if (phase != Phase.BODY) {
      bodyLength += length;
      if (bodyLength > DISCARDED_MAX) {
        connection.cut();
      }
      return;
    }
    int bytesMax = loop.door().settings().limits().bodyBytesMax();
    if (bodyLength + length > bytesMax) {
      refuse(bodyTooLarge(bytesMax));
      return;
    }
    if (bodyLength + length > body.length) {
      body =
          Arrays.copyOf(body, Math.min(bytesMax, Math.max(body.length * 2, bodyLength + length)));
    }
    chunk.getBytes(body, bodyLength);
    bodyLength += length;
  }

  private void bodyEnded() {
    bodyOutstanding = false;
    Consumer<byte[]> taker = bodyTaker;
    if (phase == Phase.BODY && taker != null) {
      phase = Phase.WAITING;
      byte[] whole = bodyLength == body.length ? body : Arrays.copyOf(body, bodyLength);
      body = new byte[0];
      loop.guarded(this, () -> taker.accept(whole));
    } else if (connection.isClosing()) {
      connection.close();
    }
  }

  /** The bytes behind the head are no HTTP. */
  void broken() {
    if (phase == Phase.BODY && !request.response().closed()) {
      refuse(Problem.of(ProblemType.MALFORMED_REQUEST, "The body is not well-formed HTTP."));
    }
  }

  private static Problem bodyTooLarge(int bytesMax) {
    return Problem.of(ProblemType.BODY_TOO_LARGE, "The body is larger than this call takes.")
        .allowing("at most " + bytesMax + " bytes");
  }

  /** What to do with the desk's reply; to be called before the desk is asked. */
  void awaitReply(Consumer<Reply> taker) {
    replyTaker = taker;
  }

  /** On the dispatcher's thread. */
  @Override
  public void reply(Reply told) {
    reply = told;
    loop.gather(this);
  }

  /** On the dispatcher's thread: answers on the event loop, with the others of the batch. */
  void replyLater(Runnable answer) {
    later = answer;
    loop.gather(this);
  }

  /** On the event loop, after {@link #reply} or {@link #replyLater}. */
  void deliverReply() {
    Runnable waiting = later;
    if (phase == Phase.WAITING && waiting != null) {
      loop.guarded(this, waiting);
      return;
    }
    Reply told = reply;
    Consumer<Reply> taker = replyTaker;
    if (phase == Phase.WAITING && told != null && taker != null) {
      loop.guarded(this, () -> taker.accept(told));
    }
  }

  void answer(Answer answer) {
    switch (answer) {
      case Answer.Json(int status, Buffer content, var etag, var location) -> {
        if (phase != Phase.DONE) {
          if (etag != null) {
            request.response().putHeader(HttpHeaders.ETAG, etag);
          }
          if (location != null) {
            request.response().putHeader(HttpHeaders.LOCATION, location);
          }
          end(status, JSON, content);
        }
      }
      case Answer.Text(String contentType, Buffer content) -> {
        if (phase != Phase.DONE) {
          end(200, contentType, content);
        }
      }
      case Answer.Formed(int status, CharSequence contentType, Buffer content) -> {
        if (phase != Phase.DONE) {
          end(status, contentType, content);
        }
      }
      case Answer.Refused(Problem problem) -> refuse(problem);
    }
  }

  HttpServerResponse response() {
    return request.response();
  }

  void refuse(Problem problem) {
    if (phase == Phase.DONE) {
      return;
    }
    assert EndpointProblems.of(endpoint).contains(problem.type()) : endpoint + ": " + problem;
    HttpServerResponse response = request.response();
    if (problem.retryAfterSeconds() > 0) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(problem.retryAfterSeconds()));
    }
    if (problem.type() == ProblemType.UNAUTHORIZED) {
      response.putHeader("WWW-Authenticate", problemForm.challenge());
    }
    if (endsConnection(problem.type())) {
      connection.closing();
    }
    end(problemForm.status(problem.type()), problemForm.contentType(), problemForm.body(problem));
  }

  private static boolean endsConnection(ProblemType type) {
    return switch (type) {
      case MALFORMED_REQUEST,
          URI_TOO_LONG,
          HEADERS_TOO_LARGE,
          REQUEST_TIMEOUT,
          BODY_TOO_LARGE,
          SHUTTING_DOWN,
          INTERNAL_ERROR ->
          true;
      default -> false;
    };
  }

  private void end(int status, CharSequence contentType, Buffer content) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      finish(0);
      return;
    }
    if (bodyOutstanding && bodyMayBeLong()) {
      connection.closing();
    }
    boolean close = connection.isClosing();
    if (close) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
        .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
        .putHeader(DATE, loop.httpDate());
    finish(status);
    var written = response.end(content);
    if (close) {
      // What is still coming is read and thrown away for a while: closing at once would reset the
      // connection, and the client might never see the answer.
      if (bodyOutstanding && bodyTaker == null) {
        request.handler(this::chunk);
        request.endHandler(_ -> bodyEnded());
      } else if (!bodyOutstanding) {
        written.onComplete(_ -> connection.close());
      }
    }
  }

  private boolean bodyMayBeLong() {
    long declared = RequestHeaders.declaredLength(request);
    return declared < 0 || declared > loop.door().settings().limits().bodyBytesMax();
  }

  /** From here on the answer goes on for as long as the connection lives. */
  void stream(Runnable whenOver) {
    phase = Phase.STREAMING;
    // Nobody waits for a stream to end before the door closes.
    loop.door().ended();
    atEnd = whenOver;
  }

  /** Ends a stream in good order. */
  void endStream() {
    if (phase == Phase.STREAMING) {
      request.response().end().onComplete(_ -> connection.close());
      finish(200);
    }
  }

  /** Cuts the connection: the client does not take what it asked for. */
  void drop() {
    connection.cut();
    abandon();
  }

  /** The client left. */
  void abandon() {
    if (phase != Phase.DONE) {
      finish(phase == Phase.STREAMING ? 200 : 0);
    }
  }

  private void finish(int status) {
    HttpPorts ports = loop.door().ports();
    long now = ports.nanos().getAsLong();
    connection.answered(now);
    if (phase != Phase.STREAMING) {
      loop.door().ended();
    }
    phase = Phase.DONE;
    ports.observer().answered(endpoint, status, now - beganNanos);
    Runnable over = atEnd;
    if (over != null) {
      over.run();
    }
  }

  void tick(long nowNanos, HttpSettings.Limits limits) {
    long ageMillis = (nowNanos - beganNanos) / 1_000_000;
    if (phase == Phase.BODY && ageMillis > limits.bodyMillis()) {
      refuse(Problem.of(ProblemType.REQUEST_TIMEOUT, "The body did not arrive in time."));
    } else if (phase == Phase.WAITING && ageMillis > answerMillis(limits)) {
      refuse(
          Problem.retry(
              ProblemType.NO_ANSWER,
              "It is not known whether the request was carried out; repeating it with the same"
                  + " Idempotency-Key is safe.",
              1));
    }
  }

  /** Clients of other gateways give up after three seconds, and hear of nothing then. */
  private long answerMillis(HttpSettings.Limits limits) {
    return endpoint.access() == Endpoint.Access.SHAPE
        ? Math.min(limits.answerMillis(), SHAPE_ANSWER_MILLIS)
        : limits.answerMillis();
  }
}
