package io.strowger.gateway.health;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How long a carrier is known to hold messages back and deliver them after all: for maintenance, or
 * in a queue that it cannot work off. Learned from verdicts that had to be taken back, renewed
 * whenever it holds them back again, and forgotten after a week without.
 *
 * <p>A queue delivers in order. So with such a carrier what was sent after the newest message that
 * was heard of may be behind it in the queue, and is as much younger as that one is old, by no more
 * than it was ever held. A carrier that loses half answers some of the newest: there it hides
 * nothing. Silence that is total is found so much later.
 */
final class Holding {
  private static final long REMEMBERED_SLOTS = 7L * 24 * Slots.PER_HOUR;
  private static final int LENGTH_MIN = Slots.seconds(20);

  /** Between the longest that is excused and the horizon silence must still show. */
  private static final int SHOWN = Slots.seconds(20);

  /** So many were overdue, or it was chance. */
  private static final double OVERDUE_MIN = 5;

  /** What was held takes its usual time after that. */
  private static final int ECHO = Slots.seconds(60);

  private final int longest;
  private long newest;
  private int length;
  private long seen;
  private int stall;
  private long stalledAt;

  Holding(int horizon, long slot) {
    longest = horizon - SHOWN;
    newest = slot;
  }

  /** A verdict was taken back: what it rested on came so many slots late. */
  void held(int slots, long slot) {
    length = Math.clamp(slots + slots / 4, Math.max(LENGTH_MIN, length), longest);
    seen = slot;
  }

  /** A message was heard of; true when it ends a stall of which much is to be learned. */
  boolean heard(long sentSlot, long slot) {
    if (sentSlot <= newest) {
      return false;
    }
    boolean stalled = length > 0 && slot - sentSlot > length / 2;
    newest = sentSlot;
    return stalled;
  }

  /**
   * The carrier has held messages back again.
   *
   * @param overdue how many should have come meanwhile
   */
  void heldAgain(long sentSlot, long slot, double overdue) {
    if (overdue >= OVERDUE_MIN) {
      held((int) (slot - sentSlot), slot);
    }
  }

  /** At the end of a slot. */
  void tick(long slot) {
    int now = (int) Math.min(longest, slot - newest);
    if (now >= stall || slot - stalledAt > ECHO) {
      stall = now;
      stalledAt = slot;
    }
  }

  /** By how many slots what has not been heard of may be younger than it looks. */
  int lag(long slot) {
    return length == 0 || slot - seen > REMEMBERED_SLOTS ? 0 : Math.min(length, stall);
  }

  /** In slots; 0 for a carrier that is not known to. */
  int length() {
    return length;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(length);
    out.writeLong(seen);
  }

  /** The clock may have been set back since. */
  void read(DataInput in, long slot) throws IOException {
    length = Math.clamp(in.readInt(), 0, longest);
    seen = Math.min(in.readLong(), slot);
  }
}
