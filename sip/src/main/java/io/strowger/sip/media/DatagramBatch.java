package io.strowger.sip.media;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Room for some datagrams as sendmmsg and recvmmsg want it: an array of struct mmsghdr, each with
 * one struct iovec, one buffer and room for one address.
 *
 * <pre>
 *   mmsghdr 64: name 0, namelen 8, iov 16, iovlen 24, control 32, controllen 40, flags 48, len 56
 *   iovec   16: base 0, len 8
 * </pre>
 */
final class DatagramBatch {
  static final int SIZE = 64;

  /** The longer of the two, a struct sockaddr_in6. */
  static final int ADDRESS_OCTETS = 28;

  private static final int HEADER = 64;
  private static final int VECTOR = 16;
  private static final int BUFFER = RtpNetwork.PACKET_OCTETS_MAX;

  private final MemorySegment headers;
  private final MemorySegment vectors;
  private final MemorySegment buffers;
  private final MemorySegment addresses;

  DatagramBatch(Arena arena) {
    headers = arena.allocate((long) HEADER * SIZE, 8);
    vectors = arena.allocate((long) VECTOR * SIZE, 8);
    buffers = arena.allocate((long) BUFFER * SIZE, 8);
    addresses = arena.allocate((long) LinuxDestination.ROOM * SIZE, 8);
    for (int i = 0; i < SIZE; i++) {
      long header = (long) HEADER * i;
      headers.set(JAVA_LONG, header, addresses.address() + (long) LinuxDestination.ROOM * i);
      headers.set(JAVA_INT, header + 8, ADDRESS_OCTETS);
      headers.set(JAVA_LONG, header + 16, vectors.address() + (long) VECTOR * i);
      headers.set(JAVA_LONG, header + 24, 1L);
      vectors.set(JAVA_LONG, (long) VECTOR * i, buffers.address() + (long) BUFFER * i);
      vectors.set(JAVA_LONG, (long) VECTOR * i + 8, BUFFER);
    }
  }

  MemorySegment headers() {
    return headers;
  }

  /** Fills a place with a packet. */
  void put(int index, LinuxDestination destination, byte[] packet, int length) {
    MemorySegment.copy(packet, 0, buffers, JAVA_BYTE, (long) BUFFER * index, length);
    destination.write(addresses, (long) LinuxDestination.ROOM * index);
    headers.set(JAVA_INT, (long) HEADER * index + 8, destination.octets());
    vectors.set(JAVA_LONG, (long) VECTOR * index + 8, length);
  }

  /** Takes a received packet out and makes its place ready again; its length. */
  int take(int index, byte[] packet) {
    int length = Math.min(headers.get(JAVA_INT, (long) HEADER * index + 56), packet.length);
    MemorySegment.copy(buffers, JAVA_BYTE, (long) BUFFER * index, packet, 0, length);
    headers.set(JAVA_INT, (long) HEADER * index + 8, ADDRESS_OCTETS);
    return length;
  }

  /** Reads the sender's address of a received packet. */
  void sender(int index, PeerAddress from, int localPort) {
    long at = (long) LinuxDestination.ROOM * index;
    int port = big16(at + 2);
    if (addresses.get(JAVA_BYTE, at) == LinuxCalls.AF_INET) {
      from.ipv4(Integer.reverseBytes(addresses.get(JAVA_INT, at + 4)), port, localPort);
    } else {
      from.ipv6(
          Long.reverseBytes(addresses.get(JAVA_LONG, at + 8)),
          Long.reverseBytes(addresses.get(JAVA_LONG, at + 16)),
          port,
          localPort);
    }
  }

  private int big16(long at) {
    return (addresses.get(JAVA_BYTE, at) & 0xFF) << 8 | (addresses.get(JAVA_BYTE, at + 1) & 0xFF);
  }
}
