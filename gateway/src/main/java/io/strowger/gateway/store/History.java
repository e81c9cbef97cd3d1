package io.strowger.gateway.store;

import io.strowger.gateway.delivery.Affected;
import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Final messages, in files that each hold what became final in some stretch of time. Only the
 * newest grows, without indexes; a full one is indexed and sealed, and dropped as a whole when it
 * is old. Writing is for one thread, reading for any.
 */
final class History implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(History.class);
  private static final Pattern SEALED = Pattern.compile("(\\d{19})-(\\d{19})(~\\d+)?\\.db");
  private static final String LIVE_SUFFIX = ".live.db";

  /** Readers at one time; each costs a connection and its page cache. */
  private static final int READERS = 8;

  private static final long SEAL_RETRY_MILLIS = 60_000;

  private final Path directory;
  private final StoreSettings settings;
  private final List<Segment> segments = new CopyOnWriteArrayList<>();
  private final Semaphore readers = new Semaphore(READERS);
  private @Nullable SegmentWriter writer;
  private long writerSinceMillis;
  private long sealNotBeforeMillis;

  private History(Path directory, StoreSettings settings) {
    this.directory = directory;
    this.settings = settings;
  }

  static History open(StoreSettings settings, long nowMillis) throws IOException {
    Path directory = settings.directory().resolve("history");
    Files.createDirectories(directory);
    History history = new History(directory, settings);
    List<Path> live = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        Matcher sealed = SEALED.matcher(file.getFileName().toString());
        if (sealed.matches()) {
          history.segments.add(
              new Segment(file, Long.parseLong(sealed.group(1)), Long.parseLong(sealed.group(2))));
        } else if (file.toString().endsWith(LIVE_SUFFIX)) {
          live.add(file);
        }
      }
    }
    for (Path file : live) {
      history.resume(file, nowMillis);
    }
    return history;
  }

  /** A file that was growing when the process ended: sealed now, and a new one begun. */
  private void resume(Path file, long nowMillis) throws IOException {
    try {
      SegmentWriter found = SegmentWriter.open(file);
      if (found.rows() == 0) {
        found.close();
        Files.delete(file);
        return;
      }
      segments.add(found.segment());
      if (writer != null) {
        seal(writer);
      }
      writer = found;
      writerSinceMillis = nowMillis;
    } catch (SQLException e) {
      // Passcodes must flow even when an old file is broken; it is kept for a person to look at.
      log.error("History file {} cannot be opened and is set aside", file, e);
      Files.move(file, file.resolveSibling(file.getFileName() + ".damaged"));
    }
  }

  int segmentCount() {
    return segments.size();
  }

  /** Greatest key, 0 when there is none. */
  long lastKey() {
    long last = 0;
    for (Segment segment : segments) {
      last = Math.max(last, segment.last());
    }
    return last;
  }

  /**
   * Durable when it returns; after an exception it may be called again with the same.
   *
   * @throws SQLException also when the disk is full
   */
  void write(List<FinalMessage> finals, long nowMillis) throws SQLException {
    TreeMap<Long, Message> fresh = new TreeMap<>();
    TreeMap<Long, Message> repeated = new TreeMap<>();
    for (FinalMessage entry : finals) {
      (entry.mayBeStored() && !fresh.containsKey(entry.key()) ? repeated : fresh)
          .put(entry.key(), entry.message());
    }
    for (Segment segment : segments) {
      boolean grows = writer != null && segment == writer.segment();
      if (!grows && !repeated.isEmpty()) {
        repeated.keySet().removeAll(rewrite(segment, repeated));
      }
    }
    // What no sealed file holds is new, or replaces its copy in the growing one.
    fresh.putAll(repeated);
    if (!fresh.isEmpty()) {
      growing(fresh.firstKey(), nowMillis).write(List.copyOf(fresh.values()));
    }
  }

  private SegmentWriter growing(long firstKey, long nowMillis) throws SQLException {
    SegmentWriter target = writer;
    if (target == null) {
      target = SegmentWriter.open(directory.resolve(name(firstKey) + LIVE_SUFFIX));
      writer = target;
      writerSinceMillis = nowMillis;
      segments.add(target.segment());
    }
    return target;
  }

  /** Replaces the attempts of the messages that a sealed file holds, and says which these are. */
  private static List<Long> rewrite(Segment segment, NavigableMap<Long, Message> messages)
      throws SQLException {
    var covered = messages.subMap(segment.first(), true, segment.last(), true);
    if (covered.isEmpty()) {
      return List.of();
    }
    List<Long> found = new ArrayList<>();
    segment.lock.readLock().lock();
    try (Connection connection =
        Sqlite.open(segment.file(), "synchronous=FULL", "busy_timeout=10000")) {
      connection.setAutoCommit(false);
      HistoryRow.addMissingColumns(connection);
      try (PreparedStatement update = connection.prepareStatement(HistoryRow.UPDATE)) {
        for (Message message : covered.values()) {
          HistoryRow.bindUpdate(update, message);
          if (update.executeUpdate() > 0) {
            found.add(message.id().order());
          }
        }
      }
      connection.commit();
    } finally {
      segment.lock.readLock().unlock();
    }
    return found;
  }

  /** Seals what is full or old, drops what is too old. Failures are logged, and tried again. */
  void tidy(long nowMillis) {
    SegmentWriter growing = writer;
    if (growing != null
        && nowMillis >= sealNotBeforeMillis
        && (growing.rows() >= settings.segmentRows()
            || nowMillis - writerSinceMillis >= settings.segmentAge().toMillis())) {
      try {
        seal(growing);
        writer = null;
      } catch (SQLException | IOException e) {
        log.warn("History file {} could not be sealed yet", growing.segment().file(), e);
        reopenWriter();
        sealNotBeforeMillis = nowMillis + SEAL_RETRY_MILLIS;
      }
    }
    long oldest = nowMillis - settings.historyRetention().toMillis();
    for (Segment segment : segments) {
      boolean grows = growing != null && segment == growing.segment();
      if (!grows && segment.endsBefore(oldest)) {
        drop(segment);
      }
    }
  }

  private void seal(SegmentWriter growing) throws SQLException, IOException {
    Segment segment = growing.segment();
    String base = name(segment.first()) + "-" + name(segment.last());
    Path sealed = directory.resolve(base + ".db");
    for (int i = 2; Files.exists(sealed); i++) {
      sealed = directory.resolve(base + "~" + i + ".db");
    }
    growing.seal(sealed);
  }

  private void drop(Segment segment) {
    segment.lock.writeLock().lock();
    try {
      Files.deleteIfExists(segment.file());
      segment.dropped();
      segments.remove(segment);
    } catch (IOException e) {
      log.warn("History file {} could not be deleted", segment.file(), e);
    } finally {
      segment.lock.writeLock().unlock();
    }
  }

  private static String name(long key) {
    return String.format("%019d", key);
  }

  /** After a write failed in a way that may have left the connection unusable. */
  void reopenWriter() {
    SegmentWriter broken = writer;
    if (broken == null) {
      return;
    }
    Path file = broken.segment().file();
    try {
      broken.close();
    } catch (SQLException e) {
      log.debug("A broken history connection did not close", e);
    }
    writer = null;
    try {
      SegmentWriter again = SegmentWriter.open(file);
      segments.remove(broken.segment());
      segments.add(again.segment());
      writer = again;
    } catch (SQLException e) {
      log.warn("History file {} cannot be opened again", file, e);
    }
  }

  @Nullable Message find(long key) {
    return reading(() -> {
      for (Segment segment : newestFirst()) {
        Message found = segment.covers(key) ? segment.find(key) : null;
        if (found != null) {
          return found;
        }
      }
      return null;
    });
  }

  /**
   * Newest first.
   *
   * @param pending messages that may be in no file yet, and are newer than a file's copy
   */
  List<Message> search(MessageQuery query, List<Message> pending, int limit) {
    TreeMap<Long, Message> found = new TreeMap<>();
    for (Message message : pending) {
      found.put(message.id().order(), message);
    }
    trim(found, limit);
    long since =
        query.sinceMillis() <= 0 ? Long.MIN_VALUE : MessageId.firstOrderOf(query.sinceMillis()) - 1;
    long below = query.before() == null ? Long.MAX_VALUE : query.before().order();
    reading(() -> {
      for (Segment segment : newestFirst()) {
        boolean full = found.size() >= limit;
        long above = full ? Math.max(since, found.firstKey()) : since;
        if (segment.last() <= above || segment.first() >= below) {
          continue;
        }
        for (Message message : segment.search(query, above, below, limit)) {
          found.putIfAbsent(message.id().order(), message);
        }
        trim(found, limit);
      }
      return null;
    });
    return new ArrayList<>(found.descendingMap().values());
  }

  void affected(long fromKey, long untilKey, Consumer<Affected> sink) {
    reading(() -> {
      for (Segment segment : newestFirst()) {
        if (segment.last() >= fromKey && segment.first() < untilKey) {
          segment.affected(fromKey, untilKey, sink);
        }
      }
      return null;
    });
  }

  private static void trim(NavigableMap<Long, Message> found, int limit) {
    while (found.size() > limit) {
      found.pollFirstEntry();
    }
  }

  private List<Segment> newestFirst() {
    List<Segment> sorted = new ArrayList<>(segments);
    sorted.sort(Comparator.comparingLong(Segment::last).reversed());
    return sorted;
  }

  private interface Reading<T extends @Nullable Object> {
    T read() throws SQLException, DamagedException;
  }

  private <T extends @Nullable Object> T reading(Reading<T> reading) {
    readers.acquireUninterruptibly();
    try {
      return reading.read();
    } catch (SQLException | DamagedException e) {
      throw new UncheckedIOException(new IOException("history cannot be read", e));
    } finally {
      readers.release();
    }
  }

  @Override
  public void close() {
    SegmentWriter growing = writer;
    if (growing != null) {
      try {
        growing.close();
      } catch (SQLException e) {
        log.warn("History file {} did not close cleanly", growing.segment().file(), e);
      }
    }
  }
}
