package io.strowger.gateway.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.delivery.MessageStore.Recovered;
import io.strowger.gateway.delivery.StoreChange;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random lives of many messages, with kills, stops, late background work, tiny history files and
 * much carrying forward: at every look the files say what the memory twin says.
 */
final class StoreTwinTest {
  @TempDir(factory = FastDirectory.class)
  Path temporary;

  static LongStream seeds() {
    Long seed = Long.getLong("strowger.seed");
    return seed != null ? LongStream.of(seed) : LongStream.range(0, 6);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void the_files_and_the_memory_agree_whatever_happens(long seed) throws Exception {
    try (Life life = new Life(seed, temporary)) {
      for (int step = 0; step < 250; step++) {
        life.step();
      }
      life.lookAtEverything();
    }
  }

  private static final class Life implements AutoCloseable {
    private final FakeClock clock = new FakeClock();
    private final ManualExecutor background = new ManualExecutor();
    private final RandomGenerator random;
    private final Path temporary;
    private final TreeSet<Integer> open = new TreeSet<>();
    private final TreeSet<Integer> expired = new TreeSet<>();
    private final TreeSet<Integer> held = new TreeSet<>();
    private final StoreSettings settings;
    private int next;
    private int images;
    private Path directory;
    private MemoryStore twin = new MemoryStore(clock);
    private SqliteStore store;

    Life(long seed, Path temporary) throws IOException {
      random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      this.temporary = temporary;
      directory = temporary.resolve("store");
      settings =
          StoreSettings.in(directory)
              .withSegments(10 + random.nextInt(60), Duration.ofMinutes(1))
              .withKeySlot(Duration.ofSeconds(10));
      store = openStore();
      assertEquals(twin.recover(), store.recover());
    }

    private SqliteStore openStore() throws IOException {
      return SqliteStore.open(settings.withDirectory(directory), clock, () -> 0, background, 6_000);
    }

    void step() throws Exception {
      clock.advance(random.nextInt(700));
      int what = random.nextInt(100);
      if (what < 84) {
        List<StoreChange> changes = changes();
        twin.commit(changes);
        store.commit(changes);
      } else if (what < 91) {
        background.runAll();
      } else if (what < 94) {
        store.housekeep();
        background.runAll();
      } else if (what < 96) {
        lookAround();
      } else {
        restart(what == 99);
      }
    }

    private List<StoreChange> changes() {
      List<StoreChange> changes = new ArrayList<>();
      int count = 1 + random.nextInt(12);
      TreeSet<Integer> touched = new TreeSet<>();
      for (int i = 0; i < count; i++) {
        int n = pick(open);
        switch (random.nextInt(12)) {
          case 0, 1, 2, 3 -> {
            touched.add(next);
            open.add(next);
            changes.add(Samples.open(next++));
          }
          case 4, 5 -> {
            if (n >= 0) {
              changes.add(Samples.send(n));
            }
          }
          case 6, 7, 8 -> {
            if (n >= 0 && touched.add(n) && open.remove(n)) {
              changes.add(n % 3 == 0 ? Samples.fail(n) : Samples.deliver(n));
            }
          }
          case 9 -> {
            if (n >= 0 && touched.add(n) && open.remove(n)) {
              expired.add(n);
              changes.add(Samples.expire(n));
            }
          }
          case 10 -> {
            int late = pick(expired);
            if (late >= 0 && touched.add(late)) {
              expired.remove(late);
              changes.add(Samples.annotate(late));
            }
          }
          default -> changes.add(receipt());
        }
      }
      return changes;
    }

    private StoreChange receipt() {
      int n = pick(held);
      if (n >= 0 && random.nextBoolean()) {
        held.remove(n);
        return new StoreChange.Drop(Samples.receipt(n).sequence());
      }
      held.add(++next);
      return new StoreChange.Keep(Samples.receipt(next));
    }

    /** The oldest now and then, so that some messages stay open for very long. */
    private int pick(NavigableSet<Integer> from) {
      if (from.isEmpty()) {
        return -1;
      }
      Integer near = from.ceiling(from.last() - random.nextInt(40));
      return near == null || random.nextInt(20) == 0 ? from.first() : near;
    }

    private void restart(boolean orderly) throws IOException {
      if (orderly) {
        store.close();
      } else {
        Path image = temporary.resolve("image" + ++images);
        StoreDirectories.crashImage(directory, image);
        store.close();
        directory = image;
      }
      twin = twin.crash();
      store = openStore();
      Recovered expected = twin.recover();
      Recovered found = store.recover();
      assertSame(expected.open(), found.open());
      assertSame(expected.recent(), found.recent());
      assertEquals(expected.kept(), found.kept());
      assertEquals(expected.lastOrder(), found.lastOrder());
    }

    /** Names the first difference alone: the lists are long. */
    private static void assertSame(List<Message> expected, List<Message> found) {
      for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
        assertEquals(expected.get(i), found.get(i));
      }
      assertEquals(expected.size(), found.size());
    }

    private void lookAround() {
      for (int i = 0; i < 20 && next > 0; i++) {
        MessageId id = Samples.id(random.nextInt(next));
        assertEquals(twin.find(id), store.find(id));
      }
      MessageId before = next > 0 && random.nextBoolean() ? Samples.id(random.nextInt(next)) : null;
      String account = random.nextBoolean() ? "bank" : null;
      String to = random.nextInt(3) == 0 ? Samples.numberOf(random.nextInt(next + 1)) : null;
      String state = new String[] {null, "failed", "delivered", "expired"}[random.nextInt(4)];
      long since = random.nextInt(3) == 0 ? Samples.T0 + random.nextInt(next + 1) : 0;
      MessageQuery query =
          new MessageQuery(account, to, state, since, before, 1 + random.nextInt(60));
      assertSame(twin.search(query), store.search(query));
    }

    void lookAtEverything() throws IOException {
      background.runAll();
      for (int n = 0; n < next; n++) {
        assertEquals(twin.find(Samples.id(n)), store.find(Samples.id(n)));
      }
      restart(false);
      for (int i = 0; i < 10; i++) {
        lookAround();
      }
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
