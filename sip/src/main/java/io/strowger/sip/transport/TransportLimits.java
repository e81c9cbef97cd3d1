package io.strowger.sip.transport;

import io.strowger.sip.message.SipFramer;

/**
 * The bounds of a transport.
 *
 * @param inboxMax messages that wait for the owner; beyond it datagrams are dropped, and from half
 *     of it on streams are not read
 * @param connectionsMax TCP and TLS connections that others made to us; more are closed at once
 * @param connectionsPerPeerMax of these, from one address
 * @param messageOctetsMax of a message on a stream
 * @param writeOctetsMax that wait in one connection for a peer that does not read
 * @param waitingMax messages that wait for a connection that is being made
 * @param connectMillis to connect, and once more for the TLS handshake
 * @param messageMillis from the first octet of a message to its last
 * @param idleMillis without a message, after which a connection is closed
 * @param keepAliveMillis without a message, after which CR LF CR LF is sent on a connection that we
 *     made (RFC 5626 section 4.4.1); 0 for never
 */
public record TransportLimits(
    int inboxMax,
    int connectionsMax,
    int connectionsPerPeerMax,
    int messageOctetsMax,
    int writeOctetsMax,
    int waitingMax,
    int connectMillis,
    int messageMillis,
    int idleMillis,
    int keepAliveMillis) {
  public static final TransportLimits STANDARD =
      new TransportLimits(
          8_192,
          1_024,
          64,
          SipFramer.MESSAGE_OCTETS_MAX,
          1 << 20,
          1_024,
          3_000,
          10_000,
          600_000,
          60_000);

  public TransportLimits {
    if (inboxMax < 2
        || connectionsMax < 1
        || connectionsPerPeerMax < 1
        || messageOctetsMax < 1_024
        || messageOctetsMax > 1 << 20
        || writeOctetsMax < 1_024
        || waitingMax < 1
        || connectMillis < 1
        || messageMillis < 1
        || idleMillis < 1
        || keepAliveMillis < 0) {
      throw new IllegalArgumentException("transport limits out of range");
    }
  }
}
