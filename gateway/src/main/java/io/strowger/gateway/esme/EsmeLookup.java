package io.strowger.gateway.esme;

import io.strowger.gateway.delivery.MessageDesk;
import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Secret;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.server.Inbound;
import io.strowger.smpp.server.RequestRef;
import io.strowger.smpp.server.Response;
import io.strowger.smpp.text.DataCoding;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * query_sm, cancel_sm and replace_sm. What is not in memory is looked up in history, off the
 * server's thread.
 */
final class EsmeLookup {
  /** Look-ups at once; more are refused. */
  private static final int BLOCKING_MAX = 32;

  private static final int CANCELLED_AT_ONCE_MAX = 100;

  private final MessageDesk desk;
  private final ToLongFunction<String> maxTtlMillis;
  private final EsmeNames names;
  private final Executor blocking;
  private final Consumer<List<Response>> answers;
  private final Semaphore free = new Semaphore(BLOCKING_MAX);

  /**
   * @param maxTtlMillis the longest time to live of an account's messages; 0 for one that is gone
   */
  EsmeLookup(
      MessageDesk desk,
      ToLongFunction<String> maxTtlMillis,
      EsmeNames names,
      Executor blocking,
      Consumer<List<Response>> answers) {
    this.desk = desk;
    this.maxTtlMillis = maxTtlMillis;
    this.names = names;
    this.blocking = blocking;
    this.answers = answers;
  }

  void query(Inbound.Query query) {
    String account = query.esme().account();
    MessageId id = names.find(account, query.messageId());
    if (id == null) {
      refuse(query.request(), CommandStatus.ESME_RINVMSGID);
      return;
    }
    Message recent = desk.findRecent(id);
    if (recent != null) {
      answer(query, recent);
    } else {
      later(query.request(), CommandStatus.ESME_RQUERYFAIL, () -> answer(query, desk.find(id)));
    }
  }

  private void answer(Inbound.Query query, @Nullable Message message) {
    if (message == null || !message.spec().account().equals(query.esme().account())) {
      refuse(query.request(), CommandStatus.ESME_RINVMSGID);
      return;
    }
    long finalAt = message.state() instanceof MessageState.Final last ? last.atMillis() : 0;
    answers.accept(
        List.of(
            new Response.Queried(
                query.request(), query.messageId(), EsmeOrigin.stateOf(message), finalAt, 0)));
  }

  void cancel(Inbound.Cancel cancel) {
    String account = cancel.esme().account();
    if (cancel.messageId().isEmpty()) {
      later(cancel.request(), CommandStatus.ESME_RCANCELFAIL, () -> cancelAll(cancel));
      return;
    }
    MessageId id = names.find(account, cancel.messageId());
    if (id == null) {
      refuse(cancel.request(), CommandStatus.ESME_RINVMSGID);
      return;
    }
    if (!desk.cancel(account, id, reply -> cancelled(cancel.request(), reply))) {
      refuse(cancel.request(), CommandStatus.ESME_RCANCELFAIL);
    }
  }

  private void cancelled(RequestRef request, Reply reply) {
    switch (reply) {
      case Reply.Done _ -> answers.accept(List.of(new Response.Done(request)));
      case Reply.NotFound _ -> refuse(request, CommandStatus.ESME_RINVMSGID);
      default -> refuse(request, CommandStatus.ESME_RCANCELFAIL);
    }
  }

  /** Only while nothing of the message was tried: every attempt carries the same text. */
  void replace(Inbound.Replace replace) {
    String account = replace.esme().account();
    MessageId id = names.find(account, replace.messageId());
    if (id == null) {
      refuse(replace.request(), CommandStatus.ESME_RINVMSGID);
      return;
    }
    Secret text = new Secret(replace.text(DataCoding.GSM_7BIT));
    if (text.isShredded() || replace.dueAtMillis() != 0) {
      refuse(replace.request(), CommandStatus.ESME_RREPLACEFAIL);
      return;
    }
    if (isTooLate(account, id, replace.expiresAtMillis())) {
      refuse(replace.request(), CommandStatus.ESME_RINVEXPIRY);
      return;
    }
    boolean taken =
        desk.replace(
            account,
            id,
            text,
            replace.expiresAtMillis(),
            reply -> replaced(replace.request(), reply));
    if (!taken) {
      refuse(replace.request(), CommandStatus.ESME_RREPLACEFAIL);
    }
  }

  /** A message that waits is in memory; what is not there cannot be replaced anyway. */
  private boolean isTooLate(String account, MessageId id, long expiresAtMillis) {
    Message message = expiresAtMillis == 0 ? null : desk.findRecent(id);
    return message != null
        && message.spec().account().equals(account)
        && expiresAtMillis > message.spec().acceptedAtMillis() + maxTtlMillis.applyAsLong(account);
  }

  private void replaced(RequestRef request, Reply reply) {
    switch (reply) {
      case Reply.Done _ -> answers.accept(List.of(new Response.Done(request)));
      case Reply.NotFound _ -> refuse(request, CommandStatus.ESME_RINVMSGID);
      default -> refuse(request, CommandStatus.ESME_RREPLACEFAIL);
    }
  }

  /** All of this source to this destination (SMPP 3.4 section 4.9). */
  private void cancelAll(Inbound.Cancel cancel) {
    String account = cancel.esme().account();
    String wanted = cancel.destination().value();
    String to = wanted.startsWith("+") ? wanted : "+" + wanted;
    List<Message> open =
        desk.search(new MessageQuery(account, to, null, 0, null, CANCELLED_AT_ONCE_MAX)).stream()
            .filter(message -> !message.isFinal() && isFrom(cancel, message))
            .toList();
    for (Message message : open) {
      desk.cancel(account, message.id(), _ -> {});
    }
    if (open.isEmpty()) {
      refuse(cancel.request(), CommandStatus.ESME_RCANCELFAIL);
    } else {
      answers.accept(List.of(new Response.Done(cancel.request())));
    }
  }

  private static boolean isFrom(Inbound.Cancel cancel, Message message) {
    EsmeOrigin origin = EsmeOrigin.of(message);
    return origin != null && origin.source().value().equals(cancel.source().value());
  }

  private void later(RequestRef request, CommandStatus whenBusy, Runnable work) {
    if (!free.tryAcquire()) {
      refuse(request, whenBusy);
      return;
    }
    try {
      blocking.execute(() -> {
        try {
          work.run();
        } finally {
          free.release();
        }
      });
    } catch (RejectedExecutionException e) {
      free.release();
      refuse(request, whenBusy);
    }
  }

  private void refuse(RequestRef request, CommandStatus status) {
    answers.accept(List.of(new Response.Refused(request, status)));
  }
}
