package io.strowger.gateway.http;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Principal;
import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.guard.Denial;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls about messages. One for each event loop. */
final class MessageCalls {
  private static final Logger log = LoggerFactory.getLogger(MessageCalls.class);
  private static final String PATH = "/v1/messages/";
  private static final CharSequence REPLAYED = HttpHeaders.createOptimized("idempotent-replayed");
  private static final CharSequence YES = HttpHeaders.createOptimized("true");
  private static final int FULL_RETRY_SECONDS = 1;

  private final DoorState door;
  private final GuardCalls guard;
  private final DraftMaker drafts;
  private final IdempotencyHash.Calculator idempotency;

  MessageCalls(DoorState door) {
    this.door = door;
    this.guard = new GuardCalls(door);
    this.drafts = new DraftMaker(door.ports().numbers(), door.ports().segments());
    this.idempotency = door.ports().idempotency().calculator();
  }

  void call(Exchange exchange, Principal principal) {
    try {
      QueryParameters query = QueryParameters.of(exchange);
      switch (exchange.endpoint()) {
        case CREATE_MESSAGE -> create(exchange, principal);
        case GET_MESSAGE -> get(exchange, principal);
        case CANCEL_MESSAGE -> cancel(exchange, principal);
        case GIVE_FEEDBACK -> feedback(exchange, principal);
        case STREAM_EVENTS ->
            exchange
                .loop()
                .streams()
                .open(
                    exchange,
                    door.events(),
                    new EventFeed.States(SearchQuery.account(query, principal)));
        case LIST_DENIALS -> guard.denials(exchange, query, principal);
        case SEARCH_MESSAGES -> search(exchange, principal, query);
        default -> throw new IllegalStateException("not a call about messages");
      }
    } catch (Rejected e) {
      exchange.refuse(e.problem());
    }
  }

  private void create(Exchange exchange, Principal principal) throws Rejected {
    Account account = principal.account();
    if (account == null) {
      exchange.refuse(
          Problem.of(ProblemType.FORBIDDEN, "An operator's key has no account to send from."));
      return;
    }
    Problem media = RequestHeaders.mediaProblem(exchange.request());
    if (media != null) {
      exchange.refuse(media);
      return;
    }
    String key = RequestHeaders.idempotencyKey(exchange.request());
    exchange.readBody(body -> create(exchange, account, key, body));
  }

  private void create(Exchange exchange, Account account, @Nullable String key, byte[] body) {
    switch (MessageRequestParser.parse(body)) {
      case Checked.Bad<MessageRequest>(Problem problem) -> exchange.refuse(problem);
      case Checked.Good<MessageRequest>(MessageRequest request) -> {
        long hash = key == null ? 0 : idempotency.hash(body);
        switch (drafts.make(account, request, key, hash)) {
          case Checked.Bad<MessageDraft>(Problem problem) -> exchange.refuse(problem);
          case Checked.Good<MessageDraft>(MessageDraft draft) -> {
            exchange.awaitReply(reply -> created(exchange, reply, PATH));
            asked(exchange, door.desk().submit(draft, exchange));
          }
        }
      }
    }
  }

  private static void asked(Exchange exchange, boolean taken) {
    if (!taken) {
      exchange.refuse(full("The queue of open messages is full.", FULL_RETRY_SECONDS));
    }
  }

  static Problem full(String reason, int retryAfterSeconds) {
    return Problem.retry(ProblemType.OVERLOADED, reason, Math.max(1, retryAfterSeconds));
  }

  static Problem denied(Denial denial) {
    return switch (denial.kind()) {
      case FORBIDDEN ->
          Problem.of(ProblemType.DESTINATION_NOT_ALLOWED, denial.detail()).coded(denial.code());
      case RATE_LIMITED ->
          Problem.retry(
                  ProblemType.RATE_LIMITED,
                  denial.detail(),
                  Math.max(1, denial.retryAfterSeconds()))
              .coded(denial.code());
    };
  }

  /**
   * Answers who handed a message in.
   *
   * @param path where it can be asked about, its id to be appended
   */
  static void created(Exchange exchange, Reply reply, String path) {
    switch (reply) {
      case Reply.Accepted(Message message) ->
          accepted(exchange, path, message.id(), message.spec().expiresAtMillis());
      case Reply.Repeated(MessageId id, long expiresAtMillis) -> {
        exchange.response().putHeader(REPLAYED, YES);
        accepted(exchange, path, id, expiresAtMillis);
      }
      case Reply.IdempotencyConflict() ->
          exchange.refuse(
              Problem.atParameter(
                  ProblemType.IDEMPOTENCY_CONFLICT,
                  "Idempotency-Key",
                  "Another body was sent with this key before.",
                  null));
      case Reply.Refused(String reason, int retryAfterSeconds) ->
          exchange.refuse(full(reason, retryAfterSeconds));
      case Reply.Denied(Denial denial) -> exchange.refuse(denied(denial));
      case Reply.Done _, Reply.AlreadyFinal _, Reply.NotFound _, Reply.Kept _ ->
          throw unexpected(reply);
    }
  }

  private static void accepted(Exchange exchange, String path, MessageId id, long expiresAtMillis) {
    String shown = id.toString();
    if (log.isDebugEnabled()) {
      log.debug("accepted {} trace {}", shown, RequestHeaders.traceId(exchange.request()));
    }
    exchange.response().putHeader(HttpHeaders.LOCATION, path + shown);
    exchange.answer(new Answer.Json(202, MessageJson.accepted(shown, expiresAtMillis)));
  }

  /** A cancel or a feedback. What the desk has forgotten may still stand in history. */
  private void changed(Exchange exchange, Principal principal, MessageId id, Reply reply) {
    switch (reply) {
      case Reply.Done(Message message) ->
          exchange.answer(new Answer.Json(200, MessageJson.message(message)));
      case Reply.AlreadyFinal(Message message) ->
          exchange.answer(alreadyFinal(exchange.endpoint(), message));
      case Reply.NotFound() -> changedInHistory(exchange, principal, id);
      case Reply.Refused(String reason, int retryAfterSeconds) ->
          exchange.refuse(full(reason, retryAfterSeconds));
      case Reply.Accepted _,
          Reply.Repeated _,
          Reply.IdempotencyConflict _,
          Reply.Denied _,
          Reply.Kept _ ->
          throw unexpected(reply);
    }
  }

  private void changedInHistory(Exchange exchange, Principal principal, MessageId id) {
    door.blocking()
        .run(
            exchange,
            () -> {
              Message message = door.desk().find(id);
              return message == null || !principal.sees(message.spec().account())
                  ? new Answer.Refused(notFound())
                  : alreadyFinal(exchange.endpoint(), message);
            });
  }

  /** Feedback is taken for what it is; a cancel is only refused when it came too late. */
  private static Answer alreadyFinal(Endpoint endpoint, Message message) {
    String state = message.clientState();
    if (endpoint == Endpoint.GIVE_FEEDBACK || state.equals("cancelled")) {
      return new Answer.Json(200, MessageJson.message(message));
    }
    return Answer.refused(ProblemType.ALREADY_FINAL, "The message is " + state + ".");
  }

  private static IllegalStateException unexpected(Reply reply) {
    return new IllegalStateException("no answer to this call: " + reply.getClass());
  }

  private void get(Exchange exchange, Principal principal) throws Rejected {
    MessageId id = id(exchange);
    Message recent = door.desk().findRecent(id);
    if (recent != null) {
      exchange.answer(shown(recent, principal));
    } else {
      door.blocking().run(exchange, () -> shown(door.desk().find(id), principal));
    }
  }

  private static Answer shown(@Nullable Message message, Principal principal) {
    if (message == null || !principal.sees(message.spec().account())) {
      return new Answer.Refused(notFound());
    }
    return new Answer.Json(200, MessageJson.message(message));
  }

  private void cancel(Exchange exchange, Principal principal) throws Rejected {
    MessageId id = id(exchange);
    withOwner(
        exchange,
        principal,
        id,
        owner -> {
          exchange.awaitReply(reply -> changed(exchange, principal, id, reply));
          asked(exchange, door.desk().cancel(owner, id, exchange));
        });
  }

  private void feedback(Exchange exchange, Principal principal) throws Rejected {
    MessageId id = id(exchange);
    Problem media = RequestHeaders.mediaProblem(exchange.request());
    if (media != null) {
      exchange.refuse(media);
      return;
    }
    exchange.readBody(body -> {
      switch (FeedbackParser.parse(body)) {
        case Checked.Bad<Boolean>(Problem problem) -> exchange.refuse(problem);
        case Checked.Good<Boolean>(Boolean verified) ->
            withOwner(
                exchange,
                principal,
                id,
                owner -> {
                  exchange.awaitReply(reply -> changed(exchange, principal, id, reply));
                  asked(exchange, door.desk().feedback(owner, id, verified, exchange));
                });
      }
    });
  }

  /** An operator acts for the account that owns the message. */
  private void withOwner(
      Exchange exchange, Principal principal, MessageId id, Consumer<String> action) {
    Account account = principal.account();
    Message recent = principal.admin() ? door.desk().findRecent(id) : null;
    if (recent != null) {
      action.accept(recent.spec().account());
    } else if (account != null) {
      action.accept(account.id());
    } else {
      changedInHistory(exchange, principal, id);
    }
  }

  private void search(Exchange exchange, Principal principal, QueryParameters query)
      throws Rejected {
    MessageQuery wanted = new SearchQuery(door.ports().numbers()).read(query, principal);
    door.blocking()
        .run(
            exchange,
            () -> {
              List<Message> found = door.desk().search(wanted);
              MessageId next = found.size() < wanted.limit() ? null : found.getLast().id();
              return new Answer.Json(200, MessageJson.page(found, next));
            });
  }

  private static MessageId id(Exchange exchange) throws Rejected {
    try {
      return MessageId.parse(exchange.endpoint().variable(exchange.path()));
    } catch (IllegalArgumentException e) {
      throw new Rejected(notFound());
    }
  }

  private static Problem notFound() {
    return Problem.of(ProblemType.NOT_FOUND, "The account has no message with this id.");
  }
}
