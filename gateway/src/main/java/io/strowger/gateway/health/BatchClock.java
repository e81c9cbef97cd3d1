package io.strowger.gateway.health;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Some carriers send their receipts in batches, once a minute or so: between two batches silence
 * says nothing. A gap is remembered when receipts were to be expected in it. While such gaps are
 * usual, messages that have not been heard of age only up to the cell's last receipt, or by as much
 * as the silence has become longer than the usual gap.
 */
final class BatchClock {
  /** Before a route has shown how its receipts come, they may come every 76 seconds. */
  static final int UNKNOWN_GAP = Slots.seconds(76);

  private static final int GAPS = 8;
  private static final int GAP_MIN = 3;
  private static final int GAP_MAX = 60;
  private static final long REMEMBERED = 6L * Slots.PER_HOUR;
  private static final double EXPECTED_MIN = 10;
  private static final int KNOWN_BATCHES = 20;
  private static final long KNOWN_AFTER = 10L * Slots.PER_MINUTE;

  private final long[] gapAt = new long[GAPS];
  private final int[] gapLength = new int[GAPS];
  private int next;
  private long last;
  private double expected;
  private int batches;
  private long born;

  BatchClock(long slot) {
    this.born = slot;
    this.last = slot;
    Arrays.fill(gapAt, Long.MIN_VALUE / 2);
  }

  /** So many receipts were to be expected in this slot. */
  void expect(double receipts) {
    expected += receipts;
  }

  void receipt(long slot) {
    if (slot == last && batches > 0) {
      return;
    }
    long gap = slot - last;
    if (batches > 0 && expected > EXPECTED_MIN && gap > GAP_MIN && gap <= GAP_MAX) {
      gapAt[next] = slot;
      gapLength[next] = (int) gap;
      next = (next + 1) % GAPS;
    }
    expected = 0;
    last = slot;
    batches = Math.min(batches + 1, KNOWN_BATCHES);
  }

  private boolean isKnown(long slot) {
    return batches >= KNOWN_BATCHES && slot - born >= KNOWN_AFTER;
  }

  /** In slots; 0 for a carrier that does not batch. From the third largest: two may be chance. */
  int gap(long slot) {
    if (!isKnown(slot)) {
      return UNKNOWN_GAP;
    }
    int first = 0;
    int second = 0;
    int third = 0;
    for (int i = 0; i < GAPS; i++) {
      if (slot - gapAt[i] > REMEMBERED) {
        continue;
      }
      int gap = gapLength[i];
      if (gap > first) {
        third = second;
        second = first;
        first = gap;
      } else if (gap > second) {
        third = second;
        second = gap;
      } else if (gap > third) {
        third = gap;
      }
    }
    return third == 0 ? 0 : (int) Math.ceil(1.1 * third) + 1;
  }

  /** By how many slots what has not been heard of is younger than it looks. */
  int lag(int gap, long slot) {
    return gap == 0 ? 0 : (int) Math.min(gap, slot - last);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(batches);
    out.writeLong(born);
    out.writeLong(last);
    for (int i = 0; i < GAPS; i++) {
      out.writeLong(gapAt[i]);
      out.writeInt(gapLength[i]);
    }
  }

  /** The clock may have been set back since: then as if nothing had passed. */
  void read(DataInput in, long slot) throws IOException {
    batches = in.readInt();
    born = in.readLong();
    last = in.readLong();
    for (int i = 0; i < GAPS; i++) {
      gapAt[i] = in.readLong();
      gapLength[i] = in.readInt();
    }
    long ahead = Math.max(0, last - slot);
    last -= ahead;
    born -= ahead;
    for (int i = 0; i < GAPS; i++) {
      gapAt[i] -= ahead;
    }
  }
}
