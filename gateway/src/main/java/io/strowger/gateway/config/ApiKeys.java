package io.strowger.gateway.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads API keys, in the open or hashed, and keeps only hashes; one key opens one door. */
final class ApiKeys {
  private static final int LENGTH_MIN = 16;

  private final Map<String, String> ownerByHash = new HashMap<>();

  /**
   * @param owner who they are for, in words
   * @param names the section's keys that may hold one, or a list of them
   */
  Set<String> read(Section section, String owner, String... names) {
    Set<String> hashes = new LinkedHashSet<>();
    for (String name : section.given(names)) {
      boolean hashed = name.endsWith("sha256");
      for (Section.Item item : section.oneOrMore(name)) {
        String value = item.value().asText();
        if (!hashed && value.length() < LENGTH_MIN) {
          section.error(item.pointer(), "is too short", "at least " + LENGTH_MIN + " characters");
        } else if (!hashed && !value.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
          section.error(item.pointer(), "holds spaces or characters beyond ASCII", "visible ASCII");
        }
        String hash = hashed ? value.toLowerCase(Locale.ROOT) : sha256(value);
        String other = ownerByHash.putIfAbsent(hash, owner);
        if (other != null) {
          section.error(item.pointer(), "the same key was given for " + other, null);
        }
        hashes.add(hash);
      }
    }
    return hashes;
  }

  private static String sha256(String key) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
