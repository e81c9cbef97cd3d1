package io.strowger.sip.message;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a message is to be sent: an open connection to it is used again, or one is made.
 *
 * @param address resolved
 * @param tlsName the host or domain that the peer's certificate must name (RFC 5922); needed for
 *     {@link Transport#TLS} and nothing else
 */
public record Target(Transport transport, InetSocketAddress address, @Nullable String tlsName) {
  public Target {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("a target has a resolved address");
    }
    if (transport == Transport.TLS && (tlsName == null || tlsName.isEmpty())) {
      throw new IllegalArgumentException("TLS without a name to expect in the certificate");
    }
  }

  /** Over UDP or TCP. */
  public static Target of(Transport transport, InetSocketAddress address) {
    return new Target(transport, address, null);
  }
}
