package io.strowger.gateway.store;

import io.strowger.gateway.delivery.StoreChange;
import io.strowger.gateway.message.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which journal rows are still needed, and for what. A row is needed while it holds the opening of
 * a message that is not yet final and in history, something kept, or an annotation that history has
 * not taken. Rows go strictly from the oldest: so an opening that is still there has everything
 * younger that was said about its message.
 *
 * <pre>
 * trimmed | row 17: 2 needed | row 18: 0 | row 19: 50 | ... | row 90: 47   next append
 * </pre>
 *
 * When few needed bytes hold back much journal, the oldest are carried forward: opened once more in
 * a later row, as they are by then. For one thread at a time.
 */
final class Ledger {
  /** Beside the changes of a commit, so many items may be carried forward with it. */
  private static final int CARRIED_AT_LEAST = 16;

  private static final LedgerItem NOTHING = new LedgerItem();

  private final long carryFloorBytes;
  private final Map<Long, LedgerItem> open = new HashMap<>();
  private final Map<Long, LedgerItem> kept = new HashMap<>();
  private final ArrayDeque<LedgerRow> rows = new ArrayDeque<>();
  private final List<LedgerSlot> emptied = new ArrayList<>();
  private LedgerSlot current;
  private long journalBytes;
  private long neededBytes;

  /**
   * @param carryFloorBytes in a journal smaller than this nothing is carried forward
   */
  Ledger(LedgerSlot current, long carryFloorBytes) {
    this.current = current;
    this.carryFloorBytes = carryFloorBytes;
  }

  /** The changes of a commit with what each is about; in force only once applied. */
  static final class Prepared {
    private final List<StoreChange> changes;
    private final List<LedgerItem> items;
    private final List<LedgerItem> carriedItems = new ArrayList<>();
    private final List<StoreChange> carried = new ArrayList<>();
    private boolean opens;

    private Prepared(List<StoreChange> changes) {
      this.changes = changes;
      this.items = new ArrayList<>(changes.size());
    }

    boolean opens() {
      return opens;
    }

    /** Openings and kept records to be written once more, before the changes. */
    List<StoreChange> carried() {
      return carried;
    }
  }

  LedgerSlot current() {
    return current;
  }

  /** Messages opened from now on are encrypted with another key. */
  void roll(LedgerSlot next) {
    LedgerSlot before = current;
    current = next;
    if (before.isEmpty()) {
      emptied.add(before);
    }
  }

  /** Slots that nobody will need again, each given once. */
  List<LedgerSlot> takeEmptied() {
    if (emptied.isEmpty()) {
      return List.of();
    }
    List<LedgerSlot> taken = new ArrayList<>(emptied);
    emptied.clear();
    // A slot that was filled again while the journal was replayed is not over.
    taken.removeIf(slot -> !slot.isEmpty());
    return taken;
  }

  @Nullable LedgerItem openItem(long order) {
    return open.get(order);
  }

  Collection<LedgerItem> openItems() {
    return open.values();
  }

  int openCount() {
    return open.size();
  }

  /** Rows below this number may go. The last row always stays, for the sake of its number. */
  long firstNeeded(long last) {
    while (!rows.isEmpty() && !rows.getFirst().isNeeded() && rows.getFirst().lsn() < last) {
      journalBytes -= rows.removeFirst().bytes();
    }
    return rows.isEmpty() ? last : rows.getFirst().lsn();
  }

  /** What the journal holds from the first needed row on. */
  long journalBytes() {
    return journalBytes;
  }

  /**
   * @throws IllegalArgumentException when a change does not fit what is stored; nothing has changed
   */
  Prepared prepare(List<StoreChange> changes) {
    Prepared prepared = new Prepared(changes);
    boolean complete = false;
    try {
      for (int i = 0; i < changes.size(); i++) {
        StoreChange change = changes.get(i);
        prepared.items.add(itemOf(change));
        prepared.opens |= change instanceof StoreChange.Opened;
      }
      complete = true;
    } finally {
      if (!complete) {
        undo(prepared);
      }
    }
    if (journalBytes >= carryFloorBytes && neededBytes * 2 < journalBytes) {
      pickCarried(prepared, changes.size() + CARRIED_AT_LEAST);
    }
    return prepared;
  }

  private LedgerItem itemOf(StoreChange change) {
    return switch (change) {
      case StoreChange.Opened opened -> {
        LedgerItem item = new LedgerItem(opened.message());
        if (open.putIfAbsent(opened.message().id().order(), item) != null) {
          throw new IllegalArgumentException("opened twice: " + opened.message().id());
        }
        yield item;
      }
      case StoreChange.Replaced replaced -> known(replaced.message());
      case StoreChange.Updated updated -> known(updated.message());
      case StoreChange.Closed closed -> {
        requireFinal(closed.message());
        LedgerItem item = known(closed.message());
        item.closing(true);
        yield item;
      }
      case StoreChange.Annotated annotated -> {
        requireFinal(annotated.message());
        yield new LedgerItem(annotated.message());
      }
      case StoreChange.Keep keep -> new LedgerItem(keep.kept());
      // Its place in the list is all that is needed of it.
      case StoreChange.Drop _ -> NOTHING;
    };
  }

  private LedgerItem known(Message message) {
    LedgerItem item = open.get(message.id().order());
    if (item == null || item.isClosing()) {
      throw new IllegalArgumentException("not open: " + message.id());
    }
    return item;
  }

  private static void requireFinal(Message message) {
    if (!message.isFinal()) {
      throw new IllegalArgumentException("not final: " + message.id());
    }
  }

  /** The commit did not happen. */
  void undo(Prepared prepared) {
    for (int i = 0; i < prepared.items.size(); i++) {
      prepared.items.get(i).closing(false);
      if (prepared.changes.get(i) instanceof StoreChange.Opened opened) {
        open.remove(opened.message().id().order());
      }
    }
  }

  private void pickCarried(Prepared prepared, int max) {
    int visited = 0;
    for (LedgerRow row : rows) {
      for (LedgerItem item : row.items()) {
        StoreChange again = item.row() == row ? item.again() : null;
        if (again != null) {
          prepared.carriedItems.add(item);
          prepared.carried.add(again);
        }
      }
      if (++visited >= max || prepared.carried.size() >= max) {
        return;
      }
    }
  }

  /**
   * The commit is durable.
   *
   * @return the messages that became final or were annotated, without texts
   */
  List<FinalMessage> apply(Prepared prepared, long lsn, int bytes) {
    LedgerRow row = addRow(lsn, bytes);
    List<LedgerItem> settled = new ArrayList<>(prepared.carriedItems);
    List<FinalMessage> finals = new ArrayList<>();
    int share = bytes / Math.max(1, prepared.changes.size() + settled.size());
    for (LedgerItem item : prepared.carriedItems) {
      leave(item);
      settle(item, row, share);
    }
    for (int i = 0; i < prepared.changes.size(); i++) {
      LedgerItem item = prepared.items.get(i);
      switch (prepared.changes.get(i)) {
        case StoreChange.Opened _ -> {
          settle(item, row, share);
          settled.add(item);
        }
        case StoreChange.Replaced replaced -> {
          LedgerItem again = new LedgerItem(replaced.message());
          reopen(again, replaced.message(), row, share, current);
          settled.add(again);
        }
        case StoreChange.Updated updated -> item.message(updated.message());
        case StoreChange.Closed closed -> finals.add(close(item, closed.message()));
        case StoreChange.Annotated annotated -> finals.add(annotate(annotated.message(), row));
        case StoreChange.Keep keep -> {
          keep(keep.kept().sequence(), item, row, share, current);
          settled.add(item);
        }
        case StoreChange.Drop drop -> drop(drop.sequence());
      }
    }
    row.items(settled);
    return finals;
  }

  LedgerRow addRow(long lsn, int bytes) {
    LedgerRow row = new LedgerRow(lsn, bytes);
    rows.addLast(row);
    journalBytes += bytes;
    return row;
  }

  /** The item would now be recovered from this row, its text with the current key. */
  private void settle(LedgerItem item, LedgerRow row, int bytes) {
    settle(item, row, bytes, current);
  }

  void settle(LedgerItem item, LedgerRow row, int bytes, LedgerSlot slot) {
    item.row(row, bytes);
    row.need();
    neededBytes += bytes;
    if (item.hasSecret()) {
      item.slot(slot);
      slot.enter();
    }
  }

  private void leave(LedgerItem item) {
    LedgerRow row = item.row();
    if (row != null) {
      row.release();
      neededBytes -= item.bytes();
    }
    leaveSlot(item);
  }

  private void leaveSlot(LedgerItem item) {
    LedgerSlot slot = item.slot();
    if (slot != null) {
      item.slot(null);
      slot.leave();
      if (slot.isEmpty() && slot != current) {
        emptied.add(slot);
      }
    }
  }

  /** Puts a recovered opening in force, in place of an earlier one of the same message. */
  void reopen(LedgerItem item, Message message, LedgerRow row, int bytes, LedgerSlot slot) {
    LedgerItem before = open.put(message.id().order(), item);
    if (before != null) {
      leave(before);
      before.forget();
    }
    settle(item, row, bytes, slot);
  }

  FinalMessage close(LedgerItem item, Message message) {
    open.remove(message.id().order());
    leaveSlot(item);
    item.forget();
    neededBytes -= item.bytes();
    LedgerRow row = item.row();
    if (row == null) {
      throw new IllegalStateException("closed before it was stored: " + message.id());
    }
    return new FinalMessage(shredded(message), row, false);
  }

  FinalMessage annotate(Message message, LedgerRow row) {
    row.need();
    return new FinalMessage(shredded(message), row, true);
  }

  void keep(long sequence, LedgerItem item, LedgerRow row, int bytes, LedgerSlot slot) {
    drop(sequence);
    kept.put(sequence, item);
    settle(item, row, bytes, slot);
  }

  void drop(long sequence) {
    LedgerItem item = kept.remove(sequence);
    if (item != null) {
      leave(item);
      item.forget();
    }
  }

  private static Message shredded(Message message) {
    return new Message(message.spec().shredded(), message.state(), message.attempts());
  }
}
