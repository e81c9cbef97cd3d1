package io.strowger.gateway.store;

import io.strowger.gateway.delivery.Affected;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.Refusal;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.message.Trouble;
import io.strowger.gateway.number.PhoneNumber;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A final message as a row of history: plain columns, and its attempts as JSON. Never a text. */
final class HistoryRow {
  static final String CREATE =
      """
      CREATE TABLE IF NOT EXISTS message_row(
        key INTEGER PRIMARY KEY,
        id_low INTEGER NOT NULL,
        account TEXT NOT NULL,
        number INTEGER NOT NULL,
        state TEXT NOT NULL,
        accepted_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        final_at INTEGER NOT NULL,
        request_hash INTEGER NOT NULL,
        channels TEXT NOT NULL,
        attempts TEXT NOT NULL,
        sender TEXT,
        language TEXT,
        reference TEXT,
        idempotency_key TEXT,
        refusal_code TEXT,
        refusal_reading TEXT,
        refusal_disposition TEXT,
        trouble TEXT,
        trouble_carrier TEXT)
      """;

  /** What operators read: ids, numbers and times in their usual forms. */
  static final String CREATE_VIEW =
      """
      CREATE VIEW IF NOT EXISTS message AS SELECT
        printf('%08x-%04x-7%03x-%04x-%012x', key >> 38, (key >> 22) & 0xffff,
          (key >> 10) & 0xfff, (id_low >> 48) & 0xffff, id_low & 0xffffffffffff) AS id,
        account, '+' || number AS number, state, reference, refusal_code, refusal_reading,
        trouble, trouble_carrier,
        strftime('%Y-%m-%dT%H:%M:%fZ', accepted_at / 1000.0, 'unixepoch') AS accepted_at,
        strftime('%Y-%m-%dT%H:%M:%fZ', expires_at / 1000.0, 'unixepoch') AS expires_at,
        strftime('%Y-%m-%dT%H:%M:%fZ', final_at / 1000.0, 'unixepoch') AS final_at,
        sender, language, channels, attempts, idempotency_key, key
      FROM message_row
      """;

  static final String INSERT =
      """
      INSERT OR REPLACE INTO message_row(key, id_low, account, number, state, accepted_at,
        expires_at, final_at, request_hash, channels, attempts, sender, language, reference,
        idempotency_key, refusal_code, refusal_reading, refusal_disposition, trouble,
        trouble_carrier)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  static final String UPDATE =
      "UPDATE message_row SET attempts = ?, trouble = ?, trouble_carrier = ? WHERE key = ?";

  /**
   * Newest first. Millions of rows have few different texts, and a text is what costs: so there is
   * one for all that are the same. No account, state, cause or carrier holds a control character.
   */
  private static final String SELECT_AFFECTED =
      """
      SELECT key, number, accepted_at,
        account || char(31) || state || char(31) || trouble || char(31) || ifnull(trouble_carrier, '')
      FROM message_row
      WHERE trouble IS NOT NULL AND key >= ? AND key < ?
      ORDER BY key DESC
      """;

  private static final String SELECT_AFFECTED_BEFORE =
      """
      SELECT key, number, accepted_at,
        account || char(31) || state || char(31) || 'no_receipt' || char(31)
      FROM message_row
      WHERE state <> 'delivered' AND state IN ('failed', 'expired') AND key >= ? AND key < ?
      ORDER BY key DESC
      """;

  /** Holds every column that is asked for, so that the rows themselves are not read. */
  static final String INDEX_AFFECTED =
      """
      CREATE INDEX IF NOT EXISTS by_trouble
      ON message_row(key, account, number, state, trouble, trouble_carrier, accepted_at)
      WHERE trouble IS NOT NULL
      """;

  static final String SELECT =
      """
      SELECT key, id_low, account, number, state, accepted_at,
        expires_at, final_at, request_hash, channels, attempts, sender, language, reference,
        idempotency_key, refusal_code, refusal_reading, refusal_disposition
      FROM message_row
      """;

  private HistoryRow() {}

  static void bind(PreparedStatement insert, Message message) throws SQLException {
    MessageSpec spec = message.spec();
    MessageId id = spec.id();
    if (!(message.state() instanceof MessageState.Final state)) {
      throw new IllegalArgumentException("not final: " + id);
    }
    insert.setLong(1, id.order());
    insert.setLong(2, id.low());
    insert.setString(3, spec.account());
    insert.setLong(4, numberOf(spec.to().e164()));
    insert.setString(5, message.clientState());
    insert.setLong(6, spec.acceptedAtMillis());
    insert.setLong(7, spec.expiresAtMillis());
    insert.setLong(8, state.atMillis());
    insert.setLong(9, spec.requestHash());
    insert.setString(10, spec.plan().text());
    insert.setString(11, AttemptsJson.write(message.attempts()));
    setNullable(insert, 12, spec.sender());
    setNullable(insert, 13, spec.language());
    setNullable(insert, 14, spec.reference());
    setNullable(insert, 15, spec.idempotencyKey());
    Refusal refusal = state instanceof MessageState.Failed failed ? failed.refusal() : null;
    setNullable(insert, 16, refusal == null ? null : refusal.code());
    setNullable(insert, 17, refusal == null ? null : refusal.reading());
    setNullable(insert, 18, refusal == null ? null : refusal.disposition().name());
    bindTrouble(insert, 19, message);
  }

  /** A file of an earlier release may grow on, or be rewritten, once it has every column. */
  static void addMissingColumns(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!knowsTrouble(statement)) {
        statement.execute("ALTER TABLE message_row ADD COLUMN trouble TEXT");
        statement.execute("ALTER TABLE message_row ADD COLUMN trouble_carrier TEXT");
        statement.execute(
            "UPDATE message_row SET trouble = 'no_receipt' WHERE state IN ('failed', 'expired')");
      }
    }
  }

  /** What finds trouble in this file. Earlier releases did not write down what it was. */
  static String selectAffected(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return knowsTrouble(statement) ? SELECT_AFFECTED : SELECT_AFFECTED_BEFORE;
    }
  }

  private static boolean knowsTrouble(Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery(
            "SELECT 1 FROM pragma_table_info('message_row') WHERE name = 'trouble'")) {
      return found.next();
    }
  }

  private static void bindTrouble(PreparedStatement statement, int column, Message message)
      throws SQLException {
    Trouble trouble = Trouble.of(message);
    setNullable(statement, column, trouble == null ? null : trouble.cause());
    setNullable(statement, column + 1, trouble == null ? null : trouble.carrier());
  }

  /** For {@link #UPDATE}. */
  static void bindUpdate(PreparedStatement update, Message message) throws SQLException {
    update.setString(1, AttemptsJson.write(message.attempts()));
    bindTrouble(update, 2, message);
    update.setLong(4, message.id().order());
  }

  /**
   * @param known what texts of this query have meant so far
   */
  static Affected readAffected(ResultSet row, Map<String, Words> known) throws SQLException {
    Words words = known.computeIfAbsent(row.getString(4), Words::of);
    return new Affected(
        row.getLong(1), words.account, row.getLong(2), words.state, words.trouble, row.getLong(3));
  }

  /** All of an affected message that is text. */
  record Words(String account, String state, Trouble trouble) {
    private static Words of(String joined) {
      String[] words = joined.split("\u001F", -1);
      return new Words(
          words[0], words[1], new Trouble(words[2], words[3].isEmpty() ? null : words[3]));
    }
  }

  private static void setNullable(PreparedStatement insert, int column, @Nullable String value)
      throws SQLException {
    if (value == null) {
      insert.setNull(column, Types.VARCHAR);
    } else {
      insert.setString(column, value);
    }
  }

  /** An E.164 number without its plus sign has at most 15 digits and no leading zero. */
  static long numberOf(String e164) {
    return Long.parseLong(e164, 1, e164.length(), 10);
  }

  static Message read(ResultSet row) throws SQLException, DamagedException {
    try {
      MessageSpec spec =
          new MessageSpec(
              MessageId.of(row.getLong(1), row.getLong(2)),
              row.getString(3),
              new PhoneNumber("+" + row.getLong(4)),
              Secret.SHREDDED,
              null,
              row.getString(12),
              row.getString(13),
              row.getString(14),
              row.getString(15),
              row.getLong(9),
              Plan.parse(row.getString(10)),
              null,
              row.getLong(6),
              row.getLong(7));
      return new Message(spec, readState(row), AttemptsJson.read(row.getString(11)));
    } catch (IllegalArgumentException e) {
      throw new DamagedException("a value is out of range", e);
    }
  }

  private static MessageState readState(ResultSet row) throws SQLException, DamagedException {
    long at = row.getLong(8);
    return switch (row.getString(5)) {
      case "delivered" -> new MessageState.Delivered(at);
      case "expired" -> new MessageState.Expired(at);
      case "cancelled" -> new MessageState.Cancelled(at);
      case "failed" ->
          new MessageState.Failed(
              new Refusal(
                  row.getString(16),
                  row.getString(17),
                  Refusal.Disposition.valueOf(row.getString(18))),
              at);
      default -> throw new DamagedException("unknown state");
    };
  }
}
