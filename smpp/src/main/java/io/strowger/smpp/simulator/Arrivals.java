package io.strowger.smpp.simulator;

import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.simulator.SmscReport.Count;
import io.strowger.smpp.text.Concatenation;
import io.strowger.smpp.text.Reassembler;
import io.strowger.smpp.text.ReceivedText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was accepted: counted for good, remembered for a while, long messages joined. */
final class Arrivals {
  /** Destinations beyond this many are not counted one by one. */
  static final int DESTINATIONS_MAX = 100_000;

  private static final int INCOMPLETE_MAX = 10_000;
  private static final int INCOMPLETE_OCTETS_MAX = 16 * 1024 * 1024;
  private static final long INCOMPLETE_MILLIS_MAX = 60_000;

  private final Tally tally;
  private final int remember;
  private final @Nullable ArrivalListener listener;
  private final Reassembler reassembler =
      new Reassembler(INCOMPLETE_MAX, INCOMPLETE_OCTETS_MAX, INCOMPLETE_MILLIS_MAX);
  private final Deque<Entry> last = new ArrayDeque<>();
  private final Map<String, int[]> byDestination = new HashMap<>();

  /**
   * Decoded only when somebody asks: most arrivals are only ever counted.
   *
   * @param text of a message in parts, null for one that is whole in {@code message}
   */
  private record Entry(
      String systemId,
      String messageId,
      ShortMessage message,
      @Nullable String text,
      int parts,
      Fate fate,
      long receivedAtMicros) {

    Arrival arrival() {
      return new Arrival(
          systemId,
          messageId,
          message.source().value(),
          message.destination().value(),
          Objects.requireNonNullElseGet(text, () -> ReceivedText.of(message).text()),
          parts,
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

  /**
   * @param place of a part of a long message, null for a whole one
   */
  void accepted(
      Account account,
      String messageId,
      ShortMessage message,
      @Nullable Concatenation place,
      Fate fate,
      long nowMicros) {
    String text = null;
    if (place != null) {
      if (!(reassembler.accept(message, nowMicros / 1000)
          instanceof Reassembler.Result.Whole whole)) {
        return;
      }
      text = whole.text();
    }
    tally.add(Count.MESSAGES);
    count(message.destination().value());
    if (remember == 0 && listener == null) {
      return;
    }
    int parts = place == null ? 1 : place.total();
    Entry entry = new Entry(account.systemId, messageId, message, text, parts, fate, nowMicros);
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

  /** All counts, the destinations if asked for, and the last {@code messagesMax} arrivals. */
  SmscReport report(int messagesMax, boolean destinations) {
    Map<String, Integer> counts = new HashMap<>();
    if (destinations) {
      byDestination.forEach((destination, count) -> counts.put(destination, count[0]));
    }
    List<Arrival> arrivals = new ArrayList<>();
    int skipped = Math.max(0, last.size() - messagesMax);
    for (Entry entry : last) {
      if (skipped-- <= 0) {
        arrivals.add(entry.arrival());
      }
    }
    Map<Count, Long> all = tally.snapshot();
    all.put(Count.INCOMPLETE, (long) reassembler.waiting());
    return new SmscReport(all, Map.copyOf(counts), List.copyOf(arrivals));
  }

  private void count(String destination) {
    int[] count = byDestination.get(destination);
    if (count != null) {
      count[0]++;
    } else if (byDestination.size() < DESTINATIONS_MAX) {
      byDestination.put(destination, new int[] {1});
    }
  }
}
