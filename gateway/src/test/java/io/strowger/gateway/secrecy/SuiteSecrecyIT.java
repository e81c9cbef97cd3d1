package io.strowger.gateway.secrecy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Looks through everything that the tests before it made the gateway print, log, measure and
 * answer. Failsafe runs it last: tests run in the order of their names.
 */
final class SuiteSecrecyIT {
  @TempDir private Path folder = Path.of("");

  @Test
  void nothing_of_the_whole_suite_shows_a_text_or_a_code() throws IOException {
    List<Path> files = Traces.all();
    System.out.println("secrecy: " + files.size() + " files of the suite were searched");
    assertFalse(files.isEmpty(), "there is something to search");
    assertEquals(Map.of(), Traces.search(files));
  }

  @Test
  void what_is_planted_is_found_in_every_form() throws IOException {
    byte[] words = Marked.words(60).getBytes(StandardCharsets.US_ASCII);
    List<String> planted =
        List.of(
            "submit to +39 " + Marked.text(17),
            "code=" + Marked.code(9_999),
            "{\"code\":\"" + Marked.code(0) + "\"}",
            Marked.words(30),
            HexFormat.of().formatHex(words),
            HexFormat.of().formatHex(Marked.code(7).getBytes(StandardCharsets.US_ASCII)),
            HexFormat.ofDelimiter(":")
                .formatHex(Marked.code(8).getBytes(StandardCharsets.UTF_16BE)),
            HexFormat.ofDelimiter(" ").formatHex(words),
            Base64.getEncoder().encodeToString(words),
            Base64.getEncoder()
                .encodeToString(("x" + Marked.words(60)).getBytes(StandardCharsets.US_ASCII)),
            Base64.getEncoder()
                .encodeToString(("xy" + Marked.words(60)).getBytes(StandardCharsets.US_ASCII)));
    for (String each : planted) {
      Path file = folder.resolve("planted.trace");
      Files.writeString(file, "INFO before\nWARN " + each + "\nINFO after");
      assertTrue(Traces.search(List.of(file)).containsKey(file), each);
    }
    Path innocent = folder.resolve("innocent.trace");
    Files.writeString(innocent, "1790000040740 0x40740123a 01a0c450-8d47-7000-8008-1907cb79f4d7");
    assertEquals(Map.of(), Traces.search(List.of(innocent)));
  }
}
