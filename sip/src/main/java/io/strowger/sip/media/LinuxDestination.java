package io.strowger.sip.media;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * A struct sockaddr_in or sockaddr_in6 as the numbers it consists of: kept in the Java heap beside
 * the call, where memory of its own would have to be fetched for every packet.
 *
 * @param octets how many of them count, 16 or 28
 */
record LinuxDestination(int octets, long first, long second, long third, long fourth)
    implements RtpSocket.Destination {
  /** Room that every address has. */
  static final int ROOM = 32;

  static LinuxDestination of(MemorySegment address) {
    long[] words = new long[ROOM / Long.BYTES];
    MemorySegment.copy(address, 0, MemorySegment.ofArray(words), 0, address.byteSize());
    return new LinuxDestination((int) address.byteSize(), words[0], words[1], words[2], words[3]);
  }

  void write(MemorySegment target, long at) {
    target.set(JAVA_LONG, at, first);
    target.set(JAVA_LONG, at + 8, second);
    if (octets > 16) {
      target.set(JAVA_LONG, at + 16, third);
      target.set(JAVA_LONG, at + 24, fourth);
    }
  }
}
