package io.strowger.gateway.http;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Principal;
import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.message.ApprovalResult;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Plan;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The calls about questions by telephone. A question is a message whose one channel is voice, with
 * the same id. One for each event loop.
 */
final class ApprovalCalls {
  private static final String PATH = "/v1/approvals/";

  private final DoorState door;
  private final DraftMaker drafts;
  private final IdempotencyHash.Calculator idempotency;
  private long asked;

  ApprovalCalls(DoorState door) {
    this.door = door;
    this.drafts = new DraftMaker(door.ports().numbers(), door.ports().segments());
    this.idempotency = door.ports().idempotency().calculator();
  }

  void call(Exchange exchange, Principal principal) {
    try {
      QueryParameters.of(exchange);
      if (exchange.endpoint() == Endpoint.GET_APPROVAL) {
        get(exchange, principal);
      } else {
        create(exchange, principal);
      }
    } catch (Rejected e) {
      exchange.refuse(e.problem());
    }
  }

  private void create(Exchange exchange, Principal principal) throws Rejected {
    Account account = principal.account();
    if (account == null) {
      throw new Rejected(
          Problem.of(ProblemType.FORBIDDEN, "An operator's key has no account to ask for."));
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
    long unique = door.ports().nanos().getAsLong() + ++asked;
    switch (ApprovalRequestParser.parse(body, unique)) {
      case Checked.Bad<MessageRequest>(Problem problem) -> exchange.refuse(problem);
      case Checked.Good<MessageRequest>(MessageRequest request) -> {
        long hash = key == null ? 0 : idempotency.hash(body);
        switch (drafts.make(account, request, key, hash)) {
          case Checked.Bad<MessageDraft>(Problem problem) -> exchange.refuse(problem);
          case Checked.Good<MessageDraft>(MessageDraft draft) -> {
            exchange.awaitReply(reply -> MessageCalls.created(exchange, reply, PATH));
            if (!door.desk().submit(draft, exchange)) {
              exchange.refuse(MessageCalls.full("The queue of open messages is full.", 1));
            }
          }
        }
      }
    }
  }

  private void get(Exchange exchange, Principal principal) throws Rejected {
    MessageId id;
    try {
      id = MessageId.parse(exchange.endpoint().variable(exchange.path()));
    } catch (IllegalArgumentException e) {
      throw new Rejected(notFound());
    }
    Message recent = door.desk().findRecent(id);
    if (recent != null) {
      exchange.answer(shown(recent, principal));
    } else {
      door.blocking().run(exchange, () -> shown(door.desk().find(id), principal));
    }
  }

  private static Answer shown(@Nullable Message message, Principal principal) {
    if (message == null
        || !principal.sees(message.spec().account())
        || message.spec().plan().purpose() != Plan.Purpose.APPROVAL) {
      return new Answer.Refused(notFound());
    }
    return new Answer.Json(200, json(message));
  }

  static Buffer json(Message message) {
    ApprovalResult result = ApprovalResult.of(message);
    return Json.of(json -> {
      json.writeStartObject();
      json.writeStringField("id", message.id().toString());
      json.writeStringField("account", message.spec().account());
      json.writeStringField("to", message.spec().to().e164());
      json.writeStringField("state", message.clientState());
      Json.text(json, "result", result == null ? null : MessageJson.word(result));
      Json.text(json, "reference", message.spec().reference());
      json.writeStringField("accepted_at", Rfc3339.format(message.spec().acceptedAtMillis()));
      json.writeStringField("expires_at", Rfc3339.format(message.spec().expiresAtMillis()));
      Json.text(
          json,
          "final_at",
          message.state() instanceof MessageState.Final end
              ? Rfc3339.format(end.atMillis())
              : null);
      json.writeEndObject();
    });
  }

  private static Problem notFound() {
    return Problem.of(ProblemType.NOT_FOUND, "The account has no approval with this id.");
  }
}
