package io.strowger.gateway.health;

/** Time in slots of two seconds, the grain in which sends and receipts are counted and judged. */
final class Slots {
  static final int MILLIS = 2_000;
  static final int PER_MINUTE = 30;
  static final int PER_HOUR = 60 * PER_MINUTE;

  private Slots() {}

  static long of(long millis) {
    return Math.floorDiv(millis, MILLIS);
  }

  static int seconds(int seconds) {
    return seconds * 1_000 / MILLIS;
  }
}
