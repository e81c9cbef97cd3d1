package io.strowger.gateway.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.strowger.gateway.delivery.MessageStore.Recovered;
import io.strowger.gateway.message.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes, killed or given failing disks, against a ledger of what they said was durable.
 */
final class StoreCrashTest {
  private static final Path FIU_RUN = Path.of("/usr/bin/fiu-run");

  @TempDir Path temporary;

  private final FakeClock clock = new FakeClock();
  private final TreeSet<Integer> opened = new TreeSet<>();
  private final TreeSet<Integer> closed = new TreeSet<>();

  /** Runs a victim; kills it after so many lines, unless it ends by itself. */
  private String run(int killAfterLines, String... wrapper) throws Exception {
    List<String> command = new ArrayList<>(List.of(wrapper));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            StoreVictim.class.getName(),
            temporary.resolve("store").toString(),
            String.valueOf(opened.isEmpty() ? 0 : opened.last() + 1_000)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String last = "";
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      int count = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line;
        // A line that a kill cut short has no semicolon.
        if (line.endsWith(";")) {
          int n = Integer.parseInt(line.substring(2, line.length() - 1));
          (line.startsWith("+") ? opened : closed).add(n);
        }
        if (++count == killAfterLines) {
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return last;
  }

  private void nothingAcknowledgedIsLost() throws IOException {
    SqliteStore store =
        SqliteStore.open(
            StoreSettings.in(temporary.resolve("store")), clock, () -> 0, Runnable::run);
    try {
      Recovered recovered = store.recover();
      Map<Integer, Message> open = new HashMap<>();
      for (Message message : recovered.open()) {
        open.put((int) (message.id().epochMillis() - Samples.T0), message);
      }
      for (int n : opened) {
        if (open.containsKey(n)) {
          assertEquals(Samples.opened(n), open.get(n));
          assertTrue(!closed.contains(n), () -> n + " was final and is open again");
        } else {
          Message found = store.find(Samples.id(n));
          assertNotNull(found, () -> n + " is lost");
          assertEquals(Samples.shredded(Samples.delivered(n)), found);
        }
      }
    } finally {
      store.close();
    }
  }

  @Test
  void a_killed_process_loses_nothing_that_it_had_acknowledged() throws Exception {
    long seed = Long.getLong("strowger.seed", 7);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int i = 0; i < 4; i++) {
      run(20 + random.nextInt(1_500));
      nothingAcknowledgedIsLost();
    }
    assertTrue(opened.size() > 40);
  }

  /** Runs with a failing system call until the commit itself met it: it may meet others first. */
  private void runUntil(String expectedEnd, String fault) throws Exception {
    assumeTrue(Files.isExecutable(FIU_RUN), "needs fiu-run");
    run(200);
    String end = "";
    for (int i = 0; i < 10 && !end.equals(expectedEnd); i++) {
      end = run(-1, FIU_RUN.toString(), "-x", "-c", "enable_random name=" + fault);
      nothingAcknowledgedIsLost();
    }
    assertEquals(expectedEnd, end);
  }

  @Test
  void a_failed_fsync_stops_the_store_and_loses_nothing() throws Exception {
    runUntil("failed", "posix/io/sync/fsync,probability=0.01,failinfo=5");
  }

  @Test
  void a_full_disk_refuses_and_loses_nothing() throws Exception {
    runUntil("full", "posix/io/rw/pwrite,probability=0.005,failinfo=28");
  }

  @Test
  void a_failed_write_stops_the_store_and_loses_nothing() throws Exception {
    runUntil("failed", "posix/io/rw/pwrite,probability=0.005,failinfo=5");
  }
}
