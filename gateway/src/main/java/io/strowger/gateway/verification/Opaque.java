package io.strowger.gateway.verification;

import java.security.MessageDigest;
import java.util.Arrays;

/** Bytes that no log shows: a nonce, a keyed hash, a sealed text. */
public final class Opaque {
  private final byte[] bytes;

  Opaque(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  int length() {
    return bytes.length;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** Takes the same time wherever the first difference is. */
  boolean isSameAs(Opaque other) {
    return MessageDigest.isEqual(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Opaque opaque && isSameAs(opaque);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "[opaque]";
  }
}
