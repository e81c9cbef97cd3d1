package io.strowger.smpp.server;

import io.strowger.smpp.server.ServerEngine.Peer;
import io.strowger.smpp.server.ServerSettings.Listener;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** One connection, from accept to close, as the engine keeps it. */
final class EsmeConnection {
  private static final long SECOND_MILLIS = 1_000;

  final long id;
  final Peer peer;
  final Listener listener;
  final InetAddress address;
  ServerState state;
  @Nullable BoundEsme esme;
  @Nullable EsmeAccount account;

  /** The bind that was refused; its answer may be withheld for a while. */
  @Nullable BindRequest refused;

  long refuseAtMillis;

  /** When the PDU began that has not ended, 0 for none. */
  long partialSinceMillis;

  /** Since when the peer does not read, 0 while it does. */
  long congestedSinceMillis;

  /** We do not read before then, because the peer does not heed our refusals. */
  long mutedUntilMillis;

  /** The bind that waits until the silent sessions of its account have had time to answer. */
  @Nullable BindRequest waiting;

  long waitUntilMillis;

  /** Since the session is bound. */
  long requests;

  long refusals;
  long delivered;

  /** Written to since the last flush. */
  boolean dirty;

  /** Ended by us; the close of the connection follows. */
  boolean ended;

  private boolean reading = true;
  private int throttled;
  private long throttledSinceMillis;

  EsmeConnection(long id, Peer peer, Listener listener, InetAddress address, ServerState state) {
    this.id = id;
    this.peer = peer;
    this.listener = listener;
    this.address = address;
    this.state = state;
  }

  int awaited() {
    return switch (state) {
      case ServerState.Bound bound -> bound.traffic().awaited().size();
      case ServerState.Unbinding unbinding -> unbinding.traffic().awaited().size();
      case ServerState.Unbound _, ServerState.Deciding _, ServerState.Closed _ -> 0;
    };
  }

  /** When the peer was last heard; {@link Long#MAX_VALUE} while we do not listen. */
  long heardAtMillis() {
    return reading && state instanceof ServerState.Bound bound
        ? bound.traffic().heardAtMillis()
        : Long.MAX_VALUE;
  }

  /** Null while it is not bound. */
  @Nullable SessionStatus status() {
    EsmeTraffic traffic =
        switch (state) {
          case ServerState.Bound bound -> bound.traffic();
          case ServerState.Unbinding unbinding -> unbinding.traffic();
          case ServerState.Unbound _, ServerState.Deciding _, ServerState.Closed _ -> null;
        };
    return esme == null || traffic == null
        ? null
        : new SessionStatus(
            esme,
            traffic.awaited().size(),
            traffic.deliveries().size(),
            traffic.heardAtMillis(),
            requests,
            refusals,
            delivered);
  }

  boolean mayDeliver() {
    return congestedSinceMillis == 0
        && state instanceof ServerState.Bound bound
        && bound.mayDeliver();
  }

  boolean canReceive() {
    return state instanceof ServerState.Bound bound && bound.terms().type().canReceive();
  }

  /**
   * Counts a refusal for going too fast.
   *
   * @return whether there were more than this many within a second
   */
  boolean throttledMoreThan(int most, long now) {
    if (now - throttledSinceMillis >= SECOND_MILLIS) {
      throttledSinceMillis = now;
      throttled = 0;
    }
    return ++throttled > most;
  }

  /**
   * Puts reading in force as it should be.
   *
   * @return whether that was a change
   */
  boolean read(boolean enabled) {
    if (reading == enabled) {
      return false;
    }
    reading = enabled;
    peer.reading(enabled);
    return true;
  }

  boolean shouldRead() {
    return congestedSinceMillis == 0 && mutedUntilMillis == 0;
  }

  boolean isReading() {
    return reading;
  }
}
