package io.strowger.gateway.health;

/**
 * How long an open cell stays open at least: a minute, twice as long each time it opens again, up
 * to half an hour, and a minute again after six hours without. A cell that flaps costs ever less.
 */
final class HoldDown {
  private static final long FIRST_MILLIS = 60_000;
  private static final long LONGEST_MILLIS = 30 * 60_000;
  private static final long CLEAN_MILLIS = 6 * 3_600_000L;

  private long lengthMillis;
  private long untilMillis = Long.MIN_VALUE;

  void opened(long now) {
    boolean clean = lengthMillis == 0 || now - untilMillis > CLEAN_MILLIS;
    lengthMillis = clean ? FIRST_MILLIS : Math.min(LONGEST_MILLIS, 2 * lengthMillis);
    untilMillis = now + lengthMillis;
  }

  boolean isOver(long now) {
    return now >= untilMillis;
  }
}
