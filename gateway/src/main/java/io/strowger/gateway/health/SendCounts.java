package io.strowger.gateway.health;

import java.util.Arrays;

/** Messages sent in each of the latest slots, and how many of them have been heard of since. */
final class SendCounts {
  final int[] sent;
  final int[] heard;

  SendCounts(int horizon) {
    this.sent = new int[horizon];
    this.heard = new int[horizon];
  }

  int index(long slot) {
    return (int) Math.floorMod(slot, (long) sent.length);
  }

  /** How much of what was sent from the one slot until before the other should have been heard. */
  double expected(long since, long slot, DelayLaw law) {
    double sum = 0;
    for (long at = since; at < slot; at++) {
      sum += sent[index(at)] * law.mean((int) (slot - at));
    }
    return sum;
  }

  void clear(int index) {
    sent[index] = 0;
    heard[index] = 0;
  }

  void clear() {
    Arrays.fill(sent, 0);
    Arrays.fill(heard, 0);
  }
}
