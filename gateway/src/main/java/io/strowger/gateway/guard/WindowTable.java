package io.strowger.gateway.guard;

import io.strowger.gateway.account.Quota;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Quotas over sliding windows, for many keys. Never more than a quota's count is admitted in any
 * span of its length.
 *
 * <p>Small quotas share one row for each key, with the times of the latest admissions, newest
 * first: a quota of n is used up while the n-th latest is inside its window. A large quota has a
 * row of its own with counts of thirtieths of the window; the oldest, of which a part is outside
 * already, counts in full, so that such a quota may be strict by up to a thirtieth of its time.
 */
final class WindowTable {
  private static final int EXACT_MAX = 32;
  private static final int PARTS = 30;
  private static final int SLOTS = PARTS + 2;
  private static final int COUNT_BITS = 29;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
  private static final long PART_MIN_MILLIS = 128;

  private final Quota[] quotas;
  private final RowTable table;
  private final int slots;
  private final long longest;

  /** How long one slot lasts; 0 when slots hold the times themselves. */
  private final long part;

  private WindowTable(Collection<Quota> quotas, boolean exact, Memory memory) {
    this.quotas = quotas.toArray(Quota[]::new);
    this.longest = quotas.stream().mapToLong(Quota::windowMillis).max().orElse(0);
    this.part = exact ? 0 : Math.max(PART_MIN_MILLIS, Math.ceilDiv(longest, PARTS));
    this.slots = exact ? quotas.stream().mapToInt(Quota::count).max().orElse(1) : SLOTS;
    this.table = memory.table(slots);
  }

  /** As few tables as these quotas need. */
  static List<WindowTable> of(Collection<Quota> quotas, Memory memory) {
    List<WindowTable> tables = new ArrayList<>();
    List<Quota> small = quotas.stream().filter(quota -> quota.count() <= EXACT_MAX).toList();
    if (!small.isEmpty()) {
      tables.add(new WindowTable(small, true, memory));
    }
    for (Quota quota : quotas) {
      if (quota.count() > EXACT_MAX) {
        tables.add(new WindowTable(List.of(quota), false, memory));
      }
    }
    return tables;
  }

  /**
   * How long until one more is within every quota; 0 for now.
   *
   * @param key not 0
   * @param halved only half of each count, rounded up, is to be had
   */
  long waitMillis(long key, boolean halved, long now) {
    int row = table.find(key, now);
    if (row == RowTable.NONE) {
      return 0;
    }
    long wait = 0;
    for (Quota quota : quotas) {
      int count = halved ? (quota.count() + 1) / 2 : quota.count();
      wait =
          Math.max(
              wait, part == 0 ? exactWait(row, count, quota, now) : partsWait(row, count, now));
    }
    return wait;
  }

  private long exactWait(int row, int count, Quota quota, long now) {
    long nth = table.cells()[row + RowTable.PAYLOAD + count - 1];
    return nth == 0 ? 0 : Math.max(0, nth + quota.windowMillis() - now);
  }

  private long partsWait(int row, int count, long now) {
    long[] cells = table.cells();
    int first = row + RowTable.PAYLOAD;
    long inside = 0;
    int live = 0;
    while (live < slots && cells[first + live] != 0 && overAt(cells[first + live]) > now) {
      inside += cells[first + live++] & COUNT_MASK;
    }
    long wait = 0;
    while (inside >= count) {
      long oldest = cells[first + --live];
      inside -= oldest & COUNT_MASK;
      wait = overAt(oldest) - now;
    }
    return wait;
  }

  /** When every admission counted in this slot is outside the window. */
  private long overAt(long slot) {
    return ((slot >>> COUNT_BITS) + 1) * part + longest;
  }

  /**
   * Counts one.
   *
   * @return false when there is no memory to count it in
   */
  boolean record(long key, long at) {
    int row = table.findOrAdd(key, at);
    if (row == RowTable.NONE) {
      return false;
    }
    int first = row + RowTable.PAYLOAD;
    if (part == 0) {
      put(first, at);
    } else {
      count(first, at / part);
    }
    table.keep(row, Math.max(table.keptUntil(row), at + longest + part));
    return true;
  }

  /** Puts a time in its place; at a restart they may come a little out of order. */
  private void put(int first, long at) {
    long[] cells = table.cells();
    int place = 0;
    while (place < slots && cells[first + place] > at) {
      place++;
    }
    if (place < slots) {
      System.arraycopy(cells, first + place, cells, first + place + 1, slots - place - 1);
      cells[first + place] = at;
    }
  }

  private void count(int first, long which) {
    long[] cells = table.cells();
    int place = 0;
    while (place < slots && cells[first + place] >>> COUNT_BITS > which) {
      place++;
    }
    if (place == slots) {
      return;
    }
    if (cells[first + place] >>> COUNT_BITS != which) {
      System.arraycopy(cells, first + place, cells, first + place + 1, slots - place - 1);
      cells[first + place] = which << COUNT_BITS;
    }
    cells[first + place]++;
  }

  /** Undoes what was recorded at that time. */
  void takeBack(long key, long at) {
    int row = table.find(key, at);
    if (row == RowTable.NONE) {
      return;
    }
    long[] cells = table.cells();
    int first = row + RowTable.PAYLOAD;
    for (int i = 0; i < slots; i++) {
      long slot = cells[first + i];
      boolean here = part == 0 ? slot == at : slot >>> COUNT_BITS == at / part;
      if (here && part != 0 && (slot & COUNT_MASK) > 1) {
        cells[first + i]--;
        return;
      }
      if (here) {
        System.arraycopy(cells, first + i + 1, cells, first + i, slots - i - 1);
        cells[first + slots - 1] = 0;
        return;
      }
    }
  }

  void clear() {
    table.clear();
  }
}
