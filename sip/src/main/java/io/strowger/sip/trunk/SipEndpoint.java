package io.strowger.sip.trunk;

import io.strowger.sip.transport.TransportSettings;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where we are.
 *
 * @param transport the listeners of this carrier, one for each transport that its trunks use
 * @param advertisedHost name or address for Via and Contact behind a static NAT; null for the
 *     address of the listener
 * @param nameServer null for those of the system
 */
public record SipEndpoint(
    TransportSettings transport,
    @Nullable String advertisedHost,
    @Nullable InetSocketAddress nameServer) {
  /** Without NAT, with the system's name servers. */
  public static SipEndpoint of(TransportSettings transport) {
    return new SipEndpoint(transport, null, null);
  }
}
