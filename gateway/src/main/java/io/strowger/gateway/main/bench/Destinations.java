package io.strowger.gateway.main.bench;

import io.netty.buffer.ByteBuf;

/** One mobile number per request, so that its arrival at the carrier can be told from others. */
final class Destinations {
  /** +39 34x, then seven digits: possible Italian mobile numbers. */
  private static final long FIRST = 39_340_0000000L;

  private static final long COUNT = 100_000_000L;
  private static final int DIGITS = 12;

  private Destinations() {}

  /** The E.164 digits without the plus sign; repeats after 100 million. */
  static long number(long sequence) {
    return FIRST + Math.floorMod(sequence, COUNT);
  }

  /** Overwrites the 12 octets at the index with the digits of the sequence's number. */
  static void setDigits(ByteBuf out, int index, long sequence) {
    long rest = number(sequence);
    for (int i = DIGITS - 1; i >= 0; i--) {
      out.setByte(index + i, '0' + (int) (rest % 10));
      rest /= 10;
    }
  }
}
