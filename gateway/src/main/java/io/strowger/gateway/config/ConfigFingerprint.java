package io.strowger.gateway.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

  /** Reads the files. Blocks. */
  static ConfigFingerprint of(Collection<Path> files) {
    SortedMap<Path, String> contents = new TreeMap<>();
    for (Path file : files) {
      contents.put(file, hash(file));
    }
    return new ConfigFingerprint(Map.copyOf(contents));
  }

  /** The same files as they are now. Blocks. */
  public ConfigFingerprint now() {
    return of(contents.keySet());
  }

  private static String hash(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        return Files.exists(file) ? "not a file" : "absent";
      }
      try (InputStream in = Files.newInputStream(file)) {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(sha256.digest(in.readNBytes((int) MAX_OCTETS)));
      }
    } catch (IOException e) {
      return "unreadable";
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
