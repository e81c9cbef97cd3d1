package io.strowger.smpp.simulator;

import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.simulator.SmscReport.Count;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was accepted: counted for good, remembered for a while, long messages joined. */
final class Arrivals {
  /** Destinations beyond this many are not counted one by one. */
  static final int DESTINATIONS_MAX = 100_000;

  private final Tally tally;
  private final int remember;
  private final @Nullable ArrivalListener listener;
  private final Deque<Entry> last = new ArrayDeque<>();
  private final Map<String, int[]> byDestination = new HashMap<>();

  /** Decoded only when somebody asks: most arrivals are only ever counted. */
  private record Entry(
      String systemId, String messageId, ShortMessage message, Fate fate, long receivedAtMicros) {
    Arrival arrival() {
      return new Arrival(
          systemId,
          messageId,
          message.source().value(),
          message.destination().value(),
          "",
          1,
          message.validityPeriod(),
          fate,
          receivedAtMicros);
    }
  }

  Arrivals(Tally tally, int remember, @Nullable ArrivalListener listener) {
    this.tally = tally;
    this.remember = remember;
    this.listener = listener;
  }

  void accepted(
      Account account, String messageId, ShortMessage message, Fate fate, long nowMicros) {
    tally.add(Count.MESSAGES);
    int[] count = byDestination.get(message.destination().value());
    if (count != null) {
      count[0]++;
    } else if (byDestination.size() < DESTINATIONS_MAX) {
      byDestination.put(message.destination().value(), new int[] {1});
    }
    if (remember == 0 && listener == null) {
      return;
    }
    Entry entry = new Entry(account.systemId, messageId, message, fate, nowMicros);
    if (listener != null) {
      listener.arrived(entry.arrival());
    }
    if (remember > 0) {
      if (last.size() == remember) {
        last.removeFirst();
      }
      last.addLast(entry);
    }
  }

  SmscReport report() {
    Map<String, Integer> counts = new HashMap<>();
    byDestination.forEach((destination, count) -> counts.put(destination, count[0]));
    List<Arrival> arrivals = new ArrayList<>(last.size());
    for (Entry entry : last) {
      arrivals.add(entry.arrival());
    }
    return new SmscReport(tally.snapshot(), Map.copyOf(counts), List.copyOf(arrivals));
  }
}
