package io.strowger.gateway.store;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM with a reused cipher. All texts of a commit are sealed in one piece, bound to its
 * place in the journal, so that the set-up cost is shared. For one thread.
 */
final class SecretBox {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int TAG_BYTES = TAG_BITS / 8;

  private final Cipher cipher;
  private final byte[] nonce = new byte[NONCE_BYTES];
  private final byte[] place = new byte[2 * Long.BYTES];

  SecretBox() {
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no AES-GCM", e);
    }
  }

  /** Appends nonce counter, length and sealed bytes. */
  void seal(DataKey key, long lsn, BodyWriter plain, BodyWriter out) {
    long counter = key.nextNonce();
    out.putLong(counter);
    int sealedBytes = plain.size() + TAG_BYTES;
    out.putInt(sealedBytes);
    out.reserve(sealedBytes);
    try {
      start(Cipher.ENCRYPT_MODE, key.secret(), counter, key.id(), lsn);
      int written = cipher.doFinal(plain.array(), 0, plain.size(), out.array(), out.size());
      out.advance(written);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("texts could not be encrypted", e);
    }
  }

  /**
   * @throws DamagedException when the bytes were changed, moved, or sealed with another key
   */
  byte[] open(SecretKey key, long keyId, long lsn, byte[] body, BodyReader in)
      throws DamagedException {
    long counter = in.readLong();
    int sealedBytes = in.readInt();
    int at = in.position();
    in.skip(sealedBytes);
    try {
      start(Cipher.DECRYPT_MODE, key, counter, keyId, lsn);
      return cipher.doFinal(body, at, sealedBytes);
    } catch (GeneralSecurityException e) {
      throw new DamagedException("texts do not open with key " + keyId, e);
    }
  }

  static void skip(BodyReader in) throws DamagedException {
    in.skip(Long.BYTES);
    in.skip(in.readInt());
  }

  private void start(int mode, SecretKey key, long counter, long keyId, long lsn)
      throws GeneralSecurityException {
    ByteBuffer.wrap(nonce).putInt(0).putLong(counter);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    ByteBuffer.wrap(place).putLong(keyId).putLong(lsn);
    cipher.updateAAD(place);
  }
}
