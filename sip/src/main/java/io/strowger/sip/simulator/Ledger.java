package io.strowger.sip.simulator;

import io.strowger.sip.simulator.TrunkReport.Count;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was received: counted for good, remembered for a while. For one thread. */
final class Ledger {
  private static final int DESTINATIONS_MAX = 100_000;

  private final int remember;
  private final @Nullable CallEndListener listener;
  private final Map<Count, Long> counts = new EnumMap<>(Count.class);
  private final Map<Integer, Long> finals = new TreeMap<>();
  private final Map<String, Integer> byDestination = new HashMap<>();
  private final Deque<CallRecord> calls = new ArrayDeque<>();

  Ledger(int remember, @Nullable CallEndListener listener) {
    this.remember = remember;
    this.listener = listener;
  }

  void add(Count count) {
    counts.merge(count, 1L, Long::sum);
  }

  void finalAnswer(int status) {
    finals.merge(status, 1L, Long::sum);
  }

  void destination(String destination) {
    if (byDestination.containsKey(destination) || byDestination.size() < DESTINATIONS_MAX) {
      byDestination.merge(destination, 1, Integer::sum);
    }
  }

  void ended(CallRecord call) {
    if (call.audioMillis() > 0) {
      add(Count.MEDIA_HEARD);
    }
    if (!call.codes().isEmpty()) {
      add(Count.CODES_HEARD);
    }
    if (remember > 0) {
      if (calls.size() == remember) {
        calls.removeFirst();
      }
      calls.addLast(call);
    }
    if (listener != null) {
      listener.ended(call);
    }
  }

  TrunkReport report(int callsMax, boolean destinations, long open) {
    Map<Count, Long> all = new EnumMap<>(Count.class);
    for (Count count : Count.values()) {
      all.put(count, counts.getOrDefault(count, 0L));
    }
    all.put(Count.CALLS, open);
    return new TrunkReport(
        all,
        new TreeMap<>(finals),
        destinations ? Map.copyOf(byDestination) : Map.of(),
        List.copyOf(calls.stream().skip(Math.max(0, calls.size() - callsMax)).toList()));
  }
}
