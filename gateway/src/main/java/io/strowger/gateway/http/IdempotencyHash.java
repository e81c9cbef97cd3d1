package io.strowger.gateway.http;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Compares the bodies of requests with the same idempotency key, also after a restart. The hash is
 * stored beside the message, and a code has few digits; so it is keyed, or else who reads the store
 * could find the code by trying them all.
 */
public final class IdempotencyHash {
  private static final int KEY_BYTES_MIN = 16;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * @param secret of this installation, at least 16 bytes, the same after a restart
   * @throws IllegalArgumentException when it is shorter
   */
  public IdempotencyHash(byte[] secret) {
    if (secret.length < KEY_BYTES_MIN) {
      throw new IllegalArgumentException("the idempotency secret needs at least 16 bytes");
    }
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /** A calculator for one thread. */
  Calculator calculator() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return new Calculator(mac);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new AssertionError("every Java platform has " + ALGORITHM, e);
    }
  }

  static final class Calculator {
    private final Mac mac;

    private Calculator(Mac mac) {
      this.mac = mac;
    }

    long hash(byte[] body) {
      return ByteBuffer.wrap(mac.doFinal(body)).getLong();
    }
  }
}
