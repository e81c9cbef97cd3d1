package io.strowger.smpp.link;

import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.link.CarrierSettings.HostPort;
import io.strowger.smpp.link.CarrierSettings.Link;
import java.util.ArrayList;
import java.util.List;

/** Connections whose other end is played by the test. */
final class ScriptedTransport implements LinkTransport {
  final List<ScriptedConnection> connections = new ArrayList<>();

  @Override
  public Connection connect(Link link, HostPort address, Events events) {
    ScriptedConnection connection = new ScriptedConnection(link, address, events);
    connections.add(connection);
    return connection;
  }

  ScriptedConnection last() {
    return connections.getLast();
  }

  /** One connection; {@code sent} holds what was flushed and not yet looked at. */
  static final class ScriptedConnection implements Connection {
    final Link link;
    final HostPort address;
    final Events events;
    private final List<Pdu> held = new ArrayList<>();
    private final List<Pdu> sent = new ArrayList<>();
    int flushes;
    boolean congested;
    boolean reading = true;
    boolean closed;

    ScriptedConnection(Link link, HostPort address, Events events) {
      this.link = link;
      this.address = address;
      this.events = events;
    }

    @Override
    public void write(Pdu pdu) {
      held.add(pdu);
    }

    @Override
    public void flush() {
      flushes++;
      sent.addAll(held);
      held.clear();
    }

    @Override
    public boolean congested() {
      return congested;
    }

    @Override
    public void reading(boolean enabled) {
      reading = enabled;
    }

    @Override
    public void close() {
      closed = true;
      held.clear();
    }

    /** Everything sent since the last call. */
    List<Pdu> taken() {
      List<Pdu> all = List.copyOf(sent);
      sent.clear();
      return all;
    }

    <T extends Pdu> List<T> taken(Class<T> type) {
      return taken().stream().filter(type::isInstance).map(type::cast).toList();
    }
  }
}
