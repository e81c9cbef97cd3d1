package io.strowger.sip.trunk;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** When which call is to be looked at; a time that was overtaken is dropped when it comes. */
final class Wakes {
  private final PriorityQueue<Wake> queue =
      new PriorityQueue<>(Comparator.comparingLong(Wake::atMillis));

  private record Wake(long atMillis, Attempt attempt) {}

  /** At its next alarm, unless it is looked at before anyway. */
  void set(Attempt attempt) {
    long alarm = attempt.nextAlarmMillis();
    if (alarm < attempt.wakeAtMillis) {
      attempt.wakeAtMillis = alarm;
      queue.add(new Wake(alarm, attempt));
    }
  }

  long nextMillis() {
    Wake first = queue.peek();
    return first == null ? Long.MAX_VALUE : first.atMillis();
  }

  /** One whose time has come; null when there is none left. */
  @Nullable Attempt due(long now) {
    for (Wake due = queue.peek(); due != null && due.atMillis() <= now; due = queue.peek()) {
      queue.remove();
      if (due.attempt().wakeAtMillis == due.atMillis()) {
        due.attempt().wakeAtMillis = Long.MAX_VALUE;
        return due.attempt();
      }
    }
    return null;
  }
}
