package io.strowger.gateway.guard;

import io.strowger.gateway.account.Quota;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Quotas over sliding windows, for many keys. Never more than a quota's count is admitted in any
 * span of its length.
 *
 * <p>Small quotas share one row for each key, with the times of the latest admissions, newest
 * first: a quota of n is used up while the n-th latest is inside its window. A large quota has a
 * row of its own with counts of thirtieths of the window, in a ring, and their sum; the oldest, of
 * which a part is outside already, counts in full, so that such a quota may be strict by up to a
 * thirtieth of its time.
 *
 * <pre>
 *   exact: | key | over at | newest | second | …        times
 *   parts: | key | over at | oldest part | sum | ring of 32 counts, two in each long |
 * </pre>
 */
final class WindowTable {
  private static final int EXACT_MAX = 32;
  private static final int PARTS = 30;
  private static final long PART_MIN_MILLIS = 128;

  /** A window touches no more than 32 parts, so that a place is the part's last bits. */
  private static final int RING = 32;

  private static final int COUNT_MAX = Integer.MAX_VALUE;

  private static final int OLDEST = RowTable.PAYLOAD;
  private static final int SUM = RowTable.PAYLOAD + 1;
  private static final int COUNTS = RowTable.PAYLOAD + 2;
  private static final int PARTS_WIDTH = COUNTS - RowTable.PAYLOAD + RING / 2;

  private final Quota[] quotas;
  private final RowTable table;
  private final int slots;
  private final long longest;

  /** How long one part lasts; 0 when the times themselves are kept. */
  private final long part;

  private WindowTable(Collection<Quota> quotas, boolean exact, Memory memory) {
    this.quotas = quotas.toArray(Quota[]::new);
    this.longest = quotas.stream().mapToLong(Quota::windowMillis).max().orElse(0);
    this.part = exact ? 0 : Math.max(PART_MIN_MILLIS, Math.ceilDiv(longest, PARTS));
    this.slots = exact ? quotas.stream().mapToInt(Quota::count).max().orElse(1) : PARTS_WIDTH;
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
   * Where the key is counted; {@link RowTable#NONE} when nothing is, so that one more may be.
   *
   * @param key not 0
   */
  int find(long key, long now) {
    return table.find(key, now);
  }

  /**
   * How long until one more is within every quota; 0 for now.
   *
   * @param row as it was found last
   * @param halved only half of each count, rounded up, is to be had
   */
  long waitMillis(int row, boolean halved, long now) {
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
    long first = Math.floorDiv(now - longest, part);
    long oldest = cells[row + OLDEST];
    long inside = first - oldest >= RING ? 0 : cells[row + SUM];
    while (inside > 0 && oldest < first) {
      inside -= countOf(row, oldest++);
    }
    long wait = 0;
    while (inside >= count) {
      inside -= countOf(row, oldest);
      // Every admission counted in this part is outside the window then.
      wait = (oldest + 1) * part + longest - now;
      oldest++;
    }
    return wait;
  }

  /** Lets go of the parts that are outside the window. */
  private void turn(int row, long at) {
    long[] cells = table.cells();
    long first = Math.floorDiv(at - longest, part);
    long oldest = cells[row + OLDEST];
    if (first - oldest >= RING) {
      cells[row + SUM] = 0;
      Arrays.fill(cells, row + COUNTS, row + COUNTS + RING / 2, 0);
    } else {
      for (long over = oldest; over < first; over++) {
        add(row, over, -countOf(row, over));
      }
    }
    cells[row + OLDEST] = Math.max(first, oldest);
  }

  private int countOf(int row, long which) {
    int place = (int) which & (RING - 1);
    return (int) (table.cells()[row + COUNTS + (place >> 1)] >>> shift(place));
  }

  private void add(int row, long which, int count) {
    int place = (int) which & (RING - 1);
    table.cells()[row + COUNTS + (place >> 1)] += (long) count << shift(place);
    table.cells()[row + SUM] += count;
  }

  private static int shift(int place) {
    return (place & 1) * Integer.SIZE;
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
    if (part == 0) {
      put(row + RowTable.PAYLOAD, at);
    } else {
      count(row, at);
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

  private void count(int row, long at) {
    turn(row, at);
    long which = at / part;
    // At a restart, what is older than the window may come.
    if (which >= table.cells()[row + OLDEST] && countOf(row, which) < COUNT_MAX) {
      add(row, which, 1);
    }
  }

  /** Undoes what was recorded at that time. */
  void takeBack(long key, long at) {
    int row = table.find(key, at);
    if (row == RowTable.NONE) {
      return;
    }
    if (part == 0) {
      remove(row + RowTable.PAYLOAD, at);
    } else if (at / part >= table.cells()[row + OLDEST] && countOf(row, at / part) > 0) {
      add(row, at / part, -1);
    }
  }

  private void remove(int first, long at) {
    long[] cells = table.cells();
    for (int i = 0; i < slots; i++) {
      if (cells[first + i] == at) {
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
