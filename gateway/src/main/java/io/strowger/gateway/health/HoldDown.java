package io.strowger.gateway.health;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

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

  /** It should not have been opened: as if it had not. */
  void forgive(long now) {
    lengthMillis = lengthMillis <= FIRST_MILLIS ? 0 : lengthMillis / 2;
    untilMillis = Math.min(untilMillis, now);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(lengthMillis);
    out.writeLong(untilMillis);
  }

  /** As an earlier run had it, whose clock may have been ahead. */
  void read(DataInput in, long now) throws IOException {
    lengthMillis = in.readLong();
    untilMillis = Math.min(in.readLong(), now + lengthMillis);
  }

  boolean isOver(long now) {
    return now >= untilMillis;
  }
}
