package io.strowger.gateway.store;

import java.util.concurrent.Executor;

/** Background work never comes to run: all is in the journal and in memory. */
final class SqliteStoreLazyTest extends SqliteStoreContract {
  @Override
  Executor background() {
    return _ -> {};
  }
}
