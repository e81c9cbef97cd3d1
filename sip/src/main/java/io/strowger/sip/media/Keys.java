package io.strowger.sip.media;

/** The sixteen keys in the order of RFC 4733 section 3.2, and their two tones (ITU-T Q.23). */
final class Keys {
  private static final String EVENTS = "0123456789*#ABCD";
  private static final int[] ROWS = {697, 770, 852, 941};
  private static final int[] COLUMNS = {1209, 1336, 1477, 1633};
  private static final String GRID = "123A456B789C*0#D";

  private Keys() {}

  /** The key of an event code, or 0 when it is no key. */
  static char key(int event) {
    return event < EVENTS.length() ? EVENTS.charAt(event) : 0;
  }

  /**
   * The event code of a key.
   *
   * @throws IllegalArgumentException when there is no such key
   */
  static int event(char key) {
    int event = EVENTS.indexOf(key);
    if (event < 0) {
      throw new IllegalArgumentException("keys are 0-9, *, # and A-D");
    }
    return event;
  }

  /** The key at a row and a column, each 0–3. */
  static char at(int row, int column) {
    return GRID.charAt(row * 4 + column);
  }

  static int rowHertz(int row) {
    return ROWS[row];
  }

  static int columnHertz(int column) {
    return COLUMNS[column];
  }

  static int rowOf(char key) {
    return GRID.indexOf(key) / 4;
  }

  static int columnOf(char key) {
    return GRID.indexOf(key) % 4;
  }
}
