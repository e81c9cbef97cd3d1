package io.strowger.gateway.main.detection;

import java.util.Arrays;

/** What will come back, by the slot in which it does. */
final class Calendar {
  private static final int SLOTS = 1 << 10;
  private final long[][] events = new long[SLOTS][];
  private final int[] used = new int[SLOTS];

  Calendar() {
    Arrays.setAll(events, _ -> new long[8]);
  }

  void add(long slot, long event) {
    int at = (int) (slot & (SLOTS - 1));
    if (used[at] == events[at].length) {
      events[at] = Arrays.copyOf(events[at], 2 * used[at]);
    }
    events[at][used[at]++] = event;
  }

  /** How far ahead it reaches. */
  static int slots() {
    return SLOTS - 1;
  }

  int count(long slot) {
    return used[(int) (slot & (SLOTS - 1))];
  }

  long event(long slot, int index) {
    return events[(int) (slot & (SLOTS - 1))][index];
  }

  void clear(long slot) {
    used[(int) (slot & (SLOTS - 1))] = 0;
  }
}
