package io.strowger.gateway.http;

import io.strowger.gateway.message.MessageId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Messages that clients of another gateway's shape have deleted: what is left of them, without text
 * and code, stays in history for its time and is not shown. The latest are remembered, until a
 * restart.
 */
final class Forgotten {
  static final int KEPT_MAX = 100_000;

  private final Set<MessageId> ids =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<MessageId, Boolean> eldest) {
              return size() > KEPT_MAX;
            }
          });

  synchronized void add(MessageId id) {
    ids.add(id);
  }

  synchronized boolean contains(MessageId id) {
    return ids.contains(id);
  }
}
