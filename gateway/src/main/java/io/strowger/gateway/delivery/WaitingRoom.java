package io.strowger.gateway.delivery;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Messages for which no route is free, the nearest deadline first. When a carrier comes up they are
 * called out a few at a time, so that a full room does not hold up a round.
 */
final class WaitingRoom {
  private final TreeSet<Entry> waiting =
      new TreeSet<>(
          Comparator.<Entry>comparingLong(e -> e.current().spec().expiresAtMillis())
              .thenComparing(e -> e.current().id()));
  private final ArrayDeque<Entry> called = new ArrayDeque<>();

  void enter(Entry entry) {
    waiting.add(entry);
  }

  void leave(Entry entry) {
    waiting.remove(entry);
  }

  /** Calls all who wait now, unless the last call is still being answered. */
  void callAll() {
    if (called.isEmpty()) {
      called.addAll(waiting);
    }
  }

  boolean hasCalled() {
    return !called.isEmpty();
  }

  /** The next who was called and still waits; null when there is none. */
  @Nullable Entry next() {
    Entry entry = called.pollFirst();
    while (entry != null && !waiting.contains(entry)) {
      entry = called.pollFirst();
    }
    return entry;
  }
}
