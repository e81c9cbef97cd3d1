package io.strowger.gateway.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What all our database files have in common. */
final class Sqlite {
  static final int PAGE_BYTES = 4096;

  private Sqlite() {}

  /** Opens the file, creating it when missing, and runs the pragmas in their order. */
  static Connection open(Path file, String... pragmas) throws SQLException {
    Connection connection = JDBC.createConnection(JDBC.PREFIX + file, new Properties());
    try (Statement statement = connection.createStatement()) {
      for (String pragma : pragmas) {
        statement.execute("PRAGMA " + pragma);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  static boolean isFull(SQLException e) {
    return codeOf(e) == SQLiteErrorCode.SQLITE_FULL;
  }

  static boolean isBusy(SQLException e) {
    return switch (codeOf(e)) {
      case SQLITE_BUSY, SQLITE_BUSY_RECOVERY, SQLITE_BUSY_SNAPSHOT, SQLITE_LOCKED -> true;
      default -> false;
    };
  }

  private static SQLiteErrorCode codeOf(SQLException e) {
    return e instanceof SQLiteException sqlite
        ? sqlite.getResultCode()
        : SQLiteErrorCode.UNKNOWN_ERROR;
  }
}
