package io.strowger.smpp.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that is bound with one system_id: a receipt may go to any of its receivers. */
final class Account {
  final String systemId;
  final List<EsmeSession> receivers = new ArrayList<>();

  /** Receipts that no receiver can take now; bounded by the engine's count of pending receipts. */
  final Deque<Due.Receipt> held = new ArrayDeque<>();

  private int turn;

  Account(String systemId) {
    this.systemId = systemId;
  }

  /** The next receiver in turn that has room, or null. */
  @Nullable EsmeSession receiver() {
    int count = receivers.size();
    for (int i = 0; i < count; i++) {
      turn = turn + 1 < count ? turn + 1 : 0;
      EsmeSession session = receivers.get(turn);
      if (session.canDeliver()) {
        return session;
      }
    }
    return null;
  }
}
