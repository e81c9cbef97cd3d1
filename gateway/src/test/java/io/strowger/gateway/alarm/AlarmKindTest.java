package io.strowger.gateway.alarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class AlarmKindTest {
  @Test
  void every_kind_is_documented() throws IOException {
    List<String> rows =
        Files.readString(Path.of("../docs/alarms.md"))
            .lines()
            .filter(line -> line.startsWith("| `"))
            .toList();
    List<String> kinds =
        Stream.of(AlarmKind.values())
            .map(kind -> "| `%s` | %s | %s |".formatted(kind.word(), kind.meaning(), kind.remedy()))
            .toList();
    assertEquals(kinds, rows);
  }
}
