package io.strowger.gateway.store;

import io.strowger.gateway.delivery.Affected;
import io.strowger.gateway.delivery.KeptRecord;
import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.delivery.MessageStore;
import io.strowger.gateway.delivery.StoreChange;
import io.strowger.gateway.delivery.StoreStatistics;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The store without a disk, for tests and simulation. What was committed outlives {@link #crash};
 * nothing else does.
 */
public final class MemoryStore implements MessageStore {
  private static final int RECENT_MAX = 200_000;
  private static final long RECENT_MILLIS = Duration.ofMinutes(15).toMillis();

  private final LongSupplier clockMillis;
  private final CommitFate fate;
  private final NavigableMap<Long, Message> open;
  private final NavigableMap<Long, Message> finals;
  private final NavigableMap<Long, KeptRecord> kept;
  private long lastOrder;
  private long commits;
  private long changesTotal;
  private boolean recovered;
  private boolean dead;

  /** What becomes of a commit. */
  @FunctionalInterface
  public interface CommitFate {
    Outcome decide(List<StoreChange> changes);

    enum Outcome {
      DONE,
      /** Nothing is written, and it may be tried again. */
      FULL,
      /** Nothing is written, but the caller cannot know. */
      FAILED_BEFORE,
      /** All is written, but the caller cannot know. */
      FAILED_AFTER
    }
  }

  public MemoryStore(LongSupplier clockMillis) {
    this(clockMillis, _ -> CommitFate.Outcome.DONE);
  }

  public MemoryStore(LongSupplier clockMillis, CommitFate fate) {
    this(clockMillis, fate, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  private MemoryStore(
      LongSupplier clockMillis,
      CommitFate fate,
      NavigableMap<Long, Message> open,
      NavigableMap<Long, Message> finals,
      NavigableMap<Long, KeptRecord> kept) {
    this.clockMillis = clockMillis;
    this.fate = fate;
    this.open = open;
    this.finals = finals;
    this.kept = kept;
  }

  /** The process dies and starts again: this one refuses from now on, the new one has the rest. */
  public synchronized MemoryStore crash() {
    dead = true;
    MemoryStore next = new MemoryStore(clockMillis, fate, open, finals, kept);
    next.lastOrder = lastOrder;
    return next;
  }

  @Override
  public synchronized Recovered recover() {
    if (recovered) {
      throw new IllegalStateException("recovered already");
    }
    recovered = true;
    long since = Math.max(1, clockMillis.getAsLong() - RECENT_MILLIS);
    MessageQuery recent = new MessageQuery(null, null, null, since, null, 1);
    return new Recovered(
        List.copyOf(open.values()),
        found(recent, RECENT_MAX).reversed(),
        List.copyOf(kept.values()),
        lastOrder);
  }

  @Override
  public synchronized void commit(List<StoreChange> changes)
      throws StoreFullException, StoreFailedException {
    if (dead) {
      throw new StoreFailedException("the store failed before", new IllegalStateException("dead"));
    }
    if (!recovered) {
      throw new IllegalStateException("not recovered yet");
    }
    if (changes.isEmpty()) {
      return;
    }
    check(changes);
    CommitFate.Outcome outcome = fate.decide(changes);
    if (outcome == CommitFate.Outcome.FULL) {
      throw new StoreFullException("no room", new IllegalStateException("as the test wishes"));
    }
    if (outcome != CommitFate.Outcome.FAILED_BEFORE) {
      changes.forEach(this::apply);
      commits++;
      changesTotal += changes.size();
    }
    if (outcome != CommitFate.Outcome.DONE) {
      dead = true;
      throw new StoreFailedException("failed", new IllegalStateException("as the test wishes"));
    }
  }

  /** As strict as the durable store, so that a wrong change is found by the fast tests. */
  private void check(List<StoreChange> changes) {
    Set<Long> opened = new HashSet<>();
    Set<Long> closed = new HashSet<>();
    for (StoreChange change : changes) {
      switch (change) {
        case StoreChange.Opened now -> {
          long key = now.message().id().order();
          require(!open.containsKey(key) && opened.add(key), "opened twice", now.message());
        }
        case StoreChange.Replaced now -> requireOpen(now.message(), opened, closed);
        case StoreChange.Updated now -> requireOpen(now.message(), opened, closed);
        case StoreChange.Closed now -> {
          requireOpen(now.message(), opened, closed);
          require(now.message().isFinal(), "not final", now.message());
          closed.add(now.message().id().order());
        }
        case StoreChange.Annotated now ->
            require(now.message().isFinal(), "not final", now.message());
        case StoreChange.Keep _, StoreChange.Drop _ -> {}
      }
    }
  }

  private void requireOpen(Message message, Set<Long> opened, Set<Long> closed) {
    long key = message.id().order();
    boolean isOpen = (open.containsKey(key) || opened.contains(key)) && !closed.contains(key);
    require(isOpen, "not open", message);
  }

  private static void require(boolean condition, String what, Message message) {
    if (!condition) {
      throw new IllegalArgumentException(what + ": " + message.id());
    }
  }

  private void apply(StoreChange change) {
    switch (change) {
      case StoreChange.Opened opened -> {
        Message message = opened.message();
        open.put(message.id().order(), message);
        lastOrder = Math.max(lastOrder, message.id().order());
      }
      case StoreChange.Replaced replaced ->
          open.put(replaced.message().id().order(), replaced.message());
      case StoreChange.Updated updated ->
          open.put(updated.message().id().order(), updated.message());
      case StoreChange.Closed closed -> {
        open.remove(closed.message().id().order());
        keep(closed.message());
      }
      case StoreChange.Annotated annotated -> keep(annotated.message());
      case StoreChange.Keep keep -> kept.put(keep.kept().sequence(), keep.kept());
      case StoreChange.Drop drop -> kept.remove(drop.sequence());
    }
  }

  private void keep(Message message) {
    finals.put(
        message.id().order(),
        new Message(message.spec().shredded(), message.state(), message.attempts()));
  }

  @Override
  public synchronized @Nullable Message find(MessageId id) {
    Message found = finals.get(id.order());
    return found != null && found.id().equals(id) ? found : null;
  }

  @Override
  public synchronized List<Message> search(MessageQuery query) {
    return found(query, query.limit());
  }

  @Override
  public synchronized void affected(long sinceMillis, long untilMillis, Consumer<Affected> sink) {
    for (Message message : finals.values()) {
      long at = message.spec().acceptedAtMillis();
      Affected affected = at >= sinceMillis && at < untilMillis ? Affected.of(message) : null;
      if (affected != null) {
        sink.accept(affected);
      }
    }
  }

  private List<Message> found(MessageQuery query, int limit) {
    List<Message> found = new ArrayList<>();
    for (Message message : finals.descendingMap().values()) {
      if (found.size() == limit) {
        break;
      }
      if (WriteBehind.matches(message, query)) {
        found.add(message);
      }
    }
    return found;
  }

  @Override
  public synchronized StoreStatistics statistics() {
    return new StoreStatistics(commits, changesTotal, 0, finals.size(), 0, 0, 0);
  }

  @Override
  public synchronized void close() {
    dead = true;
  }
}
