package io.strowger.sip.simulator;

import java.util.PriorityQueue;

/** What is to be done later, in order of time and then of asking. For one thread. */
final class Due {
  private final PriorityQueue<Entry> queue = new PriorityQueue<>();
  private long asked;

  private record Entry(long atMillis, long order, Runnable action) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(atMillis, other.atMillis);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  void at(long atMillis, Runnable action) {
    queue.add(new Entry(atMillis, asked++, action));
  }

  void run(long nowMillis) {
    for (Entry first = queue.peek();
        first != null && first.atMillis <= nowMillis;
        first = queue.peek()) {
      queue.remove(first);
      first.action.run();
    }
  }

  long nextMillis() {
    Entry first = queue.peek();
    return first == null ? Long.MAX_VALUE : first.atMillis;
  }
}
