package io.strowger.gateway.store;

import static io.strowger.gateway.store.Samples.codeOf;
import static io.strowger.gateway.store.Samples.deliver;
import static io.strowger.gateway.store.Samples.open;
import static io.strowger.gateway.store.Samples.opened;
import static io.strowger.gateway.store.Samples.send;
import static io.strowger.gateway.store.Samples.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.delivery.MessageStore.Recovered;
import io.strowger.gateway.delivery.StoreChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Texts and codes: never readable in a file, and beyond recovery once they are not needed. */
final class SqliteStoreSecretsTest extends SqliteStoreFixture {

  private static List<Path> filesHolding(Path directory, String text) throws IOException {
    List<Path> holding = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE)) {
          if (content.contains(new String(text.getBytes(charset), StandardCharsets.ISO_8859_1))) {
            holding.add(file);
          }
        }
      }
    }
    return holding;
  }

  @Test
  void no_file_ever_holds_a_text_or_a_code() throws Exception {
    SqliteStore store = start();
    for (int n = 0; n < 50; n++) {
      commit(store, open(n));
    }
    for (int round = 0; round < 3; round++) {
      for (int n = round; n < 50; n += 4) {
        commit(store, deliver(n));
      }
      housekeep(store);
      for (int n = 0; n < 50; n++) {
        assertEquals(List.of(), filesHolding(directory, codeOf(n)));
      }
      assertEquals(List.of(), filesHolding(directory, Samples.TEXT));
    }
    // The search itself works: what is not secret is found.
    assertFalse(filesHolding(directory, "order-1").isEmpty());
  }

  @Test
  void a_key_goes_when_the_last_message_of_its_slot_is_final() throws Exception {
    SqliteStore store = start();
    housekeep(store);
    commit(store, open(1), open(2));
    clock.advance(61_000);
    commit(store, open(3));
    housekeep(store);
    assertEquals(List.of("1.key", "2.key", "3.key"), names("keys"));
    commit(store, deliver(1));
    housekeep(store);
    assertTrue(names("keys").contains("1.key"));
    commit(store, deliver(2));
    housekeep(store);
    assertEquals(List.of("2.key", "3.key"), names("keys"));
    // Message 3 is of another slot, and still readable.
    assertEquals(List.of(opened(3)), recoverFrom(crashImage()).open());
  }

  @Test
  void the_key_of_an_idle_store_goes_too() throws Exception {
    SqliteStore store = start();
    housekeep(store);
    commit(store, open(1), deliver(1));
    housekeep(store);
    assertTrue(names("keys").contains("1.key"));
    clock.advance(61_000);
    housekeep(store);
    housekeep(store);
    assertFalse(names("keys").contains("1.key"));
    assertEquals(2, names("keys").size());
    // And then it rests: no new key a minute for nobody.
    List<String> resting = names("keys");
    for (int i = 0; i < 10; i++) {
      clock.advance(61_000);
      housekeep(store);
    }
    assertEquals(resting, names("keys"));
  }

  @Test
  void a_text_whose_key_is_gone_cannot_be_read_from_an_old_copy() throws Exception {
    SqliteStore store = start();
    housekeep(store);
    commit(store, open(1));
    Path before = crashImage();
    commit(store, deliver(1));
    clock.advance(61_000);
    housekeep(store);
    housekeep(store);
    Path key = Path.of("keys", "1.key");
    assertFalse(Files.exists(directory.resolve(key)));
    // The copy's journal, with the keys as they are now.
    Files.delete(before.resolve(key));
    UncheckedIOException missing =
        assertThrows(UncheckedIOException.class, () -> recoverFrom(before));
    assertSays("data keys of 1 open messages are missing", missing);
  }

  @Test
  void an_orderly_recovery_shreds_the_keys_nobody_needs() throws Exception {
    SqliteStore store = start();
    commit(store, open(1), deliver(1), open(2));
    store.close();
    SqliteStore second = start();
    commit(second, deliver(2));
    second.close();
    SqliteStore third = start();
    housekeep(third);
    assertEquals(List.of("3.key", "4.key"), names("keys"));
  }

  /**
   * Killed between the two steps of it: what is overwritten is gone, and no reason not to start.
   */
  @Test
  void a_key_that_was_being_shredded_is_no_wrong_master_key() throws Exception {
    SqliteStore store = start();
    commit(store, open(1), deliver(1));
    store.close();
    Path key = directory.resolve("keys").resolve("1.key");
    Files.write(key, new byte[(int) Files.size(key)]);
    SqliteStore second = start();
    commit(second, open(2));
    assertEquals(List.of(opened(2)), recoverFrom(crashImage()).open());
  }

  @Test
  void a_key_is_never_used_again_after_a_restart() throws Exception {
    SqliteStore store = start();
    commit(store, open(1));
    store.close();
    SqliteStore second = start();
    commit(second, open(2));
    assertTrue(names("keys").containsAll(List.of("1.key", "2.key")));
    assertEquals(List.of(opened(1), opened(2)), recoverFrom(crashImage()).open());
  }

  @Test
  void a_key_that_could_not_be_prepared_leaves_the_old_one_in_use() throws Exception {
    SqliteStore store = start();
    commit(store, open(1));
    clock.advance(61_000);
    commit(store, open(2));
    assertEquals(List.of("1.key"), names("keys"));
    assertEquals(List.of(opened(1), opened(2)), recoverFrom(crashImage()).open());
  }

  @Test
  void carrying_forward_encrypts_anew_and_frees_the_old_key() throws Exception {
    SqliteStore store = opening(settings().withKeySlot(Duration.ofSeconds(5)), 10_000);
    store.recover();
    commit(store, open(0));
    for (int n = 1; n < 100; n++) {
      clock.advance(500);
      deliverAll(store, n, n + 1);
      background.runAll();
    }
    housekeep(store);
    assertFalse(names("keys").contains("1.key"));
    Recovered recovered = recoverFrom(crashImage());
    assertEquals(List.of(opened(0)), recovered.open());
  }

  @Test
  void the_master_key_is_made_for_the_owner_alone() throws Exception {
    start();
    assertEquals(
        Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE),
        Files.getPosixFilePermissions(directory.resolve("master.key")));
    assertEquals(
        Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE),
        Files.getPosixFilePermissions(directory.resolve("keys/1.key")));
  }

  @Test
  void a_master_key_may_be_given_raw_or_in_hexadecimal() throws Exception {
    Path raw = Files.write(temporary.resolve("raw"), new byte[32]);
    Path hex = Files.writeString(temporary.resolve("hex"), "00".repeat(32) + "\n");
    SqliteStore store = start(settings().withMasterKey(raw));
    commit(store, open(1), send(1));
    store.close();
    Recovered recovered = opening(settings().withMasterKey(hex)).recover();
    assertEquals(List.of(sent(1)), recovered.open());
    assertFalse(Files.exists(directory.resolve("master.key")));
  }

  @Test
  void a_malformed_master_key_is_refused() throws Exception {
    for (String content : List.of("", "abc", "00".repeat(31), "zz".repeat(32), "00".repeat(33))) {
      Path file = Files.writeString(temporary.resolve("key"), content);
      IOException refused =
          assertThrows(IOException.class, () -> opening(settings().withMasterKey(file)));
      assertSays("neither 32 bytes nor 64 hexadecimal digits", refused);
      assertTrue(content.isEmpty() || !refused.toString().contains(content));
    }
    assertThrows(
        IOException.class, () -> opening(settings().withMasterKey(temporary.resolve("none"))));
  }

  @Test
  void another_master_key_is_refused_and_the_right_one_still_works() throws Exception {
    SqliteStore store = start();
    commit(store, open(1));
    store.close();
    Path other = Files.write(temporary.resolve("other"), new byte[32]);
    UncheckedIOException refused =
        assertThrows(
            UncheckedIOException.class, () -> opening(settings().withMasterKey(other)).recover());
    assertSays("master key does not open", refused);
    closeStores();
    assertEquals(List.of(opened(1)), opening(settings()).recover().open());
  }

  @Test
  void a_lost_master_key_is_not_silently_replaced() throws Exception {
    SqliteStore store = start();
    commit(store, open(1));
    store.close();
    Files.delete(directory.resolve("master.key"));
    IOException refused = assertThrows(IOException.class, () -> opening(settings()));
    assertSays("master.key is missing", refused);
  }

  @Test
  void a_half_written_key_file_of_a_crash_does_no_harm() throws Exception {
    SqliteStore store = start();
    commit(store, open(1));
    Path image = crashImage();
    Files.write(image.resolve("keys/2.key"), new byte[7]);
    assertEquals(List.of(opened(1)), recoverFrom(image).open());
    assertTrue(Files.exists(image.resolve("keys/3.key")));
  }

  @Test
  void secrets_are_in_no_exception() throws Exception {
    SqliteStore store = start();
    commit(store, open(1));
    for (StoreChange change :
        List.of(open(1), send(2), deliver(3), new StoreChange.Closed(opened(1)))) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> commit(store, change));
      assertFalse(refused.toString().contains(codeOf(1)));
      assertFalse(refused.toString().contains("+39"));
    }
  }
}
