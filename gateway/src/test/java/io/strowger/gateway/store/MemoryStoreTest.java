package io.strowger.gateway.store;

import static io.strowger.gateway.store.Samples.deliver;
import static io.strowger.gateway.store.Samples.open;
import static io.strowger.gateway.store.Samples.opened;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strowger.gateway.delivery.MessageStore;
import io.strowger.gateway.delivery.MessageStore.StoreFailedException;
import io.strowger.gateway.delivery.MessageStore.StoreFullException;
import io.strowger.gateway.store.MemoryStore.CommitFate.Outcome;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MemoryStoreTest extends MessageStoreContract {
  @Override
  MessageStore create() {
    return new MemoryStore(clock);
  }

  @Override
  MessageStore afterKill(MessageStore killed) {
    return ((MemoryStore) killed).crash();
  }

  @Override
  MessageStore afterStop(MessageStore stopped) {
    stopped.close();
    return ((MemoryStore) stopped).crash();
  }

  private MemoryStore withFates(Outcome... outcomes) {
    ArrayDeque<Outcome> left = new ArrayDeque<>(List.of(outcomes));
    MemoryStore store = new MemoryStore(clock, _ -> left.isEmpty() ? Outcome.DONE : left.poll());
    store.recover();
    return store;
  }

  @Test
  void a_full_store_writes_nothing_and_takes_the_next_try() throws Exception {
    MemoryStore store = withFates(Outcome.FULL);
    assertThrows(StoreFullException.class, () -> store.commit(List.of(open(1))));
    store.commit(List.of(open(1)));
    assertEquals(List.of(opened(1)), store.crash().recover().open());
  }

  @Test
  void after_a_failed_commit_nothing_is_taken_any_more() {
    MemoryStore store = withFates(Outcome.FAILED_BEFORE);
    assertThrows(StoreFailedException.class, () -> store.commit(List.of(open(1))));
    assertThrows(StoreFailedException.class, () -> store.commit(List.of(open(2))));
    assertEquals(List.of(), store.crash().recover().open());
  }

  @Test
  void a_failed_commit_may_have_been_written_all_the_same() {
    MemoryStore store = withFates(Outcome.FAILED_AFTER);
    assertThrows(StoreFailedException.class, () -> store.commit(List.of(open(1))));
    assertEquals(List.of(opened(1)), store.crash().recover().open());
  }

  @Test
  void a_crashed_store_refuses_commits() {
    MemoryStore store = withFates();
    store.crash();
    assertThrows(StoreFailedException.class, () -> store.commit(List.of(open(1), deliver(1))));
  }
}
