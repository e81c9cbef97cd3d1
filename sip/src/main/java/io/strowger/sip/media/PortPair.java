package io.strowger.sip.media;

import java.net.InetAddress;

/**
 * An even port for RTP and the next odd one for RTCP (RFC 3550 section 11).
 *
 * @param advertised the address that the other side is told
 * @param shared whether other calls use it too, so that closing a call leaves it open
 */
record PortPair(RtpSocket rtp, RtpSocket rtcp, InetAddress advertised, boolean shared) {
  void close() {
    rtp.close();
    rtcp.close();
  }
}
