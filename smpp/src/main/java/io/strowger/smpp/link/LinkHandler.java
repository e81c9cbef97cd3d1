package io.strowger.smpp.link;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import org.jspecify.annotations.Nullable;

/** The last handler of a connection's pipeline: turns channel events into link events. */
final class LinkHandler extends ChannelInboundHandlerAdapter {
  private final NettyLinkTransport.NettyConnection connection;
  private @Nullable String cause;

  LinkHandler(NettyLinkTransport.NettyConnection connection) {
    this.connection = connection;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (ctx.pipeline().get(SslHandler.class) == null) {
      connection.connected(null);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        connection.connected(ctx.pipeline().get(SslHandler.class));
      } else {
        closeFor(ctx, handshake.cause());
      }
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch (message) {
      case Pdu pdu -> connection.events().received(pdu);
      case MalformedPdu malformed -> connection.events().malformed(malformed);
      default -> throw new IllegalStateException("not from the codec: " + message.getClass());
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    connection.readComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      connection.readComplete();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    connection.fail(cause == null ? Causes.CLOSED : cause);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
    closeFor(ctx, thrown);
  }

  /** The first cause explains the rest. */
  private void closeFor(ChannelHandlerContext ctx, Throwable thrown) {
    if (cause == null) {
      cause = Causes.inWords(thrown);
    }
    var _ = ctx.close();
  }
}
