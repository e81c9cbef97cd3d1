package io.strowger.gateway.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A directory with a configuration file, its secrets, and an environment of its own. */
final class ConfigDirectory {
  /** 22 November 2026. */
  static final long NOW = 1_795_305_600_000L;

  final Path directory;
  final Map<String, String> environment = new HashMap<>();
  private final ConfigLoader loader = new ConfigLoader();

  ConfigDirectory(Path directory) {
    this.directory = directory;
  }

  Path file() {
    return directory.resolve("strowger.yaml");
  }

  ConfigDirectory with(String name, String content) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ConfigDirectory withVariable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** The design's own example, with everything it refers to. */
  ConfigDirectory withExample() {
    return with("strowger.yaml", resource("example.yaml"))
        .with("secrets/idp.key", "an-api-key-for-the-idp\n")
        .with("secrets/alpha", "alphapw\n")
        .with("secrets/hook", "a webhook secret\n")
        .withVariable("IDP_SMPP_PASSWORD", "idppw");
  }

  ConfigResult load() {
    return loader.load(file(), environment, NOW);
  }

  ConfigResult load(String yaml) {
    return with("strowger.yaml", yaml).load();
  }

  /** The problems of a file that must be refused, one a line, without the directory's name. */
  List<String> problems(String yaml) {
    return switch (load(yaml)) {
      case ConfigResult.Invalid invalid -> lines(invalid.problems());
      case ConfigResult.Loaded _ -> throw new AssertionError("was taken");
    };
  }

  List<String> warnings(String yaml) {
    return lines(load(yaml).warnings());
  }

  GatewayConfig config(String yaml) {
    return switch (load(yaml)) {
      case ConfigResult.Loaded loaded -> loaded.config();
      case ConfigResult.Invalid invalid -> throw new AssertionError(lines(invalid.problems()));
    };
  }

  List<String> lines(List<ConfigProblem> problems) {
    return problems.stream()
        .map(problem -> problem.toString().replace(directory + "/", ""))
        .toList();
  }

  static String resource(String name) {
    try (InputStream in = ConfigDirectory.class.getResourceAsStream(name)) {
      byte[] octets = Objects.requireNonNull(in, name).readAllBytes();
      return new String(octets, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
