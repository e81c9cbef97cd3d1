package io.strowger.smpp.simulator;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Decoded;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client without a socket: what the engine wrote is in {@link #received}. */
final class FakeClient implements SmscEngine.Peer {
  final List<Pdu> received = new ArrayList<>();
  final SmscEngine engine;
  final SmscEngine.@Nullable Connection connection;
  boolean congested;
  boolean closed;
  private final List<Pdu> unflushed = new ArrayList<>();
  private int sequence;

  FakeClient(SmscEngine engine, long now) {
    this.engine = engine;
    this.connection = engine.connected(this, now);
  }

  static FakeClient bound(SmscEngine engine, BindType type, long now) {
    FakeClient client = new FakeClient(engine, now);
    client.send(client.bind(type), now);
    if (!(client.received.removeFirst() instanceof Pdu.BindResp resp)
        || resp.commandStatus() != 0) {
      throw new AssertionError("not bound");
    }
    return client;
  }

  Pdu.Bind bind(BindType type) {
    return new Pdu.Bind(++sequence, type, "esme", "secret", "", 0x34, Address.EMPTY);
  }

  static ShortMessage message(String destination, String text) {
    return new ShortMessage(
        "",
        new Address(5, 0, "Bank"),
        new Address(1, 1, destination),
        0,
        0,
        0,
        "",
        "000000000130000R",
        1,
        0,
        0,
        0,
        text.getBytes(StandardCharsets.ISO_8859_1),
        List.of());
  }

  void submit(String destination, String text, long now) {
    send(new Pdu.SubmitSm(++sequence, message(destination, text)), now);
  }

  void send(Decoded pdu, long now) {
    Objects.requireNonNull(connection).received(pdu, now);
    engine.poll(now);
  }

  <T extends Pdu> List<T> received(Class<T> type) {
    return received.stream().filter(type::isInstance).map(type::cast).toList();
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
  public boolean congested() {
    return congested;
  }

  @Override
  public void close() {
    closed = true;
  }

  void readsAgain(long now) {
    congested = false;
    Objects.requireNonNull(connection).writable(now);
    engine.poll(now);
  }

  /** The close that the network reports after {@link #close}, or on its own. */
  void gone(long now) {
    closed = true;
    Objects.requireNonNull(connection).closed(now);
    engine.poll(now);
  }
}
