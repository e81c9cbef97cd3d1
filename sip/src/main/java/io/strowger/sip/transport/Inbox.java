package io.strowger.sip.transport;

import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipReading;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What waits for the owner, in one order for all. Filled on the event loop, emptied by the owner's
 * executor in batches.
 *
 * <pre>
 * 0 ........ low ........ high ........ max
 *   reading   | resumes    | streams     | datagrams are
 *                            pause         dropped too
 * </pre>
 */
final class Inbox {
  /** After so many the owner's executor may do something else, such as its timers. */
  private static final int BATCH_MAX = 256;

  sealed interface Event {
    record Received(SipReading reading, Flow flow) implements Event {}

    record SendFailed(SipMessage message, String cause) implements Event {}

    record Closed(Flow flow, String cause) implements Event {}
  }

  private final Executor owner;
  private final SipTransportListener listener;
  private final Runnable resume;
  private final int max;
  private final Queue<Event> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicBoolean draining = new AtomicBoolean();
  private volatile boolean paused;

  /**
   * @param resume asks for streams to be read again; called by the owner's executor
   */
  Inbox(Executor owner, SipTransportListener listener, int max, Runnable resume) {
    this.owner = owner;
    this.listener = listener;
    this.max = max;
    this.resume = resume;
  }

  boolean full() {
    return size.get() >= max;
  }

  /** True when streams are to rest; they are told when to go on. */
  boolean pausing() {
    if (size.get() < max / 2) {
      return false;
    }
    paused = true;
    // The owner may have emptied it just before it could see that somebody rests.
    resumeWhenLow();
    return true;
  }

  private void resumeWhenLow() {
    if (paused && size.get() <= max / 4) {
      paused = false;
      resume.run();
    }
  }

  /** Always taken: who may not add more asks before. */
  void add(Event event) {
    size.incrementAndGet();
    queue.add(event);
    wake();
  }

  private void wake() {
    if (draining.compareAndSet(false, true)) {
      try {
        owner.execute(this::drain);
      } catch (RejectedExecutionException e) {
        // The owner is gone; so is all interest in what came.
        queue.clear();
      }
    }
  }

  private void drain() {
    try {
      for (int i = 0; i < BATCH_MAX; i++) {
        Event event = queue.poll();
        if (event == null) {
          break;
        }
        size.decrementAndGet();
        switch (event) {
          case Event.Received(SipReading reading, Flow flow) -> listener.received(reading, flow);
          case Event.SendFailed(SipMessage message, String cause) ->
              listener.sendFailed(message, cause);
          case Event.Closed(Flow flow, String cause) -> listener.closed(flow, cause);
        }
      }
      listener.settled();
    } finally {
      resumeWhenLow();
      draining.set(false);
      if (!queue.isEmpty()) {
        wake();
      }
    }
  }
}
