package io.strowger.sip.media;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;

/** The portable way: a selector, and one system call per packet. */
final class NioNetwork implements RtpNetwork {
  /** A fifth of a second of 4000 calls. */
  private static final int SOCKET_BUFFER_OCTETS = 8 * 1024 * 1024;

  /** So that a flood on one port cannot keep the sender waiting. */
  private static final int PACKETS_PER_TURN = 512;

  private final Selector selector;
  private final ByteBuffer in = ByteBuffer.allocateDirect(PACKET_OCTETS_MAX);
  private final ByteBuffer out = ByteBuffer.allocateDirect(PACKET_OCTETS_MAX);
  private final byte[] packet = new byte[PACKET_OCTETS_MAX];
  private final PeerAddress from = new PeerAddress();
  private final AtomicLong unsent = new AtomicLong();

  NioNetwork() throws IOException {
    selector = Selector.open();
  }

  @Override
  public RtpSocket open(InetSocketAddress bind) throws IOException {
    // By its family: a socket of both would carry IPv4 through IPv6, which costs each packet more.
    DatagramChannel channel =
        DatagramChannel.open(
            bind.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6);
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_OCTETS);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_OCTETS);
      channel.bind(bind);
      NioSocket socket = new NioSocket(channel, (InetSocketAddress) channel.getLocalAddress());
      channel.register(selector, SelectionKey.OP_READ, socket);
      return socket;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void receive(Receiver receiver) {
    try {
      if (selector.selectNow() == 0) {
        return;
      }
    } catch (IOException e) {
      throw new IllegalStateException("the selector broke", e);
    }
    for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
      NioSocket socket = (NioSocket) keys.next().attachment();
      keys.remove();
      for (int i = 0; i < PACKETS_PER_TURN && receiveOne(socket, receiver); i++) {}
    }
  }

  private boolean receiveOne(NioSocket socket, Receiver receiver) {
    in.clear();
    try {
      InetSocketAddress sender = (InetSocketAddress) socket.channel.receive(in);
      if (sender == null) {
        return false;
      }
      from.set(sender.getAddress(), sender.getPort(), socket.local.getPort());
    } catch (IOException e) {
      // Closed in between, or an ICMP error that belongs to one of many peers.
      return false;
    }
    in.flip();
    int length = in.remaining();
    in.get(packet, 0, length);
    receiver.packet(socket, from, packet, length);
    return true;
  }

  @Override
  public void flush() {}

  @Override
  public long unsent() {
    return unsent.get();
  }

  @Override
  public void close() {
    for (SelectionKey key : selector.keys()) {
      ((NioSocket) key.attachment()).close();
    }
    try {
      selector.close();
    } catch (IOException e) {
      throw new IllegalStateException("the selector broke", e);
    }
  }

  private record NioDestination(InetSocketAddress address) implements RtpSocket.Destination {}

  private final class NioSocket implements RtpSocket {
    private final DatagramChannel channel;
    private final InetSocketAddress local;

    NioSocket(DatagramChannel channel, InetSocketAddress local) {
      this.channel = channel;
      this.local = local;
    }

    @Override
    public InetSocketAddress local() {
      return local;
    }

    @Override
    public Destination destination(InetSocketAddress remote) {
      return new NioDestination(remote);
    }

    @Override
    public void send(Destination destination, byte[] bytes, int length) {
      out.clear().put(bytes, 0, length).flip();
      try {
        if (channel.send(out, ((NioDestination) destination).address()) == 0) {
          unsent.incrementAndGet();
        }
      } catch (IOException e) {
        // No route, or closed in between: speech is not repeated, the count tells.
        unsent.incrementAndGet();
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new IllegalStateException("cannot close " + local, e);
      }
    }
  }
}
