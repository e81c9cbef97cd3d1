package io.strowger.gateway.store;

import io.strowger.gateway.message.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The one history file that grows. For one thread. */
final class SegmentWriter implements AutoCloseable {
  private final Segment segment;
  private final Connection connection;
  private final PreparedStatement insert;
  private int rows;

  private SegmentWriter(Segment segment, Connection connection, int rows) throws SQLException {
    this.segment = segment;
    this.connection = connection;
    this.rows = rows;
    connection.setAutoCommit(false);
    insert = connection.prepareStatement(HistoryRow.INSERT);
  }

  /** Opens the file, or creates it. */
  static SegmentWriter open(Path file) throws SQLException {
    Connection connection =
        Sqlite.open(
            file,
            "page_size=4096",
            "journal_mode=WAL",
            "synchronous=FULL",
            "cache_size=-16384",
            "busy_timeout=10000");
    try (Statement statement = connection.createStatement()) {
      statement.execute(HistoryRow.CREATE);
      HistoryRow.addMissingColumns(connection);
      statement.execute(HistoryRow.CREATE_VIEW);
      try (ResultSet range =
          statement.executeQuery("SELECT count(*), min(key), max(key) FROM message_row")) {
        range.next();
        int rows = range.getInt(1);
        Segment segment =
            rows == 0
                ? new Segment(file, Long.MAX_VALUE, Long.MIN_VALUE)
                : new Segment(file, range.getLong(2), range.getLong(3));
        return new SegmentWriter(segment, connection, rows);
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  Segment segment() {
    return segment;
  }

  int rows() {
    return rows;
  }

  /** Durable when it returns; on an exception nothing was written. */
  void write(List<Message> messages) throws SQLException {
    try {
      for (Message message : messages) {
        HistoryRow.bind(insert, message);
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
    } catch (SQLException e) {
      insert.clearBatch();
      connection.rollback();
      throw e;
    }
    for (Message message : messages) {
      segment.widen(message.id().order());
    }
    rows += messages.size();
  }

  /**
   * Builds the indexes, turns the file into one that stands alone, and gives it its final name. The
   * writer is closed then; after an exception it is still usable.
   */
  void seal(Path sealed) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE INDEX IF NOT EXISTS by_number ON message_row(number)");
      statement.execute("CREATE INDEX IF NOT EXISTS by_account ON message_row(account)");
      statement.execute(
          "CREATE INDEX IF NOT EXISTS by_state ON message_row(state) WHERE state <> 'delivered'");
      statement.execute(HistoryRow.INDEX_AFFECTED);
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    }
    segment.lock.writeLock().lock();
    try {
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        statement.execute("PRAGMA journal_mode=DELETE");
      }
      close();
      Files.move(segment.file(), sealed);
      KeyFiles.syncDirectory(sealed.toAbsolutePath().getParent());
      segment.moved(sealed);
    } finally {
      segment.lock.writeLock().unlock();
    }
  }

  @Override
  public void close() throws SQLException {
    insert.close();
    connection.close();
  }
}
