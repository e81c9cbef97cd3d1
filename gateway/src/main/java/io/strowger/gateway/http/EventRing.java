package io.strowger.gateway.http;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last events, for the clients that listen. One writer, which never waits; a reader that is
 * overtaken finds its place gone. So a slow reader costs nobody anything:
 *
 * <pre>
 *   oldest ─┬──────────────┬─ next (where the writer writes)
 *           │ e e e e e e e│
 *           └──▲───────▲───┘
 *              reader  reader, each with a place of its own
 * </pre>
 */
final class EventRing<E> {
  /**
   * @param sequence 0 for the first after the start
   */
  private record Entry<E>(long sequence, E event) {}

  private final AtomicReferenceArray<@Nullable Entry<E>> slots;
  private final int mask;
  private volatile long next;

  /**
   * @param retainedMin how many events are kept at least
   */
  EventRing(int retainedMin) {
    int size = Integer.highestOneBit(Math.max(2, retainedMin) - 1) << 1;
    this.slots = new AtomicReferenceArray<>(size);
    this.mask = size - 1;
  }

  /** One writer at a time. */
  void append(E event) {
    long sequence = next;
    slots.setRelease((int) sequence & mask, new Entry<>(sequence, event));
    next = sequence + 1;
  }

  /** Where the next event will stand. */
  long next() {
    return next;
  }

  /** Null when it was overwritten, or not written yet. */
  @Nullable E get(long sequence) {
    Entry<E> entry = slots.getAcquire((int) sequence & mask);
    return entry != null && entry.sequence() == sequence ? entry.event() : null;
  }

  /** Whether a reader at this place has missed nothing. */
  boolean holds(long sequence) {
    long end = next;
    return sequence >= 0 && sequence <= end && (sequence == end || get(sequence) != null);
  }
}
