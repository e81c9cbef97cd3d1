package io.strowger.gateway.guard;

import io.strowger.gateway.guard.Decision.SameAs;
import io.strowger.gateway.message.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * The two latest texts of each number, for a little while: a client that sends one again, since it
 * missed the answer or its user pressed twice, is answered with the first. When there is no memory
 * left, the text counts as a new one.
 *
 * <pre>
 *   row: | number | over at | text hash, id high, id low, same until, message expires | … older … |
 * </pre>
 */
final class SameText {
  private static final int TEXTS = 2;
  private static final int HASH = 0;
  private static final int ID_HIGH = 1;
  private static final int ID_LOW = 2;
  private static final int UNTIL = 3;
  private static final int EXPIRES = 4;
  private static final int WIDTH = 5;

  private final RowTable table;

  SameText(Memory memory) {
    this.table = memory.table(TEXTS * WIDTH);
  }

  @Nullable SameAs find(long number, long textHash, long now) {
    int row = table.find(number, now);
    if (row == RowTable.NONE) {
      return null;
    }
    long[] cells = table.cells();
    for (int text = 0; text < TEXTS; text++) {
      int at = row + RowTable.PAYLOAD + text * WIDTH;
      if (cells[at + HASH] == textHash && cells[at + UNTIL] > now) {
        return new SameAs(
            new MessageId(cells[at + ID_HIGH], cells[at + ID_LOW]), cells[at + EXPIRES]);
      }
    }
    return null;
  }

  /**
   * @param until from when on the same text is a new message; at most when this one expires
   */
  void add(long number, long textHash, SameAs first, long until, long now) {
    int row = table.findOrAdd(number, now);
    if (row == RowTable.NONE) {
      return;
    }
    long[] cells = table.cells();
    int at = row + RowTable.PAYLOAD;
    System.arraycopy(cells, at, cells, at + WIDTH, WIDTH);
    cells[at + HASH] = textHash;
    cells[at + ID_HIGH] = first.id().high();
    cells[at + ID_LOW] = first.id().low();
    cells[at + UNTIL] = until;
    cells[at + EXPIRES] = first.expiresAtMillis();
    table.keep(row, Math.max(table.keptUntil(row), until));
  }

  /** The message came to nothing: the same text is a new one from now on. */
  void forget(long number, MessageId id, long now) {
    int row = table.find(number, now);
    if (row == RowTable.NONE) {
      return;
    }
    long[] cells = table.cells();
    for (int text = 0; text < TEXTS; text++) {
      int at = row + RowTable.PAYLOAD + text * WIDTH;
      if (cells[at + ID_HIGH] == id.high() && cells[at + ID_LOW] == id.low()) {
        cells[at + UNTIL] = 0;
      }
    }
  }

  void clear() {
    table.clear();
  }
}
