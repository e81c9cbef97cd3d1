package io.strowger.sip.call;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The digests of RFC 8760 section 2.1, weakest first. */
public enum DigestAlgorithm {
  MD5("MD5", "MD5"),
  SHA_256("SHA-256", "SHA-256"),
  SHA_512_256("SHA-512-256", "SHA-512/256");

  private final String token;
  private final String javaName;

  DigestAlgorithm(String token, String javaName) {
    this.token = token;
    this.javaName = javaName;
  }

  /** As written in the algorithm parameter. */
  public String token() {
    return token;
  }

  /** Null for one that we do not speak; without the parameter it is MD5 (RFC 2617). */
  static @Nullable DigestAlgorithm of(@Nullable String token) {
    if (token == null) {
      return MD5;
    }
    for (DigestAlgorithm algorithm : values()) {
      if (algorithm.token.equalsIgnoreCase(token)) {
        return algorithm;
      }
    }
    return null;
  }

  /** H(text) in lower-case hexadecimal. */
  String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance(javaName).digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks " + javaName, e);
    }
  }
}
