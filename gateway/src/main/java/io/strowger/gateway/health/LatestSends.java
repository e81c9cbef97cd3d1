package io.strowger.gateway.health;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Who sent a cell's latest messages and which of them were heard of, so that an account that turns
 * out to have sent much too many can be taken out of what the others show, and nothing else.
 */
final class LatestSends {
  private static final int KEPT = 128;
  private static final int FEW = 32;
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

  /**
   * How many of those since the slot that were not heard of are too many of their account, of the
   * two accounts with the most: more than twice its usual share of them. A dead cell silences all
   * accounts alike. Where there are many messages such accounts are noticed otherwise, and nothing
   * is too many.
   */
  int excess(long since, IntToDoubleFunction usualShare) {
    int sent = 0;
    for (int i = 0; i < KEPT; i++) {
      sent += kinds[i] != 0 && slots[i] >= since ? 1 : 0;
    }
    int first = 0;
    int second = 0;
    for (int i = 0; i < KEPT && sent <= FEW; i++) {
      int alike = isUnheard(i, since) && isFirst(i, since) ? alike(i, since) : 0;
      if (alike > 1) {
        int fair = (int) Math.ceil(2 * sent * usualShare.applyAsDouble(accounts[i]));
        int excess = Math.max(0, alike - fair);
        second = Math.max(second, Math.min(first, excess));
        first = Math.max(first, excess);
      }
    }
    return first + second;
  }

  private boolean isUnheard(int i, long since) {
    return kinds[i] == UNHEARD && slots[i] >= since;
  }

  private boolean isFirst(int i, long since) {
    for (int j = 0; j < i; j++) {
      if (accounts[j] == accounts[i] && isUnheard(j, since)) {
        return false;
      }
    }
    return true;
  }

  private int alike(int i, long since) {
    int alike = 0;
    for (int j = i; j < KEPT; j++) {
      alike += accounts[j] == accounts[i] && isUnheard(j, since) ? 1 : 0;
    }
    return alike;
  }

  void clear() {
    Arrays.fill(kinds, (byte) 0);
    after = Long.MIN_VALUE;
  }
}
