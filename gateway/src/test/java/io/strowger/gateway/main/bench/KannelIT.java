package io.strowger.gateway.main.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The comparison with Kannel compares what it says it does: real binds, every message counted. */
class KannelIT {
  private static final int MESSAGES = 300;

  @TempDir Path directory;

  @Test
  void the_installed_version_is_known() {
    assertTrue(KannelUnderTest.installedVersion().orElse("").startsWith("1."));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void every_message_through_kannel_is_counted_to_its_end(boolean receipts) {
    BenchPlan plan =
        new BenchPlan(
            8,
            Duration.ofSeconds(20),
            1,
            Duration.ofSeconds(20),
            MESSAGES,
            50,
            Duration.ofSeconds(2));
    List<String> progress = new ArrayList<>();
    List<ProcessHandle> processes;
    try (Carriers carriers = Carriers.start(2, Duration.ZERO, directory);
        KannelUnderTest kannel = KannelUnderTest.start(carriers, receipts, directory)) {
      processes =
          kannel.processes().stream()
              .map(ChildProcess::pid)
              .flatMap(p -> ProcessHandle.of(p).stream())
              .toList();
      Figures figures = new Measurement(kannel, carriers, plan, 0, progress::add).run();
      assertEquals(MESSAGES, figures.rounds().getFirst().accepted());
      assertEquals(0, figures.unaccounted());
      assertEquals(100, figures.answer().count());
      assertEquals(100, figures.submit().count());
      assertEquals(4, figures.median().cpu().size());
    }
    assertEquals(2, processes.size());
    processes.forEach(process -> assertFalse(process.isAlive()));
  }
}
