package io.strowger.gateway.message;

import java.util.UUID;

/**
 * A UUIDv7 (RFC 9562 section 5.7) held as its two halves. {@code rand_a} and the top ten bits of
 * {@code rand_b} hold a counter, so that {@link #order()} is a time-ordered 63-bit key for tables;
 * the other 52 bits are random, so that an id cannot be guessed from another.
 */
public record MessageId(long high, long low) implements Comparable<MessageId> {
  private static final int COUNTER_BITS = 22;
  private static final long TAIL_MASK = (1L << 52) - 1;
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  /**
   * @param order milliseconds since 1970 shifted left by 22, plus a counter
   * @param random any bits; the low 52 are used
   */
  public static MessageId of(long order, long random) {
    long millis = order >>> COUNTER_BITS;
    long counter = order & ((1L << COUNTER_BITS) - 1);
    long high = (millis << 16) | VERSION_7 | (counter >>> 10);
    long low = VARIANT | ((counter & 0x3FF) << 52) | (random & TAIL_MASK);
    return new MessageId(high, low);
  }

  /** The first order value of a millisecond. */
  public static long firstOrderOf(long epochMillis) {
    return epochMillis << COUNTER_BITS;
  }

  /**
   * @throws IllegalArgumentException when the text is not a UUIDv7
   */
  public static MessageId parse(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("not a UUID");
    }
    UUID uuid = UUID.fromString(text);
    if (uuid.version() != 7 || uuid.variant() != 2) {
      throw new IllegalArgumentException("not a UUIDv7");
    }
    return new MessageId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /** Time-ordered key, unique on one node. */
  public long order() {
    return ((high >>> 16) << COUNTER_BITS) | ((high & 0xFFF) << 10) | ((low >>> 52) & 0x3FF);
  }

  public long epochMillis() {
    return high >>> 16;
  }

  @Override
  public int compareTo(MessageId other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return new UUID(high, low).toString();
  }
}
