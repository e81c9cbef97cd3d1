package io.strowger.gateway.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** From whoever tells events to their streams: an append for each, and a wake for each loop. */
final class EventHub<E> {
  private final EventRing<E> ring;
  private final int streamsMax;
  private final String epoch;
  private final AtomicInteger streams = new AtomicInteger();
  private final List<EventStreams> loops = new CopyOnWriteArrayList<>();

  /**
   * @param startedAtMillis tells the ids of one run from those of another
   */
  EventHub(int retained, int streamsMax, long startedAtMillis) {
    this.ring = new EventRing<>(retained);
    this.streamsMax = streamsMax;
    this.epoch = Long.toString(startedAtMillis, Character.MAX_RADIX);
  }

  void add(EventStreams streamsOfLoop) {
    loops.add(streamsOfLoop);
  }

  EventRing<E> ring() {
    return ring;
  }

  boolean enter() {
    if (streams.incrementAndGet() <= streamsMax) {
      return true;
    }
    streams.decrementAndGet();
    return false;
  }

  void leave() {
    streams.decrementAndGet();
  }

  /** One caller at a time; never waits. */
  void tell(Iterable<? extends E> events) {
    for (E event : events) {
      ring.append(event);
    }
    if (streams.get() > 0) {
      for (EventStreams loop : loops) {
        loop.wake();
      }
    }
  }

  /** The id of the event before this place, as clients send it back. */
  String idBefore(long sequence) {
    return epoch + "-" + sequence;
  }

  /**
   * Where a client goes on that last saw this id.
   *
   * @return -1 when events since then are no longer held
   */
  long resume(@Nullable String lastEventId) {
    if (lastEventId == null || lastEventId.isEmpty()) {
      return ring.next();
    }
    int dash = lastEventId.lastIndexOf('-');
    if (dash < 0 || !lastEventId.substring(0, dash).equals(epoch)) {
      return -1;
    }
    try {
      long sequence = Long.parseLong(lastEventId.substring(dash + 1));
      return ring.holds(sequence) ? sequence : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
