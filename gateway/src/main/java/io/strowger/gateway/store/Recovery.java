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
   * @param unwritten what history may lack
   */
  record Found(Recovered recovered, List<FinalMessage> unwritten) {}

  /**
   * @throws IOException when a row is damaged, or the key of an open message is missing
   */
  Found run(Replay replay, long nowMillis) throws IOException {
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
    if (replay.unreadableKept() > 0) {
      throw new IOException(
          "the data keys of " + replay.unreadableKept() + " kept records are missing");
    }
    Set<Long> needed = new HashSet<>();
    for (LedgerSlot slot : replay.slots().values()) {
      if (!slot.isEmpty()) {
        needed.add(slot.keyId());
      }
    }
    keys.begin(lastKeyId, needed, nowMillis);
    List<FinalMessage> unwritten = new ArrayList<>(replay.finals());
    unwritten.addAll(annotated(replay));
    long lastOrder = Math.max(replay.lastOrder(), history.lastKey());
    return new Found(
        new Recovered(replay.open(), recent(unwritten, nowMillis), replay.kept(), lastOrder),
        unwritten);
  }

  /** Late changes of messages that only history knows. */
  private List<FinalMessage> annotated(Replay replay) {
    List<FinalMessage> annotated = new ArrayList<>();
    for (Replay.Annotation annotation : replay.annotations()) {
      JournalRecord.Moved moved = annotation.moved();
      Message stored = history.find(moved.id().order());
      if (stored == null) {
        // Its history file is older than the retention, and gone.
        annotation.row().release();
      } else {
        Message now = new Message(stored.spec(), moved.state(), moved.attempts());
        annotated.add(new FinalMessage(now, annotation.row(), true));
      }
    }
    return annotated;
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
  private List<Message> recent(List<FinalMessage> unwritten, long nowMillis) {
    long since = Math.max(1, nowMillis - settings.recentAge().toMillis());
    MessageQuery query = new MessageQuery(null, null, null, since, null, 1);
    Map<Long, Message> inJournal = new HashMap<>();
    for (FinalMessage entry : unwritten) {
      if (WriteBehind.matches(entry.message(), query)) {
        inJournal.put(entry.key(), entry.message());
      }
    }
    List<Message> newestFirst =
        history.search(query, new ArrayList<>(inJournal.values()), settings.recentMax());
    return newestFirst.reversed();
  }
}
