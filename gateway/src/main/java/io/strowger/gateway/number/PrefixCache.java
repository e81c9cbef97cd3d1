package io.strowger.gateway.number;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers a small answer for all numbers with the same first seven digits, length and region.
 * Direct-mapped and of fixed size: a colliding entry takes the older one's place. Key and answer
 * share one long, so that any thread may read and write without a lock.
 *
 * <pre>
 *   63           41 40       31 30     26 25    2  1  0
 *  | answer (23)   | region 10 | length 5 | digits 24 |   plus one: 0 is an empty slot
 * </pre>
 */
final class PrefixCache {
  static final int MISS = -1;
  static final int ANSWER_BITS = 23;

  private static final int PREFIX_DIGITS = 7;
  private static final int DIGIT_BITS = 24;
  private static final int LENGTH_BITS = 5;
  private static final int REGION_BITS = 10;
  private static final int KEY_BITS = DIGIT_BITS + LENGTH_BITS + REGION_BITS;
  private static final long KEY_MASK = (1L << KEY_BITS) - 1;
  private static final long FILLED = 1L << KEY_BITS;

  /** Spreads neighbouring prefixes over the slots (2^64 divided by the golden ratio). */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private final AtomicLongArray slots;
  private final int shift;

  /**
   * @param sizeLog2 2 to this many entries of 8 octets
   */
  PrefixCache(int sizeLog2) {
    this.slots = new AtomicLongArray(1 << sizeLog2);
    this.shift = Long.SIZE - sizeLog2;
  }

  /**
   * The key of digits 0–9 given as characters.
   *
   * @param region two letters A–Z, or empty
   */
  static long key(char[] digits, int length, String region) {
    long prefix = 0;
    for (int i = 0; i < Math.min(length, PREFIX_DIGITS); i++) {
      prefix = prefix * 10 + digits[i] - '0';
    }
    long regionBits =
        region.isEmpty() ? 0 : ((region.charAt(0) & 0x1F) << 5) | (region.charAt(1) & 0x1F);
    return (((regionBits << LENGTH_BITS) | length) << DIGIT_BITS) | prefix;
  }

  /** The answer stored under the key, or {@link #MISS}. */
  int get(long key) {
    long slot = slots.getOpaque(index(key));
    boolean hit = (slot & KEY_MASK) == key && (slot & FILLED) != 0;
    return hit ? (int) (slot >>> (KEY_BITS + 1)) : MISS;
  }

  /**
   * @param answer 0 to 2^{@value #ANSWER_BITS} - 1
   */
  void put(long key, int answer) {
    slots.setOpaque(index(key), ((long) answer << (KEY_BITS + 1)) | FILLED | key);
  }

  private int index(long key) {
    return (int) ((key * SPREAD) >>> shift);
  }
}
