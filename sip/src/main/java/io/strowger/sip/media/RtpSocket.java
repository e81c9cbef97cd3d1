package io.strowger.sip.media;

import java.net.InetSocketAddress;

/** One UDP port for packets of many calls. For the pacing thread, except {@link #destination}. */
interface RtpSocket {
  InetSocketAddress local();

  /** An address in the form in which this socket sends to it fastest. */
  Destination destination(InetSocketAddress remote);

  /** Hands the packet over, at the latest with {@link RtpNetwork#flush}; the bytes are copied. */
  void send(Destination destination, byte[] packet, int length);

  void close();

  /** Where packets of one call go. */
  interface Destination {}
}
