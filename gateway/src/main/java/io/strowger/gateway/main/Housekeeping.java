package io.strowger.gateway.main;

import io.strowger.gateway.delivery.MessageStore.StoreFailedException;
import io.strowger.gateway.store.SqliteStore;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What the store does now and then. */
final class Housekeeping {
  private static final Duration EVERY = Duration.ofSeconds(1);

  private Housekeeping() {}

  static void start(
      ScheduledExecutorService background, SqliteStore store, Consumer<Throwable> onFailure) {
    var _ =
        background.scheduleWithFixedDelay(
            () -> once(store, onFailure),
            EVERY.toMillis(),
            EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** A journal that fails while nothing is committed must end the node as well. */
  private static void once(SqliteStore store, Consumer<Throwable> onFailure) {
    StoreFailedException failure = store.failure();
    if (failure == null) {
      store.housekeep();
    } else {
      onFailure.accept(failure);
    }
  }
}
