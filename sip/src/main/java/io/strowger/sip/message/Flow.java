package io.strowger.sip.message;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The way a message came: over it goes its answer.
 *
 * @param connectionId which TCP or TLS connection, never used twice; 0 for UDP
 */
public record Flow(
    Transport transport, InetSocketAddress local, InetSocketAddress remote, long connectionId) {
  private static final int PORT = 5060;

  /**
   * The way of the answer: over UDP to the port that the request came from if it asked for that
   * (RFC 3581), else to the one that its Via names (RFC 3261 section 18.2.2).
   */
  public Flow answering(@Nullable Via via) {
    if (transport != Transport.UDP || via == null || via.parameters().has("rport")) {
      return this;
    }
    int port = via.port() == 0 ? PORT : via.port();
    return port == remote.getPort()
        ? this
        : new Flow(transport, local, new InetSocketAddress(remote.getAddress(), port), 0);
  }
}
