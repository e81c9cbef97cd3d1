package io.strowger.sip.media;

import java.io.IOException;
import java.net.InetSocketAddress;

/** The sockets of one pacing thread: one implementation per way of calling the system. */
interface RtpNetwork extends AutoCloseable {
  /** Longer packets are not ours: cut off, and then ignored as malformed. */
  int PACKET_OCTETS_MAX = 1500;

  /**
   * Binds a port; may be called by any thread.
   *
   * @throws IOException when the port is taken, or the address is not this machine's
   */
  RtpSocket open(InetSocketAddress bind) throws IOException;

  /** Hands over what has arrived on all sockets, and waits for nothing. */
  void receive(Receiver receiver);

  /** Sends what still waits in a batch. */
  void flush();

  /** Packets that the operating system refused to take. */
  long unsent();

  @Override
  void close();

  /** Takes one packet at a time; array and address are reused for the next. */
  interface Receiver {
    void packet(RtpSocket socket, PeerAddress from, byte[] packet, int length);
  }
}
