package io.strowger.sip.media;

import java.net.InetSocketAddress;

/** What came of the other side's session description. */
public sealed interface Negotiation {
  /**
   * Media may flow.
   *
   * @param law what we send; both laws are understood
   * @param telephoneEvents whether keys come by RFC 4733; if not, they are listened for in-band
   * @param packetMillis audio in one packet that we send
   * @param direction ours; {@link Direction#RECVONLY} or {@link Direction#INACTIVE} while the far
   *     end holds the call
   * @param remote where RTP goes to and must come from
   * @param encrypted whether by SRTP
   * @param localSdp what to answer, where the other side made the offer; else what was offered
   */
  record Agreed(
      G711 law,
      boolean telephoneEvents,
      int packetMillis,
      Direction direction,
      InetSocketAddress remote,
      boolean encrypted,
      String localSdp)
      implements Negotiation {}

  /**
   * No media can flow; the media that was agreed before, if any, goes on.
   *
   * @param why for operators; quotes nothing from the description
   */
  record Refused(String why) implements Negotiation {}
}
