package io.strowger.gateway.main.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  @TempDir Path directory;

  @Test
  void closing_ends_the_program() {
    ChildProcess child = ChildProcess.start("sleeper", directory, List.of("sleep", "600"));
    child.checkAlive();
    child.close();
    assertFalse(ProcessHandle.of(child.pid()).map(ProcessHandle::isAlive).orElse(false));
  }

  @Test
  void a_program_that_ended_by_itself_is_an_error_with_its_last_words() {
    try (ChildProcess child =
        ChildProcess.start("liar", directory, List.of("sh", "-c", "echo no disk; exit 3"))) {
      BenchException ended =
          assertThrows(
              BenchException.class,
              () ->
                  Await.until(
                      "it is noticed",
                      Duration.ofSeconds(10),
                      () -> {
                        child.checkAlive();
                        return false;
                      }));
      assertTrue(ended.toString().contains("ended by itself with code 3"), ended.toString());
      assertTrue(ended.toString().contains("no disk"), ended.toString());
    }
  }

  @Test
  void a_program_that_does_not_exist_is_a_clear_error() {
    assertThrows(
        BenchException.class,
        () -> ChildProcess.start("ghost", directory, List.of("/nonexistent/ghost")));
  }
}
