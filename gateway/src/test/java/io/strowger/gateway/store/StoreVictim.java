package io.strowger.gateway.store;

import io.strowger.gateway.delivery.MessageStore.StoreFailedException;
import io.strowger.gateway.delivery.MessageStore.StoreFullException;
import io.strowger.gateway.delivery.StoreChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A process of its own that commits and says so, until it is killed: {@code + n;} when message n is
 * durably open, {@code - n;} when it is durably final.
 */
final class StoreVictim {
  private StoreVictim() {}

  public static void main(String[] args) throws Exception {
    int first = Integer.parseInt(args[1]);
    ExecutorService background = Executors.newSingleThreadExecutor();
    SqliteStore store =
        SqliteStore.open(
            StoreSettings.in(Path.of(args[0])).withSegments(200, Duration.ofHours(1)),
            () -> Samples.T0 + System.nanoTime() / 1_000_000 % 100_000,
            System::nanoTime,
            background,
            20_000);
    store.recover();
    System.out.println("ready");
    ArrayDeque<Integer> open = new ArrayDeque<>();
    for (int n = first; n < first + 100_000; n += 5) {
      List<StoreChange> changes = new ArrayList<>();
      StringBuilder said = new StringBuilder();
      for (int i = n; i < n + 5; i++) {
        changes.add(Samples.open(i));
        said.append("+ ").append(i).append(";\n");
        open.add(i);
      }
      // Some stay open for ever, so that they are carried forward.
      while (open.size() > 40) {
        int done = open.poll();
        if (done % 50 != 0) {
          changes.add(Samples.deliver(done));
          said.append("- ").append(done).append(";\n");
        }
      }
      try {
        store.commit(changes);
      } catch (StoreFullException e) {
        System.out.println("full");
        System.exit(3);
      } catch (StoreFailedException e) {
        System.out.println("failed");
        System.exit(4);
      }
      System.out.print(said);
      System.out.flush();
    }
    System.exit(0);
  }
}
