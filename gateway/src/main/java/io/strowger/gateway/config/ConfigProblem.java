package io.strowger.gateway.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong, or worth knowing, in a configuration file. Never holds a secret's value.
 *
 * @param line 1-based, 0 when the problem has no place in the file
 * @param column 1-based, 0 likewise
 * @param key path of the key, for example {@code carriers[0].smpp.window}; empty for the whole file
 * @param allowed what would be right, null when the message says it already
 */
public record ConfigProblem(
    Path file, int line, int column, String key, String message, @Nullable String allowed) {

  /** One line: file, position, key, what is wrong, what is allowed. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file.toString());
    if (line > 0) {
      text.append(':').append(line).append(':').append(column);
    }
    text.append(": ");
    if (!key.isEmpty()) {
      text.append(key).append(": ");
    }
    text.append(message);
    if (allowed != null) {
      text.append(" (allowed: ").append(allowed).append(')');
    }
    return text.toString();
  }
}
