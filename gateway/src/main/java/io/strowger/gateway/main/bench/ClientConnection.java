package io.strowger.gateway.main.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/** One keep-alive connection with at most one request on its way. Event-loop confined. */
// A write that fails closes its channel, and that is heard of.
@SuppressWarnings("FutureReturnValueIgnored")
final class ClientConnection extends ChannelInboundHandlerAdapter implements LoadSlot {

  private final Owner owner;
  private final RequestShape shape;
  private final AnswerReader reader = new AnswerReader();
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf rest;
  private boolean reading;
  private boolean busy;
  private long intendedNanos;
  private long sentNanos;

  ClientConnection(Owner owner, RequestShape shape) {
    this.owner = owner;
    this.shape = shape;
  }

  @Override
  public long intendedNanos() {
    return intendedNanos;
  }

  @Override
  public boolean open() {
    return context != null;
  }

  @Override
  public boolean waitsSince(long nanos) {
    return busy && sentNanos - nanos < 0;
  }

  @Override
  public void close() {
    ChannelHandlerContext open = context;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void send(long sequence, long intendedNanos) {
    ChannelHandlerContext open = context;
    if (open == null || busy) {
      throw new IllegalStateException("the connection is closed or busy");
    }
    busy = true;
    this.intendedNanos = intendedNanos;
    sentNanos = System.nanoTime();
    ByteBuf out = open.alloc().directBuffer(512);
    shape.write(out, sequence);
    open.write(out, open.voidPromise());
    if (!reading) {
      open.flush();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    owner.opened(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    ByteBuf before = rest;
    if (before != null) {
      rest = null;
      before.writeBytes(in);
      in.release();
      in = before;
    }
    reading = true;
    try {
      while (in.isReadable()) {
        int status = reader.read(in);
        if (status == 0) {
          if (in.isReadable()) {
            rest = ctx.alloc().buffer(1024).writeBytes(in);
          }
          break;
        }
        if (!busy) {
          throw new IllegalStateException("an answer nobody asked for");
        }
        busy = false;
        owner.answered(this, status);
      }
    } finally {
      in.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    reading = false;
    ctx.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    context = null;
    if (rest != null) {
      rest.release();
      rest = null;
    }
    if (busy) {
      busy = false;
      owner.answered(this, 0);
    }
    owner.closed(this);
    owner.disconnected();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
