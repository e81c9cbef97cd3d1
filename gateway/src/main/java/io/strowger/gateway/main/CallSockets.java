package io.strowger.gateway.main;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.strowger.gateway.voice.CallerSettings.Doors;
import io.strowger.gateway.voice.VoiceSettings;
import io.strowger.sip.media.MediaEngine;
import io.strowger.sip.media.MediaRequest;
import io.strowger.sip.media.MediaRuntime;
import io.strowger.sip.media.MediaSettings;
import io.strowger.sip.message.Transport;
import io.strowger.sip.transport.TransportLimits;
import io.strowger.sip.transport.TransportSettings;
import io.strowger.sip.transport.TransportSettings.Listener;
import io.strowger.sip.trunk.SipCarrier;
import io.strowger.sip.trunk.SipCarrierListener;
import io.strowger.sip.trunk.SipCarrierSettings;
import io.strowger.sip.trunk.SipEndpoint;
import io.strowger.sip.trunk.SipRuntime;
import io.strowger.sip.trunk.TrunkSettings;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What calls need of the machine: one event loop for signalling, and a pacing thread for sound on
 * each local address, started with the first carrier that calls from there.
 */
final class CallSockets {
  private static final Logger log = LoggerFactory.getLogger(CallSockets.class);
  private static final int USUAL_SIP_PORT = 5060;

  /** Of a documentation network (RFC 5737): no packet goes there, the default route is asked. */
  private static final InetAddress ANYWHERE = InetAddress.ofLiteral("192.0.2.1");

  private final VoiceSettings settings;
  private final SteadyClock clock;
  private final Executor blocking;
  private final Map<InetAddress, MediaEngine> media = new HashMap<>();
  private @Nullable EventLoopGroup loops;

  CallSockets(VoiceSettings settings, SteadyClock clock, Executor blocking) {
    this.settings = settings;
    this.clock = clock;
    this.blocking = blocking;
  }

  synchronized SipCarrier start(
      SipCarrierSettings carrier, Doors doors, SipCarrierListener listener) throws IOException {
    InetAddress address = localAddress(carrier);
    EventLoopGroup group = loops;
    if (group == null) {
      group =
          new MultiThreadIoEventLoopGroup(
              1, Thread.ofPlatform().name("strowger-sip-", 0).factory(), NioIoHandler.newFactory());
      loops = group;
    }
    MediaEngine engine = media.get(address);
    if (engine == null) {
      engine = media(address);
      media.put(address, engine);
    }
    return SipCarrier.start(
        new SipRuntime(group.next(), blocking, clock, new SecureRandom()),
        carrier,
        SipEndpoint.of(
            new TransportSettings(
                listeners(doors, address), doors.tls(), TransportLimits.STANDARD)),
        engine,
        listener);
  }

  private static List<Listener> listeners(Doors doors, InetAddress address) throws IOException {
    InetSocketAddress plain = resolved(doors.listen());
    InetSocketAddress usual = plain == null ? new InetSocketAddress(address, 0) : plain;
    List<Listener> listeners = new ArrayList<>();
    listeners.add(new Listener(Transport.UDP, usual));
    listeners.add(new Listener(Transport.TCP, usual));
    InetSocketAddress tls = resolved(doors.tlsListen());
    if (tls != null) {
      listeners.add(new Listener(Transport.TLS, tls));
    }
    return listeners;
  }

  private static @Nullable InetSocketAddress resolved(@Nullable InetSocketAddress written)
      throws UnknownHostException {
    return written == null
        ? null
        : new InetSocketAddress(InetAddress.getByName(written.getHostString()), written.getPort());
  }

  private MediaEngine media(InetAddress address) throws IOException {
    MediaSettings wanted = MediaSettings.on(address, settings.callsMax());
    return MediaEngine.start(
        settings.rtpPortMin() == 0
            ? wanted
            : wanted.ports(settings.rtpPortMin(), settings.rtpPortMax(), false),
        new MediaRuntime(
            Thread.ofPlatform().name("strowger-rtp-", 0).daemon().factory(),
            System::nanoTime,
            new SecureRandom()));
  }

  /** The same carrier with sound over the family of the address that it is called from. */
  SipCarrierSettings withFamily(SipCarrierSettings carrier) throws IOException {
    if (!(localAddress(carrier) instanceof Inet6Address)) {
      return carrier;
    }
    return new SipCarrierSettings(
        carrier.id(),
        carrier.trunks().stream().map(CallSockets::overIpv6).toList(),
        carrier.ownNumbers());
  }

  private static TrunkSettings overIpv6(TrunkSettings trunk) {
    MediaRequest media = trunk.media();
    return trunk.withMedia(
        new MediaRequest(
            media.laws(), media.packetMillis(), MediaRequest.Family.IPV6, media.encryption()));
  }

  /** The address that leads to the carrier's first trunk: what its packets can come back to. */
  private InetAddress localAddress(SipCarrierSettings carrier) throws IOException {
    String configured = settings.address();
    if (configured != null) {
      return InetAddress.getByName(configured);
    }
    TrunkSettings.Peer peer = carrier.trunks().getFirst().peer();
    InetAddress remote;
    try {
      remote = InetAddress.getByName(peer.host());
    } catch (UnknownHostException e) {
      // A name with SRV records only, or a DNS that does not answer now: no reason not to start.
      log.warn(
          "carrier {}: {} has no address now; it is called from the address of the default route,"
              + " unless voice.address is given",
          carrier.id(),
          peer.host());
      remote = ANYWHERE;
    }
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(
          new InetSocketAddress(remote, peer.port() == 0 ? USUAL_SIP_PORT : peer.port()));
      return socket.getLocalAddress();
    } catch (IOException e) {
      throw new IOException("no way to " + peer.host() + ": " + e.getMessage(), e);
    }
  }

  synchronized void stop() {
    media.values().forEach(MediaEngine::close);
    media.clear();
    if (loops != null) {
      var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }
}
