package io.strowger.smpp.simulator;

import io.strowger.smpp.simulator.SmscReport.Count;
import java.util.EnumMap;
import java.util.Map;

/** Counters of one thread. */
final class Tally {
  private static final class Counter {
    long value;
  }

  private final Map<Count, Counter> counters = new EnumMap<>(Count.class);

  void add(Count count) {
    add(count, 1);
  }

  void add(Count count, long n) {
    counters.computeIfAbsent(count, _ -> new Counter()).value += n;
  }

  long get(Count count) {
    Counter counter = counters.get(count);
    return counter == null ? 0 : counter.value;
  }

  Map<Count, Long> snapshot() {
    Map<Count, Long> all = new EnumMap<>(Count.class);
    for (Count count : Count.values()) {
      all.put(count, get(count));
    }
    return all;
  }
}
