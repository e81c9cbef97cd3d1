package io.strowger.sip.media;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one audio stream of a session description that we could take part in.
 *
 * @param index of its m= line
 * @param rejected the m= lines as we answer them, with port 0, in order; null where the audio is
 * @param rtp where the other side wants RTP
 * @param rtcp where it wants RTCP
 * @param onHold whether its address is 0.0.0.0, the old way to hold (RFC 3264 section 8.4)
 * @param formats it can receive, in its order of preference
 * @param eventPayloadType of telephone-event at 8 kHz, -1 without
 * @param packetMillis it wants in a packet, 0 when it does not say
 * @param packetMillisMax it can take, 0 when it does not say
 * @param keys its a=crypto lines that we understand
 * @param ssrc of its audio by RFC 5576, or null
 */
record AudioDescription(
    int index,
    List<@Nullable String> rejected,
    InetSocketAddress rtp,
    InetSocketAddress rtcp,
    boolean onHold,
    List<Format> formats,
    int eventPayloadType,
    int packetMillis,
    int packetMillisMax,
    Direction direction,
    List<SdesKey> keys,
    @Nullable Integer ssrc) {

  /** A law and the payload type that the describing side wants it under. */
  record Format(G711 law, int payloadType) {}
}
