package io.strowger.smpp.server;

import io.strowger.smpp.text.PartAssembly;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the sessions of one account share. */
final class EsmeAccount {
  final String id;
  final Allowance allowance = new Allowance();
  final PartAssembly<RequestRef> parts;
  final List<EsmeConnection> sessions = new ArrayList<>(4);
  final Deque<Delivery> deliveries = new ArrayDeque<>();

  /** Null before the first bind. */
  @Nullable AccountTerms terms;

  private int turn;

  EsmeAccount(String id, ServerSettings.Parts limits, Consumer<List<RequestRef>> abandoned) {
    this.id = id;
    this.parts =
        new PartAssembly<>(limits.messagesMax(), limits.octetsMax(), limits.ageMillis(), abandoned);
  }

  /** The next session with room for a deliver_sm, in turn; null when there is none. */
  @Nullable EsmeConnection nextReceiver() {
    for (int i = 0; i < sessions.size(); i++) {
      turn = turn + 1 < sessions.size() ? turn + 1 : 0;
      EsmeConnection session = sessions.get(turn);
      if (session.mayDeliver()) {
        return session;
      }
    }
    return null;
  }

  boolean canReceive() {
    for (EsmeConnection session : sessions) {
      if (session.canReceive()) {
        return true;
      }
    }
    return false;
  }

  /** Nothing is left to remember but the terms, and of the rate there is a whole second's. */
  boolean isForgettable(long now) {
    AccountTerms known = terms;
    return sessions.isEmpty()
        && deliveries.isEmpty()
        && parts.waiting() == 0
        && (known == null || allowance.isFull(known.requestsPerSecond(), now));
  }
}
