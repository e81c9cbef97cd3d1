package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Message;
import java.util.List;

/** Hears of committed changes, in order, on the dispatcher's thread; must not block. */
public interface StatusListener {
  /** Each message whose client state changed, as it is now. */
  void changed(List<Message> messages, long nowMillis);
}
