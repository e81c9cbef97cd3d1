package io.strowger.gateway.guard;

/**
 * How much of an account's delivered messages goes to each prefix: lately, against what was usual
 * before. Of the last minutes and of the last days each prefix has a count that fades by half in
 * ten minutes and in a day; the share before is told by what the second holds beyond the first.
 *
 * <pre>
 *   row: | prefix | over at | last counted at | lately (double) | in days (double) |
 * </pre>
 */
final class PrefixShares {
  static final long LATELY_HALF_MILLIS = 600_000;
  static final long USUAL_HALF_MILLIS = 86_400_000;

  /** Before so many messages nothing is usual. */
  static final double USUAL_MIN = 500;

  private static final int AT = 0;
  private static final int LATELY = 1;
  private static final int USUAL = 2;
  private static final int WIDTH = 3;
  private static final long KEEP_MILLIS = 2 * USUAL_HALF_MILLIS;

  /** What a jump takes: so many messages, so much of all, so many times what was usual. */
  private static final double LATELY_MIN = 15;

  private static final double SHARE_MIN = 0.1;
  private static final double JUMP = 4;

  private final RowTable table;
  private final long[] all = new long[WIDTH];

  PrefixShares(Memory memory) {
    this.table = memory.table(WIDTH);
  }

  /**
   * Counts one message.
   *
   * @return whether the prefix has a far greater share lately than it had before
   */
  boolean jumps(long prefix, long now) {
    count(all, 0, now);
    int row = table.findOrAdd(prefix, now);
    if (row == RowTable.NONE) {
      return false;
    }
    long[] cells = table.cells();
    int first = row + RowTable.PAYLOAD;
    count(cells, first, now);
    table.keep(row, now + KEEP_MILLIS);
    double lately = get(cells, first + LATELY);
    double usualOfAll = get(all, USUAL) - get(all, LATELY);
    if (lately < LATELY_MIN || usualOfAll < USUAL_MIN) {
      return false;
    }
    double share = lately / get(all, LATELY);
    double usual = Math.max(0, get(cells, first + USUAL) - lately) / usualOfAll;
    return share >= SHARE_MIN && share >= JUMP * usual;
  }

  private static void count(long[] cells, int first, long now) {
    long passed = Math.max(0, now - cells[first + AT]);
    fade(cells, first + LATELY, passed, LATELY_HALF_MILLIS);
    fade(cells, first + USUAL, passed, USUAL_HALF_MILLIS);
    cells[first + AT] = Math.max(now, cells[first + AT]);
  }

  private static void fade(long[] cells, int place, long passed, long halfMillis) {
    double faded = get(cells, place) * Math.pow(0.5, (double) passed / halfMillis);
    cells[place] = Double.doubleToRawLongBits(faded + 1);
  }

  private static double get(long[] cells, int place) {
    return Double.longBitsToDouble(cells[place]);
  }

  void clear() {
    table.clear();
  }
}
