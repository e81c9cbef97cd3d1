package io.strowger.gateway.store;

import io.strowger.gateway.delivery.Affected;
import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One history file, for readers on any thread. Sealing and dropping take the file away under the
 * write lock, so that no reader is ever inside.
 */
final class Segment {
  private static final String[] READER = {"query_only=ON", "busy_timeout=10000"};

  final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile Path file;
  private volatile long first;
  private volatile long last;
  private volatile boolean dropped;

  /**
   * @param first least key, {@code Long.MAX_VALUE} while empty
   * @param last greatest key, {@code Long.MIN_VALUE} while empty
   */
  Segment(Path file, long first, long last) {
    this.file = file;
    this.first = first;
    this.last = last;
  }

  Path file() {
    return file;
  }

  long first() {
    return first;
  }

  long last() {
    return last;
  }

  boolean covers(long key) {
    return key >= first && key <= last;
  }

  void widen(long key) {
    first = Math.min(first, key);
    last = Math.max(last, key);
  }

  /** Under the write lock. */
  void moved(Path to) {
    file = to;
  }

  /** Under the write lock. */
  void dropped() {
    dropped = true;
  }

  @Nullable Message find(long key) throws SQLException, DamagedException {
    lock.readLock().lock();
    try {
      if (dropped) {
        return null;
      }
      try (Connection connection = Sqlite.open(file, READER);
          PreparedStatement select =
              connection.prepareStatement(HistoryRow.SELECT + " WHERE key = ?")) {
        select.setLong(1, key);
        try (ResultSet row = select.executeQuery()) {
          return row.next() ? HistoryRow.read(row) : null;
        }
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Newest first, keys in {@code (above, below)} exclusive. */
  List<Message> search(MessageQuery query, long above, long below, int limit)
      throws SQLException, DamagedException {
    lock.readLock().lock();
    try {
      if (dropped) {
        return List.of();
      }
      try (Connection connection = Sqlite.open(file, READER);
          PreparedStatement select = connection.prepareStatement(sqlOf(query))) {
        int column = 0;
        select.setLong(++column, above);
        select.setLong(++column, below);
        if (query.to() != null) {
          select.setLong(++column, HistoryRow.numberOf(query.to()));
        }
        if (query.account() != null) {
          select.setString(++column, query.account());
        }
        if (query.clientState() != null) {
          select.setString(++column, query.clientState());
        }
        select.setInt(++column, limit);
        List<Message> found = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            found.add(HistoryRow.read(rows));
          }
        }
        return found;
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Messages that met trouble, keys in {@code [from, until)}. */
  void affected(long from, long until, Consumer<Affected> sink) throws SQLException {
    lock.readLock().lock();
    try {
      if (dropped) {
        return;
      }
      try (Connection connection = Sqlite.open(file, READER);
          PreparedStatement select =
              connection.prepareStatement(HistoryRow.selectAffected(connection))) {
        select.setLong(1, from);
        select.setLong(2, until);
        Map<String, HistoryRow.Words> known = new HashMap<>();
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            sink.accept(HistoryRow.readAffected(rows, known));
          }
        }
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * The planner has no statistics, so the index is chosen here, the most selective first: a unary
   * plus keeps a column's index out of use.
   */
  private static String sqlOf(MessageQuery query) {
    StringBuilder sql = new StringBuilder(HistoryRow.SELECT);
    sql.append(" WHERE key > ? AND key < ?");
    boolean indexed = false;
    if (query.to() != null) {
      sql.append(" AND number = ?");
      indexed = true;
    }
    boolean rareState = isRare(query.clientState());
    if (query.account() != null) {
      sql.append(indexed || rareState ? " AND +account = ?" : " AND account = ?");
    }
    if (query.clientState() != null) {
      // The partial index holds these alone, and is used only when its own condition is stated.
      sql.append(
          indexed || !rareState ? " AND +state = ?" : " AND state <> 'delivered' AND state = ?");
    }
    return sql.append(" ORDER BY key DESC LIMIT ?").toString();
  }

  private static boolean isRare(@Nullable String state) {
    return state != null && !state.equals("delivered");
  }

  /** A message of before this time is not in here. */
  boolean endsBefore(long epochMillis) {
    return last < MessageId.firstOrderOf(epochMillis);
  }
}
