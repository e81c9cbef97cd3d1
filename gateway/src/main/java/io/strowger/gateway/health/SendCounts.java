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

  void clear(int index) {
    sent[index] = 0;
    heard[index] = 0;
  }

  void clear() {
    Arrays.fill(sent, 0);
    Arrays.fill(heard, 0);
  }
}
