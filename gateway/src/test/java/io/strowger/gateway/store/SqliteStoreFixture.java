package io.strowger.gateway.store;

import static io.strowger.gateway.store.Samples.deliver;
import static io.strowger.gateway.store.Samples.open;
import static io.strowger.gateway.store.Samples.send;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.delivery.MessageStore;
import io.strowger.gateway.delivery.MessageStore.Recovered;
import io.strowger.gateway.delivery.StoreChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store over files with a clock and a background that stand still until the test moves them. */
abstract class SqliteStoreFixture {
  @TempDir(factory = FastDirectory.class)
  Path temporary;

  final FakeClock clock = new FakeClock();
  final ManualExecutor background = new ManualExecutor();
  Path directory = Path.of("");
  private final List<MessageStore> stores = new ArrayList<>();
  private int images;

  @BeforeEach
  void useDirectory() {
    directory = temporary.resolve("store");
  }

  @AfterEach
  void closeStores() {
    stores.forEach(MessageStore::close);
  }

  final StoreSettings settings() {
    return StoreSettings.in(directory);
  }

  final SqliteStore start(StoreSettings settings) throws IOException {
    SqliteStore store = opening(settings);
    store.recover();
    return store;
  }

  final SqliteStore start() throws IOException {
    return start(settings());
  }

  final SqliteStore opening(StoreSettings settings) throws IOException {
    return opening(settings, 64L << 20);
  }

  final SqliteStore opening(StoreSettings settings, long carryFloorBytes) throws IOException {
    SqliteStore store = SqliteStore.open(settings, clock, () -> 0, background, carryFloorBytes);
    stores.add(store);
    return store;
  }

  final Recovered recoverFrom(Path image) throws IOException {
    return opening(settings().withDirectory(image)).recover();
  }

  /** The files as a kill would leave them now. */
  final Path crashImage() throws IOException {
    return StoreDirectories.crashImage(directory, temporary.resolve("crash" + ++images));
  }

  /** One round of the background, a second later. */
  final void housekeep(SqliteStore store) {
    clock.advance(1_000);
    store.housekeep();
    background.runAll();
  }

  static void assertSays(String expected, Exception refused) {
    assertTrue(refused.toString().contains(expected), refused.toString());
  }

  static void commit(MessageStore store, StoreChange... changes) throws Exception {
    store.commit(List.of(changes));
  }

  /** Opens, sends and delivers the messages {@code [from, to)}, a commit a step. */
  static void deliverAll(MessageStore store, int from, int to) throws Exception {
    for (int n = from; n < to; n++) {
      commit(store, open(n));
      commit(store, send(n));
      commit(store, deliver(n));
    }
  }

  static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  final List<String> names(String sub) throws IOException {
    return filesIn(directory.resolve(sub)).stream().map(f -> f.getFileName().toString()).toList();
  }
}
