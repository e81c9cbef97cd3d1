package io.strowger.gateway.http;

import io.strowger.gateway.delivery.StatusListener;
import io.strowger.gateway.message.ApprovalResult;
import io.strowger.gateway.message.Message;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * From the dispatcher to the event streams: an append for each change, and a wake for each loop.
 */
final class EventHub implements StatusListener {
  private final EventRing ring;
  private final int streamsMax;
  private final String epoch;
  private final AtomicInteger streams = new AtomicInteger();
  private final List<EventStreams> loops = new CopyOnWriteArrayList<>();

  /**
   * @param startedAtMillis tells the ids of one run from those of another
   */
  EventHub(int retained, int streamsMax, long startedAtMillis) {
    this.ring = new EventRing(retained);
    this.streamsMax = streamsMax;
    this.epoch = Long.toString(startedAtMillis, Character.MAX_RADIX);
  }

  void add(EventStreams streamsOfLoop) {
    loops.add(streamsOfLoop);
  }

  EventRing ring() {
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

  @Override
  public void changed(List<Message> messages, long nowMillis) {
    for (Message message : messages) {
      ApprovalResult result = ApprovalResult.of(message);
      ring.append(
          message.id(),
          message.spec().account(),
          message.clientState(),
          message.spec().reference(),
          result == null ? null : MessageJson.word(result),
          nowMillis);
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
