package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

  /** Memory knows better than history how a message stands; each counts once. */
  static AffectedReport affected(
      Collection<Entry> inMemory, MessageStore store, AffectedQuery query) {
    AffectedReport.Builder report = new AffectedReport.Builder(query);
    Set<Long> seen = new HashSet<>();
    for (Entry entry : inMemory) {
      Message message = entry.committed();
      if (message != null && message.spec().acceptedAtMillis() >= query.sinceMillis()) {
        Affected affected = Affected.of(message);
        seen.add(message.id().order());
        if (affected != null) {
          report.add(affected);
        }
      }
    }
    store.affected(
        query.sinceMillis(),
        query.untilMillis(),
        affected -> {
          if (!seen.contains(affected.key())) {
            report.add(affected);
          }
        });
    return report.build();
  }

  static boolean matches(Message message, MessageQuery query) {
    return (query.account() == null || query.account().equals(message.spec().account()))
        && (query.to() == null || query.to().equals(message.spec().to().e164()))
        && (query.clientState() == null || query.clientState().equals(message.clientState()))
        && message.spec().acceptedAtMillis() >= query.sinceMillis()
        && (query.before() == null || message.id().compareTo(query.before()) < 0);
  }
}
