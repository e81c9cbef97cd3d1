package io.strowger.gateway.health;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The share of its traffic that a half-open cell carries: 5, 25, 50 and 100 percent. */
final class Ramp {
  private static final double[] SHARES = {0.05, 0.25, 0.5, 1};
  private static final long STEP_MILLIS = 30_000;

  /** The more it carries, the more must have come. */
  private static final int[] STEP_RECEIPTS = {5, 10, 20, 20};

  /** A cell with little traffic moves on with fewer receipts, but later. */
  private static final long PATIENT_STEP_MILLIS = 600_000;

  private static final int PATIENT_STEP_RECEIPTS = 3;

  /** Codes are verified later than receipts come: who is doubted moves on when those are in. */
  private static final long DOUBTED_STEP_MILLIS = 180_000;

  private int step;
  private long since;
  private int receipts;

  void restart(long now) {
    step = 0;
    since = now;
    receipts = 0;
  }

  void receipt() {
    receipts++;
  }

  /**
   * Moves on where it may; true when the step has changed.
   *
   * @param receiptsTell false where none are to be waited for: then time alone counts
   * @param doubted whose receipts have lied
   */
  boolean tick(boolean clean, boolean receiptsTell, boolean doubted, long now) {
    long lasted = now - since;
    boolean enough =
        (lasted >= (doubted ? DOUBTED_STEP_MILLIS : STEP_MILLIS)
                && (receipts >= STEP_RECEIPTS[Math.min(step, SHARES.length - 1)] || !receiptsTell))
            || (lasted >= PATIENT_STEP_MILLIS && receipts >= PATIENT_STEP_RECEIPTS);
    if (!clean || !enough) {
      return false;
    }
    step++;
    since = now;
    receipts = 0;
    return true;
  }

  boolean isDone() {
    return step == SHARES.length;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(step);
    out.writeLong(since);
    out.writeInt(receipts);
  }

  /** As far as an earlier run had come, whose clock may have been ahead. */
  void read(DataInput in, long now) throws IOException {
    step = Math.clamp(in.readInt(), 0, SHARES.length - 1);
    since = Math.min(in.readLong(), now);
    receipts = in.readInt();
  }

  double share() {
    return SHARES[Math.min(step, SHARES.length - 1)];
  }
}
