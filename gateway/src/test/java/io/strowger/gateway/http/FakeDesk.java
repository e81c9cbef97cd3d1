package io.strowger.gateway.http;

import io.strowger.gateway.delivery.AffectedQuery;
import io.strowger.gateway.delivery.AffectedReport;
import io.strowger.gateway.delivery.Door;
import io.strowger.gateway.delivery.KeptDraft;
import io.strowger.gateway.delivery.MessageDesk;
import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.delivery.Ticket;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Secret;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A desk that keeps messages in a map and answers on a thread of its own, as the dispatcher. */
final class FakeDesk implements MessageDesk, AutoCloseable {
  static final long NOW = 1_795_000_000_000L;

  final ConcurrentLinkedQueue<MessageDraft> drafts = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<Ticket> unanswered = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<MessageQuery> queries = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<AffectedQuery> affectedQueries = new ConcurrentLinkedQueue<>();
  volatile AffectedReport affected = new AffectedReport(List.of(), true);
  final Map<MessageId, Message> recent = new ConcurrentHashMap<>();
  final Map<MessageId, Message> historic = new ConcurrentHashMap<>();
  private final ExecutorService dispatcher = Executors.newSingleThreadExecutor();
  private final AtomicLong order = new AtomicLong(MessageId.firstOrderOf(NOW));
  private volatile @Nullable Door door;

  /** What a submit is answered; null keeps the ticket in {@link #unanswered}. */
  volatile Function<MessageDraft, @Nullable Reply> onSubmit =
      draft -> new Reply.Accepted(store(draft));

  volatile Function<MessageId, @Nullable Reply> onCancel = _ -> new Reply.NotFound();
  volatile Function<Boolean, @Nullable Reply> onFeedback = _ -> new Reply.NotFound();
  volatile boolean full;
  volatile @Nullable RuntimeException failure;
  volatile Runnable beforeFind = () -> {};

  void attach(Door attached) {
    door = attached;
  }

  Message store(MessageDraft draft) {
    Message message = message(draft);
    recent.put(message.id(), message);
    return message;
  }

  Message message(MessageDraft draft) {
    MessageSpec spec =
        new MessageSpec(
            MessageId.of(order.incrementAndGet(), 42),
            draft.account(),
            draft.to(),
            draft.text(),
            draft.code(),
            draft.sender(),
            draft.language(),
            draft.reference(),
            draft.idempotencyKey(),
            draft.requestHash(),
            draft.plan(),
            draft.origin(),
            NOW,
            NOW + draft.ttlMillis());
    return new Message(spec, new MessageState.Accepted(), List.of());
  }

  /** Runs a batch on the dispatcher's thread, with a flush at its end. */
  void batch(Runnable work) {
    dispatcher.execute(() -> {
      work.run();
      Door attached = door;
      if (attached != null) {
        attached.flush();
      }
    });
  }

  @Override
  public boolean submit(MessageDraft draft, Ticket ticket) {
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
    if (full) {
      return false;
    }
    drafts.add(draft);
    answer(ticket, onSubmit.apply(draft));
    return true;
  }

  @Override
  public boolean cancel(String account, MessageId id, Ticket ticket) {
    answer(ticket, onCancel.apply(id));
    return !full;
  }

  @Override
  public boolean feedback(String account, MessageId id, boolean verified, Ticket ticket) {
    answer(ticket, onFeedback.apply(verified));
    return !full;
  }

  @Override
  public boolean replace(
      String account, MessageId id, Secret text, long expiresAtMillis, Ticket ticket) {
    answer(ticket, new Reply.NotFound());
    return !full;
  }

  @Override
  public boolean keep(KeptDraft draft, Ticket ticket) {
    answer(ticket, new Reply.Kept(1));
    return !full;
  }

  @Override
  public void drop(List<Long> sequences) {}

  @Override
  public boolean replay(String channel, List<Message> messages, Ticket ticket) {
    answer(ticket, new Reply.Kept(messages.size()));
    return !full;
  }

  private void answer(Ticket ticket, @Nullable Reply reply) {
    if (full) {
      return;
    }
    if (reply == null) {
      unanswered.add(ticket);
    } else {
      batch(() -> ticket.reply(reply));
    }
  }

  @Override
  public @Nullable Message findRecent(MessageId id) {
    return recent.get(id);
  }

  @Override
  public @Nullable Message find(MessageId id) {
    beforeFind.run();
    Message found = recent.get(id);
    return found != null ? found : historic.get(id);
  }

  @Override
  public AffectedReport affected(AffectedQuery query) {
    affectedQueries.add(query);
    return affected;
  }

  @Override
  public List<Message> search(MessageQuery query) {
    beforeFind.run();
    queries.add(query);
    return recent.values().stream()
        .filter(
            message -> query.account() == null || query.account().equals(message.spec().account()))
        .filter(message -> query.before() == null || message.id().compareTo(query.before()) < 0)
        .sorted((a, b) -> b.id().compareTo(a.id()))
        .limit(query.limit())
        .toList();
  }

  @Override
  public void close() {
    dispatcher.shutdownNow();
  }
}
