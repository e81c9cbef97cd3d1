package io.strowger.gateway.guard;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A hash table with rows of so many longs each, that forgets rows by their time. It grows by
 * splitting one small segment after another (extendible hashing), so that no insertion ever moves
 * more than {@value #SEGMENT_ROWS_MAX} rows, and a row that is over makes room before it does.
 *
 * <pre>
 *   directory, by the hash's first bits      segment, by its last bits: linear probing
 *   00 ─▶ ┐
 *   01 ─▶ ┴▶ segment (depth 1)               | key | over at | payload … | key | over at | …
 *   10 ─▶ segment (depth 2)
 *   11 ─▶ segment (depth 2)
 * </pre>
 */
final class RowTable {
  static final int NONE = -1;

  /** Where in a row the payload begins; before it are the key and when the row is over. */
  static final int PAYLOAD = 2;

  private static final int OVER_AT = 1;
  private static final int SEGMENT_ROWS_MIN = 4;
  private static final int SEGMENT_ROWS_MAX = 256;
  private static final int DEPTH_MAX = 20;

  private static final class Segment {
    long[] cells;
    int used;
    final int depth;

    Segment(int rows, int width, int depth) {
      this.cells = new long[rows * width];
      this.depth = depth;
    }
  }

  private final int width;
  private final long rowsMax;
  private final long salt;
  private final MemoryBudget budget;
  private Segment[] directory;
  private int depth;
  private int rows;
  private Segment at;

  /**
   * @param payload longs in each row
   * @param octetsMax what the table may take, at most; about two thirds of its rows can be in use
   * @param salt keeps strangers from choosing keys that meet in one segment
   */
  RowTable(int payload, long octetsMax, long salt, MemoryBudget budget) {
    this.width = PAYLOAD + payload;
    this.rowsMax = octetsMax / octets(1);
    this.salt = salt;
    this.budget = budget;
    this.at = new Segment(SEGMENT_ROWS_MIN, width, 0);
    this.directory = new Segment[] {at};
    // The first segment is for nothing: an account that sends now and then always has it.
    this.rows = SEGMENT_ROWS_MIN;
  }

  /** Spreads a key over all bits (the finalizer of MurmurHash3). */
  static long mix(long key) {
    long h = key;
    h = (h ^ (h >>> 33)) * 0xFF51_AFD7_ED55_8CCDL;
    h = (h ^ (h >>> 33)) * 0xC4CE_B9FE_1A85_EC53L;
    return h ^ (h >>> 33);
  }

  /** Holds the row that was found last, until the next call. */
  long[] cells() {
    return at.cells;
  }

  int rows() {
    return rows;
  }

  /** Everything is forgotten, and its memory given back. */
  void clear() {
    budget.giveBack(octets(rows - SEGMENT_ROWS_MIN));
    at = new Segment(SEGMENT_ROWS_MIN, width, 0);
    directory = new Segment[] {at};
    depth = 0;
    rows = SEGMENT_ROWS_MIN;
  }

  /**
   * Where the row begins in {@link #cells}, {@link #NONE} when there is none or it is over.
   *
   * @param key not 0
   */
  int find(long key, long now) {
    long hash = mix(key ^ salt);
    at = directory[index(hash)];
    int row = locate(at, key, hash);
    return at.cells[row] != 0 && at.cells[row + OVER_AT] > now ? row : NONE;
  }

  /**
   * As {@link #find}, but makes the row: with a payload of zeros, and over until {@link #keep} says
   * otherwise. {@link #NONE} when there is no memory left for it.
   */
  int findOrAdd(long key, long now) {
    long hash = mix(key ^ salt);
    while (true) {
      at = directory[index(hash)];
      int row = locate(at, key, hash);
      if (at.cells[row] != 0) {
        if (at.cells[row + OVER_AT] <= now) {
          Arrays.fill(at.cells, row + OVER_AT, row + width, 0);
        }
        return row;
      }
      if (at.used < usable(at.cells.length / width)) {
        at.cells[row] = key;
        at.used++;
        return row;
      }
      if (!makeRoom(at, hash, now)) {
        return NONE;
      }
    }
  }

  /** The row, found last, stays until this time. */
  void keep(int row, long untilMillis) {
    at.cells[row + OVER_AT] = untilMillis;
  }

  long keptUntil(int row) {
    return at.cells[row + OVER_AT];
  }

  /** Sees every row that is not over; its key stands before the payload. */
  interface RowReader {
    void read(long[] cells, int row);
  }

  void forEach(long now, RowReader reader) {
    @Nullable Segment last = null;
    for (Segment segment : directory) {
      if (!segment.equals(last)) {
        for (int row = 0; row < segment.cells.length; row += width) {
          if (segment.cells[row] != 0 && segment.cells[row + OVER_AT] > now) {
            reader.read(segment.cells, row);
          }
        }
      }
      last = segment;
    }
  }

  private long octets(int ofRows) {
    return (long) ofRows * width * Long.BYTES;
  }

  private static int usable(int rows) {
    return rows - rows / 4;
  }

  private int index(long hash) {
    return (int) (hash >>> 1 >>> (63 - depth));
  }

  /** The key's row, or the free one where it would be; there always is one. */
  private int locate(Segment segment, long key, long hash) {
    long[] cells = segment.cells;
    int mask = cells.length / width - 1;
    int slot = (int) hash & mask;
    while (true) {
      long there = cells[slot * width];
      if (there == key || there == 0) {
        return slot * width;
      }
      slot = (slot + 1) & mask;
    }
  }

  private boolean makeRoom(Segment full, long hash, long now) {
    int live = 0;
    for (int row = 0; row < full.cells.length; row += width) {
      live += full.cells[row] != 0 && full.cells[row + OVER_AT] > now ? 1 : 0;
    }
    int size = full.cells.length / width;
    if (live <= size / 2) {
      rebuild(full, size, now);
      return true;
    }
    int more = Math.min(size, SEGMENT_ROWS_MAX);
    boolean splits = size == SEGMENT_ROWS_MAX;
    boolean mayGrow = rows + more <= rowsMax && (!splits || full.depth < DEPTH_MAX);
    if (mayGrow && budget.take(octets(more))) {
      rows += more;
      if (splits) {
        split(full, hash, now);
      } else {
        rebuild(full, size * 2, now);
      }
      return true;
    }
    // A handful of rows is not worth the move: it would have to be made for each of them.
    if (full.used - live >= size / 16) {
      rebuild(full, size, now);
      return true;
    }
    return false;
  }

  private void rebuild(Segment segment, int size, long now) {
    long[] old = segment.cells;
    segment.cells = new long[size * width];
    segment.used = 0;
    for (int row = 0; row < old.length; row += width) {
      if (old[row] != 0 && old[row + OVER_AT] > now) {
        move(old, row, segment);
      }
    }
  }

  private void move(long[] from, int row, Segment to) {
    int target = locate(to, from[row], mix(from[row] ^ salt));
    System.arraycopy(from, row, to.cells, target, width);
    to.used++;
  }

  private void split(Segment full, long hash, long now) {
    if (full.depth == depth) {
      Segment[] wider = new Segment[directory.length * 2];
      for (int i = 0; i < wider.length; i++) {
        wider[i] = directory[i / 2];
      }
      directory = wider;
      depth++;
    }
    Segment low = new Segment(SEGMENT_ROWS_MAX, width, full.depth + 1);
    Segment high = new Segment(SEGMENT_ROWS_MAX, width, full.depth + 1);
    for (int row = 0; row < full.cells.length; row += width) {
      if (full.cells[row] != 0 && full.cells[row + OVER_AT] > now) {
        boolean isHigh = (mix(full.cells[row] ^ salt) >>> (63 - full.depth) & 1) == 1;
        move(full.cells, row, isHigh ? high : low);
      }
    }
    int span = 1 << (depth - full.depth);
    int first = index(hash) / span * span;
    for (int i = first; i < first + span; i++) {
      directory[i] = i < first + span / 2 ? low : high;
    }
  }
}
