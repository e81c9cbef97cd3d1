package io.strowger.gateway.main;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** The telephones of an incident's users: what reached each of them, and when. Any thread. */
final class Handsets {
  /**
   * A passcode that reached a user.
   *
   * @param atMillis when a text came, or a call began to speak
   */
  record Arrived(String code, long atMillis) {
    @Override
    public String toString() {
      return "Arrived[" + atMillis + "]";
    }
  }

  private final Map<String, List<Arrived>> byDigits = new ConcurrentHashMap<>();
  private volatile BiConsumer<String, Arrived> listener = (_, _) -> {};

  /** Told of each arrival: the digits, and what came. Must not block. */
  void onArrival(BiConsumer<String, Arrived> told) {
    listener = told;
  }

  void arrived(String digits, Arrived what) {
    byDigits.computeIfAbsent(digits, _ -> new CopyOnWriteArrayList<>()).add(what);
    listener.accept(digits, what);
  }

  /** What came to a number, first things first. */
  List<Arrived> at(String digits) {
    return byDigits.getOrDefault(digits, List.of());
  }
}
