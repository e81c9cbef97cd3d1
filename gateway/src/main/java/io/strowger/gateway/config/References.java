package io.strowger.gateway.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows {@code ${file:path}} and {@code ${env:NAME}} inside a value. Paths are relative to the
 * configuration file; the newline that ends a file is not part of the value. What is found is never
 * part of a problem's text.
 */
final class References {
  private static final int MAX_SECRET_OCTETS = 64 * 1024;
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}|\\$\\$\\{|\\$\\{");

  private final Path directory;
  private final Map<String, String> environment;
  private final Set<Path> files = new LinkedHashSet<>();

  sealed interface Resolved {}

  /**
   * @param followed true when a part of the text came from outside the file
   */
  record Text(String text, boolean followed) implements Resolved {}

  record Failed(String why) implements Resolved {}

  References(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /** Every file that was, or should have been, read. */
  Set<Path> files() {
    return files;
  }

  Path path(String relative) {
    return directory.resolve(relative).normalize();
  }

  Resolved resolve(String raw) {
    if (raw.indexOf("${") < 0) {
      return new Text(raw, false);
    }
    StringBuilder text = new StringBuilder();
    Matcher matcher = REFERENCE.matcher(raw);
    int from = 0;
    boolean followed = false;
    while (matcher.find()) {
      text.append(raw, from, matcher.start());
      from = matcher.end();
      String reference = matcher.group(1);
      if (reference == null) {
        if (!matcher.group().equals("$${")) {
          return new Failed("a reference without its closing brace");
        }
        text.append("${");
        continue;
      }
      switch (follow(reference)) {
        case Failed failed -> {
          return failed;
        }
        case Text(String value, boolean _) -> {
          followed = true;
          text.append(value);
        }
      }
    }
    return new Text(text.append(raw, from, raw.length()).toString(), followed);
  }

  private Resolved follow(String reference) {
    if (reference.startsWith("env:")) {
      return variable(reference.substring(4));
    }
    if (reference.startsWith("file:")) {
      return file(reference.substring(5));
    }
    return new Failed(
        "unknown reference; write ${file:path} or ${env:NAME}, and $${ for a plain ${");
  }

  private Resolved variable(String name) {
    String value = environment.get(name);
    if (value == null) {
      return new Failed("the environment variable " + name + " is not set");
    }
    if (value.isEmpty()) {
      return new Failed("the environment variable " + name + " is empty");
    }
    return new Text(value, true);
  }

  private Resolved file(String name) {
    Path path;
    try {
      path = path(name);
    } catch (InvalidPathException e) {
      return new Failed("not a path: " + e.getReason());
    }
    files.add(path);
    try {
      // Asked first, since opening a pipe or a device may never return.
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        return new Failed("the file " + path + " is not a plain file");
      }
      byte[] octets;
      try (InputStream in = Files.newInputStream(path)) {
        octets = in.readNBytes(MAX_SECRET_OCTETS + 1);
      }
      if (octets.length > MAX_SECRET_OCTETS) {
        return new Failed("the file " + path + " holds more than 64 KiB");
      }
      String value = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
      value = withoutLineEnd(value);
      return value.isEmpty() ? new Failed("the file " + path + " is empty") : new Text(value, true);
    } catch (CharacterCodingException e) {
      return new Failed("the file " + path + " is not UTF-8 text");
    } catch (IOException e) {
      return new Failed(reason(path, e));
    }
  }

  /** Why a file could not be read, in words, with its path. */
  static String reason(Path path, IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "the file " + path + " does not exist";
      case AccessDeniedException _ -> "the file " + path + " may not be read by this user";
      default -> "the file " + path + " cannot be read";
    };
  }

  private static String withoutLineEnd(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
