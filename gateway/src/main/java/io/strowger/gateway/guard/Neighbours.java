package io.strowger.gateway.guard;

/**
 * Which numbers of each hundred had a message in the last five to ten minutes: two bit sets for
 * each hundred, of this half and of the one before.
 */
final class Neighbours {
  private static final long HALF_MILLIS = 300_000;
  private static final int LOW = 0;
  private static final int HIGH = 1;
  private static final int LOW_BEFORE = 2;
  private static final int HIGH_BEFORE = 3;
  private static final int HALF = 4;
  private static final int WIDTH = 5;
  private static final int HUNDRED = 100;

  private final RowTable table;

  Neighbours(Memory memory) {
    this.table = memory.table(WIDTH);
  }

  /**
   * Marks a number.
   *
   * @return how many consecutive numbers, this one among them, are marked; 0 when it was already
   */
  int mark(long number, long now) {
    int row = table.findOrAdd(number / HUNDRED, now);
    if (row == RowTable.NONE) {
      return 0;
    }
    long[] cells = table.cells();
    int first = row + RowTable.PAYLOAD;
    turn(cells, first, now / HALF_MILLIS);
    int place = (int) (number % HUNDRED);
    if (isMarked(cells, first, place)) {
      return 0;
    }
    cells[first + (place < Long.SIZE ? LOW : HIGH)] |= 1L << place;
    table.keep(row, (now / HALF_MILLIS + 2) * HALF_MILLIS);
    int run = 1;
    for (int up = place + 1; up < HUNDRED && isMarked(cells, first, up); up++) {
      run++;
    }
    for (int down = place - 1; down >= 0 && isMarked(cells, first, down); down--) {
      run++;
    }
    return run;
  }

  private static void turn(long[] cells, int first, long half) {
    if (cells[first + HALF] == half) {
      return;
    }
    boolean follows = cells[first + HALF] == half - 1;
    cells[first + LOW_BEFORE] = follows ? cells[first + LOW] : 0;
    cells[first + HIGH_BEFORE] = follows ? cells[first + HIGH] : 0;
    cells[first + LOW] = 0;
    cells[first + HIGH] = 0;
    cells[first + HALF] = half;
  }

  private static boolean isMarked(long[] cells, int first, int place) {
    long bits =
        place < Long.SIZE
            ? cells[first + LOW] | cells[first + LOW_BEFORE]
            : cells[first + HIGH] | cells[first + HIGH_BEFORE];
    return (bits >>> place & 1) == 1;
  }

  void clear() {
    table.clear();
  }
}
