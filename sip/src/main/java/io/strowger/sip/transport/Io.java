package io.strowger.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipReading;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** What sockets of all kinds share: the loop, the way to the owner, the counts, the flushing. */
final class Io {
  final TransportRuntime runtime;
  final TransportLimits limits;
  final Inbox inbox;
  final LongAdder received = new LongAdder();
  final LongAdder invalid = new LongAdder();
  final LongAdder sent = new LongAdder();
  final LongAdder sendFailed = new LongAdder();
  final LongAdder datagramsDropped = new LongAdder();
  final LongAdder connectionsRefused = new LongAdder();
  private final Set<Channel> unflushed = new LinkedHashSet<>();
  private boolean flushing;

  Io(TransportRuntime runtime, TransportLimits limits, Inbox inbox) {
    this.runtime = runtime;
    this.limits = limits;
    this.inbox = inbox;
  }

  EventLoop loop() {
    return runtime.loop();
  }

  long now() {
    return runtime.clockMillis().getAsLong();
  }

  private boolean epoll() {
    return loop() instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class);
  }

  Class<? extends DatagramChannel> datagramType() {
    return epoll() ? EpollDatagramChannel.class : NioDatagramChannel.class;
  }

  Class<? extends ServerSocketChannel> serverType() {
    return epoll() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  Class<? extends SocketChannel> streamType() {
    return epoll() ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  void deliver(SipReading reading, Flow flow) {
    switch (reading) {
      case SipReading.Message _ -> received.increment();
      case SipReading.Invalid _ -> invalid.increment();
      case SipReading.KeepAlive _ -> {
        return;
      }
    }
    inbox.add(new Inbox.Event.Received(reading, flow));
  }

  void failed(SipMessage message, String cause) {
    sendFailed.increment();
    inbox.add(new Inbox.Event.SendFailed(message, cause));
  }

  ByteBuf encoded(Channel channel, SipMessage message) {
    byte[] octets = message.encode();
    return channel.alloc().directBuffer(octets.length).writeBytes(octets);
  }

  /** Writes now and flushes once, behind all that this turn of the loop writes. */
  void write(Channel channel, Object packet, SipMessage message) {
    var _ =
        channel
            .write(packet)
            .addListener(done -> {
              if (done.isSuccess()) {
                sent.increment();
              } else {
                failed(message, Causes.inWords(done.cause()));
              }
            });
    flushSoon(channel);
  }

  /** False when the peer, or the network, does not take what was written already. */
  boolean writable(Channel channel) {
    if (!channel.isWritable()) {
      var _ = channel.flush();
    }
    return channel.isWritable();
  }

  void flushSoon(Channel channel) {
    unflushed.add(channel);
    if (!flushing) {
      flushing = true;
      loop().execute(this::flush);
    }
  }

  private void flush() {
    flushing = false;
    Channel[] all = unflushed.toArray(Channel[]::new);
    unflushed.clear();
    for (Channel channel : all) {
      var _ = channel.flush();
    }
  }
}
