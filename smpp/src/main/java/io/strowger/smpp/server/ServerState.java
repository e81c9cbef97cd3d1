package io.strowger.smpp.server;

import io.strowger.smpp.codec.BindType;
import java.util.List;

/**
 * One session of an ESME with us, seen from the SMSC's side (SMPP 3.4 section 2.2), immutable.
 *
 * <pre>
 * Unbound ─ bind ─> Deciding ─ accepted ─> Bound ─ unbind, either side ─> Unbinding
 *    └─────────────────┴── refused, lost, timer ──┴──────────────────────────┴──> Closed
 * </pre>
 */
sealed interface ServerState {

  /** When {@link ServerEvent.Tick} must come at the latest; Long.MAX_VALUE for never. */
  long nextAlarmMillis();

  /** The connection stands, or its TLS handshake goes on; no bind request came yet. */
  record Unbound(EsmeTimers timers, int chatterMax, Chatter chatter, long deadlineMillis)
      implements ServerState {
    @Override
    public long nextAlarmMillis() {
      return deadlineMillis;
    }
  }

  /**
   * The owner decides on the bind, at once or, to slow guessing down, later.
   *
   * @param sequenceNumber of the bind request
   */
  record Deciding(Unbound before, int sequenceNumber, BindType type) implements ServerState {
    @Override
    public long nextAlarmMillis() {
      // The owner's delay is bounded; a peer is not to be closed before it hears the answer.
      return Long.MAX_VALUE;
    }
  }

  /** Messages flow. */
  record Bound(SessionTerms terms, EsmeTraffic traffic) implements ServerState {
    @Override
    public long nextAlarmMillis() {
      return traffic.nextAlarmMillis(terms.timers());
    }

    boolean mayDeliver() {
      return terms.type().canReceive() && traffic.deliveries().size() < terms.deliverMax();
    }
  }

  /**
   * No new requests; answers are awaited, then unbind or its answer is sent.
   *
   * @param peerSequence of the peer's unbind, which waits for its answer
   * @param byPeer false when we end the session
   * @param ownSequence of our unbind, 0 while it has not been sent
   */
  record Unbinding(
      SessionTerms terms,
      EsmeTraffic traffic,
      boolean byPeer,
      int peerSequence,
      int ownSequence,
      long deadlineMillis)
      implements ServerState {
    @Override
    public long nextAlarmMillis() {
      return deadlineMillis;
    }
  }

  /** The end. */
  record Closed(String cause) implements ServerState {
    @Override
    public long nextAlarmMillis() {
      return Long.MAX_VALUE;
    }
  }

  /** Handles of deliver_sm without an answer. */
  default List<Object> unanswered() {
    return switch (this) {
      case Bound bound -> bound.traffic().deliveries().handles();
      case Unbinding unbinding -> unbinding.traffic().deliveries().handles();
      case Unbound _, Deciding _, Closed _ -> List.of();
    };
  }
}
