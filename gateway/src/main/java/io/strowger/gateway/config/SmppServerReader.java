package io.strowger.gateway.config;

import io.strowger.smpp.link.CarrierSettings.HostPort;
import io.strowger.smpp.server.EsmeTimers;
import io.strowger.smpp.server.ServerSettings;
import io.strowger.smpp.server.ServerSettings.Limits;
import io.strowger.smpp.server.ServerSettings.Listener;
import io.strowger.smpp.server.ServerSettings.Tls;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SMPP door. */
final class SmppServerReader {
  private SmppServerReader() {}

  /** Null when it has no listener. */
  static @Nullable ServerSettings read(Section server) {
    List<Listener> listeners = new ArrayList<>();
    if (server.has("listen")) {
      listeners.add(new Listener("plain", address(server), null));
    }
    Section tls = server.maybeSection("tls");
    if (tls != null) {
      listeners.add(
          new Listener(
              "tls",
              address(tls),
              new Tls(
                  tls.path("certificate"),
                  tls.path("key"),
                  tls.maybePath("client-trust"),
                  tls.flag("client-required"))));
    }
    if (listeners.isEmpty()) {
      return null;
    }
    Limits limits = Limits.DEFAULT;
    int connections = server.integer("max-connections");
    return new ServerSettings(
        server.text("system-id"),
        listeners,
        new Limits(
            connections,
            server.integer("max-connections-per-address"),
            Math.min(limits.unboundMax(), connections),
            limits.requestsMax(),
            limits.deliveriesMax(),
            limits.pduOctetsMax(),
            limits.partialMillis(),
            limits.chatterMax(),
            limits.parts()),
        EsmeTimers.DEFAULT);
  }

  private static InetSocketAddress address(Section section) {
    HostPort listen = LinkReader.hostPort(section.text("listen"));
    return new InetSocketAddress(listen.host(), listen.port());
  }
}
