package io.strowger.sip.trunk;

import io.strowger.sip.message.SipUri;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a request inside a dialog goes to. */
final class Hop {
  private static final int SIP_PORT = 5060;
  private static final int SIPS_PORT = 5061;

  private Hop() {}

  /**
   * The address a URI names, or the trunk's own where it names none: a look-up in the middle of a
   * call is not worth its wait, and who wrote the name stands behind the trunk.
   */
  static Target of(@Nullable String hop, Target trunk) {
    SipUri uri = hop == null ? null : SipUri.parse(hop);
    if (uri == null) {
      return trunk;
    }
    String maddr = uri.parameters().get("maddr");
    InetAddress address = literal(maddr == null ? uri.host() : maddr);
    if (address == null) {
      return trunk;
    }
    Transport transport = transport(uri, trunk.transport());
    InetSocketAddress remote = new InetSocketAddress(address, port(uri.port(), transport));
    String name = trunk.tlsName() == null ? address.getHostAddress() : trunk.tlsName();
    return new Target(transport, remote, transport == Transport.TLS ? name : null);
  }

  private static Transport transport(SipUri uri, Transport otherwise) {
    if (uri.scheme().equals("sips")) {
      return Transport.TLS;
    }
    String named = uri.parameters().get("transport");
    if (named == null) {
      // A trunk over TLS is not left for a clear one by a Contact that forgot to say so.
      return otherwise;
    }
    return switch (named.toLowerCase(Locale.ROOT)) {
      case "udp" -> otherwise == Transport.TLS ? Transport.TLS : Transport.UDP;
      case "tcp" -> otherwise == Transport.TLS ? Transport.TLS : Transport.TCP;
      case "tls" -> Transport.TLS;
      default -> otherwise;
    };
  }

  /** The one server of a trunk that is given by its address; null where it is a name. */
  static @Nullable Target literal(TrunkSettings.Peer peer) {
    InetAddress address = literal(peer.host());
    if (address == null) {
      return null;
    }
    Transport transport = peer.transport() == null ? Transport.UDP : peer.transport();
    return target(transport, new InetSocketAddress(address, port(peer.port(), transport)), peer);
  }

  static Target target(Transport transport, InetSocketAddress address, TrunkSettings.Peer peer) {
    String name = peer.domain() == null ? peer.host() : peer.domain();
    return new Target(transport, address, transport == Transport.TLS ? name : null);
  }

  /** The usual one for 0. */
  static int port(int port, Transport transport) {
    if (port != 0) {
      return port;
    }
    return transport == Transport.TLS ? SIPS_PORT : SIP_PORT;
  }

  static String text(Target target) {
    return target.transport() + " " + text(target.address());
  }

  static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** Null for a name: none is ever looked up here. */
  static @Nullable InetAddress literal(String host) {
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    boolean v6 = bare.indexOf(':') >= 0;
    boolean v4 = bare.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    if (!v4 && !v6) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(bare);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
