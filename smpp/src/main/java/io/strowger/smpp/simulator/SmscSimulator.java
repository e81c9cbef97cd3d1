package io.strowger.smpp.simulator;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.strowger.smpp.codec.PduHandlers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A carrier to test against: a listening SMSC with fault {@link Dials} that can be turned while it
 * runs. All methods are safe from any thread but the simulator's own.
 */
public final class SmscSimulator implements AutoCloseable {
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

  private final EventLoopGroup group;
  private final SmscEngine engine;
  private final SmscReactor reactor;
  private final Channel server;

  /**
   * @param listen port 0 chooses a free one
   * @param remember accepted messages listed in the report, 0 for none
   * @param seed of all chances
   * @param clockMicros epoch microseconds
   * @param tls null for plain TCP
   */
  public record Settings(
      InetSocketAddress listen,
      int remember,
      long seed,
      LongSupplier clockMicros,
      @Nullable SmscTls tls) {
    public static final int REMEMBER_DEFAULT = 10_000;

    /** Plain TCP. */
    public Settings(InetSocketAddress listen, int remember, long seed, LongSupplier clockMicros) {
      this(listen, remember, seed, clockMicros, null);
    }

    /** On a free port of the loopback address. */
    public static Settings loopback(LongSupplier clockMicros) {
      return new Settings(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          REMEMBER_DEFAULT,
          1,
          clockMicros);
    }

    public Settings withTls(SmscTls changed) {
      return new Settings(listen, remember, seed, clockMicros, changed);
    }
  }

  private SmscSimulator(
      EventLoopGroup group, SmscEngine engine, SmscReactor reactor, Channel server) {
    this.group = group;
    this.engine = engine;
    this.reactor = reactor;
    this.server = server;
  }

  /**
   * @throws IOException when the address cannot be listened on
   */
  public static SmscSimulator start(
      Settings settings, Dials dials, @Nullable ArrivalListener listener) throws IOException {
    boolean epoll = Epoll.isAvailable();
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1,
            new DefaultThreadFactory("smsc", true),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    EventLoop loop = group.next();
    SmscEngine engine =
        new SmscEngine(
            dials,
            new SplittableRandom(settings.seed()),
            settings.remember(),
            listener,
            settings.clockMicros().getAsLong());
    SmscReactor reactor = new SmscReactor(engine, loop, settings.clockMicros());
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    SmscTls tls = settings.tls();
                    if (tls != null) {
                      channel
                          .pipeline()
                          .addLast(
                              tls.context(engine.dials().certificate())
                                  .newHandler(channel.alloc()));
                    }
                    PduHandlers.install(channel.pipeline(), PduHandlers.DEFAULT_MAX_PDU_OCTETS);
                    channel.pipeline().addLast("smsc", reactor.new Handler());
                  }
                })
            .bind(settings.listen())
            .awaitUninterruptibly();
    Throwable cause = bound.cause();
    if (cause != null) {
      var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw new IOException(
          "cannot listen on " + settings.listen() + ": " + cause.getMessage(), cause);
    }
    return new SmscSimulator(group, engine, reactor, bound.channel());
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) server.localAddress();
  }

  public Dials dials() {
    return reactor.ask(engine::dials);
  }

  /** In force from the next PDU on. */
  public void dials(Dials dials) {
    reactor.run(() -> engine.dials(dials));
  }

  /**
   * Changes some dials with no other change in between.
   *
   * @return the dials now in force
   * @throws IllegalArgumentException when {@code change} does; the old dials stay
   */
  public Dials turn(UnaryOperator<Dials> change) {
    reactor.run(() -> engine.dials(change.apply(engine.dials())));
    return dials();
  }

  /** All counts, all destinations and every arrival that is remembered. */
  public SmscReport report() {
    return report(Integer.MAX_VALUE, true);
  }

  /**
   * @param messagesMax how many of the last arrivals to list
   * @param destinations whether to list them; that takes a moment when they are many
   */
  public SmscReport report(int messagesMax, boolean destinations) {
    return reactor.ask(() -> engine.report(messagesMax, destinations));
  }

  /**
   * A subscriber sends a text to the client; lost when none of its links can receive. Never blocks,
   * so that what arrives at one simulator can be sent on by another.
   *
   * @param systemId of the client
   */
  public void text(String systemId, String from, String to, String text) {
    reactor.post(() -> engine.text(systemId, from, to, text));
  }

  /** Closes every link and refuses new ones until {@link #restoreLinks}. */
  public void cutLinks() {
    reactor.run(engine::cutLinks);
  }

  public void restoreLinks() {
    reactor.run(engine::restoreLinks);
  }

  /** Closes every link and the listener; waits at most two seconds. */
  @Override
  public void close() {
    var _ =
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
