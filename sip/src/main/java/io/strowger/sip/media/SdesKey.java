package io.strowger.sip.media;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One a=crypto line (RFC 4568): AES-CM-128 with an HMAC of 80 or 32 bits, one key without MKI.
 * {@link #toString()} hides the key.
 */
final class SdesKey {
  static final int KEY_OCTETS = 16;
  static final int SALT_OCTETS = 14;
  private static final String SUITE = "AES_CM_128_HMAC_SHA1_";

  private final int tag;
  private final int authenticationBits;
  private final byte[] keyAndSalt;

  private SdesKey(int tag, int authenticationBits, byte[] keyAndSalt) {
    this.tag = tag;
    this.authenticationBits = authenticationBits;
    this.keyAndSalt = keyAndSalt;
  }

  static SdesKey fresh(int tag, int authenticationBits, SecureRandom random) {
    byte[] octets = new byte[KEY_OCTETS + SALT_OCTETS];
    random.nextBytes(octets);
    return new SdesKey(tag, authenticationBits, octets);
  }

  /** The key of an attribute's value, or null when we do not know its suite or its parameters. */
  static @Nullable SdesKey parse(String value) {
    String[] parts = value.strip().split("\\s+", -1);
    // A session parameter beyond the key (KDR, UNENCRYPTED_SRTP …) changes what goes on the wire.
    if (parts.length != 3 || !parts[0].matches("[0-9]{1,9}")) {
      return null;
    }
    int bits =
        switch (parts[1].toUpperCase(Locale.ROOT)) {
          case SUITE + "80" -> 80;
          case SUITE + "32" -> 32;
          default -> 0;
        };
    String[] key = parts[2].split("\\|", -1);
    boolean inline = key[0].regionMatches(true, 0, "inline:", 0, 7);
    // inline:key||lifetime is usual; a third field is an MKI, which would lengthen every packet.
    if (bits == 0 || !inline || key.length > 2 || parts[2].contains(";")) {
      return null;
    }
    if (key.length == 2 && key[1].contains(":")) {
      return null;
    }
    try {
      byte[] octets = Base64.getDecoder().decode(key[0].substring(7));
      return octets.length == KEY_OCTETS + SALT_OCTETS
          ? new SdesKey(Integer.parseInt(parts[0]), bits, octets)
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  int tag() {
    return tag;
  }

  int authenticationBits() {
    return authenticationBits;
  }

  byte[] key() {
    return Arrays.copyOf(keyAndSalt, KEY_OCTETS);
  }

  byte[] salt() {
    return Arrays.copyOfRange(keyAndSalt, KEY_OCTETS, KEY_OCTETS + SALT_OCTETS);
  }

  /** The attribute's value. */
  String line() {
    return tag
        + " "
        + SUITE
        + authenticationBits
        + " inline:"
        + Base64.getEncoder().encodeToString(keyAndSalt);
  }

  @Override
  public String toString() {
    return "SdesKey[" + tag + "]";
  }
}
