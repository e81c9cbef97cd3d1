package io.strowger.gateway.store;

import io.strowger.gateway.delivery.Affected;
import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Final messages between the commit that closed them and the history file that holds them.
 *
 * <pre>
 * commit → queue → history thread → written → next commit, which lets go of their journal rows
 * </pre>
 */
final class WriteBehind {
  private static final Logger log = LoggerFactory.getLogger(WriteBehind.class);
  private static final int BATCH = 4096;

  /** The last time whose first order is still positive; in 2039. */
  private static final long LAST_MILLIS = (1L << 41) - 1;

  private final History history;
  private final ConcurrentLinkedQueue<FinalMessage> queue = new ConcurrentLinkedQueue<>();
  private final ConcurrentHashMap<Long, FinalMessage> byKey = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<List<FinalMessage>> written = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong total = new AtomicLong();
  private List<FinalMessage> batch = List.of();
  private volatile @Nullable Exception failure;

  WriteBehind(History history) {
    this.history = history;
  }

  void add(List<FinalMessage> finals) {
    for (FinalMessage entry : finals) {
      byKey.put(entry.key(), entry);
      queue.add(entry);
    }
    size.addAndGet(finals.size());
  }

  /** Not yet durable in history. */
  int size() {
    return size.get();
  }

  /** Durable in history since the start. */
  long total() {
    return total.get();
  }

  /** Why history was not written the last time, null when it was. */
  @Nullable Exception failure() {
    return failure;
  }

  /** A batch whose journal rows need not be kept for it any longer; null when there is none. */
  @Nullable List<FinalMessage> takeWritten() {
    return written.poll();
  }

  @Nullable Message find(long key) {
    FinalMessage entry = byKey.get(key);
    return entry == null ? null : entry.message();
  }

  /** Memory first, then the files: what moves between the two in the meantime is told once. */
  void affected(long sinceMillis, long untilMillis, Consumer<Affected> sink) {
    long from = MessageId.firstOrderOf(Math.max(0, sinceMillis));
    long until = MessageId.firstOrderOf(Math.min(untilMillis, LAST_MILLIS));
    Set<Long> told = new HashSet<>();
    for (FinalMessage entry : byKey.values()) {
      long key = entry.key();
      told.add(key);
      Affected affected = key >= from && key < until ? Affected.of(entry.message()) : null;
      if (affected != null) {
        sink.accept(affected);
      }
    }
    history.affected(
        from,
        until,
        affected -> {
          if (!told.contains(affected.key())) {
            sink.accept(affected);
          }
        });
  }

  List<Message> matching(MessageQuery query) {
    List<Message> matching = new ArrayList<>();
    for (FinalMessage entry : byKey.values()) {
      if (matches(entry.message(), query)) {
        matching.add(entry.message());
      }
    }
    return matching;
  }

  /** Whether a search wants the message. */
  static boolean matches(Message message, MessageQuery query) {
    MessageId before = query.before();
    return (query.account() == null || query.account().equals(message.spec().account()))
        && (query.to() == null || query.to().equals(message.spec().to().e164()))
        && (query.clientState() == null || query.clientState().equals(message.clientState()))
        && (query.sinceMillis() <= 0
            || message.id().order() >= MessageId.firstOrderOf(query.sinceMillis()))
        && (before == null || message.id().order() < before.order());
  }

  /** Writes all that waits, batch by batch. A failure ends the round and loses nothing. */
  void drain(long nowMillis) {
    while (size.get() > 0) {
      if (batch.isEmpty()) {
        batch = nextBatch();
      }
      try {
        history.write(batch, nowMillis);
      } catch (SQLException | RuntimeException e) {
        if (failure == null) {
          log.error("History cannot be written; the journal keeps what is missing", e);
        }
        failure = e;
        history.reopenWriter();
        return;
      }
      if (failure != null) {
        log.info("History is written again");
        failure = null;
      }
      finished();
    }
  }

  private List<FinalMessage> nextBatch() {
    List<FinalMessage> next = new ArrayList<>();
    while (next.size() < BATCH) {
      FinalMessage entry = queue.poll();
      if (entry == null) {
        break;
      }
      next.add(entry);
    }
    return next;
  }

  private void finished() {
    for (FinalMessage entry : batch) {
      byKey.remove(entry.key(), entry);
    }
    size.addAndGet(-batch.size());
    total.addAndGet(batch.size());
    written.add(batch);
    batch = List.of();
  }
}
