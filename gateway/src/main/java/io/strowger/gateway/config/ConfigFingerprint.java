package io.strowger.gateway.config;

import io.strowger.gateway.account.KeyHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the configuration file, and every file it refers to, held at one moment; only hashes. A
 * secret or a certificate that was exchanged in place counts as a change.
 *
 * @param contents SHA-256 by file; a word in place of the hash when it could not be read
 */
public record ConfigFingerprint(Map<Path, String> contents) {
  private static final long MAX_OCTETS = 16 << 20;
  private static final String ABSENT = "absent";

  /** Reads the files. Blocks. */
  static ConfigFingerprint of(Collection<Path> files) {
    SortedMap<Path, String> contents = new TreeMap<>();
    for (Path file : files) {
      contents.put(file, hash(file));
    }
    return new ConfigFingerprint(Map.copyOf(contents));
  }

  /** As if the file held this text; an empty one stands for no file. */
  public ConfigFingerprint with(Path file, String text) {
    Map<Path, String> changed = new TreeMap<>(contents);
    String hash = text.isEmpty() ? ABSENT : hash(text.getBytes(StandardCharsets.UTF_8));
    changed.put(file, hash);
    return new ConfigFingerprint(Map.copyOf(changed));
  }

  /** The same files as they are now. Blocks. */
  public ConfigFingerprint now() {
    return of(contents.keySet());
  }

  private static String hash(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        return Files.exists(file) ? "not a file" : ABSENT;
      }
      try (InputStream in = Files.newInputStream(file)) {
        return hash(in.readNBytes((int) MAX_OCTETS));
      }
    } catch (IOException e) {
      return "unreadable";
    }
  }

  private static String hash(byte[] octets) {
    return HexFormat.of().formatHex(KeyHash.sha256().digest(octets));
  }
}
