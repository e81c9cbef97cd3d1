package io.strowger.sip.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import io.strowger.sip.message.Via;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** All TCP and TLS connections, those we made by their target. */
final class Streams {
  private static final int PORT = 5060;
  private static final int BACKLOG = 512;
  private static final int READ_OCTETS_MIN = 512;
  private static final int READ_OCTETS_INITIAL = 2_048;
  private static final int READ_OCTETS_MAX = 32 * 1024;

  private final Io io;
  private final TlsContexts tls;
  private final List<Channel> listening = new ArrayList<>();
  private final Map<Long, StreamConnection> byId = new HashMap<>();
  private final Map<Target, StreamConnection> byTarget = new HashMap<>();
  private final Map<Long, InetAddress> accepted = new HashMap<>();
  private long lastId;
  private boolean closed;
  private volatile int open;

  Streams(Io io, TlsContexts tls) {
    this.io = io;
    this.tls = tls;
  }

  int open() {
    return open;
  }

  InetSocketAddress listen(Transport transport, InetSocketAddress address) throws IOException {
    if (transport == Transport.TLS && tls.server(io.now()) == null) {
      throw new IOException("cannot listen on TLS " + address + " without a certificate");
    }
    ChannelFuture bound =
        new ServerBootstrap()
            .group(io.loop())
            .channel(io.serverType())
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, readsInTurn())
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    accept(channel, transport);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    Throwable cause = bound.cause();
    if (cause != null) {
      throw new IOException(
          "cannot listen on " + transport + " " + address + ": " + cause.getMessage(), cause);
    }
    listening.add(bound.channel());
    return (InetSocketAddress) bound.channel().localAddress();
  }

  /** One read each: a peer that floods must not hold up others. */
  private static RecvByteBufAllocator readsInTurn() {
    return new AdaptiveRecvByteBufAllocator(READ_OCTETS_MIN, READ_OCTETS_INITIAL, READ_OCTETS_MAX)
        .maxMessagesPerRead(1);
  }

  private WriteBufferWaterMark waterMark() {
    int high = io.limits.writeOctetsMax();
    return new WriteBufferWaterMark(high / 2, high);
  }

  private void accept(SocketChannel channel, Transport transport) {
    InetAddress peer = channel.remoteAddress().getAddress();
    long same = accepted.values().stream().filter(peer::equals).count();
    SslContext context = transport == Transport.TLS ? tls.server(io.now()) : null;
    if (closed
        || accepted.size() >= io.limits.connectionsMax()
        || same >= io.limits.connectionsPerPeerMax()
        || (transport == Transport.TLS && context == null)) {
      io.connectionsRefused.increment();
      var _ = channel.close();
      return;
    }
    StreamConnection connection = new StreamConnection(io, this, transport, null, ++lastId);
    accepted.put(connection.id(), peer);
    install(channel, connection, context == null ? null : handler(context, channel, null));
  }

  private SslHandler handler(SslContext context, SocketChannel channel, @Nullable Target target) {
    SslHandler handler =
        target == null
            ? context.newHandler(channel.alloc(), io.runtime.blocking())
            : context.newHandler(
                channel.alloc(),
                target.tlsName(),
                target.address().getPort(),
                io.runtime.blocking());
    handler.setHandshakeTimeoutMillis(io.limits.connectMillis());
    return handler;
  }

  private void install(
      SocketChannel channel, StreamConnection connection, @Nullable SslHandler handler) {
    byId.put(connection.id(), connection);
    open = byId.size();
    connection.using(channel);
    if (handler != null) {
      channel.pipeline().addLast(handler);
    }
    channel.pipeline().addLast(connection);
  }

  void send(SipMessage message, Target target) {
    if (closed) {
      io.failed(message, "the transport is closed");
      return;
    }
    StreamConnection connection = byTarget.get(target);
    if (connection == null) {
      connection = open(target);
    }
    connection.send(message);
  }

  private StreamConnection open(Target target) {
    StreamConnection connection =
        new StreamConnection(io, this, target.transport(), target, ++lastId);
    byTarget.put(target, connection);
    connect(connection, target);
    return connection;
  }

  /** Whether another certificate is there to be shown to this server, should it refuse one. */
  boolean hasTwo(@Nullable Target target) {
    return target != null && target.transport() == Transport.TLS && tls.hasTwo();
  }

  /** It has said something, and so accepts our certificate. */
  void accepted(Target target) {
    tls.turns().accepted(target);
  }

  /**
   * Sends over a new connection what this server did not take over one that it ended for our
   * certificate; false when the other certificate was tried already.
   */
  boolean again(Target target, List<SipMessage> messages, String why) {
    if (closed || !tls.turns().refused(target, why)) {
      return false;
    }
    StreamConnection next = byTarget.containsKey(target) ? byTarget.get(target) : open(target);
    messages.forEach(next::send);
    return true;
  }

  private void connect(StreamConnection connection, Target target) {
    ChannelFuture connecting =
        new Bootstrap()
            .group(io.loop())
            .channel(io.streamType())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
            .option(ChannelOption.RECVBUF_ALLOCATOR, readsInTurn())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, io.limits.connectMillis())
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    install(
                        channel,
                        connection,
                        target.transport() == Transport.TLS
                            ? handler(tls.client(target, io.now()), channel, target)
                            : null);
                  }
                })
            .connect(target.address());
    connecting.addListener(done -> {
      if (!done.isSuccess()) {
        connection.end(Causes.inWords(done.cause()));
      }
    });
  }

  /** Over the connection that the flow names, or as RFC 3261 section 18.2.2 wants it without. */
  void send(SipMessage message, Flow flow) {
    StreamConnection connection = byId.get(flow.connectionId());
    if (connection != null) {
      connection.send(message);
      return;
    }
    Via via = message.topVia();
    if (message instanceof SipResponse && flow.transport() == Transport.TCP && via != null) {
      int port = via.port() == 0 ? PORT : via.port();
      send(
          message,
          Target.of(Transport.TCP, new InetSocketAddress(flow.remote().getAddress(), port)));
    } else {
      io.failed(message, "the connection it came over is closed");
    }
  }

  void close(Flow flow) {
    StreamConnection connection = byId.get(flow.connectionId());
    if (connection != null) {
      connection.end("closed by us");
    }
  }

  void ended(StreamConnection connection) {
    byId.remove(connection.id());
    accepted.remove(connection.id());
    open = byId.size();
    Target target = connection.target();
    if (target != null) {
      byTarget.remove(target, connection);
    }
  }

  /** A TLS handshake is over. */
  void shaken(StreamConnection connection, SSLEngine engine, boolean accepted) {
    Target target = connection.target();
    if (target != null) {
      tls.witnessed().done(target, engine, accepted);
    }
  }

  void tick(long now) {
    tls.checkNowAndThen(now);
    for (StreamConnection each : List.copyOf(byId.values())) {
      each.tick(now);
    }
  }

  void resume() {
    for (StreamConnection each : byId.values()) {
      each.resume();
    }
  }

  void closeListeners() {
    for (Channel channel : listening) {
      var _ = channel.close();
    }
  }

  void close() {
    closed = true;
    for (StreamConnection each : List.copyOf(byId.values())) {
      each.end("closed by us");
    }
  }
}
