package io.strowger.gateway.sms;

import io.strowger.gateway.delivery.DispatchEvent;

/** Where news of the carriers goes: the dispatcher's queue. Any thread; must not block. */
@FunctionalInterface
public interface EventSink {
  void post(DispatchEvent event);
}
