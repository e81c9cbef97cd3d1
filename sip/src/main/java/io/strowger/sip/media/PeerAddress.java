package io.strowger.sip.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A peer's address and port, and the port of ours it sends to, as numbers; IPv4 mapped into IPv6.
 * Can be refilled, so that a packet's sender is looked up without allocation; one that is kept as a
 * key is never refilled.
 */
final class PeerAddress {
  private static final long MAPPED_IPV4 = 0xFFFFL << 32;

  private long high;
  private long low;
  private int ports;

  void ipv4(int address, int port, int localPort) {
    high = 0;
    low = MAPPED_IPV4 | (address & 0xFFFF_FFFFL);
    ports = port << 16 | localPort;
  }

  void ipv6(long highBits, long lowBits, int port, int localPort) {
    high = highBits;
    low = lowBits;
    ports = port << 16 | localPort;
  }

  void set(InetAddress address, int port, int localPort) {
    ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
    if (octets.remaining() == Integer.BYTES) {
      ipv4(octets.getInt(), port, localPort);
    } else {
      ipv6(octets.getLong(), octets.getLong(), port, localPort);
    }
  }

  static PeerAddress of(InetSocketAddress address, RtpSocket socket) {
    PeerAddress peer = new PeerAddress();
    peer.set(address.getAddress(), address.getPort(), socket.local().getPort());
    return peer;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PeerAddress peer
        && low == peer.low
        && high == peer.high
        && ports == peer.ports;
  }

  @Override
  public int hashCode() {
    long mixed = (high * 31 + low) * 0x9E37_79B9_7F4A_7C15L + ports * 0xC2B2_AE3DL;
    return (int) (mixed ^ (mixed >>> 32));
  }
}
