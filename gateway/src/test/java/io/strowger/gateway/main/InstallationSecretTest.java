package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstallationSecretTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void it_is_made_once_and_for_its_owner_alone() throws IOException {
    byte[] first = InstallationSecret.in(folder.resolve("data"), "a.key");
    assertArrayEquals(first, InstallationSecret.in(folder.resolve("data"), "a.key"));
    assertEquals(32, first.length);
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data/a.key"))));
  }

  @Test
  void one_that_a_crash_left_unfinished_does_not_count() throws IOException {
    Files.write(folder.resolve("a.key123.new"), new byte[3]);
    assertEquals(32, InstallationSecret.in(folder, "a.key").length);
  }

  @Test
  void one_that_was_cut_short_is_refused() throws IOException {
    Files.write(folder.resolve("a.key"), new byte[3]);
    assertThrows(IOException.class, () -> InstallationSecret.in(folder, "a.key"));
  }
}
