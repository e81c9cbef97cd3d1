package io.strowger.gateway.http;

import io.strowger.gateway.delivery.Reply;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The calls in the manner of other gateways. One for each event loop. */
final class ShapeCalls {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final TwilioCalls twilio;
  private final KannelCalls kannel;
  private final HookCalls hooks;

  ShapeCalls(DoorState door) {
    this.twilio = new TwilioCalls(door);
    this.kannel = new KannelCalls(door);
    this.hooks = new HookCalls(door);
  }

  void call(Exchange exchange) {
    try {
      switch (exchange.endpoint()) {
        case TWILIO_CREATE,
            TWILIO_LIST,
            TWILIO_GET,
            TWILIO_UPDATE,
            TWILIO_DELETE,
            TWILIO_FEEDBACK ->
            twilio.call(exchange);
        case KANNEL_GET, KANNEL_POST -> kannel.call(exchange);
        case HOOK_GET, HOOK_POST -> hooks.call(exchange);
        default -> throw new IllegalStateException("not a call of another gateway");
      }
    } catch (Rejected e) {
      exchange.refuse(e.problem());
    }
  }

  /** Takes what was read; may refuse it. */
  @FunctionalInterface
  interface Taker<T> {
    void take(T read) throws Rejected;
  }

  /** Reads a form from the body. */
  static void readForm(Exchange exchange, Taker<FormFields> taker) throws Rejected {
    if (!mediaType(exchange.request()).equals(FORM)) {
      throw new Rejected(
          Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "The body must be a form.")
              .allowing(FORM));
    }
    readBody(exchange, body -> taker.take(FormFields.parse(body)));
  }

  static void readBody(Exchange exchange, Taker<byte[]> taker) throws Rejected {
    String encoding = exchange.request().getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new Rejected(
          Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "The body must not be compressed."));
    }
    exchange.readBody(body -> {
      try {
        taker.take(body);
      } catch (Rejected e) {
        exchange.refuse(e.problem());
      }
    });
  }

  /** In lower case and without parameters; empty when there is none. */
  static String mediaType(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null) {
      return "";
    }
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  static Rejected unauthorized(String detail) {
    return new Rejected(Problem.of(ProblemType.UNAUTHORIZED, detail));
  }

  /** Why a message was not taken; null when it was. */
  static @Nullable Problem refusal(Reply reply) {
    return switch (reply) {
      case Reply.Accepted _, Reply.Repeated _ -> null;
      case Reply.IdempotencyConflict() ->
          Problem.of(
              ProblemType.IDEMPOTENCY_CONFLICT, "Another body was sent with this key before.");
      case Reply.Denied(var denial) -> MessageCalls.denied(denial);
      case Reply.Refused(String reason, int retryAfterSeconds) ->
          MessageCalls.full(reason, retryAfterSeconds);
      default -> throw new IllegalStateException("no answer to this call: " + reply.getClass());
    };
  }

  static Problem full() {
    return MessageCalls.full("The queue of open messages is full.", 1);
  }
}
