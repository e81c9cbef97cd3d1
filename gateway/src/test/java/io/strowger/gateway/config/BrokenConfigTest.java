package io.strowger.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file in which everything is wrong, against the problems it must give, word for word. */
class BrokenConfigTest {
  @TempDir Path directory;

  private String report() {
    ConfigDirectory files = new ConfigDirectory(directory).with("secrets/crt", "no certificate\n");
    return String.join("\n", files.problems(ConfigDirectory.resource("broken/broken.yaml"))) + "\n";
  }

  @Test
  void every_problem_is_told_with_its_place_and_what_is_allowed() {
    assertEquals(ConfigDirectory.resource("broken/broken.txt"), report());
  }

  @Test
  void no_key_is_shown() {
    assertFalse(report().contains("0123456789abcdef"));
  }
}
