package io.strowger.gateway.store;

import static io.strowger.gateway.store.Samples.annotate;
import static io.strowger.gateway.store.Samples.deliver;
import static io.strowger.gateway.store.Samples.delivered;
import static io.strowger.gateway.store.Samples.expire;
import static io.strowger.gateway.store.Samples.expiredThenArrived;
import static io.strowger.gateway.store.Samples.id;
import static io.strowger.gateway.store.Samples.open;
import static io.strowger.gateway.store.Samples.shredded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.delivery.MessageStore.StoreFullException;
import io.strowger.gateway.message.Message;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Final messages on their way to history, and in it. */
final class SqliteStoreHistoryTest extends SqliteStoreFixture {
  private static final MessageQuery ALL = new MessageQuery(null, null, null, 0, null, 1000);

  private List<Path> sealed() throws Exception {
    return filesIn(directory.resolve("history")).stream()
        .filter(file -> file.toString().endsWith(".db") && !file.toString().endsWith(".live.db"))
        .toList();
  }

  private SqliteStore withSegmentsOf(int rows) throws Exception {
    return start(settings().withSegments(rows, Duration.ofHours(1)));
  }

  private static List<String> rows(Path file, String query) throws Exception {
    try (Connection connection = Sqlite.open(file);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    }
  }

  @Test
  void a_full_file_is_indexed_and_stands_alone() throws Exception {
    SqliteStore store = withSegmentsOf(10);
    deliverAll(store, 0, 10);
    housekeep(store);
    assertEquals(1, sealed().size());
    Path file = sealed().getFirst();
    String name = String.format(Locale.ROOT, "%019d-%019d.db", id(0).order(), id(9).order());
    assertEquals(name, file.getFileName().toString());
    assertEquals(
        List.of("by_account", "by_number", "by_state", "by_trouble"),
        rows(file, "SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY 1"));
    assertEquals(List.of("delete"), rows(file, "PRAGMA journal_mode"));
    assertEquals(List.of(name), names("history"));
    assertEquals(shredded(delivered(3)), store.find(id(3)));
  }

  @Test
  void a_file_of_a_release_that_wrote_no_causes_is_still_told_and_grows_on() throws Exception {
    Path history = Files.createDirectories(directory.resolve("history"));
    String name = String.format(Locale.ROOT, "%019d-%019d.db", id(1).order(), id(2).order());
    for (String file : List.of(name, String.format("%019d.live.db", id(3).order()))) {
      try (Connection connection = Sqlite.open(history.resolve(file));
          Statement statement = connection.createStatement()) {
        statement.execute(
            HistoryRow.CREATE.replace(
                "refusal_disposition TEXT,\n  trouble TEXT,\n  trouble_carrier TEXT",
                "refusal_disposition TEXT"));
        int n = file.equals(name) ? 1 : 3;
        for (int i = n; i < n + 2; i++) {
          statement.execute(
              "INSERT INTO message_row VALUES("
                  + id(i).order()
                  + ", 1, 'bank', 393471234567, '"
                  + (i % 2 == 0 ? "delivered" : "expired")
                  + "', "
                  + (Samples.T0 + i)
                  + ", 0, 0, 0, 'SMS', '[]', NULL, NULL, NULL, NULL, NULL, NULL, NULL)");
        }
      }
    }
    SqliteStore store = withSegmentsOf(1_000);
    commit(store, open(9));
    commit(store, expire(9));
    housekeep(store);
    List<String> told = new ArrayList<>();
    store.affected(0, Long.MAX_VALUE, a -> told.add(a.key() + a.trouble().cause()));
    told.sort(null);
    assertEquals(
        List.of(
            id(1).order() + "no_receipt", id(3).order() + "no_receipt", id(9).order() + "silent"),
        told);
  }

  @Test
  void an_old_file_is_sealed_though_it_is_not_full() throws Exception {
    SqliteStore store = withSegmentsOf(1_000);
    deliverAll(store, 0, 10);
    housekeep(store);
    assertEquals(List.of(), sealed());
    clock.advance(Duration.ofHours(1).toMillis());
    housekeep(store);
    assertEquals(1, sealed().size());
  }

  @Test
  void operators_read_history_with_plain_sql() throws Exception {
    SqliteStore store = withSegmentsOf(4);
    commit(store, open(1), open(2), open(3), open(4));
    commit(store, deliver(1), Samples.fail(2), expire(3), deliver(4));
    housekeep(store);
    Path file = sealed().getFirst();
    assertEquals(
        List.of(id(1) + " shop +393470000001 delivered 2026-05-28T20:26:40.901Z"),
        rows(
            file,
            "SELECT id || ' ' || account || ' ' || number || ' ' || state || ' ' || final_at"
                + " FROM message WHERE reference = 'order-1'"));
    assertEquals(
        List.of("receipt:UNDELIV:001"),
        rows(file, "SELECT refusal_code FROM message WHERE state = 'failed'"));
    assertEquals(
        List.of("alpha"),
        rows(file, "SELECT attempts ->> '$[0].carrier' FROM message WHERE id = '" + id(1) + "'"));
  }

  @Test
  void searches_and_finds_reach_memory_and_every_file() throws Exception {
    SqliteStore store = withSegmentsOf(7);
    List<Message> expected = new ArrayList<>();
    for (int n = 0; n < 60; n++) {
      deliverAll(store, n, n + 1);
      expected.addFirst(shredded(delivered(n)));
      if (n % 5 == 4 && n < 50) {
        housekeep(store);
      }
    }
    assertTrue(sealed().size() > 3);
    assertTrue(store.statistics().historyPending() > 0);
    assertEquals(expected, store.search(ALL));
    for (int n = 0; n < 60; n++) {
      assertEquals(shredded(delivered(n)), store.find(id(n)));
    }
  }

  @Test
  void messages_that_end_out_of_order_are_found_all_the_same() throws Exception {
    SqliteStore store = withSegmentsOf(5);
    List<Message> expected = new ArrayList<>();
    for (int n = 0; n < 40; n++) {
      commit(store, open(n));
      expected.addFirst(shredded(delivered(n)));
    }
    for (int n = 0; n < 40; n++) {
      commit(store, deliver(n * 17 % 40));
      if (n % 6 == 0) {
        housekeep(store);
      }
    }
    housekeep(store);
    assertEquals(expected, store.search(ALL));
    for (int limit = 1; limit < 40; limit += 6) {
      MessageQuery page = new MessageQuery(null, null, null, 0, id(33), limit);
      assertEquals(expected.subList(7, Math.min(40, 7 + limit)), store.search(page));
    }
    for (int n = 0; n < 40; n++) {
      assertEquals(shredded(delivered(n)), store.find(id(n)));
    }
  }

  @Test
  void a_late_receipt_changes_the_row_also_in_a_sealed_file() throws Exception {
    SqliteStore store = withSegmentsOf(3);
    commit(store, open(1), open(2), open(3), expire(1), deliver(2), deliver(3));
    housekeep(store);
    assertEquals(1, sealed().size());
    commit(store, annotate(1));
    assertEquals(shredded(expiredThenArrived(1)), store.find(id(1)));
    housekeep(store);
    assertEquals(0, store.statistics().historyPending());
    assertEquals(shredded(expiredThenArrived(1)), store.find(id(1)));
    assertEquals(
        List.of("arrived"),
        rows(
            sealed().getFirst(),
            "SELECT attempts ->> '$[0].verdict' FROM message WHERE id = '" + id(1) + "'"));
    assertEquals(3, store.search(ALL).size());
  }

  @Test
  void a_crash_between_history_and_trimming_makes_no_second_copy() throws Exception {
    SqliteStore store = withSegmentsOf(10);
    deliverAll(store, 0, 30);
    store.housekeep();
    background.runAll();
    // The rows of the journal are still there, and history has the messages, sealed.
    Path image = crashImage();
    directory = image;
    SqliteStore again = withSegmentsOf(10);
    assertEquals(30, again.statistics().historyPending());
    housekeep(again);
    assertEquals(0, again.statistics().historyPending());
    again.close();
    int rows = 0;
    for (Path file : filesIn(directory.resolve("history"))) {
      rows += Integer.parseInt(rows(file, "SELECT count(*) FROM message").getFirst());
    }
    assertEquals(30, rows);
  }

  @Test
  void a_growing_file_grows_on_after_a_crash() throws Exception {
    SqliteStore store = withSegmentsOf(100);
    deliverAll(store, 0, 30);
    housekeep(store);
    directory = crashImage();
    SqliteStore again = withSegmentsOf(100);
    deliverAll(again, 30, 60);
    housekeep(again);
    assertEquals(1, again.statistics().historySegments());
    assertEquals(60, again.search(ALL).size());
  }

  @Test
  void a_sealing_that_a_crash_interrupted_is_finished() throws Exception {
    SqliteStore store = withSegmentsOf(1000);
    deliverAll(store, 0, 20);
    housekeep(store);
    directory = crashImage();
    Path live = filesIn(directory.resolve("history")).getFirst();
    try (Connection connection = Sqlite.open(live);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE INDEX by_number ON message_row(number)");
    }
    SqliteStore again = withSegmentsOf(10);
    housekeep(again);
    assertEquals(1, sealed().size());
    assertEquals(20, again.search(ALL).size());
  }

  @Test
  void files_older_than_the_retention_are_dropped_whole() throws Exception {
    StoreSettings kept =
        settings().withSegments(10, Duration.ofHours(1)).withHistoryRetention(Duration.ofHours(2));
    SqliteStore store = start(kept);
    deliverAll(store, 0, 10);
    housekeep(store);
    assertNotNull(store.find(id(0)));
    clock.advance(Duration.ofHours(2).minusMinutes(1).toMillis());
    housekeep(store);
    assertNotNull(store.find(id(0)));
    clock.advance(Duration.ofMinutes(2).toMillis());
    housekeep(store);
    assertNull(store.find(id(0)));
    assertEquals(List.of(), names("history"));
    assertEquals(List.of(), store.search(ALL));
  }

  @Test
  void a_growing_file_of_an_idle_store_ends_with_the_retention_too() throws Exception {
    SqliteStore store = start(settings().withHistoryRetention(Duration.ofHours(2)));
    deliverAll(store, 0, 10);
    housekeep(store);
    clock.advance(Duration.ofHours(3).toMillis());
    housekeep(store);
    housekeep(store);
    assertEquals(List.of(), names("history"));
  }

  @Test
  void history_that_cannot_be_written_loses_nothing_and_stops_the_door_at_its_bound()
      throws Exception {
    SqliteStore store = start(settings().withHistoryPendingMax(100));
    Path history = directory.resolve("history");
    Files.delete(history);
    Files.writeString(history, "in the way");
    int n = 0;
    StoreFullException full = null;
    while (full == null) {
      try {
        commit(store, open(n), deliver(n));
        n++;
        housekeep(store);
      } catch (StoreFullException e) {
        full = e;
      }
      assertTrue(n <= 100);
    }
    assertSays("history is too far behind", full);
    assertEquals(n, store.statistics().historyPending());
    assertEquals(shredded(delivered(0)), store.find(id(0)));
    assertEquals(n, store.search(ALL).size());
    Files.delete(history);
    Files.createDirectory(history);
    housekeep(store);
    assertEquals(0, store.statistics().historyPending());
    commit(store, open(n), deliver(n));
    housekeep(store);
    assertEquals(n + 1, store.search(ALL).size());
  }

  @Test
  void a_damaged_growing_file_is_set_aside_and_the_gateway_starts() throws Exception {
    SqliteStore store = start();
    deliverAll(store, 0, 20);
    store.close();
    Path live = filesIn(directory.resolve("history")).getFirst();
    Files.writeString(live, "no database any more ".repeat(50));
    SqliteStore again = start();
    assertTrue(names("history").getFirst().endsWith(".live.db.damaged"));
    deliverAll(again, 20, 40);
    housekeep(again);
    // The journal still had the newest of the lost ones.
    assertFalse(again.search(ALL).isEmpty());
  }

  @Test
  void a_damaged_sealed_file_is_reported_to_the_searcher() throws Exception {
    SqliteStore store = withSegmentsOf(10);
    deliverAll(store, 0, 10);
    housekeep(store);
    Files.writeString(sealed().getFirst(), "no database any more ".repeat(50));
    assertThrows(UncheckedIOException.class, () -> store.search(ALL));
    commit(store, open(11), deliver(11));
  }

  @Test
  void late_receipts_of_messages_that_history_dropped_are_let_go() throws Exception {
    SqliteStore store =
        start(
            settings()
                .withSegments(5, Duration.ofHours(1))
                .withHistoryRetention(Duration.ofHours(1)));
    for (int n = 0; n < 40; n++) {
      commit(store, open(n), expire(n));
    }
    housekeep(store);
    housekeep(store);
    assertEquals(1, store.statistics().journalRows());
    commit(store, annotate(1));
    clock.advance(Duration.ofHours(2).toMillis());
    directory = crashImage();
    SqliteStore again = start(settings().withHistoryRetention(Duration.ofHours(1)));
    housekeep(again);
    housekeep(again);
    housekeep(again);
    assertEquals(0, again.statistics().historyPending());
    assertEquals(1, again.statistics().journalRows());
  }
}
