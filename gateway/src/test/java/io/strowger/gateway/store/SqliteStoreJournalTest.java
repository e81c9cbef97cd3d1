package io.strowger.gateway.store;

import static io.strowger.gateway.store.Samples.deliver;
import static io.strowger.gateway.store.Samples.delivered;
import static io.strowger.gateway.store.Samples.open;
import static io.strowger.gateway.store.Samples.opened;
import static io.strowger.gateway.store.Samples.receipt;
import static io.strowger.gateway.store.Samples.send;
import static io.strowger.gateway.store.Samples.sent;
import static io.strowger.gateway.store.Samples.shredded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.delivery.MessageStore.Recovered;
import io.strowger.gateway.delivery.MessageStore.StoreFailedException;
import io.strowger.gateway.delivery.MessageStore.StoreFullException;
import io.strowger.gateway.delivery.StoreChange;
import io.strowger.gateway.message.Message;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** The journal: crash images, damage, room, trimming. */
final class SqliteStoreJournalTest extends SqliteStoreFixture {

  @Test
  void a_second_opener_is_told_that_the_directory_is_in_use() throws Exception {
    start();
    IOException refused = assertThrows(IOException.class, () -> opening(settings()));
    assertSays("in use by another gateway", refused);
  }

  @Test
  void a_journal_opened_by_another_tool_is_told_so() throws Exception {
    Files.createDirectories(directory);
    try (Connection tool = Sqlite.open(directory.resolve("journal.db"), "locking_mode=EXCLUSIVE");
        Statement statement = tool.createStatement()) {
      statement.execute("CREATE TABLE t(x)");
      IOException refused = assertThrows(IOException.class, () -> opening(settings()));
      assertSays("journal.db is in use by another process", refused);
    }
  }

  @Test
  void a_file_that_is_no_journal_is_refused_and_left_alone() throws Exception {
    Files.createDirectories(directory);
    Path file = directory.resolve("journal.db");
    Files.writeString(file, "not a database ".repeat(100));
    IOException refused = assertThrows(IOException.class, () -> opening(settings()));
    assertSays("journal.db cannot be opened", refused);
    assertTrue(Files.readString(file).startsWith("not a database"));
  }

  @Test
  void a_torn_end_loses_whole_commits_from_the_end_and_never_half_a_one() throws Exception {
    SqliteStore store = start();
    List<Integer> sizes = new ArrayList<>();
    for (int commit = 0; commit < 8; commit++) {
      List<StoreChange> changes = new ArrayList<>();
      for (int n = commit * 20; n < commit * 20 + 20; n++) {
        changes.add(open(n));
      }
      store.commit(changes);
      sizes.add((int) Files.size(directory.resolve("journal.db-wal")));
    }
    Path image = crashImage();
    int full = sizes.getLast();
    int seen = 0;
    for (int cut : new int[] {1, 100, 4096, 5000, 9000, 20_000, full - sizes.get(2), full - 40}) {
      Path torn = StoreDirectories.crashImage(image, temporary.resolve("torn" + cut));
      try (RandomAccessFile wal =
          new RandomAccessFile(torn.resolve("journal.db-wal").toFile(), "rw")) {
        wal.setLength(full - cut);
      }
      int left = recoverFrom(torn).open().size();
      int whole = (int) sizes.stream().filter(size -> size <= full - cut).count();
      assertEquals(whole * 20, left);
      seen |= 1 << whole;
    }
    assertTrue(Integer.bitCount(seen) >= 4, "the cuts should have hit several commits");
  }

  @Test
  void a_torn_page_in_the_last_commit_loses_that_commit_alone() throws Exception {
    SqliteStore store = start();
    commit(store, open(1));
    long before = Files.size(directory.resolve("journal.db-wal"));
    commit(store, open(2));
    Path image = crashImage();
    try (RandomAccessFile wal =
        new RandomAccessFile(image.resolve("journal.db-wal").toFile(), "rw")) {
      wal.seek(before + 2_000);
      wal.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    }
    assertEquals(List.of(opened(1)), recoverFrom(image).open());
  }

  @Test
  void a_damaged_row_is_named_and_nothing_is_deleted() throws Exception {
    SqliteStore store = start();
    commit(store, open(1));
    commit(store, open(2));
    store.close();
    sql("UPDATE journal SET body = substr(body, 1, 30) || x'00' || substr(body, 32) WHERE lsn = 2");
    for (int i = 0; i < 2; i++) {
      UncheckedIOException refused =
          assertThrows(UncheckedIOException.class, () -> opening(settings()).recover());
      assertSays("journal row 2 is damaged: checksum", refused);
      closeStores();
    }
  }

  @Test
  void a_row_in_the_place_of_another_is_noticed() throws Exception {
    SqliteStore store = start();
    commit(store, open(1));
    commit(store, open(2));
    store.close();
    sql("UPDATE journal SET body = (SELECT body FROM journal WHERE lsn = 1) WHERE lsn = 2");
    assertThrows(UncheckedIOException.class, () -> opening(settings()).recover());
  }

  private void sql(String statement) throws Exception {
    try (Connection connection = Sqlite.open(directory.resolve("journal.db"));
        Statement change = connection.createStatement()) {
      change.execute(statement);
    }
  }

  /** Commits until the store refuses; returns how many commits it took. */
  private static int fill(SqliteStore store, IntFunction<StoreChange> change) throws Exception {
    for (int n = 0; n < 10_000; n++) {
      try {
        commit(store, change.apply(2 * n), change.apply(2 * n + 1));
      } catch (StoreFullException e) {
        return n;
      }
    }
    throw new AssertionError("it never became full");
  }

  @Test
  void a_full_journal_refuses_new_messages_and_makes_room_by_ending_the_old_ones()
      throws Exception {
    SqliteStore store = start(settings().withJournalMaxBytes(64 << 10));
    int open = 2 * fill(store, Samples::open);
    assertTrue(open > 100);
    assertEquals(open, recoverFrom(crashImage()).open().size());
    // What happens to the open ones is still taken, in a commit without new ones.
    assertThrows(StoreFullException.class, () -> commit(store, deliver(0), open(open)));
    for (int n = 0; n < open - 2; n += 2) {
      commit(store, deliver(n), deliver(n + 1));
      housekeep(store);
    }
    housekeep(store);
    commit(store, open(open), open(open + 1));
    assertEquals(
        List.of(opened(open - 2), opened(open - 1), opened(open), opened(open + 1)),
        recoverFrom(crashImage()).open());
  }

  @Test
  void a_disk_without_room_refuses_whole_commits_and_keeps_what_it_has() throws Exception {
    SqliteStore store = start(settings().withJournalMaxBytes(64 << 10));
    commit(store, open(0), open(1));
    int commits = fill(store, n -> send(n % 2));
    assertTrue(commits > 100);
    for (int i = 0; i < 3; i++) {
      assertThrows(StoreFullException.class, () -> commit(store, send(0), deliver(1)));
    }
    Path image = crashImage();
    assertEquals(List.of(sent(0), sent(1)), recoverFrom(image).open());
    store.close();
    // More room, and everything goes on.
    SqliteStore roomier = start(settings());
    commit(roomier, deliver(0), deliver(1), open(2));
    assertEquals(List.of(opened(2)), recoverFrom(crashImage()).open());
  }

  @Test
  void trimming_keeps_the_journal_short_however_many_messages_go_through() throws Exception {
    SqliteStore store = start();
    long most = 0;
    for (int n = 0; n < 600; n += 20) {
      deliverAll(store, n, n + 20);
      store.housekeep();
      background.runAll();
      most = Math.max(most, store.statistics().journalRows());
    }
    assertTrue(most < 400, "journal grew to " + most);
    housekeep(store);
    housekeep(store);
    assertEquals(1, store.statistics().journalRows());
    assertEquals(600, store.statistics().historyWritten());
    assertEquals(0, store.statistics().historyPending());
    assertEquals(shredded(delivered(17)), store.find(Samples.id(17)));
  }

  @Test
  void rows_stay_while_history_lacks_their_messages() throws Exception {
    SqliteStore store = start();
    deliverAll(store, 0, 200);
    assertEquals(600, store.statistics().journalRows());
    Recovered recovered = recoverFrom(crashImage());
    assertEquals(200, recovered.recent().size());
  }

  @Test
  void a_few_long_lived_messages_do_not_hold_back_the_journal() throws Exception {
    SqliteStore store = opening(settings(), 20_000);
    store.recover();
    commit(store, open(0), open(1), new StoreChange.Keep(receipt(1)));
    commit(store, send(1));
    long most = 0;
    for (int n = 2; n < 500; n++) {
      deliverAll(store, n, n + 1);
      if (n % 5 == 0) {
        store.housekeep();
        background.runAll();
        most = Math.max(most, store.statistics().journalRows());
      }
    }
    assertTrue(most < 600, "journal grew to " + most);
    Recovered recovered = recoverFrom(crashImage());
    assertEquals(List.of(opened(0), sent(1)), recovered.open());
    assertEquals(List.of(receipt(1)), recovered.kept());
    commit(store, deliver(0), deliver(1), new StoreChange.Drop(receipt(1).sequence()));
    recovered = recoverFrom(crashImage());
    assertEquals(List.of(), recovered.open());
    assertEquals(List.of(), recovered.kept());
  }

  @Test
  void many_open_messages_are_not_carried_over_and_over() throws Exception {
    SqliteStore store = opening(settings(), 20_000);
    store.recover();
    List<Message> expected = new ArrayList<>();
    for (int n = 0; n < 300; n++) {
      commit(store, open(n));
      expected.add(opened(n));
    }
    // All of it is needed, so nothing is copied: one row a commit, and bodies of one message.
    assertEquals(300, store.statistics().journalRows());
    assertEquals(expected, recoverFrom(crashImage()).open());
    long size = 0;
    store.close();
    try (Connection connection = Sqlite.open(directory.resolve("journal.db"));
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT max(length(body)) FROM journal")) {
      row.next();
      size = row.getLong(1);
    }
    assertTrue(size < 500, "a body of " + size + " bytes");
  }

  @Test
  void numbers_of_rows_go_on_after_everything_was_trimmed() throws Exception {
    SqliteStore store = start();
    deliverAll(store, 0, 50);
    housekeep(store);
    housekeep(store);
    store.close();
    SqliteStore again = start();
    commit(again, open(50));
    assertEquals(List.of(opened(50)), recoverFrom(crashImage()).open());
    assertEquals(2, again.statistics().journalRows());
  }

  @Test
  void a_closed_store_takes_nothing_more() throws Exception {
    SqliteStore store = start();
    store.close();
    assertThrows(IllegalStateException.class, () -> commit(store, open(1)));
    store.close();
  }

  @Test
  void after_a_failed_write_every_later_commit_refuses() throws Exception {
    SqliteStore store = start();
    commit(store, open(1));
    store.breakJournal();
    assertThrows(StoreFailedException.class, () -> commit(store, open(2)));
    StoreFailedException later =
        assertThrows(StoreFailedException.class, () -> commit(store, open(3)));
    assertSays("failed before", later);
    assertEquals(List.of(opened(1)), recoverFrom(crashImage()).open());
  }

  @Test
  void a_journal_that_fails_while_idle_says_so() throws Exception {
    SqliteStore store = start();
    commit(store, open(1), open(2));
    commit(store, deliver(1));
    housekeep(store);
    assertNull(store.failure());
    store.breakJournal();
    housekeep(store);
    housekeep(store);
    assertNotNull(store.failure());
    assertThrows(StoreFailedException.class, () -> commit(store, open(3)));
  }
}
