package io.strowger.gateway.main;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.account.VoiceRules;
import io.strowger.gateway.config.GatewayConfig;
import io.strowger.gateway.delivery.Admission;
import io.strowger.gateway.delivery.CallRounds;
import io.strowger.gateway.delivery.DeliveryObserver;
import io.strowger.gateway.delivery.Dispatcher;
import io.strowger.gateway.delivery.HealthWatch;
import io.strowger.gateway.delivery.MessageStore;
import io.strowger.gateway.delivery.SmsChannel;
import io.strowger.gateway.metrics.GatewayMetrics;
import io.strowger.gateway.metrics.VoiceMeters;
import io.strowger.gateway.voice.CallCarrier;
import io.strowger.gateway.voice.CallObserver;
import io.strowger.gateway.voice.EventSink;
import io.strowger.gateway.voice.PromptShelf;
import io.strowger.gateway.voice.SipVoiceChannel;
import io.strowger.gateway.voice.TrunkCarrier;
import io.strowger.gateway.voice.VoiceSettings;
import io.strowger.sip.media.MediaEngine;
import io.strowger.sip.media.MediaRuntime;
import io.strowger.sip.media.MediaSettings;
import io.strowger.sip.message.Transport;
import io.strowger.sip.transport.TlsFiles;
import io.strowger.sip.transport.TransportLimits;
import io.strowger.sip.transport.TransportSettings;
import io.strowger.sip.trunk.SipCarrier;
import io.strowger.sip.trunk.SipCarrierListener;
import io.strowger.sip.trunk.SipCarrierSettings;
import io.strowger.sip.trunk.SipEndpoint;
import io.strowger.sip.trunk.SipRuntime;
import io.strowger.sip.trunk.TrunkSettings;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The voice channel with all that it needs of the machine: one event loop for signalling and one
 * pacing thread for sound, both started with the first carrier that calls.
 */
final class Voice {
  private static final Logger log = LoggerFactory.getLogger(Voice.class);
  private static final int USUAL_SIP_PORT = 5060;
  private static final long HANG_UP_SECONDS = 5;

  private final VoiceSettings settings;
  private final SteadyClock clock;
  private final Executor blocking;
  private final CallRounds rounds;
  private final SipVoiceChannel<SipCarrierSettings> channel;
  private @Nullable EventLoopGroup loops;
  private @Nullable MediaEngine media;

  /**
   * @throws IOException when a recording cannot be used
   */
  Voice(
      GatewayConfig config,
      SteadyClock clock,
      Supplier<Accounts> accounts,
      EventSink events,
      GatewayMetrics metrics,
      Executor blocking)
      throws IOException {
    this.settings = config.voice();
    this.clock = clock;
    this.blocking = blocking;
    this.rounds = new CallRounds(id -> accounts.get().byId(id), settings.microsPerMinute());
    this.channel =
        new SipVoiceChannel<>(
            TrunkCarrier.launcher(this::start, clock),
            id -> rules(accounts.get().byId(id)),
            PromptShelf.load(settings.prompts()),
            events,
            observer(metrics.voice()));
  }

  private static VoiceRules rules(@Nullable Account account) {
    return account == null ? VoiceRules.DEFAULT : account.voice();
  }

  private static CallObserver observer(VoiceMeters meters) {
    return new CallObserver() {
      @Override
      public void placed(String carrier) {
        meters.placed(carrier);
      }

      @Override
      public void ended(Call call) {
        meters.ended(
            call.carrier(),
            call.trunk(),
            call.prefix(),
            call.ending(),
            call.code(),
            call.evidence());
      }
    };
  }

  /** What the dispatcher speaks to, this channel among it. */
  Dispatcher.Ports ports(
      MessageStore store,
      SmsChannel sms,
      DeliveryObserver observer,
      Admission admission,
      HealthWatch health) {
    return new Dispatcher.Ports(store, sms, channel, observer, admission, rounds, health);
  }

  /** Snapshots in the order of configuration. */
  List<CallCarrier.Status> statuses() {
    return channel.statuses();
  }

  void configure(GatewayConfig config) {
    Map<String, SipCarrierSettings> carriers = new LinkedHashMap<>();
    config.callers().forEach(carrier -> carriers.put(carrier.id(), carrier));
    channel.configure(carriers);
    rounds.reprice(config.voice().microsPerMinute());
  }

  private synchronized SipCarrier start(SipCarrierSettings carrier, SipCarrierListener listener)
      throws IOException {
    InetAddress address = localAddress(carrier);
    EventLoopGroup group = loops;
    if (group == null) {
      group =
          new MultiThreadIoEventLoopGroup(
              1, Thread.ofPlatform().name("strowger-sip-", 0).factory(), NioIoHandler.newFactory());
      loops = group;
    }
    MediaEngine engine = media;
    if (engine == null) {
      engine = media(address);
      media = engine;
    }
    return SipCarrier.start(
        new SipRuntime(group.next(), blocking, clock, new SecureRandom()),
        carrier,
        SipEndpoint.of(
            new TransportSettings(
                List.of(
                    new TransportSettings.Listener(
                        Transport.UDP, new InetSocketAddress(address, 0)),
                    new TransportSettings.Listener(
                        Transport.TCP, new InetSocketAddress(address, 0))),
                TlsFiles.NONE,
                TransportLimits.STANDARD)),
        engine,
        listener);
  }

  private MediaEngine media(InetAddress address) throws IOException {
    MediaSettings wanted = MediaSettings.on(address, settings.callsMax());
    return MediaEngine.start(
        settings.rtpPortMin() == 0
            ? wanted
            : wanted.ports(settings.rtpPortMin(), settings.rtpPortMax(), false),
        new MediaRuntime(
            Thread.ofPlatform().name("strowger-rtp").daemon().factory(),
            System::nanoTime,
            new SecureRandom()));
  }

  /** The address that leads to the carrier's first trunk: what its packets can come back to. */
  private InetAddress localAddress(SipCarrierSettings carrier) throws IOException {
    if (settings.address() != null) {
      return InetAddress.getByName(settings.address());
    }
    TrunkSettings.Peer peer = carrier.trunks().getFirst().peer();
    try (DatagramSocket socket = new DatagramSocket()) {
      int port = peer.port() == 0 ? USUAL_SIP_PORT : peer.port();
      socket.connect(new InetSocketAddress(InetAddress.getByName(peer.host()), port));
      return socket.getLocalAddress();
    }
  }

  /** Hangs up what is on its way. */
  synchronized void stop() {
    try {
      channel.stop().toCompletableFuture().get(HANG_UP_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("Not every call was hung up in {} s", HANG_UP_SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (media != null) {
      media.close();
    }
    if (loops != null) {
      var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }
}
