package io.strowger.gateway.config;

import io.strowger.gateway.account.KeyHash;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Reads API keys, in the open or hashed, and keeps only hashes; one key opens one door. */
final class ApiKeys {
  private static final int LENGTH_MIN = 16;

  private final Map<KeyHash, String> ownerByHash = new HashMap<>();

  /**
   * @param owner who they are for, in words
   * @param names the section's keys that may hold one, or a list of them
   */
  Set<KeyHash> read(Section section, String owner, String... names) {
    Set<KeyHash> hashes = new LinkedHashSet<>();
    for (String name : section.given(names)) {
      boolean hashed = name.endsWith("sha256");
      for (Section.Item item : section.oneOrMore(name)) {
        String value = item.value().asText();
        if (!hashed && value.length() < LENGTH_MIN) {
          section.error(item.pointer(), "is too short", "at least " + LENGTH_MIN + " characters");
        } else if (!hashed && !value.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
          section.error(item.pointer(), "holds spaces or characters beyond ASCII", "visible ASCII");
        }
        KeyHash hash = hashed ? KeyHash.ofHex(value) : KeyHash.of(value);
        String other = ownerByHash.putIfAbsent(hash, owner);
        if (other != null) {
          section.error(item.pointer(), "the same key was given for " + other, null);
        }
        hashes.add(hash);
      }
    }
    return hashes;
  }
}
