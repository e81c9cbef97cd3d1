package io.strowger.smpp.link;

import io.strowger.smpp.link.CarrierSettings.Profile;
import io.strowger.smpp.session.LinkEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * cancel_sm that wait for room in a window. They are a courtesy: beyond a bound the oldest goes.
 */
final class CancelQueue {
  /** Names a cancel_sm while it waits for its answer, which nobody needs. */
  enum Handle {
    CANCEL
  }

  private static final int WAITING_MAX = 1_000;

  private final Deque<LinkEvent.Cancel> waiting = new ArrayDeque<>();

  void add(String messageId, String destination, @Nullable String sender, Profile profile) {
    if (messageId.isEmpty()) {
      return;
    }
    if (waiting.size() >= WAITING_MAX) {
      var _ = waiting.pollFirst();
    }
    waiting.addLast(
        new LinkEvent.Cancel(
            profile.serviceType(),
            messageId,
            MessageParts.source(sender, profile),
            MessageParts.destination(destination, profile),
            Handle.CANCEL));
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  void pump(List<LinkBind> binds, long now) {
    for (LinkBind bind : binds) {
      while (!waiting.isEmpty() && bind.windowFree() > 0 && !bind.congested()) {
        bind.apply(waiting.removeFirst(), now);
      }
    }
  }
}
