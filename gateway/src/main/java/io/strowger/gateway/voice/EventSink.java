package io.strowger.gateway.voice;

import io.strowger.gateway.delivery.DispatchEvent;

/** Where news of the calls goes: the dispatcher's queue. Any thread; must not block. */
@FunctionalInterface
public interface EventSink {
  void post(DispatchEvent event);
}
