package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Memory and history as one list, newest first, each message once and as it is now. */
final class MessageSearch {
  private MessageSearch() {}

  static List<Message> search(Collection<Entry> inMemory, MessageStore store, MessageQuery query) {
    TreeMap<MessageId, Message> found = new TreeMap<>(Comparator.reverseOrder());
    for (Message message : store.search(query)) {
      found.put(message.id(), message);
    }
    for (Entry entry : inMemory) {
      Message message = entry.committed();
      if (message != null && matches(message, query)) {
        found.put(message.id(), message);
        if (found.size() > query.limit()) {
          found.pollLastEntry();
        }
      }
    }
    return found.values().stream().limit(query.limit()).toList();
  }

  static boolean matches(Message message, MessageQuery query) {
    return (query.account() == null || query.account().equals(message.spec().account()))
        && (query.to() == null || query.to().equals(message.spec().to().e164()))
        && (query.clientState() == null || query.clientState().equals(message.clientState()))
        && message.spec().acceptedAtMillis() >= query.sinceMillis()
        && (query.before() == null || message.id().compareTo(query.before()) < 0);
  }
}
