package io.strowger.gateway.config;

import io.strowger.gateway.config.ConfigResult.Invalid;
import io.strowger.gateway.config.ConfigResult.Loaded;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which configuration is in force, and why a newer file is not. All or nothing: a file comes into
 * force whole, or the last good one stays.
 *
 * @param problems why the file as it was last read is not in force; empty when it is
 */
public record ConfigState(Loaded inForce, List<ConfigProblem> problems) {

  public static ConfigState of(Loaded first) {
    return new ConfigState(first, List.of());
  }

  /** What a file that was read again leads to. */
  public sealed interface Decision {
    ConfigState next();

    /** Bring {@code next().inForce()} into force. */
    record Apply(ConfigState next) implements Decision {}

    /** Nothing differs from what is in force. */
    record Unchanged(ConfigState next) implements Decision {}

    /** What is in force stays; {@code next().problems()} say why. */
    record Refuse(ConfigState next) implements Decision {}
  }

  /** Pure; {@code file} is named in problems. */
  public Decision offered(Path file, ConfigResult result) {
    return switch (result) {
      case Invalid invalid -> new Decision.Refuse(new ConfigState(inForce, invalid.problems()));
      case Loaded loaded -> {
        List<ConfigProblem> fixed = changedThoughFixed(file, loaded);
        if (!fixed.isEmpty()) {
          yield new Decision.Refuse(new ConfigState(inForce, fixed));
        }
        yield loaded.fingerprint().equals(inForce.fingerprint())
            ? new Decision.Unchanged(of(inForce))
            : new Decision.Apply(of(loaded));
      }
    };
  }

  /** Other accounts of the API are in force; of the file as it was last read nothing changes. */
  public ConfigState with(Loaded changed) {
    return new ConfigState(changed, problems);
  }

  private List<ConfigProblem> changedThoughFixed(Path file, Loaded loaded) {
    Map<String, String> before = new HashMap<>();
    inForce.fixed().forEach(value -> before.put(value.key(), value.value()));
    List<ConfigProblem> problems = new ArrayList<>();
    for (FixedValue now : loaded.fixed()) {
      String was = before.get(now.key());
      if (!now.value().equals(was)) {
        problems.add(
            new ConfigProblem(
                file,
                now.line(),
                now.column(),
                now.key(),
                "changes only with a restart",
                was == null || was.startsWith(FixedValue.HIDDEN) ? null : "until then " + was));
      }
    }
    return List.copyOf(problems);
  }
}
