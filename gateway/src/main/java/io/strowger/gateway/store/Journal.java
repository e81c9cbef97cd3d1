package io.strowger.gateway.store;

import io.strowger.gateway.delivery.MessageStore.StoreFailedException;
import io.strowger.gateway.delivery.MessageStore.StoreFullException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code journal.db}: one row for each group commit, appended at one end and deleted from the
 * other. For one thread at a time.
 */
final class Journal implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  /** The WAL is copied back into the file, and then used again from its start, at this size. */
  private static final int CHECKPOINT_PAGES = 3000;

  /** Leaf, parent, first page and free list. */
  private static final int PAGES_BESIDE_BODY = 4;

  private static final String INSERT = "INSERT INTO journal(lsn, body) VALUES(?, ?)";
  private static final String DELETE = "DELETE FROM journal WHERE lsn < ?";

  private final Connection connection;
  private PreparedStatement insert;
  private PreparedStatement delete;
  private long first;
  private long last;
  private int walPages;

  private Journal(Connection connection) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS journal(lsn INTEGER PRIMARY KEY, body BLOB NOT NULL)");
      try (ResultSet range = statement.executeQuery("SELECT min(lsn), max(lsn) FROM journal")) {
        if (range.next() && range.getLong(2) > 0) {
          first = range.getLong(1);
          last = range.getLong(2);
        } else {
          first = 1;
        }
      }
    }
    insert = connection.prepareStatement(INSERT);
    delete = connection.prepareStatement(DELETE);
  }

  /**
   * @throws IOException when the file is not ours to use, or not a journal
   */
  static Journal open(Path file, long maxBytes) throws IOException {
    Connection connection = null;
    try {
      connection =
          Sqlite.open(
              file,
              "page_size=" + Sqlite.PAGE_BYTES,
              // First, so that the WAL's index stays in memory and nobody else can open the file.
              "locking_mode=EXCLUSIVE",
              "journal_mode=WAL",
              "synchronous=FULL",
              "cache_size=-65536",
              "temp_store=MEMORY",
              // The automatic checkpoint hides a failed fsync; checkpoint() below does not.
              "wal_autocheckpoint=0",
              "max_page_count=" + maxBytes / Sqlite.PAGE_BYTES,
              "secure_delete=OFF");
      return new Journal(connection);
    } catch (SQLException e) {
      closeQuietly(connection, e);
      throw new IOException(
          Sqlite.isBusy(e)
              ? file + " is in use by another process"
              : file + " cannot be opened: " + e.getMessage(),
          e);
    }
  }

  /** Number of the first row that is there, or that will be. */
  long first() {
    return first;
  }

  /** Number of the last row, 0 while there was none. */
  long last() {
    return last;
  }

  interface RowReader {
    void row(long lsn, byte[] body) throws IOException;
  }

  /** Every row, oldest first. */
  void scan(RowReader reader) throws IOException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT lsn, body FROM journal ORDER BY lsn")) {
      while (rows.next()) {
        reader.row(rows.getLong(1), rows.getBytes(2));
      }
    } catch (SQLException e) {
      throw new IOException("the journal cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Durable when it returns.
   *
   * @param trimBelow rows with a smaller number go in the same transaction
   */
  void append(long lsn, byte[] body, long trimBelow)
      throws StoreFullException, StoreFailedException {
    boolean trims = trimBelow > first;
    try {
      if (trims) {
        connection.setAutoCommit(false);
      }
      insert.setLong(1, lsn);
      insert.setBytes(2, body);
      insert.executeUpdate();
      if (trims) {
        deleteBelow(trimBelow);
        connection.commit();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw afterFailure(e, trims);
    }
    last = lsn;
    if (trims) {
      first = trimBelow;
    }
    walPages += body.length / Sqlite.PAGE_BYTES + PAGES_BESIDE_BODY;
    if (walPages >= CHECKPOINT_PAGES) {
      checkpoint();
    }
  }

  /** Deletes rows with a smaller number, in a transaction of its own. */
  void trim(long below) throws StoreFullException, StoreFailedException {
    if (below <= first) {
      return;
    }
    try {
      deleteBelow(below);
    } catch (SQLException e) {
      throw afterFailure(e, false);
    }
    first = below;
    walPages += PAGES_BESIDE_BODY;
  }

  private void deleteBelow(long lsn) throws SQLException {
    delete.setLong(1, lsn);
    walPages += delete.executeUpdate() / 8;
  }

  /**
   * Copies the WAL back. When there is no room for that, the WAL simply stays in use.
   *
   * @throws StoreFailedException when it is not known what reached the disk
   */
  void checkpoint() throws StoreFailedException {
    if (walPages == 0) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
    } catch (SQLException e) {
      if (!Sqlite.isFull(e)) {
        throw failed(e);
      }
    }
    walPages = 0;
  }

  private StoreFullException afterFailure(SQLException e, boolean inTransaction)
      throws StoreFailedException {
    if (!Sqlite.isFull(e)) {
      throw failed(e);
    }
    try {
      if (inTransaction) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      // The driver finalizes a statement that failed.
      insert.close();
      delete.close();
      insert = connection.prepareStatement(INSERT);
      delete = connection.prepareStatement(DELETE);
    } catch (SQLException rollback) {
      // SQLite may have rolled back by itself; what counts is that no transaction is open.
      e.addSuppressed(rollback);
      throw failed(e);
    }
    // A WAL copied back is used again from its start: often that is the room that was missing.
    checkpoint();
    return new StoreFullException("no room for the journal", e);
  }

  private static StoreFailedException failed(SQLException e) {
    return new StoreFailedException("the journal could not be written: " + e.getMessage(), e);
  }

  private static void closeQuietly(@Nullable Connection connection, SQLException cause) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    try {
      insert.close();
      delete.close();
      connection.close();
    } catch (SQLException e) {
      // Everything committed is in the WAL, which the next open reads.
      log.warn("The journal did not close cleanly", e);
    }
  }
}
