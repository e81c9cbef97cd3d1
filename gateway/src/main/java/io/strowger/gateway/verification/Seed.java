package io.strowger.gateway.verification;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * The chance in a verification: its id, and the nonce that its code is derived with.
 *
 * @param nonce sixteen bytes
 */
public record Seed(VerificationId id, Opaque nonce) {
  static final int NONCE_BYTES = 16;

  /**
   * @param random an approved random bit generator, such as {@code SecureRandom}
   */
  public static Seed draw(RandomGenerator random, long nowMillis) {
    VerificationId id = VerificationId.of(nowMillis, random.nextLong(), random.nextLong());
    ByteBuffer nonce = ByteBuffer.allocate(NONCE_BYTES);
    nonce.putLong(random.nextLong()).putLong(random.nextLong());
    return new Seed(id, new Opaque(nonce.array()));
  }
}
