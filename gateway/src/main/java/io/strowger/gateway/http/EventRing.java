package io.strowger.gateway.http;

import io.strowger.gateway.message.MessageId;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last changes of state, for the clients that listen. One writer, which never waits; a reader
 * that is overtaken finds its place gone. So a slow reader costs nobody anything:
 *
 * <pre>
 *   oldest ─┬──────────────┬─ next (written by the dispatcher)
 *           │ e e e e e e e│
 *           └──▲───────▲───┘
 *              reader  reader, each with a place of its own
 * </pre>
 */
final class EventRing {
  /**
   * One change of state, without anything secret.
   *
   * @param sequence 0 for the first after the start
   * @param result of an approval that has one; null for everything else
   */
  record Event(
      long sequence,
      MessageId id,
      String account,
      String state,
      @Nullable String reference,
      @Nullable String result,
      long atMillis) {}

  private final AtomicReferenceArray<@Nullable Event> slots;
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

  /** The writer's thread only. */
  void append(
      MessageId id,
      String account,
      String state,
      @Nullable String reference,
      @Nullable String result,
      long at) {
    long sequence = next;
    slots.setRelease(
        (int) sequence & mask, new Event(sequence, id, account, state, reference, result, at));
    next = sequence + 1;
  }

  /** Where the next event will stand. */
  long next() {
    return next;
  }

  /** Null when it was overwritten, or not written yet. */
  @Nullable Event get(long sequence) {
    Event event = slots.getAcquire((int) sequence & mask);
    return event != null && event.sequence() == sequence ? event : null;
  }

  /** Whether a reader at this place has missed nothing. */
  boolean holds(long sequence) {
    long end = next;
    return sequence >= 0 && sequence <= end && (sequence == end || get(sequence) != null);
  }
}
