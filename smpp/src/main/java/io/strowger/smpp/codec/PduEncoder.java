package io.strowger.smpp.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes written PDUs one behind the other into a single buffer, handed on at flush: one buffer
 * and one system call for a batch. Like any unflushed write, what was not flushed fails at close.
 */
final class PduEncoder extends ChannelOutboundHandlerAdapter {
  private static final int BATCH_OCTETS = 64 * 1024;
  private static final int FIRST_BATCH_OCTETS = 1024;

  private @Nullable ByteBuf batch;
  private List<ChannelPromise> promises = new ArrayList<>();
  private int expectedOctets = FIRST_BATCH_OCTETS;

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (!(message instanceof Pdu pdu)) {
      handOn(ctx);
      var _ = ctx.write(message, promise);
      return;
    }
    ByteBuf out = batch;
    if (out == null) {
      out = ctx.alloc().ioBuffer(expectedOctets);
      batch = out;
    }
    try {
      PduCodec.encode(pdu, out);
    } catch (IllegalArgumentException e) {
      promise.setFailure(e);
      return;
    }
    if (!promise.isVoid()) {
      promises.add(promise);
    }
    if (out.readableBytes() >= BATCH_OCTETS) {
      handOn(ctx);
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    handOn(ctx);
    ctx.flush();
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    discard();
    var _ = ctx.close(promise);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    discard();
  }

  private void handOn(ChannelHandlerContext ctx) {
    ByteBuf out = batch;
    if (out == null) {
      return;
    }
    batch = null;
    if (!out.isReadable()) {
      out.release();
      return;
    }
    expectedOctets = Math.clamp(out.readableBytes(), FIRST_BATCH_OCTETS, BATCH_OCTETS);
    ChannelPromise written = ctx.newPromise();
    if (!promises.isEmpty()) {
      List<ChannelPromise> waiting = promises;
      promises = new ArrayList<>();
      written.addListener(future -> {
        for (ChannelPromise promise : waiting) {
          settle(promise, future.cause());
        }
      });
    }
    var _ = ctx.write(out, written);
  }

  private void discard() {
    ByteBuf out = batch;
    if (out != null) {
      batch = null;
      out.release();
    }
    List<ChannelPromise> waiting = promises;
    promises = new ArrayList<>();
    for (ChannelPromise promise : waiting) {
      settle(promise, new ClosedChannelException());
    }
  }

  private static void settle(ChannelPromise promise, @Nullable Throwable cause) {
    if (cause == null) {
      promise.trySuccess();
    } else {
      promise.tryFailure(cause);
    }
  }
}
