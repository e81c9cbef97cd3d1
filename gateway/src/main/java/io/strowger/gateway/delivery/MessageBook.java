package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Every open message, and those that became final not long ago, with the keys they are found by:
 * id, carrier id, idempotency key. Written by the dispatcher's thread; ids may be read by any.
 */
final class MessageBook {
  /** Which part of which attempt a carrier's id names. */
  record Part(Entry entry, int ordinal, int part) {}

  /** What a repeated idempotency key is compared with and answered from. */
  record FirstRequest(MessageId id, long requestHash, long expiresAtMillis) {}

  private record IdempotencyKey(String account, String key) {}

  private static final int MAX_IDEMPOTENCY_KEYS = 1_000_000;

  private final ConcurrentHashMap<MessageId, Entry> byId = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Part>> byCarrierId = new HashMap<>();
  private final LinkedHashMap<IdempotencyKey, FirstRequest> byIdempotencyKey =
      new LinkedHashMap<>();

  /** In order of acceptance. */
  private final LinkedHashSet<Entry> open = new LinkedHashSet<>();

  private final ArrayDeque<Entry> recent = new ArrayDeque<>();

  int openCount() {
    return open.size();
  }

  void addOpen(Entry entry) {
    Message message = entry.current();
    byId.put(message.id(), entry);
    open.add(entry);
    index(entry, message);
  }

  void addRecent(Entry entry) {
    Message message = entry.current();
    byId.put(message.id(), entry);
    recent.addLast(entry);
    index(entry, message);
  }

  private void index(Entry entry, Message message) {
    for (Attempt attempt : message.attempts()) {
      indexParts(entry, attempt);
    }
    String key = message.spec().idempotencyKey();
    if (key != null) {
      byIdempotencyKey.put(
          new IdempotencyKey(message.spec().account(), key),
          new FirstRequest(
              message.id(), message.spec().requestHash(), message.spec().expiresAtMillis()));
      if (byIdempotencyKey.size() > MAX_IDEMPOTENCY_KEYS) {
        byIdempotencyKey.pollFirstEntry();
      }
    }
  }

  void indexParts(Entry entry, Attempt attempt) {
    List<String> ids = attempt.carrierIds();
    if (ids.isEmpty()) {
      return;
    }
    Map<String, Part> parts =
        byCarrierId.computeIfAbsent(attempt.choice().carrier(), _ -> new HashMap<>());
    for (int part = 0; part < ids.size(); part++) {
      parts.put(ids.get(part), new Part(entry, attempt.ordinal(), part));
    }
  }

  void forgetParts(Entry entry, Attempt attempt) {
    Map<String, Part> parts = byCarrierId.get(attempt.choice().carrier());
    if (parts != null) {
      for (String id : attempt.carrierIds()) {
        Part part = parts.get(id);
        // A carrier that uses its ids again has moved this one to a later message.
        if (part != null && part.entry() == entry) {
          parts.remove(id);
        }
      }
    }
  }

  /** Lets go of the carrier ids that the entry has and its earlier state did not. */
  void forgetPartsUnknownTo(Message before, Entry entry) {
    for (Attempt attempt : entry.current().attempts()) {
      boolean known =
          attempt.ordinal() <= before.attempts().size()
              && !before.attempts().get(attempt.ordinal() - 1).carrierIds().isEmpty();
      if (!known) {
        forgetParts(entry, attempt);
      }
    }
  }

  /** It was never committed: as if it had not been. */
  void removeOpening(Entry entry) {
    Message message = entry.current();
    byId.remove(message.id());
    open.remove(entry);
    forget(entry, message);
    String key = message.spec().idempotencyKey();
    if (key != null) {
      byIdempotencyKey.remove(new IdempotencyKey(message.spec().account(), key));
    }
  }

  private void forget(Entry entry, Message message) {
    for (Attempt attempt : message.attempts()) {
      forgetParts(entry, attempt);
    }
  }

  void becameFinal(Entry entry) {
    open.remove(entry);
    recent.addLast(entry);
  }

  /** Lets go of final messages that are too old or too many; history has them. */
  void forgetRecent(long finalBeforeMillis, int maxRecent) {
    while (!recent.isEmpty()) {
      Entry oldest = recent.getFirst();
      Message message = oldest.current();
      if (recent.size() <= maxRecent && message.spec().acceptedAtMillis() >= finalBeforeMillis) {
        return;
      }
      recent.removeFirst();
      byId.remove(message.id());
      forget(oldest, message);
    }
  }

  @Nullable Entry find(MessageId id) {
    return byId.get(id);
  }

  @Nullable Part findPart(String carrier, String carrierId) {
    Map<String, Part> parts = byCarrierId.get(carrier);
    return parts == null ? null : parts.get(carrierId);
  }

  @Nullable FirstRequest findFirst(String account, String idempotencyKey) {
    return byIdempotencyKey.get(new IdempotencyKey(account, idempotencyKey));
  }

  /** Any thread; weakly consistent. */
  Collection<Entry> all() {
    return byId.values();
  }

  /** In order of acceptance. */
  Collection<Entry> open() {
    return open;
  }

  /** The message that has been open longest, null when none is. */
  @Nullable Message oldestOpen() {
    return open.isEmpty() ? null : open.getFirst().current();
  }
}
