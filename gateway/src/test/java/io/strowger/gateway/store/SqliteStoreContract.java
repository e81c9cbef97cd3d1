package io.strowger.gateway.store;

import io.strowger.gateway.delivery.MessageStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract over files; how the background runs is the subclass's choice. */
abstract class SqliteStoreContract extends MessageStoreContract {
  @TempDir(factory = FastDirectory.class)
  Path temporary;

  private final Map<MessageStore, Path> directories = new HashMap<>();
  private final List<MessageStore> opened = new ArrayList<>();
  private int images;

  abstract Executor background();

  StoreSettings settings(Path directory) {
    return StoreSettings.in(directory);
  }

  @Override
  MessageStore create() throws IOException {
    return open(temporary.resolve("store"));
  }

  private MessageStore open(Path directory) throws IOException {
    MessageStore store = SqliteStore.open(settings(directory), clock, () -> 0, background());
    opened.add(store);
    directories.put(store, directory);
    return store;
  }

  @Override
  MessageStore afterKill(MessageStore killed) throws IOException {
    Path image = temporary.resolve("image" + ++images);
    return open(StoreDirectories.crashImage(directoryOf(killed), image));
  }

  @Override
  MessageStore afterStop(MessageStore stopped) throws IOException {
    stopped.close();
    return open(directoryOf(stopped));
  }

  final Path directoryOf(MessageStore store) {
    return Objects.requireNonNull(directories.get(store));
  }

  @AfterEach
  void closeAll() {
    opened.forEach(MessageStore::close);
  }
}
