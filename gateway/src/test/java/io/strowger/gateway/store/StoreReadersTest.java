package io.strowger.gateway.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.message.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers on other threads while messages move from memory to files and files are sealed. */
final class StoreReadersTest {
  private static final int MESSAGES = 3_000;

  @TempDir(factory = FastDirectory.class)
  Path temporary;

  private final FakeClock clock = new FakeClock();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicBoolean stop = new AtomicBoolean();

  @Test
  void a_final_message_is_found_at_every_moment_from_its_commit_on() throws Exception {
    try (ExecutorService background = Executors.newSingleThreadExecutor();
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      SqliteStore store =
          SqliteStore.open(
              StoreSettings.in(temporary).withSegments(150, Duration.ofHours(1)),
              clock,
              () -> 0,
              background);
      store.recover();
      List<Future<Integer>> reads = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        int offset = i;
        reads.add(readers.submit(() -> findAll(store, offset)));
      }
      reads.add(readers.submit(() -> searchAll(store)));
      for (int n = 0; n < MESSAGES; n += 10) {
        commitTen(store, n);
        clock.advance(100);
        store.housekeep();
        done.set(n + 10);
      }
      stop.set(true);
      for (Future<Integer> read : reads) {
        assertTrue(read.get() > 0);
      }
      store.close();
    }
  }

  private static void commitTen(SqliteStore store, int from) throws Exception {
    for (int n = from; n < from + 10; n++) {
      store.commit(List.of(Samples.open(n), Samples.deliver(n)));
    }
  }

  private int findAll(SqliteStore store, int offset) {
    int found = 0;
    while (!stop.get()) {
      int bound = done.get();
      if (bound > 0) {
        int n = Math.floorMod(found * 7919 + offset, bound);
        // The newest are on their way, so every other look is at them.
        int looked = found % 2 == 0 ? n : bound - 1 - n % 10;
        assertEquals(Samples.shredded(Samples.delivered(looked)), store.find(Samples.id(looked)));
        found++;
      }
    }
    return found;
  }

  private int searchAll(SqliteStore store) {
    int searches = 0;
    while (!stop.get()) {
      int bound = done.get();
      if (bound > 0) {
        MessageQuery newest = new MessageQuery(null, null, null, 0, Samples.id(bound), 200);
        List<Message> found = store.search(newest);
        assertEquals(Math.min(200, bound), found.size());
        for (int i = 0; i < found.size(); i++) {
          assertNotNull(found.get(i));
          assertEquals(Samples.id(bound - 1 - i), found.get(i).id());
        }
        searches++;
      }
    }
    return searches;
  }
}
