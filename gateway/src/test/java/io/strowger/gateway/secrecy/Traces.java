package io.strowger.gateway.secrecy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What gateways under test leave behind, kept until the end of the suite, and searched then. */
public final class Traces {
  private static final Path KEPT = Path.of("target", "traces");

  private Traces() {}

  /**
   * Keeps a log, a scrape of the metrics, or what a door answered.
   *
   * @param name of its kind; a number is added
   */
  public static void keep(String name, byte[] trace) throws IOException {
    Files.createDirectories(KEPT);
    Path file = Files.createTempFile(KEPT, name + "-", ".trace");
    Files.write(file, trace);
  }

  /** Every file that the suite has written so far, in this module and those beside it. */
  public static List<Path> all() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of("").toAbsolutePath().getParent())) {
      for (Path module : modules.sorted().toList()) {
        for (String reports : List.of("traces", "surefire-reports", "failsafe-reports")) {
          Path folder = module.resolve("target").resolve(reports);
          if (Files.isDirectory(folder)) {
            found.addAll(files(folder));
          }
        }
      }
    }
    return found;
  }

  /** Every file in a folder, at any depth. */
  public static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** What stands in files that may not stand there, by file. */
  public static Map<Path, List<String>> search(List<Path> files) throws IOException {
    Map<Path, List<String>> found = new TreeMap<>();
    for (Path file : files) {
      // Every octet is a character: what is text in it is found, in whatever file.
      List<String> marks = Marked.in(Files.readString(file, StandardCharsets.ISO_8859_1));
      if (!marks.isEmpty()) {
        found.put(file, marks);
      }
    }
    return found;
  }
}
