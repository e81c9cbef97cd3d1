package io.strowger.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipFramer;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipReading;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One TCP or TLS connection, from its making to its end; on the event loop only. */
final class StreamConnection extends ChannelInboundHandlerAdapter {
  private static final byte[] PING = {'\r', '\n', '\r', '\n'};
  private static final byte[] PONG = {'\r', '\n'};
  private static final long NEVER = -1;
  private static final long LAST_WORDS_MILLIS = 1_000;

  private final Io io;
  private final Streams streams;
  private final Transport transport;
  private final @Nullable Target target;
  private final long id;
  private final SipFramer framer;
  private final Queue<SipMessage> waiting = new ArrayDeque<>();

  /** Sent to a server that may yet refuse our certificate, and has said nothing so far. */
  private final Queue<SipMessage> unheard = new ArrayDeque<>();

  private boolean heard;
  private @Nullable Channel channel;
  private @Nullable Flow flow;
  private long messageAtMillis;
  private long begunAtMillis = NEVER;
  private long pingedAtMillis;
  private boolean ended;
  private String cause = Causes.CLOSED;

  /**
   * @param target whom we connect to; null when the peer connected to us
   */
  StreamConnection(Io io, Streams streams, Transport transport, @Nullable Target target, long id) {
    this.io = io;
    this.streams = streams;
    this.transport = transport;
    this.target = target;
    this.id = id;
    framer = new SipFramer(io.limits.messageOctetsMax());
    messageAtMillis = io.now();
    pingedAtMillis = messageAtMillis;
  }

  long id() {
    return id;
  }

  @Nullable Target target() {
    return target;
  }

  void using(Channel made) {
    channel = made;
  }

  /** Sends it, or keeps it until the connection stands. */
  void send(SipMessage message) {
    Channel current = channel;
    if (ended) {
      io.failed(message, cause);
    } else if (flow == null || current == null) {
      if (waiting.size() >= io.limits.waitingMax()) {
        io.failed(message, "too much waits for the connection");
      } else {
        waiting.add(message);
      }
    } else if (!io.writable(current)) {
      io.failed(message, "the peer does not read");
    } else {
      messageAtMillis = io.now();
      if (!heard && unheard.size() < io.limits.waitingMax() && streams.hasTwo(target)) {
        unheard.add(message);
      }
      io.write(current, io.encoded(current, message), message);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (transport == Transport.TCP) {
      opened(context.channel());
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      SslHandler tls = context.pipeline().get(SslHandler.class);
      if (tls != null) {
        streams.shaken(this, tls.engine(), handshake.isSuccess());
      }
      if (handshake.isSuccess()) {
        opened(context.channel());
      } else {
        end(Causes.inWords(handshake.cause()));
      }
    }
  }

  private void opened(Channel opened) {
    if (ended) {
      return;
    }
    flow =
        new Flow(
            transport,
            (InetSocketAddress) opened.localAddress(),
            (InetSocketAddress) opened.remoteAddress(),
            id);
    for (SipMessage next = waiting.poll(); next != null; next = waiting.poll()) {
      send(next);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      Flow current = flow;
      if (message instanceof ByteBuf buffer && current != null && !ended && !framer.outOfStep()) {
        byte[] octets = new byte[buffer.readableBytes()];
        buffer.readBytes(octets);
        read(octets, current);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(byte[] octets, Flow current) {
    if (!heard) {
      heard = true;
      unheard.clear();
      if (streams.hasTwo(target) && target != null) {
        streams.accepted(target);
      }
    }
    framer.append(octets, 0, octets.length);
    boolean whole = false;
    for (SipReading next = framer.next(); next != null; next = framer.next()) {
      whole = true;
      switch (next) {
        case SipReading.Message _ -> messageAtMillis = io.now();
        case SipReading.Invalid(@Nullable SipResponse answer, String _) -> {
          if (answer != null) {
            send(answer);
          }
        }
        case SipReading.KeepAlive(boolean ping) -> {
          if (ping) {
            writeLines(PONG);
          }
        }
      }
      io.deliver(next, current);
    }
    if (framer.outOfStep()) {
      // Messages before it may still be answered; what comes behind is read and thrown away,
      // since closing over unread octets would take those answers from the peer.
      var _ =
          io.loop()
              .schedule(
                  () -> end("what it sent is no SIP"), LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
    }
    if (framer.waiting() == 0) {
      begunAtMillis = NEVER;
    } else if (begunAtMillis == NEVER || whole) {
      begunAtMillis = io.now();
    }
  }

  private void writeLines(byte[] lines) {
    Channel current = channel;
    if (current != null && current.isWritable()) {
      var _ = current.write(Unpooled.wrappedBuffer(lines), current.voidPromise());
      io.flushSoon(current);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (io.inbox.pausing()) {
      context.channel().config().setAutoRead(false);
    }
  }

  void resume() {
    Channel current = channel;
    if (current != null && !current.config().isAutoRead()) {
      current.config().setAutoRead(true);
    }
  }

  /** Timers: a message that is not finished, nothing to do, and signs of life. */
  void tick(long now) {
    TransportLimits limits = io.limits;
    if (flow == null) {
      return;
    }
    Channel current = channel;
    boolean paused = current != null && !current.config().isAutoRead();
    if (begunAtMillis != NEVER && now - begunAtMillis >= limits.messageMillis() && !paused) {
      end("a message was begun and not finished");
    } else if (now - messageAtMillis >= limits.idleMillis()) {
      end("idle");
    } else if (target != null
        && limits.keepAliveMillis() > 0
        && now - Math.max(messageAtMillis, pingedAtMillis) >= limits.keepAliveMillis()) {
      pingedAtMillis = now;
      writeLines(PING);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end(cause);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
    end(Causes.inWords(thrown));
  }

  /** Ends it for this cause, unless it ended before; what was written goes out first. */
  void end(String why) {
    if (ended) {
      return;
    }
    ended = true;
    cause = why;
    streams.ended(this);
    if (!again(why)) {
      fail(why);
    }
    Channel current = channel;
    if (current == null || !current.isOpen()) {
      return;
    }
    if (flow == null) {
      var _ = current.close();
      return;
    }
    var _ = current.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    // A peer that does not read must not keep it open by that.
    var _ =
        io.loop()
            .schedule(
                () -> {
                  var _ = current.close();
                },
                LAST_WORDS_MILLIS,
                TimeUnit.MILLISECONDS);
  }

  /** A server that refuses one of our certificates is shown the other, by a new connection. */
  private boolean again(String why) {
    if (heard
        || target == null
        || !streams.hasTwo(target)
        || !Causes.mayBeOurCertificate(why, flow != null)) {
      return false;
    }
    // Whom it does not let in, it did not listen to.
    unheard.addAll(waiting);
    return streams.again(target, List.copyOf(unheard), why);
  }

  private void fail(String why) {
    for (SipMessage next = waiting.poll(); next != null; next = waiting.poll()) {
      io.failed(next, why);
    }
    if (flow != null) {
      io.inbox.add(new Inbox.Event.Closed(flow, why));
    }
  }
}
