package io.strowger.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strowger.gateway.config.References.Failed;
import io.strowger.gateway.config.References.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencesTest {
  @TempDir Path directory;
  private References references;

  @BeforeEach
  void open() {
    references = new References(directory, Map.of("EMPTY", ""));
  }

  @Test
  void the_newline_at_the_end_of_a_file_is_not_part_of_the_secret() throws IOException {
    Files.writeString(directory.resolve("unix"), "a b\n");
    Files.writeString(directory.resolve("dos"), "a b\r\n");
    Files.writeString(directory.resolve("two"), "a\n\n");
    assertEquals(new Text("a b", true), references.resolve("${file:unix}"));
    assertEquals(new Text("a b", true), references.resolve("${file:dos}"));
    assertEquals(new Text("a\n", true), references.resolve("${file:two}"));
  }

  @Test
  void what_a_secret_holds_is_not_followed_further() throws IOException {
    Files.writeString(directory.resolve("odd"), "${env:HOME} $1 \\");
    assertEquals(new Text("${env:HOME} $1 \\", true), references.resolve("${file:odd}"));
  }

  @Test
  void an_absolute_path_is_taken_as_it_is() throws IOException {
    Path file = Files.writeString(directory.resolve("absolute"), "x");
    assertEquals(new Text("x", true), references.resolve("${file:" + file + "}"));
  }

  @Test
  void each_way_in_which_a_file_cannot_be_read_is_told_apart() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty"), "\n");
    Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xC3, 0x28});
    Path large = Files.write(directory.resolve("large"), new byte[65_537]);
    Path absent = directory.resolve("absent");
    assertEquals(
        new Failed("the file " + empty + " is empty"), references.resolve("${file:empty}"));
    assertEquals(
        new Failed("the file " + binary + " is not UTF-8 text"),
        references.resolve("${file:binary}"));
    assertEquals(
        new Failed("the file " + large + " holds more than 64 KiB"),
        references.resolve("${file:large}"));
    assertEquals(
        new Failed("the file " + absent + " does not exist"), references.resolve("${file:absent}"));
    assertEquals(
        new Failed("the file " + directory + " is not a plain file"),
        references.resolve("${file:.}"));
    assertEquals(
        new Failed("not a path: Nul character not allowed"), references.resolve("${file:\0}"));
  }

  @Test
  void an_empty_variable_is_told() {
    assertEquals(
        new Failed("the environment variable EMPTY is empty"), references.resolve("${env:EMPTY}"));
  }

  @Test
  void every_file_named_is_remembered_also_an_absent_one() {
    references.resolve("${file:absent}");
    assertEquals(java.util.Set.of(directory.resolve("absent")), references.files());
  }
}
