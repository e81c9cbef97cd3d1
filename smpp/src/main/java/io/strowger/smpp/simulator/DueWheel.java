package io.strowger.smpp.simulator;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A timer wheel of one-millisecond ticks: constant cost however many receipts wait. What is due
 * beyond one turn stays in its slot for later turns.
 */
final class DueWheel {
  private static final int SLOTS = 8192;
  private static final long TICK_MICROS = 1000;

  private final @Nullable Due[] heads = new Due[SLOTS];
  private final @Nullable Due[] tails = new Due[SLOTS];
  private final long[] occupied = new long[SLOTS / Long.SIZE];
  private long tick;
  private int size;

  DueWheel(long nowMicros) {
    this.tick = nowMicros / TICK_MICROS;
  }

  int size() {
    return size;
  }

  /** Never due before {@code dueMicros}, and at most one tick after it. */
  void add(Due due) {
    long at = Math.max(tick + 1, Math.ceilDiv(due.dueMicros, TICK_MICROS));
    link((int) (at & SLOTS - 1), due);
    size++;
  }

  /** Hands on all that is due, in order of its tick. */
  void advance(long nowMicros, Consumer<Due> sink) {
    long nowTick = nowMicros / TICK_MICROS;
    if (nowTick <= tick) {
      return;
    }
    long first = size == 0 ? nowTick : Math.max(tick + 1, nowTick - SLOTS + 1);
    tick = nowTick;
    for (long at = first; at <= nowTick; at++) {
      int slot = (int) (at & SLOTS - 1);
      if ((occupied[slot >>> 6] & 1L << slot) != 0) {
        drain(slot, nowMicros, sink);
      }
    }
  }

  /** Epoch microseconds of the next look, {@link Long#MAX_VALUE} when nothing waits. */
  long nextMicros() {
    if (size == 0) {
      return Long.MAX_VALUE;
    }
    for (int ahead = 1; ahead <= SLOTS; ) {
      int slot = (int) (tick + ahead & SLOTS - 1);
      long rest = occupied[slot >>> 6] >>> slot;
      if (rest != 0) {
        return (tick + ahead + Long.numberOfTrailingZeros(rest)) * TICK_MICROS;
      }
      ahead += Long.SIZE - (slot & Long.SIZE - 1);
    }
    return (tick + SLOTS) * TICK_MICROS;
  }

  /** The first that matches, by looking at all: for rare requests only. */
  @Nullable Due find(Predicate<Due> wanted) {
    for (Due head : heads) {
      for (Due due = head; due != null; due = due.next) {
        if (wanted.test(due)) {
          return due;
        }
      }
    }
    return null;
  }

  private void drain(int slot, long nowMicros, Consumer<Due> sink) {
    Due due = heads[slot];
    heads[slot] = null;
    tails[slot] = null;
    occupied[slot >>> 6] &= ~(1L << slot);
    while (due != null) {
      Due next = due.next;
      due.next = null;
      if (due.dueMicros > nowMicros) {
        link(slot, due);
      } else {
        size--;
        sink.accept(due);
      }
      due = next;
    }
  }

  private void link(int slot, Due due) {
    Due tail = tails[slot];
    if (tail == null) {
      heads[slot] = due;
    } else {
      tail.next = due;
    }
    tails[slot] = due;
    occupied[slot >>> 6] |= 1L << slot;
  }
}
