package io.strowger.gateway.store;

import io.strowger.gateway.delivery.KeptData;
import io.strowger.gateway.delivery.KeptRecord;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rebuilds from the journal what was in force when it was last written. */
final class Replay {
  private final Ledger ledger;
  private final Map<Long, LedgerSlot> slots = new HashMap<>();
  private final Map<Long, FinalMessage> finals = new LinkedHashMap<>();
  private final List<FinalMessage> superseded = new ArrayList<>();
  private final Map<Long, Annotation> annotations = new LinkedHashMap<>();
  private final TreeMap<Long, KeptRecord> kept = new TreeMap<>();
  private final Map<Long, Message> unreadable = new HashMap<>();
  private long lastOrder;

  /** A late change of a message whose opening is trimmed already, so that history has it. */
  record Annotation(JournalRecord.Moved moved, LedgerRow row) {}

  Replay(Ledger ledger) {
    this.ledger = ledger;
  }

  void row(long lsn, int bytes, CommitDecoder.Commit commit) {
    LedgerRow row = ledger.addRow(lsn, bytes);
    LedgerSlot slot = slots.computeIfAbsent(commit.keyId(), LedgerSlot::new);
    List<LedgerItem> settled = new ArrayList<>();
    int share = bytes / Math.max(1, commit.records().size());
    for (JournalRecord record : commit.records()) {
      switch (record) {
        case JournalRecord.Opened opened -> {
          Message message = opened.message();
          LedgerItem item = new LedgerItem(message);
          ledger.reopen(item, message, row, share, slot);
          settled.add(item);
          see(message.id().order());
          if (opened.readable()) {
            unreadable.remove(message.id().order());
          } else {
            unreadable.put(message.id().order(), message);
          }
        }
        case JournalRecord.Moved moved -> {
          see(moved.id().order());
          move(moved, row);
        }
        case JournalRecord.Kept(KeptRecord one) -> {
          LedgerItem item = new LedgerItem(one);
          ledger.keep(one.sequence(), item, row, share, slot);
          settled.add(item);
          kept.put(one.sequence(), one);
        }
        case JournalRecord.Dropped dropped -> {
          ledger.drop(dropped.sequence());
          kept.remove(dropped.sequence());
        }
      }
    }
    row.items(settled);
  }

  private void see(long order) {
    lastOrder = Math.max(lastOrder, order);
  }

  private void move(JournalRecord.Moved moved, LedgerRow row) {
    long order = moved.id().order();
    LedgerItem item = ledger.openItem(order);
    Message before = item == null ? null : item.message();
    if (item != null && before != null) {
      Message now = new Message(before.spec(), moved.state(), moved.attempts());
      if (now.isFinal()) {
        finals.put(order, ledger.close(item, now));
        unreadable.remove(order);
      } else {
        item.message(now);
      }
      return;
    }
    FinalMessage known = finals.get(order);
    if (known != null) {
      Message now = new Message(known.message().spec(), moved.state(), moved.attempts());
      superseded.add(known);
      finals.put(order, ledger.annotate(now, row));
    } else if (moved.annotates()) {
      row.need();
      Annotation older = annotations.put(order, new Annotation(moved, row));
      if (older != null) {
        older.row().release();
      }
    }
  }

  /** Slots of the journal, by key; those without an open message may be shredded. */
  Map<Long, LedgerSlot> slots() {
    return slots;
  }

  List<Message> open() {
    List<Message> open = new ArrayList<>(ledger.openCount());
    for (LedgerItem item : ledger.openItems()) {
      Message message = item.message();
      if (message != null) {
        open.add(message);
      }
    }
    open.sort((a, b) -> a.id().compareTo(b.id()));
    return open;
  }

  /** Final messages of the journal; history may lack them. */
  List<FinalMessage> finals() {
    List<FinalMessage> all = new ArrayList<>(finals.size() + superseded.size());
    // An older copy goes first: its row, too, is needed until history has the message.
    for (FinalMessage older : superseded) {
      all.add(new FinalMessage(older.message(), older.row(), true));
    }
    for (FinalMessage last : finals.values()) {
      all.add(new FinalMessage(last.message(), last.row(), true));
    }
    return all;
  }

  List<Annotation> annotations() {
    return List.copyOf(annotations.values());
  }

  List<KeptRecord> kept() {
    return List.copyOf(kept.values());
  }

  /** Kept records whose key is gone: there should be none. */
  long unreadableKept() {
    return kept.values().stream()
        .filter(one -> one instanceof KeptData data && isShredded(data.secret()))
        .count();
  }

  private static boolean isShredded(@Nullable Secret secret) {
    return secret != null && secret.isShredded();
  }

  /** Open messages whose key is gone: there should be none. */
  List<Message> unreadable() {
    return List.copyOf(unreadable.values());
  }

  long lastOrder() {
    return lastOrder;
  }
}
