package io.strowger.smpp.server;

import io.strowger.smpp.codec.Decoded;
import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.SmppTime;
import io.strowger.smpp.server.ServerSettings.Listener;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The SMPP server without sockets, threads or clock: the same one serves the listeners of {@link
 * SmppServer} and a simulation in one thread. Times are epoch milliseconds. For one thread.
 */
public final class ServerEngine {
  private static final long SWEEP_MILLIS = 100;

  private final SessionRunner runner;
  private final ServerApplication application;
  private long lastId;
  private long sweepAtMillis;
  private boolean stopping;

  /** The server's side of a connection. Writes are held until {@link #flush}. */
  public interface Peer {
    void write(Pdu pdu);

    void flush();

    void reading(boolean enabled);

    /** Greatest command_length from now on. */
    void limit(int pduOctetsMax);

    /** The subject of the client's checked certificate; null when it showed none. */
    @Nullable String tlsSubject();

    /** Closes after what was flushed; {@link Connection#closed} follows. */
    void close();
  }

  /** What the engine hears from one connection; {@link ServerEngine#poll} must follow soon. */
  public interface Connection {
    void received(Decoded pdu, long nowMillis);

    /**
     * What could be read was read.
     *
     * @param midFrame a PDU has begun and not ended
     */
    void readComplete(boolean midFrame, long nowMillis);

    /** The peer takes less than we write, or keeps up again. */
    void congested(boolean congested, long nowMillis);

    /**
     * Nothing follows.
     *
     * @param cause in words
     */
    void closed(String cause, long nowMillis);

    /** Nothing follows: the client closed the connection, or lost it. */
    default void closed(long nowMillis) {
      closed("closed by the client", nowMillis);
    }
  }

  /**
   * @param nowMillis session ids begin there, so that a restart repeats none
   */
  public ServerEngine(ServerSettings settings, ServerApplication application, long nowMillis) {
    this.application = application;
    this.runner = new SessionRunner(settings, application);
    this.lastId = nowMillis * 1_000;
  }

  /** Limits and timers count for new sessions; listeners are not looked at. */
  public void reconfigure(ServerSettings next) {
    runner.settings(next);
  }

  /** Takes a new connection; null when it cannot be let in: close it then. */
  public @Nullable Connection connected(
      Peer peer, Listener listener, InetAddress address, long nowMillis) {
    ServerSettings.Limits limits = runner.settings().limits();
    String refusal = stopping ? "the server stops" : runner.guests.refusal(address, limits);
    if (refusal != null) {
      application.turnedAway(address, listener.name(), refusal);
      return null;
    }
    EsmeConnection connection =
        new EsmeConnection(
            ++lastId,
            peer,
            listener,
            address,
            ServerSession.begin(runner.settings().timers(), limits.chatterMax(), nowMillis));
    if (runner.guests.all().isEmpty()) {
      sweepAtMillis = nowMillis + SWEEP_MILLIS;
    }
    runner.guests.add(connection);
    EsmeConnection oldest = runner.guests.tooMany(limits.unboundMax());
    if (oldest != null) {
      runner.step(
          oldest, new ServerEvent.Expel("too many connections that do not bind"), nowMillis);
    }
    return new Heard(connection);
  }

  /** Answers requests; those of ended sessions, and those answered before, are passed over. */
  public void respond(List<Response> responses, long nowMillis) {
    for (Response response : responses) {
      runner.answer(response.request(), reply(response), nowMillis);
    }
  }

  private static Reply reply(Response response) {
    return switch (response) {
      case Response.Accepted accepted ->
          new Reply.Accepted(accepted.messageId(), accepted.unsuccessful());
      case Response.Refused refused -> new Reply.Refused(refused.status().value());
      case Response.Queried queried ->
          new Reply.State(
              queried.messageId(),
              queried.finalAtMillis() == 0 ? "" : SmppTime.write(queried.finalAtMillis()),
              queried.state().messageState(),
              queried.errorCode());
      case Response.Done _ -> new Reply.Done();
    };
  }

  /** Sends receipts, or keeps them until a session has room; each gets one outcome. */
  public void deliver(List<Delivery> deliveries, long nowMillis) {
    for (Delivery delivery : deliveries) {
      runner.deliver(delivery, nowMillis);
    }
  }

  /** Puts parts back that were answered already, in the order in which they came. */
  public void restoreParts(String account, Map<RequestRef, ShortMessage> parts, long nowMillis) {
    parts.forEach((ref, part) -> runner.restorePart(account, ref, part, nowMillis));
  }

  /** New terms for accounts; the windows of sessions that are bound stay as they are. */
  public void terms(List<AccountTerms> all) {
    for (AccountTerms terms : all) {
      runner.account(terms.account()).terms = terms;
    }
  }

  /** Unbinds every session of an account, in good order. */
  public void unbind(String account, long nowMillis) {
    for (EsmeConnection session : List.copyOf(runner.account(account).sessions)) {
      runner.step(session, new ServerEvent.Unbind(), nowMillis);
    }
  }

  /** Lets nobody in any more and unbinds all sessions, in good order. */
  public void stop(long nowMillis) {
    stopping = true;
    for (EsmeConnection connection : List.copyOf(runner.guests.all())) {
      runner.step(connection, new ServerEvent.Unbind(), nowMillis);
    }
  }

  /** True once {@link #stop} is done and every connection is closed. */
  public boolean stopped() {
    return stopping && runner.guests.all().isEmpty();
  }

  public ServerStatus status() {
    List<SessionStatus> sessions = new ArrayList<>(runner.bound.size());
    for (EsmeConnection connection : runner.bound.values()) {
      SessionStatus known = connection.status();
      if (known != null) {
        sessions.add(known);
      }
    }
    return new ServerStatus(
        runner.guests.all().size(), runner.guests.unboundCount(), runner.awaited(), sessions);
  }

  /**
   * Tells the application what came, does what is due, and flushes.
   *
   * @return when to call again at the latest, {@link Long#MAX_VALUE} for never
   */
  public long poll(long nowMillis) {
    if (nowMillis >= sweepAtMillis) {
      sweepAtMillis = nowMillis + SWEEP_MILLIS;
      runner.sweep(nowMillis);
    }
    try {
      runner.tell(nowMillis);
    } finally {
      runner.flush();
    }
    return runner.isIdle() ? Long.MAX_VALUE : sweepAtMillis;
  }

  private final class Heard implements Connection {
    private final EsmeConnection connection;

    Heard(EsmeConnection connection) {
      this.connection = connection;
    }

    @Override
    public void received(Decoded decoded, long now) {
      connection.partialSinceMillis = 0;
      switch (decoded) {
        case Pdu pdu -> runner.step(connection, new ServerEvent.Received(pdu), now);
        case MalformedPdu malformed ->
            runner.step(connection, new ServerEvent.Malformed(malformed), now);
      }
    }

    @Override
    public void readComplete(boolean midFrame, long now) {
      if (!midFrame) {
        connection.partialSinceMillis = 0;
      } else if (connection.partialSinceMillis == 0) {
        connection.partialSinceMillis = now;
      }
    }

    @Override
    public void congested(boolean congested, long now) {
      if (congested != (connection.congestedSinceMillis != 0)) {
        connection.congestedSinceMillis = congested ? now : 0;
        runner.updateReading(connection, now);
        EsmeAccount account = connection.account;
        if (!congested && account != null) {
          runner.drain(account, now);
        }
      }
    }

    @Override
    public void closed(String cause, long now) {
      runner.step(connection, new ServerEvent.ConnectionLost(cause), now);
      runner.guests.remove(connection);
    }
  }
}
