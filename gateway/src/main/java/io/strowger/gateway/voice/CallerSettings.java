package io.strowger.gateway.voice;

import io.strowger.sip.transport.TlsFiles;
import io.strowger.sip.trunk.SipCarrierSettings;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A carrier that calls: how its trunks want it, and where we are reached by it. */
public record CallerSettings(SipCarrierSettings carrier, Doors doors) {
  /** The carrier's name. */
  public String id() {
    return carrier.id();
  }

  /**
   * Our own sockets for one carrier; a change takes new ones.
   *
   * @param listen for UDP and TCP, unresolved; null for free ports of the usual address
   * @param tlsListen for TLS, unresolved; null for no listener
   */
  public record Doors(
      @Nullable InetSocketAddress listen, @Nullable InetSocketAddress tlsListen, TlsFiles tls) {
    public static final Doors USUAL = new Doors(null, null, TlsFiles.NONE);
  }
}
