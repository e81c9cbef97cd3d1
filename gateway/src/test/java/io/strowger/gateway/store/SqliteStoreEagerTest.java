package io.strowger.gateway.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Background work after every commit, and history files of few messages. */
final class SqliteStoreEagerTest extends SqliteStoreContract {
  @Override
  Executor background() {
    return Runnable::run;
  }

  @Override
  StoreSettings settings(Path directory) {
    return StoreSettings.in(directory).withSegments(3, Duration.ofHours(1));
  }

  @Override
  void committed() {
    clock.advance(1_000);
  }
}
