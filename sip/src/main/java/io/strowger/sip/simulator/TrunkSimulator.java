package io.strowger.sip.simulator;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.strowger.sip.media.MediaEngine;
import io.strowger.sip.media.MediaRequest;
import io.strowger.sip.media.MediaRuntime;
import io.strowger.sip.media.MediaSettings;
import io.strowger.sip.message.Transport;
import io.strowger.sip.prompt.PromptPack;
import io.strowger.sip.transport.SipTransport;
import io.strowger.sip.transport.TlsFiles;
import io.strowger.sip.transport.TransportLimits;
import io.strowger.sip.transport.TransportRuntime;
import io.strowger.sip.transport.TransportSettings;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A carrier to test against: a listening SIP gateway with fault {@link TrunkDials} that can be
 * turned while it runs. All methods are safe from any thread but the simulator's own.
 */
public final class TrunkSimulator implements AutoCloseable {
  private static final int CALLS_MAX = 10_000;

  private final EventLoopGroup group;
  private final ExecutorService blocking;
  private final MediaEngine media;
  private final TrunkReactor reactor;
  private final SipTransport transport;
  private final List<Transport> transports;

  /**
   * What it needs.
   *
   * @param listen port 0 chooses free ones
   * @param transports UDP, TCP, TLS; the first is the one that {@link #address()} tells
   * @param tls what a TLS listener shows, and whose clients it takes
   * @param packs whose phrases are recognised; empty for all that come with the program
   * @param remember ended calls listed in the report, 0 for none
   * @param seed of all chances
   * @param clockMillis epoch milliseconds
   * @param clockNanos monotonic
   */
  public record Settings(
      InetSocketAddress listen,
      List<Transport> transports,
      TlsFiles tls,
      List<PromptPack> packs,
      int remember,
      long seed,
      LongSupplier clockMillis,
      LongSupplier clockNanos) {
    public static final int REMEMBER_DEFAULT = 10_000;

    public Settings {
      transports = List.copyOf(transports);
      packs = List.copyOf(packs);
      if (transports.isEmpty()
          || (transports.contains(Transport.TLS) && tls.certificate() == null)) {
        throw new IllegalArgumentException(
            "a simulated trunk listens on UDP, TCP, or TLS with a certificate");
      }
    }

    /** Without TLS. */
    public Settings(
        InetSocketAddress listen,
        List<Transport> transports,
        List<PromptPack> packs,
        int remember,
        long seed,
        LongSupplier clockMillis,
        LongSupplier clockNanos) {
      this(listen, transports, TlsFiles.NONE, packs, remember, seed, clockMillis, clockNanos);
    }

    /** UDP and TCP on free ports of the loopback address. */
    public static Settings loopback(LongSupplier clockMillis, LongSupplier clockNanos) {
      return new Settings(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          List.of(Transport.UDP, Transport.TCP),
          List.of(),
          REMEMBER_DEFAULT,
          1,
          clockMillis,
          clockNanos);
    }
  }

  private TrunkSimulator(
      EventLoopGroup group,
      ExecutorService blocking,
      MediaEngine media,
      TrunkReactor reactor,
      SipTransport transport,
      List<Transport> transports) {
    this.group = group;
    this.blocking = blocking;
    this.media = media;
    this.reactor = reactor;
    this.transport = transport;
    this.transports = transports;
  }

  /**
   * Listens.
   *
   * @throws IOException when an address cannot be listened on, or a prompt pack is missing
   */
  public static TrunkSimulator start(
      Settings settings, TrunkDials dials, @Nullable CallEndListener listener) throws IOException {
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1,
            new DefaultThreadFactory("trunk", true),
            Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    MediaEngine media = null;
    try {
      EventLoop loop = group.next();
      media =
          MediaEngine.start(
              MediaSettings.on(settings.listen().getAddress(), CALLS_MAX).howeverLate(),
              new MediaRuntime(
                  new DefaultThreadFactory("trunk-media", true),
                  settings.clockNanos(),
                  new SecureRandom()));
      TrunkReactor reactor = new TrunkReactor(loop, settings.clockMillis());
      TrunkEngine engine =
          new TrunkEngine(
              dials,
              reactor,
              desk(media, settings.listen().getAddress()),
              packs(settings),
              new SplittableRandom(settings.seed()),
              settings.remember(),
              listener);
      SipTransport transport =
          SipTransport.start(
              new TransportRuntime(loop, loop, blocking, settings.clockMillis()),
              transportSettings(settings),
              reactor);
      reactor.begin(engine, transport, settings.transports());
      return new TrunkSimulator(group, blocking, media, reactor, transport, settings.transports());
    } catch (IOException e) {
      if (media != null) {
        media.close();
      }
      blocking.shutdownNow();
      var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw e;
    }
  }

  private static TransportSettings transportSettings(Settings settings) {
    List<TransportSettings.Listener> listeners = new ArrayList<>();
    for (Transport each : settings.transports()) {
      listeners.add(new TransportSettings.Listener(each, settings.listen()));
    }
    return new TransportSettings(listeners, settings.tls(), TransportLimits.STANDARD);
  }

  private static List<PromptPack> packs(Settings settings) throws IOException {
    if (!settings.packs().isEmpty()) {
      return settings.packs();
    }
    List<PromptPack> all = new ArrayList<>();
    for (String language : PromptPack.LANGUAGES) {
      all.add(PromptPack.builtIn(language));
    }
    return all;
  }

  private static CallMedia.Desk desk(MediaEngine media, InetAddress address) {
    MediaRequest.Family family =
        address instanceof Inet4Address ? MediaRequest.Family.IPV4 : MediaRequest.Family.IPV6;
    return (listener, encrypted) ->
        new EngineMedia(
            media.open(
                new MediaRequest(
                    MediaRequest.DEFAULT.laws(),
                    MediaRequest.DEFAULT.packetMillis(),
                    family,
                    encrypted ? MediaRequest.Encryption.SDES : MediaRequest.Encryption.NONE),
                listener));
  }

  /** The address of the first transport. */
  public InetSocketAddress address() {
    return transport.addresses().getFirst();
  }

  /**
   * The address of one transport.
   *
   * @throws IllegalArgumentException when it is not listened on
   */
  public InetSocketAddress address(Transport wanted) {
    int index = transports.indexOf(wanted);
    if (index < 0) {
      throw new IllegalArgumentException("does not listen on " + wanted);
    }
    return transport.addresses().get(index);
  }

  public TrunkDials dials() {
    return reactor.ask(TrunkEngine::dials);
  }

  /** In force from the next call on. */
  public void dials(TrunkDials dials) {
    reactor.run(engine -> engine.dials(dials));
  }

  /**
   * Changes some dials with no other change in between.
   *
   * @return the dials now in force
   * @throws IllegalArgumentException when {@code change} does; the old dials stay
   */
  public TrunkDials turn(UnaryOperator<TrunkDials> change) {
    reactor.run(engine -> engine.dials(change.apply(engine.dials())));
    return dials();
  }

  /** All counts, all destinations and every call that is remembered. */
  public TrunkReport report() {
    return report(Integer.MAX_VALUE, true);
  }

  /**
   * A part of it.
   *
   * @param callsMax how many of the last ended calls to list
   * @param destinations whether to list them; that takes a moment when they are many
   */
  public TrunkReport report(int callsMax, boolean destinations) {
    return reactor.ask(engine -> engine.report(callsMax, destinations));
  }

  /**
   * From now on the trunk is dead: nothing is answered, no audio is sent, until {@link #restore}.
   */
  public void cut() {
    reactor.run(TrunkEngine::cut);
  }

  public void restore() {
    reactor.run(TrunkEngine::restore);
  }

  /** Closes all sockets; waits at most a few seconds. */
  @Override
  public void close() {
    transport.close();
    media.close();
    blocking.shutdownNow();
    var _ =
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
