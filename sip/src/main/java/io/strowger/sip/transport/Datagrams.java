package io.strowger.sip.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramPacket;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipParser;
import io.strowger.sip.message.SipReading;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The UDP sockets. */
final class Datagrams {
  private static final Logger LOG = LoggerFactory.getLogger(Datagrams.class);
  private static final int DATAGRAM_OCTETS_MAX = 65_535;

  /** A burst waits in the kernel rather than be lost while the loop does something else. */
  private static final int KERNEL_OCTETS = 4 << 20;

  /**
   * While datagrams come as fast as this, they are read in turns so far apart: to wake for each
   * alone costs a third more. SIP counts in hundreds of milliseconds and does not notice.
   */
  private static final long REST_MILLIS = 2;

  /** With so many in a turn there is nothing to be gained, and the kernel's buffer to be filled. */
  private static final int TURN_ENOUGH = 16;

  /** Then the loop looks at its other sockets and tasks. */
  private static final int READS_IN_TURN = 64;

  private final Io io;
  private final List<Channel> sockets = new CopyOnWriteArrayList<>();

  Datagrams(Io io) {
    this.io = io;
  }

  InetSocketAddress listen(InetSocketAddress address) throws IOException {
    ChannelFuture bound =
        new Bootstrap()
            .group(io.loop())
            .channel(io.datagramType())
            // The default allocator has the system clear 64 KiB for every datagram.
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.SO_RCVBUF, KERNEL_OCTETS)
            .option(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(KERNEL_OCTETS / 2, KERNEL_OCTETS))
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(DATAGRAM_OCTETS_MAX)
                    .maxMessagesPerRead(READS_IN_TURN))
            .handler(new Reader())
            .bind(address)
            .awaitUninterruptibly();
    Throwable cause = bound.cause();
    if (cause != null) {
      throw new IOException("cannot listen on UDP " + address + ": " + cause.getMessage(), cause);
    }
    sockets.add(bound.channel());
    return (InetSocketAddress) bound.channel().localAddress();
  }

  void close() {
    for (Channel socket : sockets) {
      var _ = socket.close();
    }
  }

  void send(SipMessage message, @Nullable InetSocketAddress local, InetSocketAddress remote) {
    Channel socket = socket(local, remote);
    if (socket == null) {
      io.failed(message, "no UDP socket for this address family");
      return;
    }
    if (!io.writable(socket)) {
      io.failed(message, "the UDP socket's queue is full");
      return;
    }
    io.write(socket, new DatagramPacket(io.encoded(socket, message), remote), message);
  }

  private @Nullable Channel socket(@Nullable InetSocketAddress local, InetSocketAddress remote) {
    Channel fitting = null;
    for (Channel socket : sockets) {
      InetSocketAddress own = (InetSocketAddress) socket.localAddress();
      if (own.equals(local)) {
        return socket;
      }
      if (fitting == null && sameFamily(own.getAddress(), remote.getAddress())) {
        fitting = socket;
      }
    }
    return fitting;
  }

  /** A socket bound to the IPv6 wildcard speaks both. */
  private static boolean sameFamily(InetAddress own, InetAddress remote) {
    return own.getClass() == remote.getClass() || own.isAnyLocalAddress();
  }

  private final class Reader extends SimpleChannelInboundHandler<DatagramPacket> {
    private long lastTurn;

    private int read;

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      read++;
      if (io.inbox.full()) {
        io.datagramsDropped.increment();
        return;
      }
      ByteBuf content = packet.content();
      byte[] octets = new byte[content.readableBytes()];
      content.readBytes(octets);
      Flow flow =
          new Flow(
              Transport.UDP,
              (InetSocketAddress) context.channel().localAddress(),
              packet.sender(),
              0);
      SipReading reading = SipParser.parse(octets);
      if (reading instanceof SipReading.Invalid(@Nullable SipResponse answer, String _)
          && answer != null) {
        Flow back = flow.answering(answer.topVia());
        send(answer, back.local(), back.remote());
      }
      io.deliver(reading, flow);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      Channel socket = context.channel();
      long now = io.now();
      if (now - lastTurn < 2 * REST_MILLIS && read < TURN_ENOUGH) {
        socket.config().setAutoRead(false);
        var _ =
            context.executor().schedule(() -> resume(socket), REST_MILLIS, TimeUnit.MILLISECONDS);
      }
      lastTurn = now;
      read = 0;
    }

    private static void resume(Channel socket) {
      if (socket.isOpen()) {
        socket.config().setAutoRead(true);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // One peer's closed port must not end what all others use.
      LOG.debug("UDP: {}", cause.getMessage());
    }
  }
}
