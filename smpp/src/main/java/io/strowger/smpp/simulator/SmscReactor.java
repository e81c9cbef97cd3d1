package io.strowger.smpp.simulator;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.strowger.smpp.codec.Decoded;
import io.strowger.smpp.codec.Pdu;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives the engine on one event loop: from reads, from a timer, and from other threads' asking.
 */
final class SmscReactor {
  private final SmscEngine engine;
  private final EventLoop loop;
  private final LongSupplier clockMicros;
  private @Nullable ScheduledFuture<?> wake;
  private long wakeAtMicros = Long.MAX_VALUE;

  SmscReactor(SmscEngine engine, EventLoop loop, LongSupplier clockMicros) {
    this.engine = engine;
    this.loop = loop;
    this.clockMicros = clockMicros;
  }

  void run(Runnable change) {
    var _ =
        ask(() -> {
          change.run();
          poll();
          return true;
        });
  }

  /** As {@link #run}, without waiting: also from another simulator's thread. */
  void post(Runnable change) {
    loop.execute(() -> {
      change.run();
      poll();
    });
  }

  <T> T ask(Callable<T> question) {
    return loop.submit(question).syncUninterruptibly().getNow();
  }

  private void poll() {
    long now = clockMicros.getAsLong();
    long next = engine.poll(now);
    if (next >= wakeAtMicros) {
      return;
    }
    ScheduledFuture<?> obsolete = wake;
    if (obsolete != null) {
      obsolete.cancel(false);
    }
    wakeAtMicros = next;
    wake =
        loop.schedule(
            () -> {
              wakeAtMicros = Long.MAX_VALUE;
              wake = null;
              poll();
            },
            Math.max(0, next - now),
            TimeUnit.MICROSECONDS);
  }

  /** One connection: hands on to the engine, and flushes once for all that one read brought. */
  final class Handler extends ChannelInboundHandlerAdapter implements SmscEngine.Peer {
    private @Nullable ChannelHandlerContext context;
    private SmscEngine.@Nullable Connection connection;
    private long nowMicros;

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      context = ctx;
      connection = engine.connected(this, clockMicros.getAsLong());
      if (connection == null) {
        var _ = ctx.close();
      } else {
        poll();
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      SmscEngine.Connection open = connection;
      if (open != null) {
        if (nowMicros == 0) {
          nowMicros = clockMicros.getAsLong();
        }
        open.received((Decoded) message, nowMicros);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      nowMicros = 0;
      poll();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      boolean writable = ctx.channel().isWritable();
      // A client that does not read its answers may not submit more.
      ctx.channel().config().setAutoRead(writable);
      SmscEngine.Connection open = connection;
      if (writable && open != null) {
        open.writable(clockMicros.getAsLong());
        poll();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      SmscEngine.Connection open = connection;
      if (open != null) {
        connection = null;
        open.closed(clockMicros.getAsLong());
        poll();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      // Resets and failed handshakes are ordinary here; the close that follows is what counts.
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
    public boolean congested() {
      ChannelHandlerContext ctx = context;
      return ctx == null || !ctx.channel().isWritable();
    }

    @Override
    public void close() {
      ChannelHandlerContext ctx = context;
      if (ctx != null) {
        var _ = ctx.close();
      }
    }
  }
}
