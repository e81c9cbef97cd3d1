package io.strowger.gateway.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no compiler asks of a file. */
final class FilesTest {
  private static final int LINES_MAX = 400;
  private static final Pattern BAD_TYPE_NAME =
      Pattern.compile(".*(Util|Utils|Manager|Helper|Impl)");

  /** Found upwards, since Maven starts in the module and an editor in the root. */
  private static final Path ROOT = root();

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isExecutable(folder.resolve("strowger"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("not inside the repository");
    }
    return folder;
  }

  private static List<Path> sources(String kind) {
    List<Path> sources = new ArrayList<>();
    for (String module : List.of("smpp", "sip", "gateway")) {
      Path folder = ROOT.resolve(module).resolve("src/" + kind + "/java");
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (Stream<Path> files = Files.walk(folder)) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sources;
  }

  @Test
  void no_file_is_longer_than_one_can_hold_in_mind() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path source : sources("main")) {
      List<String> lines = Files.readAllLines(source);
      if (lines.size() > LINES_MAX
          && lines.stream().noneMatch(line -> line.contains("Longer than a page because"))) {
        tooLong.add(ROOT.relativize(source) + " has " + lines.size() + " lines");
      }
    }
    assertEquals(List.of(), tooLong);
  }

  @Test
  void names_say_what_a_thing_is() {
    List<Path> vague =
        sources("main").stream()
            .filter(source ->
                BAD_TYPE_NAME
                    .matcher(source.getFileName().toString().replace(".java", ""))
                    .matches())
            .toList();
    assertEquals(List.of(), vague);
  }

  @Test
  void every_package_says_what_it_is_for_and_is_null_marked() throws IOException {
    List<Path> sources = sources("main");
    assertTrue(sources.size() > 100, "the sources were found");
    for (Path folder : sources.stream().map(Path::getParent).distinct().toList()) {
      Path info = folder.resolve("package-info.java");
      assertTrue(Files.exists(info), () -> folder + " has no package-info.java");
      String text = Files.readString(info);
      assertTrue(text.contains("@NullMarked") && text.contains("/**"), () -> info.toString());
    }
  }
}
