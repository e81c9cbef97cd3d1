package io.strowger.sip.transport;

import io.strowger.sip.message.Transport;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Where to listen and within which bounds.
 *
 * @param listeners UDP is sent from the first UDP listener of the peer's address family, so one is
 *     needed to send UDP at all
 * @param tls for connections made to us over TLS, and for those that we make
 */
public record TransportSettings(List<Listener> listeners, TlsFiles tls, TransportLimits limits) {
  /** Port 0 takes any free one. */
  public record Listener(Transport transport, InetSocketAddress address) {}

  public TransportSettings {
    listeners = List.copyOf(listeners);
  }
}
