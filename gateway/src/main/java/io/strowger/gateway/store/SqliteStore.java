package io.strowger.gateway.store;

import io.strowger.gateway.delivery.Affected;
import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.delivery.MessageStore;
import io.strowger.gateway.delivery.StoreChange;
import io.strowger.gateway.delivery.StoreStatistics;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded store: a journal of group commits for what is open, files of history for what is
 * final, and a data key for each minute's texts.
 *
 * <pre>
 * commit ── one row, one fsync ──> journal.db
 *    └─ finals ─> memory ─ background ─> history/*.db ─> journal rows trimmed, data keys shredded
 * </pre>
 */
public final class SqliteStore implements MessageStore {
  private static final Logger log = LoggerFactory.getLogger(SqliteStore.class);

  /** History is written when so many wait, or after so long. */
  private static final int WAKE_PENDING = 4096;

  private static final long WAKE_MILLIS = 500;

  /** Rows are deleted when so many may go, and at most so many in one transaction. */
  private static final int TRIM_FROM = 32;

  private static final int TRIM_AT_ONCE = 64;
  private static final int TRIM_WHEN_IDLE = 4096;

  /** Journals smaller than this are left as they are. */
  private static final long CARRY_FLOOR_BYTES = 64L << 20;

  private final StoreSettings settings;
  private final LongSupplier clockMillis;
  private final LongSupplier clockNanos;
  private final Executor background;
  private final DirectoryLock directoryLock;
  private final Journal journal;
  private final History history;
  private final WriteBehind behind;
  private final DataKeys keys;
  private final CommitEncoder encoder = new CommitEncoder();
  private final Ledger ledger;

  /** Held by whoever uses journal and ledger: the committing thread, or idle maintenance. */
  private final ReentrantLock journalLock = new ReentrantLock();

  /** Held by the one who does background work. */
  private final ReentrantLock workLock = new ReentrantLock();

  private final AtomicBoolean workAsked = new AtomicBoolean();
  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong changesTotal = new AtomicLong();
  private final AtomicLong commitNanos = new AtomicLong();
  private final AtomicLong journalRows = new AtomicLong();
  private volatile long lastWorkMillis;
  private long commitsAtLastWork;
  private boolean recovered;
  private boolean closed;
  private volatile @Nullable StoreFailedException failure;

  private SqliteStore(
      StoreSettings settings,
      LongSupplier clockMillis,
      LongSupplier clockNanos,
      Executor background,
      Parts parts) {
    this.settings = settings;
    this.clockMillis = clockMillis;
    this.clockNanos = clockNanos;
    this.background = background;
    this.directoryLock = parts.lock;
    this.journal = parts.journal;
    this.history = parts.history;
    this.keys = parts.keys;
    this.behind = new WriteBehind(parts.history);
    this.ledger = parts.ledger;
  }

  private record Parts(
      DirectoryLock lock, Journal journal, History history, DataKeys keys, Ledger ledger) {}

  /**
   * Opens or creates the store.
   *
   * @param background runs history, keys and clean-up; one thread is enough
   * @throws IOException when another process uses the directory, a key is missing or does not fit,
   *     or a file cannot be read or written
   */
  public static SqliteStore open(
      StoreSettings settings,
      LongSupplier clockMillis,
      LongSupplier clockNanos,
      Executor background)
      throws IOException {
    return open(settings, clockMillis, clockNanos, background, CARRY_FLOOR_BYTES);
  }

  static SqliteStore open(
      StoreSettings settings,
      LongSupplier clockMillis,
      LongSupplier clockNanos,
      Executor background,
      long carryFloorBytes)
      throws IOException {
    Path directory = settings.directory();
    DirectoryLock lock = DirectoryLock.take(directory);
    Journal journal = null;
    try {
      DataKeys keys = new DataKeys(KeyFiles.open(directory, settings.masterKey()));
      journal = Journal.open(directory.resolve("journal.db"), settings.journalMaxBytes() / 2 * 3);
      History history = History.open(settings, clockMillis.getAsLong());
      Ledger ledger = new Ledger(new LedgerSlot(0), carryFloorBytes);
      Parts parts = new Parts(lock, journal, history, keys, ledger);
      return new SqliteStore(settings, clockMillis, clockNanos, background, parts);
    } catch (IOException | RuntimeException e) {
      if (journal != null) {
        journal.close();
      }
      lock.close();
      throw e;
    }
  }

  @Override
  public Recovered recover() {
    journalLock.lock();
    try {
      if (recovered) {
        throw new IllegalStateException("recovered already");
      }
      Replay replay = new Replay(ledger);
      Recovery.Found found = new Recovery(settings, journal, history, keys).run(replay, now());
      ledger.roll(new LedgerSlot(keys.current().id()));
      keys.retire(ledger.takeEmptied());
      behind.add(found.unwritten());
      journalRows.set(rowsInJournal());
      recovered = true;
      return found.recovered();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      journalLock.unlock();
    }
  }

  @Override
  public void commit(List<StoreChange> changes) throws StoreFullException, StoreFailedException {
    if (changes.isEmpty()) {
      return;
    }
    refuseWhenHistoryIsBehind(changes.size());
    long now = now();
    journalLock.lock();
    try {
      long began = clockNanos.getAsLong();
      requireUsable();
      letGoOfWritten();
      rollKey(now);
      Ledger.Prepared prepared = ledger.prepare(changes);
      long lsn = journal.last() + 1;
      int bytes = append(lsn, prepared, changes);
      behind.add(ledger.apply(prepared, lsn, bytes));
      keys.retire(ledger.takeEmptied());
      commits.lazySet(commits.get() + 1);
      changesTotal.lazySet(changesTotal.get() + changes.size());
      journalRows.lazySet(rowsInJournal());
      commitNanos.lazySet(commitNanos.get() + clockNanos.getAsLong() - began);
    } finally {
      journalLock.unlock();
    }
    if (behind.size() >= WAKE_PENDING
        || now - lastWorkMillis >= WAKE_MILLIS
        || now < lastWorkMillis) {
      housekeep();
    }
  }

  private int append(long lsn, Ledger.Prepared prepared, List<StoreChange> changes)
      throws StoreFullException, StoreFailedException {
    boolean durable = false;
    try {
      if (prepared.opens() && ledger.journalBytes() > settings.journalMaxBytes()) {
        throw new StoreFullException(
            "the journal is full", new IllegalStateException("too many messages are open"));
      }
      byte[] body = encoder.encode(lsn, keys.use(), changes, prepared.carried());
      long needed = ledger.firstNeeded(journal.last());
      boolean trims = needed - journal.first() >= TRIM_FROM;
      journal.append(lsn, body, trims ? Math.min(needed, journal.first() + TRIM_AT_ONCE) : 0);
      durable = true;
      return body.length;
    } catch (StoreFailedException e) {
      failure = e;
      throw e;
    } finally {
      if (!durable) {
        ledger.undo(prepared);
      }
    }
  }

  private void requireUsable() throws StoreFailedException {
    if (failure != null) {
      throw new StoreFailedException("the store failed before: " + failure.getMessage(), failure);
    }
    if (!recovered || closed) {
      throw new IllegalStateException(closed ? "closed" : "not recovered yet");
    }
  }

  private void refuseWhenHistoryIsBehind(int more) throws StoreFullException {
    if (behind.size() + more <= settings.historyPendingMax()) {
      return;
    }
    Exception cause = behind.failure();
    housekeep();
    throw new StoreFullException(
        "history is too far behind",
        cause == null ? new IllegalStateException("history is slower than the commits") : cause);
  }

  /** History has them: their journal rows may go. */
  private void letGoOfWritten() {
    for (List<FinalMessage> batch = behind.takeWritten();
        batch != null;
        batch = behind.takeWritten()) {
      for (FinalMessage entry : batch) {
        entry.row().release();
      }
    }
  }

  private void rollKey(long nowMillis) {
    if (keys.roll(nowMillis, settings.keySlot().toMillis())) {
      ledger.roll(new LedgerSlot(keys.current().id()));
      keys.retire(ledger.takeEmptied());
    }
  }

  private long rowsInJournal() {
    return journal.last() == 0 ? 0 : journal.last() - journal.first() + 1;
  }

  /**
   * Asks the background for its work: history, new data keys, shredding, sealing, retention. To be
   * called about once a second, from any thread; under load the commits see to it themselves.
   */
  public void housekeep() {
    if (!workAsked.compareAndSet(false, true)) {
      return;
    }
    try {
      background.execute(this::work);
    } catch (RejectedExecutionException e) {
      workAsked.set(false);
      log.debug("No background work any more", e);
    }
  }

  private void work() {
    workLock.lock();
    try {
      workAsked.set(false);
      lastWorkMillis = now();
      if (closed) {
        return;
      }
      keys.prepareAndShred();
      behind.drain(lastWorkMillis);
      history.tidy(lastWorkMillis);
      maintainJournal();
      keys.prepareAndShred();
    } catch (RuntimeException e) {
      log.error("Background work of the store failed and will be tried again", e);
    } finally {
      workLock.unlock();
    }
  }

  /** Does for the journal what commits do in passing, when none is under way. */
  private void maintainJournal() {
    if (!journalLock.tryLock()) {
      return;
    }
    try {
      if (!recovered || failure != null) {
        return;
      }
      letGoOfWritten();
      rollKey(now());
      boolean idle = commits.get() == commitsAtLastWork;
      commitsAtLastWork = commits.get();
      if (idle && journal.last() > 0) {
        long needed = ledger.firstNeeded(journal.last());
        journal.trim(Math.min(needed, journal.first() + TRIM_WHEN_IDLE));
        journal.checkpoint();
        journalRows.set(rowsInJournal());
      }
    } catch (StoreFullException e) {
      log.debug("No room to trim the journal", e);
    } catch (StoreFailedException e) {
      failure = e;
      log.error("The journal failed while idle", e);
    } finally {
      journalLock.unlock();
    }
  }

  @Override
  public @Nullable Message find(MessageId id) {
    Message waiting = behind.find(id.order());
    Message found = waiting != null ? waiting : history.find(id.order());
    return found != null && found.id().equals(id) ? found : null;
  }

  @Override
  public void affected(long sinceMillis, long untilMillis, Consumer<Affected> sink) {
    behind.affected(sinceMillis, untilMillis, sink);
  }

  @Override
  public List<Message> search(MessageQuery query) {
    return history.search(query, behind.matching(query), query.limit());
  }

  @Override
  public StoreStatistics statistics() {
    return new StoreStatistics(
        commits.get(),
        changesTotal.get(),
        commitNanos.get(),
        behind.total(),
        behind.size(),
        history.segmentCount(),
        journalRows.get());
  }

  /** Why the store must not be used any more; null while it works. Any thread. */
  public @Nullable StoreFailedException failure() {
    return failure;
  }

  /** Writes what waits for history, if that is possible, and closes the files. */
  @Override
  public void close() {
    workLock.lock();
    journalLock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      behind.drain(now());
      history.close();
      journal.close();
      directoryLock.close();
    } finally {
      journalLock.unlock();
      workLock.unlock();
    }
  }

  /** For tests of the worst case. */
  void breakJournal() {
    journal.close();
  }

  private long now() {
    return clockMillis.getAsLong();
  }
}
