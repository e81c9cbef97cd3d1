package io.strowger.gateway.esme;

import io.strowger.gateway.message.MessageId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names that clients know messages by and that are no message id in themselves: the 8 characters of
 * SMPP 3.3, and what parts were answered with. The latest are kept, in memory alone: after a
 * restart query_sm and cancel_sm know such a name no more, receipts still carry it.
 */
final class EsmeNames {
  private static final int KEPT_MAX = 100_000;

  private record Name(String account, String text) {}

  private final Map<Name, MessageId> byName =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, MessageId> eldest) {
          return size() > KEPT_MAX;
        }
      };

  synchronized void remember(String account, String name, MessageId id) {
    byName.put(new Name(account, name), id);
  }

  /** Null when no message has this name, or none has any more. */
  synchronized @Nullable MessageId find(String account, String name) {
    MessageId known = byName.get(new Name(account, name));
    if (known != null) {
      return known;
    }
    try {
      return MessageId.parse(name);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
