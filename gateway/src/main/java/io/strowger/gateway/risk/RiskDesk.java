package io.strowger.gateway.risk;

import io.strowger.gateway.account.RiskRules;
import io.strowger.gateway.delivery.DispatchEvent;
import io.strowger.gateway.delivery.KeptDraft;
import io.strowger.gateway.delivery.MessageDesk;
import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.delivery.Ticket;
import io.strowger.gateway.guard.Denial;
import io.strowger.gateway.guard.DenialCode;
import io.strowger.gateway.guard.GuardObserver;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.Secret;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A desk that asks first, for those accounts that want it, and hands in what may go. Nobody waits:
 * a request is held while its question is out, and no more than so many at once. Any thread.
 */
public final class RiskDesk implements MessageDesk {
  private static final int QUESTIONS_MAX = 2_000;
  private static final Reply FULL = new Reply.Refused("the queue of requests is full", 1);

  /** The risk check of an account, null for none. */
  public interface Rules {
    @Nullable RiskRules of(String account);
  }

  private final MessageDesk desk;
  private final Consumer<DispatchEvent> dispatcher;
  private final Rules rules;
  private final RiskClient client;
  private final GuardObserver observer;
  private final LongSupplier clock;
  private final AtomicInteger questions = new AtomicInteger();

  /**
   * @param dispatcher tells a ticket, on the thread that tells all others
   * @param http follows no redirects; asked for when there is a question
   * @param clock epoch milliseconds
   */
  public RiskDesk(
      MessageDesk desk,
      Consumer<DispatchEvent> dispatcher,
      Rules rules,
      Supplier<HttpClient> http,
      GuardObserver observer,
      LongSupplier clock) {
    this.desk = desk;
    this.dispatcher = dispatcher;
    this.rules = rules;
    this.client = new RiskClient(http);
    this.observer = observer;
    this.clock = clock;
  }

  @Override
  public boolean submit(MessageDraft draft, Ticket ticket) {
    RiskRules asked = rules.of(draft.account());
    if (asked == null) {
      return desk.submit(draft, ticket);
    }
    if (questions.incrementAndGet() > QUESTIONS_MAX) {
      questions.decrementAndGet();
      if (asked.allowWithoutAnswer()) {
        return desk.submit(draft, ticket);
      }
      deny(DenialCode.RISK_UNKNOWN, draft, ticket);
      return true;
    }
    CompletableFuture<RiskVerdict> verdict = client.ask(asked, draft);
    var _ =
        verdict.thenAccept(answer -> {
          questions.decrementAndGet();
          conclude(answer, asked, draft, ticket);
        });
    return true;
  }

  private void conclude(RiskVerdict verdict, RiskRules asked, MessageDraft draft, Ticket ticket) {
    if (verdict == RiskVerdict.DENY) {
      deny(DenialCode.RISK_DENIED, draft, ticket);
    } else if (verdict == RiskVerdict.UNKNOWN && !asked.allowWithoutAnswer()) {
      deny(DenialCode.RISK_UNKNOWN, draft, ticket);
    } else if (!desk.submit(draft, ticket)) {
      dispatcher.accept(new DispatchEvent.Answered(ticket, FULL));
    }
  }

  private void deny(DenialCode code, MessageDraft draft, Ticket ticket) {
    Denial denial = code.kind() == Denial.Kind.FORBIDDEN ? code.denial() : code.denial(1_000);
    observer.denied(draft.account(), draft.to(), denial, clock.getAsLong());
    dispatcher.accept(new DispatchEvent.Answered(ticket, new Reply.Denied(denial)));
  }

  /** Questions without an answer. */
  public int asking() {
    return questions.get();
  }

  @Override
  public boolean cancel(String account, MessageId id, Ticket ticket) {
    return desk.cancel(account, id, ticket);
  }

  @Override
  public boolean feedback(String account, MessageId id, boolean verified, Ticket ticket) {
    return desk.feedback(account, id, verified, ticket);
  }

  @Override
  public boolean replace(
      String account, MessageId id, Secret text, long expiresAtMillis, Ticket ticket) {
    return desk.replace(account, id, text, expiresAtMillis, ticket);
  }

  @Override
  public boolean keep(KeptDraft draft, Ticket ticket) {
    return desk.keep(draft, ticket);
  }

  @Override
  public void drop(List<Long> sequences) {
    desk.drop(sequences);
  }

  @Override
  public boolean replay(String channel, List<Message> messages, Ticket ticket) {
    return desk.replay(channel, messages, ticket);
  }

  @Override
  public @Nullable Message findRecent(MessageId id) {
    return desk.findRecent(id);
  }

  @Override
  public @Nullable Message find(MessageId id) {
    return desk.find(id);
  }

  @Override
  public List<Message> search(MessageQuery query) {
    return desk.search(query);
  }
}
