package io.strowger.gateway.verification;

import java.util.UUID;

/** A UUIDv7 (RFC 9562 section 5.7) held as its two halves; 74 of its bits are random. */
public record VerificationId(long high, long low) implements Comparable<VerificationId> {
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long RANDOM_A = 0xFFFL;
  private static final long RANDOM_B = (1L << 62) - 1;

  /**
   * @param randomA the low 12 bits are used
   * @param randomB the low 62 bits are used
   */
  static VerificationId of(long epochMillis, long randomA, long randomB) {
    return new VerificationId(
        (epochMillis << 16) | VERSION_7 | (randomA & RANDOM_A), VARIANT | (randomB & RANDOM_B));
  }

  /**
   * @throws IllegalArgumentException when the text is not a UUIDv7
   */
  public static VerificationId parse(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("not a UUID");
    }
    UUID uuid = UUID.fromString(text);
    if (uuid.version() != 7 || uuid.variant() != 2) {
      throw new IllegalArgumentException("not a UUIDv7");
    }
    return new VerificationId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  @Override
  public int compareTo(VerificationId other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return new UUID(high, low).toString();
  }
}
