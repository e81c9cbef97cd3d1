package io.strowger.smpp.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.strowger.smpp.codec.PduHandlers;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.link.SmppRuntime;
import io.strowger.smpp.server.ServerSettings.Listener;
import io.strowger.smpp.server.ServerSettings.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SMPP server over real sockets: a {@link ServerEngine} on one event loop, where the
 * application is called too. Every method may be called from any thread and never blocks.
 */
public final class SmppServer {
  private static final Logger LOG = LoggerFactory.getLogger(SmppServer.class);
  private static final long STATUS_MILLIS = 100;

  /** Beyond it a client does not read its answers, and is not read either. */
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(32 * 1024, 128 * 1024);

  /** The longest bind has 90 octets or so; strangers need no more. */
  private static final int UNBOUND_PDU_OCTETS_MAX = 512;

  private static final int BACKLOG = 1024;
  private static final int READ_OCTETS_MIN = 512;
  private static final int READ_OCTETS_INITIAL = 2048;
  private static final int READ_OCTETS_MAX = 32 * 1024;

  private final EventLoop loop;
  private final Executor blocking;
  private final LongSupplier clockMillis;
  private final ServerEngine engine;
  private final List<Channel> listening = new ArrayList<>();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private volatile ServerStatus status = new ServerStatus(0, 0, 0, List.of());
  private long statusAtMillis;
  private long wakeAtMillis = Long.MAX_VALUE;
  private boolean polling;

  private SmppServer(SmppRuntime runtime, ServerSettings settings, ServerApplication application) {
    loop = runtime.group().next();
    blocking = runtime.blocking();
    clockMillis = runtime.clockMillis();
    engine = new ServerEngine(settings, application, clockMillis.getAsLong());
  }

  /**
   * Listens; waits until every listener stands. Not for an event loop's thread.
   *
   * @throws IOException when an address cannot be listened on, or a TLS file cannot be used
   */
  public static SmppServer start(
      SmppRuntime runtime, ServerSettings settings, ServerApplication application)
      throws IOException {
    SmppServer server = new SmppServer(runtime, settings, application);
    try {
      for (Listener listener : settings.listeners()) {
        server.listen(listener);
      }
    } catch (IOException e) {
      server.closeListeners();
      throw e;
    }
    return server;
  }

  private void listen(Listener listener) throws IOException {
    Tls files = listener.tls();
    ServerTls tls =
        files == null
            ? null
            : ServerTls.load(listener.name(), files, blocking, clockMillis.getAsLong());
    boolean epoll = loop instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loop)
            .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, readsInTurn())
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    install(channel, listener, tls);
                  }
                })
            .bind(listener.address())
            .awaitUninterruptibly();
    Throwable cause = bound.cause();
    if (cause != null) {
      throw new IOException(
          "cannot listen on " + listener.address() + ": " + cause.getMessage(), cause);
    }
    listening.add(bound.channel());
  }

  /** One read each, a millisecond's work at most: a client that floods must not hold up others. */
  private static RecvByteBufAllocator readsInTurn() {
    return new AdaptiveRecvByteBufAllocator(READ_OCTETS_MIN, READ_OCTETS_INITIAL, READ_OCTETS_MAX)
        .maxMessagesPerRead(1);
  }

  private void install(SocketChannel channel, Listener listener, @Nullable ServerTls tls) {
    if (tls != null) {
      // Handshakes are computed elsewhere: clients that come and go must not hold up the others.
      SslHandler handler = tls.context(now()).newHandler(channel.alloc(), blocking);
      // The session-init timer covers the handshake.
      handler.setHandshakeTimeoutMillis(0);
      channel.pipeline().addLast(handler);
    }
    PduHandlers.install(channel.pipeline(), UNBOUND_PDU_OCTETS_MAX);
    channel.pipeline().addLast("esme", new EsmeHandler(this, listener));
  }

  /** Where the listeners listen, in their order. */
  public List<InetSocketAddress> addresses() {
    return listening.stream().map(channel -> (InetSocketAddress) channel.localAddress()).toList();
  }

  /** Answers requests: call it with a batch, after the commit that the answers rest on. */
  public void respond(List<Response> batch) {
    post(() -> engine.respond(batch, now()));
  }

  /** Sends receipts; each gets one outcome. */
  public void deliver(List<Delivery> batch) {
    post(() -> engine.deliver(batch, now()));
  }

  /**
   * Puts parts back that were answered already, in the order in which they came: those stored
   * before a restart, and those whose whole message was refused for the moment.
   */
  public void restoreParts(String account, Map<RequestRef, ShortMessage> parts) {
    post(() -> engine.restoreParts(account, parts, now()));
  }

  /** Limits and timers count for new sessions; the listeners stay as they are. */
  public void reconfigure(ServerSettings next) {
    post(() -> engine.reconfigure(next));
  }

  /** New terms for accounts; the windows of sessions that are bound stay as they are. */
  public void terms(List<AccountTerms> all) {
    post(() -> engine.terms(all));
  }

  /** Unbinds every session of an account, in good order. */
  public void unbind(String account) {
    post(() -> engine.unbind(account, now()));
  }

  /** A snapshot, while busy at most 100 ms old. */
  public ServerStatus status() {
    return status;
  }

  /**
   * Stops listening, answers what is under way, unbinds; completes when all is closed, after twice
   * {@link EsmeTimers#unbindMillis} at the latest.
   */
  public CompletionStage<Void> stop() {
    closeListeners();
    post(() -> engine.stop(now()));
    return stopped.minimalCompletionStage();
  }

  private void closeListeners() {
    for (Channel channel : listening) {
      var _ = channel.close();
    }
  }

  private void post(Runnable call) {
    try {
      loop.execute(() -> {
        call.run();
        poll();
      });
    } catch (RejectedExecutionException e) {
      // Its event loop was shut down before it: every connection is gone with it.
      stopped.complete(null);
    }
  }

  long now() {
    return clockMillis.getAsLong();
  }

  ServerEngine.@Nullable Connection connected(
      ServerEngine.Peer peer, Listener listener, InetAddress address) {
    return engine.connected(peer, listener, address, now());
  }

  /** On the event loop. A close may ask for this in the middle of a poll. */
  void poll() {
    if (polling || stopped.isDone()) {
      return;
    }
    polling = true;
    long now = now();
    long next = now + STATUS_MILLIS;
    try {
      next = engine.poll(now);
    } catch (RuntimeException e) {
      // Only the application can fail here; its batch was refused, the sessions go on.
      LOG.error("the application of the SMPP server failed", e);
    } finally {
      polling = false;
    }
    if (now - statusAtMillis >= STATUS_MILLIS || next == Long.MAX_VALUE) {
      statusAtMillis = now;
      status = engine.status();
    }
    if (engine.stopped()) {
      status = engine.status();
      stopped.complete(null);
    } else if (next <= now) {
      loop.execute(this::poll);
    } else {
      wakeAt(next, now);
    }
  }

  /** A timer that turns out too early only polls once more, which is cheaper than cancelling. */
  private void wakeAt(long atMillis, long now) {
    if (atMillis < wakeAtMillis) {
      wakeAtMillis = atMillis;
      var _ = loop.schedule(() -> awake(atMillis), atMillis - now, TimeUnit.MILLISECONDS);
    }
  }

  private void awake(long atMillis) {
    if (wakeAtMillis == atMillis) {
      wakeAtMillis = Long.MAX_VALUE;
    }
    poll();
  }
}
