package io.strowger.gateway.health;

import java.util.Arrays;

/**
 * Who sent a cell's latest messages and which of them were heard of, so that an account that turns
 * out to have sent much too many can be taken out of what the others show, and nothing else.
 */
final class LatestSends {
  private static final int KEPT = 128;
  private static final byte UNHEARD = 1;
  private static final byte HEARD = 2;

  private final int[] accounts = new int[KEPT];
  private final long[] slots = new long[KEPT];

  /** 0 for nothing. */
  private final byte[] kinds = new byte[KEPT];

  private int next;

  /** All that was sent since this slot is known; what was sent in it only in part. */
  private long after = Long.MIN_VALUE;

  void sent(int account, long slot) {
    if (kinds[next] != 0) {
      after = slots[next];
    }
    accounts[next] = account;
    slots[next] = slot;
    kinds[next] = UNHEARD;
    next = next + 1 == KEPT ? 0 : next + 1;
  }

  void heard(int account, long slot) {
    mark(account, slot, HEARD);
  }

  void unsent(int account, long slot) {
    mark(account, slot, (byte) 0);
  }

  private void mark(int account, long slot, byte kind) {
    if (slot <= after) {
      return;
    }
    for (int i = 0; i < KEPT; i++) {
      if (accounts[i] == account && slots[i] == slot && kinds[i] == UNHEARD) {
        kinds[i] = kind;
        return;
      }
    }
  }

  /** The first slot of which everything is known. */
  long since() {
    return after == Long.MIN_VALUE ? Long.MIN_VALUE : after + 1;
  }

  /**
   * Takes what the account sent out of the counts.
   *
   * @return how many were never heard of that are too old to be in the counts
   */
  int withdraw(int account, long slot, SendCounts counts) {
    int missed = 0;
    for (int i = 0; i < KEPT; i++) {
      if (kinds[i] == 0 || accounts[i] != account || slots[i] <= after) {
        continue;
      }
      boolean heard = kinds[i] == HEARD;
      kinds[i] = 0;
      int index = counts.index(slots[i]);
      if (slot - slots[i] >= counts.sent.length) {
        missed += heard ? 0 : 1;
      } else if (counts.sent[index] > 0) {
        counts.sent[index]--;
        int left = counts.heard[index] - (heard ? 1 : 0);
        counts.heard[index] = Math.clamp(left, 0, counts.sent[index]);
      }
    }
    return missed;
  }

  void clear() {
    Arrays.fill(kinds, (byte) 0);
    after = Long.MIN_VALUE;
  }
}
