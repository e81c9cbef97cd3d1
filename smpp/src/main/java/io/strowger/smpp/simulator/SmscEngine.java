package io.strowger.smpp.simulator;

import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Decoded;
import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.receipt.ReceiptState;
import io.strowger.smpp.simulator.SmscReport.Count;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A carrier's SMSC without sockets, threads or clock: the same one serves the simulator's listener
 * and a simulation in one thread. Times are epoch microseconds. For one thread.
 */
public final class SmscEngine {
  private static final int ESME_RINVCMDID = 0x03;
  private static final int ESME_RALYBND = 0x05;
  private static final int ESME_RBINDFAIL = 0x0D;
  private static final int ESME_RINVPASWD = 0x0E;
  private static final int ESME_RINVSYSID = 0x0F;
  private static final int ESME_RCANCELFAIL = 0x11;
  private static final int ESME_RQUERYFAIL = 0x67;
  private static final int CMD_SUBMIT_SM = 0x04;
  private static final int VERSION_3_3 = 0x33;
  private static final int MESSAGE_STATE_ENROUTE = 1;
  private static final int SESSIONS_MAX = 1000;
  private static final int ACCOUNTS_MAX = 1000;
  private static final long SESSION_INIT_MICROS = 10_000_000;
  private static final long SWEEP_MICROS = 500_000;

  private final Tally tally = new Tally();
  private final Receipts receipts;
  private final Submits submits;
  private final Arrivals arrivals;
  private final Map<String, Account> accounts = new HashMap<>();
  private final Set<EsmeSession> sessions = new LinkedHashSet<>();
  private final List<EsmeSession> dirty = new ArrayList<>();
  private Dials dials;
  private boolean cut;
  private long sweepAtMicros;

  /** The simulator's side of a connection. Writes are held until {@link #flush}. */
  public interface Peer {
    void write(Pdu pdu);

    void flush();

    /** True while the client does not read fast enough. */
    boolean congested();

    /** Closes after what was flushed; {@link SmscEngine.Connection#closed} follows. */
    void close();
  }

  /** What the engine hears from one connection. */
  public interface Connection {
    void received(Decoded pdu, long nowMicros);

    /** The client reads again: held receipts may go on. */
    void writable(long nowMicros);

    void closed(long nowMicros);
  }

  /**
   * @param remember how many accepted messages the report lists, 0 for none
   * @param nowMicros also the first message's number, so that a restart repeats none
   */
  public SmscEngine(
      Dials dials,
      RandomGenerator random,
      int remember,
      @Nullable ArrivalListener listener,
      long nowMicros) {
    this.dials = dials;
    this.arrivals = new Arrivals(tally, remember, listener);
    this.receipts = new Receipts(tally, this::write, nowMicros);
    this.submits = new Submits(new Dice(random, tally), tally, arrivals, receipts, this, nowMicros);
  }

  public Dials dials() {
    return dials;
  }

  public void dials(Dials changed) {
    dials = changed;
  }

  /** Takes a new connection; null when links are cut or there are too many: close it then. */
  public @Nullable Connection connected(Peer peer, long nowMicros) {
    if (cut || sessions.size() >= SESSIONS_MAX) {
      return null;
    }
    EsmeSession session = new EsmeSession(peer, nowMicros);
    sessions.add(session);
    tally.add(Count.CONNECTIONS);
    return new Connection() {
      @Override
      public void received(Decoded pdu, long now) {
        SmscEngine.this.received(session, pdu, now);
      }

      @Override
      public void writable(long now) {
        Account account = session.account;
        if (account != null) {
          receipts.drain(account, dials, now);
        }
      }

      @Override
      public void closed(long now) {
        SmscEngine.this.closed(session, now);
      }
    };
  }

  /**
   * A subscriber sends a text to the client, over any of its links that can receive.
   *
   * @param systemId whose links
   * @return false when no link of it can take the text now; then it is lost
   */
  public boolean text(String systemId, String from, String to, String text) {
    Account account = accounts.get(systemId);
    EsmeSession receiver = account == null ? null : account.receiver();
    if (receiver == null) {
      return false;
    }
    tally.add(Count.TEXTS_SENT);
    write(receiver, SubscriberText.of(from, to, text, receiver.enquireSequence()));
    return true;
  }

  /** Closes every link and refuses new ones until {@link #restoreLinks}. */
  public void cutLinks() {
    cut = true;
    for (EsmeSession session : List.copyOf(sessions)) {
      disconnect(session);
    }
  }

  public void restoreLinks() {
    cut = false;
  }

  /**
   * Does what is due and flushes.
   *
   * @return when to call again at the latest, {@link Long#MAX_VALUE} for never
   */
  public long poll(long nowMicros) {
    receipts.poll(dials, nowMicros);
    if (nowMicros >= sweepAtMicros) {
      sweepAtMicros = nowMicros + SWEEP_MICROS;
      sweep(nowMicros);
    }
    flush();
    return sessions.isEmpty()
        ? receipts.nextMicros()
        : Math.min(receipts.nextMicros(), sweepAtMicros);
  }

  /** Sends all that was written since the last flush. */
  public void flush() {
    for (EsmeSession session : dirty) {
      session.dirty = false;
      if (!session.closed) {
        session.peer.flush();
      }
    }
    dirty.clear();
  }

  /**
   * @param messagesMax how many of the last arrivals to list
   * @param destinations whether to list them
   */
  public SmscReport report(int messagesMax, boolean destinations) {
    return arrivals.report(messagesMax, destinations);
  }

  private void received(EsmeSession session, Decoded decoded, long now) {
    if (session.closed) {
      return;
    }
    session.heardAtMicros = now;
    switch (decoded) {
      case Pdu.SubmitSm submit -> submits.received(session, submit.message(), submit, dials, now);
      case Pdu.DataSm data -> submits.received(session, data.message(), data, dials, now);
      case Pdu.DeliverSmResp resp ->
          receipts.acknowledged(session, resp.sequenceNumber(), resp.commandStatus(), dials, now);
      case Pdu.EnquireLink enquire ->
          write(session, new Pdu.EnquireLinkResp(enquire.sequenceNumber(), 0));
      case Pdu.Bind bind -> bind(session, bind, now);
      case Pdu.Unbind unbind -> {
        write(session, new Pdu.UnbindResp(unbind.sequenceNumber(), 0));
        close(session);
      }
      case Pdu.CancelSm cancel -> cancel(session, cancel);
      case Pdu.QuerySm query -> query(session, query);
      case Pdu.GenericNack nack ->
          receipts.acknowledged(session, nack.sequenceNumber(), nack.commandStatus(), dials, now);
      case MalformedPdu malformed -> malformed(session, malformed);
      case Pdu.Unsupported unsupported -> {
        tally.add(Count.UNSUPPORTED);
        if (unsupported.commandId() >= 0) {
          nack(session, unsupported.sequenceNumber(), ESME_RINVCMDID);
        }
      }
      case Pdu.DeliverSm deliver -> nack(session, deliver.sequenceNumber(), ESME_RINVCMDID);
      case Pdu.Outbind outbind -> nack(session, outbind.sequenceNumber(), ESME_RINVCMDID);
      case Pdu.SubmitMulti multi -> nack(session, multi.sequenceNumber(), ESME_RINVCMDID);
      case Pdu.ReplaceSm replace -> nack(session, replace.sequenceNumber(), ESME_RINVCMDID);
      case Pdu.Response _, Pdu.AlertNotification _ -> {}
    }
  }

  private void bind(EsmeSession session, Pdu.Bind bind, long now) {
    if (dials.version() == VERSION_3_3 && bind.type() == BindType.TRANSCEIVER) {
      // SMPP 3.3 has no transceiver: the command is unknown to such an SMSC.
      tally.add(Count.BINDS_REFUSED);
      nack(session, bind.sequenceNumber(), ESME_RINVCMDID);
      return;
    }
    int status = bindStatus(session, bind);
    if (status != 0) {
      tally.add(Count.BINDS_REFUSED);
      write(session, new Pdu.BindResp(bind.sequenceNumber(), status, bind.type(), "", null));
      return;
    }
    tally.add(Count.BINDS_ACCEPTED);
    tally.add(Count.BOUND);
    Account account = accounts.computeIfAbsent(bind.systemId(), Account::new);
    session.account = account;
    session.type = bind.type();
    session.version = Math.min(bind.interfaceVersion(), dials.version());
    boolean announce = dials.announceVersion() && session.version > VERSION_3_3;
    write(
        session,
        new Pdu.BindResp(
            bind.sequenceNumber(), 0, bind.type(), "strowger", announce ? dials.version() : null));
    if (bind.type().canReceive()) {
      account.receivers.add(session);
      receipts.drain(account, dials, now);
    }
  }

  private int bindStatus(EsmeSession session, Pdu.Bind bind) {
    if (session.bound()) {
      return ESME_RALYBND;
    }
    if (dials.refuseBinds() != 0) {
      return dials.refuseBinds();
    }
    if (!dials.systemId().isEmpty() && !dials.systemId().equals(bind.systemId())) {
      return ESME_RINVSYSID;
    }
    if (!dials.password().isEmpty() && !dials.password().equals(bind.password())) {
      return ESME_RINVPASWD;
    }
    return accounts.size() >= ACCOUNTS_MAX && !accounts.containsKey(bind.systemId())
        ? ESME_RBINDFAIL
        : 0;
  }

  /** Cancelled is what still waits for its receipt; for the rest it is too late. */
  private void cancel(EsmeSession session, Pdu.CancelSm cancel) {
    Due.Receipt receipt = pending(session, cancel.messageId());
    if (receipt == null || receipt.state == ReceiptState.DELETED) {
      write(session, new Pdu.CancelSmResp(cancel.sequenceNumber(), ESME_RCANCELFAIL));
      return;
    }
    tally.add(Count.CANCELLED);
    receipt.state = ReceiptState.DELETED;
    write(session, new Pdu.CancelSmResp(cancel.sequenceNumber(), 0));
  }

  private void query(EsmeSession session, Pdu.QuerySm query) {
    boolean known = pending(session, query.messageId()) != null;
    write(
        session,
        new Pdu.QuerySmResp(
            query.sequenceNumber(),
            known ? 0 : ESME_RQUERYFAIL,
            query.messageId(),
            "",
            known ? MESSAGE_STATE_ENROUTE : 0,
            0));
  }

  private Due.@Nullable Receipt pending(EsmeSession session, String messageId) {
    Account account = session.account;
    return account == null ? null : receipts.pending(account, dials.responseId(), messageId);
  }

  private void malformed(EsmeSession session, MalformedPdu malformed) {
    tally.add(Count.MALFORMED);
    if (malformed.isRequest()) {
      if (malformed.commandId() == CMD_SUBMIT_SM) {
        write(
            session,
            new Pdu.SubmitSmResp(malformed.sequenceNumber(), malformed.commandStatus(), ""));
      } else {
        nack(session, malformed.sequenceNumber(), malformed.commandStatus());
      }
    }
    if (!malformed.inStep()) {
      disconnect(session);
    }
  }

  private void nack(EsmeSession session, int sequence, int status) {
    write(session, new Pdu.GenericNack(sequence, status));
  }

  void write(EsmeSession session, Pdu pdu) {
    session.peer.write(pdu);
    if (!session.dirty) {
      session.dirty = true;
      dirty.add(session);
    }
  }

  void disconnect(EsmeSession session) {
    if (!session.closed) {
      tally.add(Count.DISCONNECTS);
      close(session);
    }
  }

  private void close(EsmeSession session) {
    session.closed = true;
    session.peer.flush();
    session.peer.close();
  }

  private void closed(EsmeSession session, long now) {
    if (!sessions.remove(session)) {
      return;
    }
    session.closed = true;
    tally.add(Count.CONNECTIONS, -1);
    Account account = session.account;
    if (account != null) {
      tally.add(Count.BOUND, -1);
      account.receivers.remove(session);
      receipts.abandoned(session, account, dials, now);
    }
  }

  /** Closes what never bound, and asks idle sessions whether they live. */
  private void sweep(long now) {
    long idle = dials.enquireLink().toNanos() / 1000;
    for (EsmeSession session : List.copyOf(sessions)) {
      if (!session.bound() && now - session.openedAtMicros > SESSION_INIT_MICROS) {
        disconnect(session);
      } else if (idle > 0 && session.bound() && now - session.heardAtMicros > idle) {
        session.heardAtMicros = now;
        write(session, new Pdu.EnquireLink(session.enquireSequence()));
      }
    }
  }
}
