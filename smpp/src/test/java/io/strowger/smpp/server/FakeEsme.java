package io.strowger.smpp.server;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Decoded;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.server.ServerSettings.Listener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client without a socket: what the engine wrote and flushed is in {@link #received}. */
final class FakeEsme implements ServerEngine.Peer {
  private static final Listener LISTENER =
      new Listener("first", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null);

  final List<Pdu> received = new ArrayList<>();
  final ServerEngine engine;
  final ServerEngine.@Nullable Connection connection;
  boolean closed;
  boolean reading = true;
  int limit;
  private final List<Pdu> unflushed = new ArrayList<>();
  private int sequence;

  FakeEsme(ServerEngine engine, InetAddress address, long now) {
    this.engine = engine;
    this.connection = engine.connected(this, LISTENER, address, now);
    engine.poll(now);
  }

  static FakeEsme bound(ServerEngine engine, String account, BindType type, long now) {
    FakeEsme esme = new FakeEsme(engine, InetAddress.getLoopbackAddress(), now);
    esme.bind(account, TestApplication.PASSWORD, type, now);
    Pdu answer = esme.received.removeFirst();
    if (answer.commandStatus() != 0) {
      throw new AssertionError("not bound: " + answer);
    }
    return esme;
  }

  static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  void bind(String systemId, String password, BindType type, long now) {
    send(new Pdu.Bind(++sequence, type, systemId, password, "", 0x34, Address.EMPTY), now);
  }

  int submit(long now) {
    send(new Pdu.SubmitSm(++sequence, RawEsme.message("39333", "Code " + sequence)), now);
    return sequence;
  }

  void send(Decoded pdu, long now) {
    ServerEngine.Connection open = Objects.requireNonNull(connection);
    open.received(pdu, now);
    open.readComplete(false, now);
    engine.poll(now);
  }

  void partial(long now) {
    Objects.requireNonNull(connection).readComplete(true, now);
    engine.poll(now);
  }

  void congested(boolean congested, long now) {
    Objects.requireNonNull(connection).congested(congested, now);
    engine.poll(now);
  }

  /** The close that the network reports, after {@link #close} or on its own. */
  void gone(long now) {
    closed = true;
    Objects.requireNonNull(connection).closed("closed by the client", now);
    engine.poll(now);
  }

  /** The statuses of the answers that came since the last time. */
  List<Integer> statuses() {
    List<Integer> statuses = received.stream().map(Pdu::commandStatus).toList();
    received.clear();
    return statuses;
  }

  @Override
  public void write(Pdu pdu) {
    unflushed.add(pdu);
  }

  @Override
  public void flush() {
    received.addAll(unflushed);
    unflushed.clear();
  }

  @Override
  public void reading(boolean enabled) {
    reading = enabled;
  }

  @Override
  public void limit(int pduOctetsMax) {
    limit = pduOctetsMax;
  }

  @Override
  public @Nullable String tlsSubject() {
    return null;
  }

  @Override
  public void close() {
    closed = true;
  }
}
