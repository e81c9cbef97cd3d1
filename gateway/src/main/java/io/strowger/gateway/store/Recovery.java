package io.strowger.gateway.store;

import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.delivery.MessageStore.Recovered;
import io.strowger.gateway.message.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** Reads the journal, and from history what is recent. */
final class Recovery {
  private final StoreSettings settings;
  private final Journal journal;
  private final History history;
  private final DataKeys keys;
  private final Map<Long, Optional<SecretKey>> loaded = new HashMap<>();
  private long lastKeyId;

  Recovery(StoreSettings settings, Journal journal, History history, DataKeys keys) {
    this.settings = settings;
    this.journal = journal;
    this.history = history;
    this.keys = keys;
  }

  /**
   * @throws IOException when a row is damaged, or the key of an open message is missing
   */
  Recovered run(Replay replay, long nowMillis) throws IOException {
    CommitDecoder decoder = new CommitDecoder(this::key);
    journal.scan((lsn, body) -> {
      try {
        CommitDecoder.Commit commit = decoder.decode(lsn, body);
        lastKeyId = Math.max(lastKeyId, commit.keyId());
        replay.row(lsn, body.length, commit);
      } catch (DamagedException e) {
        throw new IOException("journal row " + lsn + " is damaged: " + e.getMessage(), e);
      }
    });
    List<Message> unreadable = replay.unreadable();
    if (!unreadable.isEmpty()) {
      throw new IOException(
          "the data keys of "
              + unreadable.size()
              + " open messages are missing, the first is "
              + unreadable.getFirst().id());
    }
    Set<Long> needed = new HashSet<>();
    for (LedgerSlot slot : replay.slots().values()) {
      if (!slot.isEmpty()) {
        needed.add(slot.keyId());
      }
    }
    keys.begin(lastKeyId, needed, nowMillis);
    return new Recovered(
        replay.open(),
        recent(replay, nowMillis),
        replay.held(),
        Math.max(replay.lastOrder(), history.lastKey()));
  }

  private @Nullable SecretKey key(long id) {
    return loaded
        .computeIfAbsent(
            id,
            missing -> {
              try {
                return Optional.ofNullable(keys.load(missing));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .orElse(null);
  }

  /** Oldest first. */
  private List<Message> recent(Replay replay, long nowMillis) {
    long since = Math.max(1, nowMillis - settings.recentAge().toMillis());
    MessageQuery query = new MessageQuery(null, null, null, since, null, 1);
    Map<Long, Message> inJournal = new HashMap<>();
    for (FinalMessage entry : replay.finals()) {
      if (WriteBehind.matches(entry.message(), query)) {
        inJournal.put(entry.key(), entry.message());
      }
    }
    List<Message> newestFirst =
        history.search(query, new ArrayList<>(inJournal.values()), settings.recentMax());
    return newestFirst.reversed();
  }
}
