package io.strowger.gateway.delivery;

/**
 * Millions of different numbers above zero in little memory: 11 to 22 octets each, where a {@code
 * HashSet<Long>} needs 50. Open addressing; nothing is ever removed.
 */
final class NumberSet {
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** A power of two; 0 is a free place. */
  private long[] places = new long[16];

  private int size;

  int size() {
    return size;
  }

  /** False when it is known already. */
  boolean add(long number) {
    if (number <= 0) {
      throw new IllegalArgumentException("not above zero");
    }
    int place = place(number);
    if (places[place] == number) {
      return false;
    }
    places[place] = number;
    size++;
    if (size > places.length / 4 * 3) {
      grow();
    }
    return true;
  }

  boolean contains(long number) {
    return number > 0 && places[place(number)] == number;
  }

  /** Where it is, or would be. */
  private int place(long number) {
    int last = places.length - 1;
    int place = (int) ((number * SPREAD) >>> 32) & last;
    while (places[place] != 0 && places[place] != number) {
      place = (place + 1) & last;
    }
    return place;
  }

  private void grow() {
    long[] old = places;
    places = new long[2 * old.length];
    for (long number : old) {
      if (number != 0) {
        places[place(number)] = number;
      }
    }
  }
}
