package io.strowger.smpp.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.strowger.smpp.codec.Decoded;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.PduHandlers;
import io.strowger.smpp.link.Causes;
import io.strowger.smpp.server.ServerSettings.Listener;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** The last handler of a client's pipeline: hands on to the engine, and does as it says. */
final class EsmeHandler extends ChannelInboundHandlerAdapter implements ServerEngine.Peer {
  private static final String CLOSED = "closed by the client";

  private final SmppServer server;
  private final Listener listener;
  private @Nullable ChannelHandlerContext context;
  private ServerEngine.@Nullable Connection connection;

  private String cause = CLOSED;

  /** Of the batch that is being read, 0 outside. */
  private long nowMillis;

  EsmeHandler(SmppServer server, Listener listener) {
    this.server = server;
    this.listener = listener;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    if (ctx.channel().remoteAddress() instanceof InetSocketAddress remote) {
      connection = server.connected(this, listener, remote.getAddress());
    }
    if (connection == null) {
      var _ = ctx.close();
    }
    server.poll();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ServerEngine.Connection open = connection;
    if (open != null) {
      if (nowMillis == 0) {
        nowMillis = server.now();
      }
      open.received((Decoded) message, nowMillis);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ServerEngine.Connection open = connection;
    if (open != null) {
      long now = nowMillis == 0 ? server.now() : nowMillis;
      nowMillis = 0;
      open.readComplete(PduHandlers.isMidFrame(ctx.pipeline()), now);
      server.poll();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    ServerEngine.Connection open = connection;
    if (open != null) {
      open.congested(!ctx.channel().isWritable(), server.now());
      server.poll();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    ServerEngine.Connection open = connection;
    if (open != null) {
      connection = null;
      open.closed(cause, server.now());
      server.poll();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
    // Resets and failed handshakes are ordinary here; the first of them explains the rest.
    if (cause.equals(CLOSED)) {
      cause = Causes.inWords(thrown);
    }
    var _ = ctx.close();
  }

  @Override
  public void write(Pdu pdu) {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      var _ = ctx.write(pdu, ctx.voidPromise());
    }
  }

  @Override
  public void flush() {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      ctx.flush();
    }
  }

  @Override
  public void reading(boolean enabled) {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      ctx.channel().config().setAutoRead(enabled);
    }
  }

  @Override
  public void limit(int pduOctetsMax) {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      PduHandlers.limit(ctx.pipeline(), pduOctetsMax);
    }
  }

  @Override
  public @Nullable String tlsSubject() {
    ChannelHandlerContext ctx = context;
    SslHandler tls = ctx == null ? null : ctx.pipeline().get(SslHandler.class);
    if (tls == null) {
      return null;
    }
    try {
      return tls.engine().getSession().getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }

  @Override
  public void close() {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      var _ = ctx.close();
    }
  }
}
