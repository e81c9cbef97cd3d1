package io.strowger.gateway.health;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Which accounts have so much of a cell's traffic that they could raise its alarm by themselves, by
 * a campaign to poor numbers or by hammering dead ones. Such accounts are set aside: their messages
 * are counted in the whole, not in the rest, and the rest must confirm.
 *
 * <p>An account is set aside when it has surprisingly many of the latest messages for its usual
 * share, or has always been large and leaves a fifth to others. An account that has had nearly all
 * of the cell's traffic for long is the cell: it is never set aside, unless its rate leaps.
 */
final class AccountShare {
  private static final int ASIDE_MAX = 8;
  private static final double ASIDE_SHARE = 0.08;
  private static final double LARGE_SHARE = 0.15;
  private static final double LEFT_SHARE = 0.04;
  private static final int ASIDE_COUNT = 4;
  private static final double OTHERS_MIN = 0.2;
  private static final double SHARE_FLOOR = 0.015;
  private static final int USUAL_MESSAGES = 4_096;

  /** The latest messages: those of half a minute, and at least so many. */
  private static final int RECENT_MESSAGES = 64;

  private static final int RECENT_SLOTS = Slots.seconds(30);

  /** Where there are many messages there are many chances to be surprised. */
  private static final double SURPRISING = 4;

  private static final double SURPRISING_AMONG_MANY = 9;
  private static final long NEWS_SLOTS = 10L * Slots.PER_MINUTE;
  private static final double LONE_SHARE = 0.7;
  private static final int LONE_COUNT = 500;

  private final SpaceSaving recent = new SpaceSaving(32);
  private final SpaceSaving usual = new SpaceSaving(16);
  private final int[] aside = new int[ASIDE_MAX];
  private final long[] since = new long[ASIDE_MAX];
  private final long[] until = new long[ASIDE_MAX];
  private int used;

  /** What such an account sent counts for a horizon after it has gone. */
  private long hotUntil = Long.MIN_VALUE;

  private long noticedAt = Long.MIN_VALUE / 2;
  private long halvedAt;
  private boolean noticed;

  /**
   * A message of the account, and whether it is set aside.
   *
   * @param known the first slot of which all that it sent can still be taken out of the rest
   * @param leaping whether the cell's traffic is far above its usual rate
   */
  boolean sent(int account, long slot, long known, boolean leaping) {
    int count = recent.add(account);
    usual.add(account);
    if (usual.total() >= USUAL_MESSAGES) {
      usual.halve();
    }
    if (isAside(account, slot)) {
      return true;
    }
    boolean few = count < ASIDE_COUNT || count <= ASIDE_SHARE * recent.total();
    if (few || used == ASIDE_MAX || (isLone(account) && !leaping)) {
      return false;
    }
    double before = usual.share(account);
    boolean risen =
        surprise(count, Math.max(SHARE_FLOOR, before) * recent.total())
            > (recent.total() <= RECENT_MESSAGES ? SURPRISING : SURPRISING_AMONG_MANY);
    if (!risen && !isLarge(account, before)) {
      return false;
    }
    aside[used] = account;
    since[used] = Math.min(slot, known);
    until[used++] = Long.MAX_VALUE;
    hotUntil = Math.max(hotUntil, slot + 2);
    noticed = true;
    if (risen) {
      noticedAt = slot;
    }
    return true;
  }

  /** Log-likelihood ratio of Poisson counts, for more than was expected. */
  private static double surprise(int count, double expected) {
    return count <= expected ? 0 : count * Math.log(count / expected) - (count - expected);
  }

  private boolean isLarge(int account, double before) {
    return before > LARGE_SHARE && 1 - recent.share(account) - asideShare() >= OTHERS_MIN;
  }

  private boolean isLone(int account) {
    return usual.total() >= LONE_COUNT && usual.share(account) > LONE_SHARE;
  }

  private double asideShare() {
    double share = 0;
    for (int i = 0; i < used; i++) {
      if (until[i] == Long.MAX_VALUE) {
        share += recent.share(aside[i]);
      }
    }
    return share;
  }

  /** Whether messages that the account sent in the slot were set aside. */
  boolean isAside(int account, long slot) {
    for (int i = 0; i < used; i++) {
      if (aside[i] == account && slot >= since[i] && slot < until[i]) {
        return true;
      }
    }
    return false;
  }

  /** Of the cell's messages, usually and at most. */
  double usualShareMax(int account) {
    return Math.max(SHARE_FLOOR, (double) usual.countMax(account) / Math.max(1, usual.total()));
  }

  /** Whether the rest must confirm. */
  boolean isHot(long slot) {
    return slot < hotUntil;
  }

  /** Whether the last message was the one by which its account was noticed. */
  boolean takeNoticed() {
    boolean taken = noticed;
    noticed = false;
    return taken;
  }

  /** Whether one has lately come out of nowhere: where there is one, there may be another. */
  boolean isNew(long slot) {
    return slot - noticedAt < NEWS_SLOTS;
  }

  /** At the end of a slot. */
  void tick(long slot, int horizon) {
    if (recent.total() >= RECENT_MESSAGES && slot - halvedAt >= RECENT_SLOTS) {
      recent.halve();
      halvedAt = slot;
    }
    if (used == 0) {
      return;
    }
    int kept = 0;
    for (int i = 0; i < used; i++) {
      int count = recent.count(aside[i]);
      if (until[i] == Long.MAX_VALUE && count <= LEFT_SHARE * recent.total()) {
        until[i] = slot + 1;
      }
      if (until[i] == Long.MAX_VALUE || until[i] + horizon >= slot) {
        if (until[i] == Long.MAX_VALUE) {
          hotUntil = slot + 1 + horizon;
        }
        aside[kept] = aside[i];
        since[kept] = since[i];
        until[kept++] = until[i];
      }
    }
    used = kept;
  }

  void reset() {
    used = 0;
    hotUntil = Long.MIN_VALUE;
    Arrays.fill(until, 0);
  }

  void write(DataOutput out) throws IOException {
    usual.write(out);
  }

  void read(DataInput in) throws IOException {
    usual.read(in);
  }
}
