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
 *   01 ─▶ ┴▶ segment (depth 1)               tags:  | 7 bits of the hash, 0 = free | …
 *   10 ─▶ segment (depth 2)                  cells: | key | over at | payload … | key | …
 *   11 ─▶ segment (depth 2)
 * </pre>
 *
 * <p>Rows are wide, and memory is slow: the tags are what is searched, so that a row is touched
 * when it is the right one, and hardly ever else.
 */
final class RowTable {
  static final int NONE = -1;

  /** Where in a row the payload begins; before it are the key and when the row is over. */
  static final int PAYLOAD = 2;

  private static final int OVER_AT = 1;
  private static final int SEGMENT_ROWS_MIN = 4;
  private static final int SEGMENT_ROWS_MAX = 256;
  private static final int DEPTH_MAX = 20;

  private static final int TAG_SHIFT = 32;

  private static final class Segment {
    long[] cells;
    byte[] tags;
    int used;
    final int depth;

    Segment(int rows, int width, int depth) {
      this.cells = new long[rows * width];
      this.tags = new byte[rows];
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

  /** Where the directory has the segment of the row found last: cheaper than a reference. */
  private int at;

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
    this.directory = new Segment[] {new Segment(SEGMENT_ROWS_MIN, width, 0)};
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
    return directory[at].cells;
  }

  int rows() {
    return rows;
  }

  /** Everything is forgotten, and its memory given back. */
  void clear() {
    budget.giveBack(octets(rows - SEGMENT_ROWS_MIN));
    directory = new Segment[] {new Segment(SEGMENT_ROWS_MIN, width, 0)};
    at = 0;
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
    at = index(hash);
    Segment segment = directory[at];
    int slot = locate(segment, key, hash);
    int row = slot * width;
    return segment.tags[slot] != 0 && segment.cells[row + OVER_AT] > now ? row : NONE;
  }

  /**
   * As {@link #find}, but makes the row: with a payload of zeros, and over until {@link #keep} says
   * otherwise. {@link #NONE} when there is no memory left for it.
   */
  int findOrAdd(long key, long now) {
    long hash = mix(key ^ salt);
    while (true) {
      at = index(hash);
      Segment segment = directory[at];
      int slot = locate(segment, key, hash);
      int row = slot * width;
      if (segment.tags[slot] != 0) {
        if (segment.cells[row + OVER_AT] <= now) {
          Arrays.fill(segment.cells, row + OVER_AT, row + width, 0);
        }
        return row;
      }
      if (segment.used < usable(segment.tags.length)) {
        segment.tags[slot] = tag(hash);
        segment.cells[row] = key;
        segment.used++;
        return row;
      }
      if (!makeRoom(segment, hash, now)) {
        return NONE;
      }
    }
  }

  /** The row, found last, stays until this time. */
  void keep(int row, long untilMillis) {
    cells()[row + OVER_AT] = untilMillis;
  }

  long keptUntil(int row) {
    return cells()[row + OVER_AT];
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
    return (long) ofRows * (width * Long.BYTES + 1);
  }

  private static int usable(int rows) {
    return rows - rows / 4;
  }

  private int index(long hash) {
    return (int) (hash >>> 1 >>> (63 - depth));
  }

  /** Of bits that choose neither the segment nor, as a rule, the place in it; never 0. */
  private static byte tag(long hash) {
    return (byte) (hash >>> TAG_SHIFT | 0x80);
  }

  /** Which of the segment's rows is the key's, or the free one that it would have. */
  private int locate(Segment segment, long key, long hash) {
    byte[] tags = segment.tags;
    byte wanted = tag(hash);
    int mask = tags.length - 1;
    int slot = (int) hash & mask;
    while (true) {
      byte there = tags[slot];
      // There always is a free one.
      if (there == 0 || (there == wanted && segment.cells[slot * width] == key)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  private boolean makeRoom(Segment full, long hash, long now) {
    int live = 0;
    for (int row = 0; row < full.cells.length; row += width) {
      live += full.cells[row] != 0 && full.cells[row + OVER_AT] > now ? 1 : 0;
    }
    int size = full.tags.length;
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
    segment.tags = new byte[size];
    segment.used = 0;
    for (int row = 0; row < old.length; row += width) {
      if (old[row] != 0 && old[row + OVER_AT] > now) {
        move(old, row, segment);
      }
    }
  }

  private void move(long[] from, int row, Segment to) {
    long hash = mix(from[row] ^ salt);
    int target = locate(to, from[row], hash);
    to.tags[target] = tag(hash);
    System.arraycopy(from, row, to.cells, target * width, width);
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
