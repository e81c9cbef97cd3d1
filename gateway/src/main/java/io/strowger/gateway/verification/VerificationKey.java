package io.strowger.gateway.verification;

import io.strowger.gateway.account.CodeAlphabet;
import io.strowger.gateway.account.CodeText;
import io.strowger.gateway.message.Secret;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What one secret of the installation does for verifications: it derives a code from its id and
 * nonce, hashes what a user typed, and seals the text that waits for a resend. Each has a key of
 * its own (HKDF, RFC 5869). For one thread.
 */
public final class VerificationKey {
  private static final String HMAC = "HmacSHA256";
  private static final String SEAL = "AES/GCM/NoPadding";
  private static final int KEY_BYTES_MIN = 32;
  private static final int KEY_BYTES = 32;
  private static final int TAG_BITS = 128;
  private static final int IV_BYTES = 12;
  private static final int PIECES_MAX = 8;

  private final Mac codes;
  private final Mac hashes;
  private final Mac seals;
  private final Cipher cipher;

  /**
   * @param secret of this installation, at least 32 random bytes, the same after a restart
   * @throws IllegalArgumentException when it is shorter
   */
  public VerificationKey(byte[] secret) {
    if (secret.length < KEY_BYTES_MIN) {
      throw new IllegalArgumentException("the verification secret needs at least 32 bytes");
    }
    try {
      this.codes = mac(secret, "strowger verification code");
      this.hashes = mac(secret, "strowger verification check");
      this.seals = mac(secret, "strowger verification text");
      this.cipher = Cipher.getInstance(SEAL);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has HKDF, HMAC-SHA256 and AES-GCM", e);
    }
  }

  private static Mac mac(byte[] secret, String label) throws GeneralSecurityException {
    SecretKey key =
        KDF.getInstance("HKDF-SHA256")
            .deriveKey(
                HMAC,
                HKDFParameterSpec.ofExtract()
                    .addIKM(secret)
                    .thenExpand(label.getBytes(StandardCharsets.US_ASCII), KEY_BYTES));
    Mac mac = Mac.getInstance(HMAC);
    mac.init(key);
    return mac;
  }

  /**
   * The code of a verification, always the same one. A byte above the last whole multiple of the
   * alphabet's size is left out: every code is as likely as every other.
   */
  Secret code(Seed seed, CodeAlphabet alphabet, int length) {
    String symbols = alphabet.symbols();
    int unbiased = 256 - 256 % symbols.length();
    StringBuilder code = new StringBuilder(length);
    for (int block = 0; code.length() < length; block++) {
      byte[] bytes = keyed(codes, seed, ByteBuffer.allocate(4).putInt(block).array());
      for (int i = 0; i < bytes.length && code.length() < length; i++) {
        int value = bytes[i] & 0xFF;
        if (value < unbiased) {
          code.append(symbols.charAt(value % symbols.length()));
        }
      }
    }
    return new Secret(code.toString());
  }

  /** What is kept of a code, and what is made of each that is typed. */
  Opaque hash(Seed seed, String code) {
    return new Opaque(keyed(hashes, seed, code.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] keyed(Mac mac, Seed seed, byte[] data) {
    byte[] id = ByteBuffer.allocate(16).putLong(seed.id().high()).putLong(seed.id().low()).array();
    mac.update(id);
    mac.update(seed.nonce().bytes());
    return mac.doFinal(data);
  }

  /** The text without its code, encrypted under a key that no other verification has. */
  Opaque seal(Seed seed, CodeText text) {
    List<byte[]> pieces =
        text.pieces().stream().map(piece -> piece.getBytes(StandardCharsets.UTF_8)).toList();
    int size = 1 + pieces.stream().mapToInt(piece -> 4 + piece.length).sum();
    ByteBuffer plain = ByteBuffer.allocate(size);
    plain.put((byte) pieces.size());
    pieces.forEach(piece -> plain.putInt(piece.length).put(piece));
    try {
      return new Opaque(crypt(Cipher.ENCRYPT_MODE, seed, plain.array()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing a text", e);
    }
  }

  /** Null when it was sealed with another key, or changed since. */
  @Nullable CodeText open(Seed seed, Opaque sealed) {
    try {
      ByteBuffer plain = ByteBuffer.wrap(crypt(Cipher.DECRYPT_MODE, seed, sealed.bytes()));
      int count = plain.get();
      if (count < 2 || count > PIECES_MAX) {
        return null;
      }
      List<String> pieces = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        byte[] piece = new byte[plain.getInt()];
        plain.get(piece);
        pieces.add(new String(piece, StandardCharsets.UTF_8));
      }
      return new CodeText(pieces);
    } catch (GeneralSecurityException | BufferUnderflowException _) {
      return null;
    }
  }

  private byte[] crypt(int mode, Seed seed, byte[] data) throws GeneralSecurityException {
    // The key is used for this one text only, so that a fixed nonce is never repeated under it.
    SecretKey key = new SecretKeySpec(keyed(seals, seed, new byte[0]), "AES");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, new byte[IV_BYTES]));
    return cipher.doFinal(data);
  }
}
