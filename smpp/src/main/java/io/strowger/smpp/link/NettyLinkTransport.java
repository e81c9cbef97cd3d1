package io.strowger.smpp.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.PduHandlers;
import io.strowger.smpp.link.CarrierSettings.HostPort;
import io.strowger.smpp.link.CarrierSettings.Link;
import io.strowger.smpp.link.CarrierSettings.Tls;
import io.strowger.smpp.link.CarrierStatus.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** TCP and TLS connections on one event loop. */
final class NettyLinkTransport implements LinkTransport {
  /** A window's worth waits here at most; beyond it the peer does not read, and writing pauses. */
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(32 * 1024, 64 * 1024);

  private final EventLoop loop;
  private final Executor blocking;
  private final Runnable wake;
  private int attempts;

  /**
   * @param blocking for name look-ups and certificate files
   * @param wake asks the owner to poll; called on the event loop after events
   */
  NettyLinkTransport(EventLoop loop, Executor blocking, Runnable wake) {
    this.loop = loop;
    this.blocking = blocking;
    this.wake = wake;
  }

  @Override
  public Connection connect(Link link, HostPort address, Events events) {
    NettyConnection connection = new NettyConnection(events);
    int attempt = attempts++;
    blocking.execute(() -> {
      try {
        InetSocketAddress remote = resolve(address, attempt);
        InetSocketAddress local =
            link.localAddress() == null
                ? null
                : new InetSocketAddress(InetAddress.getByName(link.localAddress()), 0);
        Tls tls = link.tls();
        String unfit = tls == null ? null : LinkTls.unfit(tls);
        if (unfit != null) {
          loop.execute(() -> connection.fail(unfit));
          return;
        }
        // Read anew for each connection: a rotated file needs no restart.
        SslContext context = tls == null ? null : LinkTls.context(tls, connection::witness);
        loop.execute(() -> connection.open(remote, local, tls, context, address));
      } catch (IOException | RuntimeException e) {
        loop.execute(() -> connection.fail(Causes.inWords(e)));
      }
    });
    return connection;
  }

  /** A name with several addresses is tried round robin, so that a dead one is not for ever. */
  private static InetSocketAddress resolve(HostPort address, int attempt) throws IOException {
    InetAddress[] all = InetAddress.getAllByName(address.host());
    return new InetSocketAddress(all[Math.floorMod(attempt, all.length)], address.port());
  }

  private Class<? extends SocketChannel> channelType() {
    return loop instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class)
        ? EpollSocketChannel.class
        : NioSocketChannel.class;
  }

  /** One connection from the first look-up to its end; on the event loop only. */
  final class NettyConnection implements Connection {
    private final Events events;
    private @Nullable Channel channel;
    private @Nullable Certificates certificates;
    private boolean closing;
    private boolean ended;

    NettyConnection(Events events) {
      this.events = events;
    }

    void open(
        InetSocketAddress remote,
        @Nullable InetSocketAddress local,
        @Nullable Tls tls,
        @Nullable SslContext context,
        HostPort address) {
      if (closing) {
        fail("closed while connecting");
        return;
      }
      Bootstrap bootstrap =
          new Bootstrap()
              .group(loop)
              .channel(channelType())
              .option(ChannelOption.TCP_NODELAY, true)
              .option(ChannelOption.SO_KEEPALIVE, true)
              .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
              // The session's own timer covers look-up, connect and handshake together.
              .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
              .handler(
                  new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel made) {
                      if (tls != null && context != null) {
                        made.pipeline().addLast(LinkTls.handler(tls, context, made, address));
                      }
                      PduHandlers.install(made.pipeline(), PduHandlers.DEFAULT_MAX_PDU_OCTETS);
                      made.pipeline().addLast(new LinkHandler(NettyConnection.this));
                    }
                  });
      ChannelFuture connecting =
          local == null ? bootstrap.connect(remote) : bootstrap.connect(remote, local);
      channel = connecting.channel();
      connecting.addListener(done -> {
        if (!done.isSuccess()) {
          fail(Causes.inWords(done.cause()));
        }
      });
    }

    /** During the handshake, on the event loop: it runs no task elsewhere. */
    void witness(X509Certificate[] chain) {
      certificates = LinkTls.shown(chain, null);
    }

    void connected(@Nullable SslHandler tls) {
      certificates = tls == null ? null : LinkTls.certificates(tls.engine().getSession());
      events.connected();
      wake.run();
    }

    Events events() {
      return events;
    }

    /** What was read so far is one batch. */
    void readComplete() {
      wake.run();
    }

    void fail(String cause) {
      if (!ended) {
        ended = true;
        events.closed(cause);
        wake.run();
      }
    }

    @Override
    public void write(Pdu pdu) {
      Channel current = channel;
      if (current != null) {
        var _ = current.write(pdu, current.voidPromise());
      }
    }

    @Override
    public void flush() {
      Channel current = channel;
      if (current != null) {
        var _ = current.flush();
      }
    }

    @Override
    public boolean congested() {
      Channel current = channel;
      return current != null && !current.isWritable();
    }

    @Override
    public void reading(boolean enabled) {
      Channel current = channel;
      if (current != null) {
        current.config().setAutoRead(enabled);
      }
    }

    @Override
    public void close() {
      closing = true;
      Channel current = channel;
      if (current != null) {
        var _ = current.close();
      }
    }

    @Override
    public @Nullable Certificates certificates() {
      return certificates;
    }
  }
}
