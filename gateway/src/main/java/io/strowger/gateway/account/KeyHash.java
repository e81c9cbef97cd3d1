package io.strowger.gateway.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of an API key: all that is kept of it. A lookup compares hashes, whose prefixes tell
 * nothing of the key, so its timing needs no further care.
 */
public record KeyHash(long a, long b, long c, long d) {

  /** Hashes the UTF-8 form of a key. */
  public static KeyHash of(String key) {
    return of(sha256(), key.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param hex 64 hexadecimal digits
   * @throws IllegalArgumentException when it is anything else
   */
  public static KeyHash ofHex(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    if (bytes.length != 32) {
      throw new IllegalArgumentException("a SHA-256 hash has 64 hexadecimal digits");
    }
    return ofDigest(bytes);
  }

  /** 64 hexadecimal digits, small. */
  public String hex() {
    HexFormat format = HexFormat.of();
    return format.toHexDigits(a)
        + format.toHexDigits(b)
        + format.toHexDigits(c)
        + format.toHexDigits(d);
  }

  public static KeyHash of(MessageDigest sha256, byte[] key) {
    return ofDigest(sha256.digest(key));
  }

  /** SHA-256, which every Java platform has. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static KeyHash ofDigest(byte[] digest) {
    ByteBuffer halves = ByteBuffer.wrap(digest);
    return new KeyHash(halves.getLong(), halves.getLong(), halves.getLong(), halves.getLong());
  }
}
