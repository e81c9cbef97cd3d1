package io.strowger.smpp.session;

/** Sequence numbers run from 1 to 0x7FFFFFFF and begin again (SMPP 3.4 section 3.2). */
public final class Sequence {
  public static final int FIRST = 1;

  private Sequence() {}

  public static int after(int sequenceNumber) {
    return sequenceNumber == Integer.MAX_VALUE ? FIRST : sequenceNumber + 1;
  }
}
