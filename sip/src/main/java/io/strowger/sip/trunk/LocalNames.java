package io.strowger.sip.trunk;

import io.strowger.sip.message.Target;
import io.strowger.sip.transport.TransportSettings.Listener;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Via and Contact call us, towards one target; on one thread. */
final class LocalNames {
  private static final int KNOWN_MAX = 1_000;

  private final List<Listener> listeners;
  private final List<InetSocketAddress> bound;
  private final @Nullable String advertised;
  private final Map<InetAddress, InetAddress> routes = new HashMap<>();

  /**
   * @param bound where the listeners really listen, in their order
   */
  LocalNames(List<Listener> listeners, List<InetSocketAddress> bound, @Nullable String advertised) {
    this.listeners = listeners;
    this.bound = bound;
    this.advertised = advertised;
  }

  String towards(Target target) {
    InetSocketAddress local = listener(target);
    String host = advertised;
    if (host == null) {
      InetAddress address = local == null ? null : local.getAddress();
      if (address == null || address.isAnyLocalAddress()) {
        address = routes.computeIfAbsent(target.address().getAddress(), LocalNames::route);
        if (routes.size() > KNOWN_MAX) {
          routes.clear();
        }
      }
      host = address.getHostAddress();
    }
    String bracketed = host.indexOf(':') >= 0 ? "[" + scopeless(host) + "]" : host;
    return local == null ? bracketed : bracketed + ":" + local.getPort();
  }

  private static String scopeless(String host) {
    int percent = host.indexOf('%');
    return percent < 0 ? host : host.substring(0, percent);
  }

  private @Nullable InetSocketAddress listener(Target target) {
    InetSocketAddress fallback = null;
    Class<?> family = target.address().getAddress().getClass();
    for (int i = 0; i < listeners.size(); i++) {
      if (listeners.get(i).transport() == target.transport()) {
        if (bound.get(i).getAddress().getClass() == family) {
          return bound.get(i);
        }
        fallback = bound.get(i);
      }
    }
    return fallback;
  }

  /** Asks the system which of its addresses it would use; no packet is sent. */
  private static InetAddress route(InetAddress remote) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(remote, 5060));
      return socket.getLocalAddress();
    } catch (SocketException e) {
      return InetAddress.getLoopbackAddress();
    }
  }
}
