package io.strowger.gateway.http;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Principal;
import io.strowger.gateway.account.WebhookRules;
import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Owes an account's webhook word of messages that became final some time ago. */
final class WebhookReplay {
  static final List<String> PARAMETERS = List.of("since", "state", "limit", "cursor");
  private static final List<String> STATES = List.of("delivered", "failed", "expired", "cancelled");
  private static final String CHANNEL = "webhook";
  private static final Principal OPERATOR = new Principal(null, true);
  private static final long STORE_SECONDS = 10;
  private static final int RETRY_SECONDS = 5;

  private final DoorState door;

  WebhookReplay(DoorState door) {
    this.door = door;
  }

  void call(Exchange exchange, String accountId, QueryParameters query) throws Rejected {
    Account account = door.accounts().byId(accountId);
    WebhookRules rules = account == null ? null : account.webhook();
    if (account == null || rules == null || rules.url() == null) {
      exchange.refuse(
          Problem.of(ProblemType.NOT_FOUND, "There is no such account, or it has no webhook."));
      return;
    }
    if (query.get("since") == null) {
      throw QueryParameters.invalid(
          "since", "It must be said since when.", "RFC 3339, such as 2026-11-22T10:15:30Z");
    }
    String state = query.get("state");
    if (state != null && !STATES.contains(state)) {
      throw QueryParameters.invalid("state", "No final state.", String.join(", ", STATES));
    }
    MessageQuery asked = new SearchQuery(door.ports().numbers()).read(query, OPERATOR);
    MessageQuery own =
        new MessageQuery(
            account.id(),
            null,
            asked.clientState(),
            asked.sinceMillis(),
            asked.before(),
            asked.limit());
    door.blocking().run(exchange, () -> replay(own, rules));
  }

  /** Off the event loop. */
  private Answer replay(MessageQuery query, WebhookRules rules) {
    List<Message> found = door.desk().search(query);
    MessageId next = found.size() < query.limit() ? null : found.getLast().id();
    List<Message> wanted =
        found.reversed().stream()
            .filter(Message::isFinal)
            .filter(message -> rules.events().contains(message.clientState()))
            .toList();
    if (wanted.isEmpty()) {
      return replayed(0, next);
    }
    CompletableFuture<Reply> told = new CompletableFuture<>();
    if (!door.desk().replay(CHANNEL, wanted, reply -> told.complete(reply))) {
      return refused("The gateway takes no more requests for now.", RETRY_SECONDS);
    }
    try {
      return switch (told.get(STORE_SECONDS, TimeUnit.SECONDS)) {
        case Reply.Refused(String reason, int retryAfterSeconds) ->
            refused(reason, retryAfterSeconds);
        default -> replayed(wanted.size(), next);
      };
    } catch (TimeoutException _) {
      return new Answer.Refused(
          Problem.retry(ProblemType.NO_ANSWER, "It is not known whether it was stored.", 1));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return refused("The gateway is stopping.", RETRY_SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("never completed exceptionally", e);
    }
  }

  private static Answer refused(String reason, int retryAfterSeconds) {
    return new Answer.Refused(
        Problem.retry(ProblemType.OVERLOADED, reason, Math.max(1, retryAfterSeconds)));
  }

  /**
   * @param next where the next page begins; null on the last
   */
  private static Answer replayed(int count, @Nullable MessageId next) {
    return new Answer.Json(
        200,
        Json.of(json -> {
          json.writeStartObject();
          json.writeNumberField("replayed", count);
          Json.text(json, "next_cursor", next == null ? null : next.toString());
          json.writeEndObject();
        }));
  }
}
