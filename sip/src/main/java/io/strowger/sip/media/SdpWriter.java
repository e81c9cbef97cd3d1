package io.strowger.sip.media;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes our side of a session description: one audio stream, and others declined. */
final class SdpWriter {
  private final InetAddress address;
  private final int rtpPort;
  private final int rtcpPort;
  private final long sessionId;
  private final int ssrc;

  /**
   * @param address what the other side is told
   */
  SdpWriter(InetAddress address, int rtpPort, int rtcpPort, long sessionId, int ssrc) {
    this.address = address;
    this.rtpPort = rtpPort;
    this.rtcpPort = rtcpPort;
    this.sessionId = sessionId;
    this.ssrc = ssrc;
  }

  /**
   * What is described.
   *
   * @param formats laws with the payload types under which we receive them
   * @param eventPayloadType -1 for none
   * @param key null without encryption
   */
  record Stream(
      List<AudioDescription.Format> formats,
      int eventPayloadType,
      int packetMillis,
      Direction direction,
      @Nullable SdesKey key) {}

  /**
   * @param rejected the other m= lines, null at the place of ours
   */
  String write(long version, Stream stream, List<@Nullable String> rejected) {
    StringBuilder sdp = new StringBuilder(512);
    String network = (address instanceof Inet4Address ? "IN IP4 " : "IN IP6 ") + literal(address);
    line(sdp, "v=0");
    line(sdp, "o=- " + sessionId + " " + version + " " + network);
    line(sdp, "s=-");
    line(sdp, "c=" + network);
    line(sdp, "t=0 0");
    for (String other : rejected) {
      if (other == null) {
        audio(sdp, stream);
      } else {
        line(sdp, "m=" + other);
      }
    }
    return sdp.toString();
  }

  private void audio(StringBuilder sdp, Stream stream) {
    List<String> payloadTypes = new ArrayList<>();
    stream.formats().forEach(format -> payloadTypes.add("" + format.payloadType()));
    if (stream.eventPayloadType() >= 0) {
      payloadTypes.add("" + stream.eventPayloadType());
    }
    SdesKey key = stream.key();
    String profile = key == null ? " RTP/AVP " : " RTP/SAVP ";
    line(sdp, "m=audio " + rtpPort + profile + String.join(" ", payloadTypes));
    for (AudioDescription.Format format : stream.formats()) {
      line(sdp, "a=rtpmap:" + format.payloadType() + " " + format.law().name() + "/8000");
    }
    if (stream.eventPayloadType() >= 0) {
      line(sdp, "a=rtpmap:" + stream.eventPayloadType() + " telephone-event/8000");
      line(sdp, "a=fmtp:" + stream.eventPayloadType() + " 0-15");
    }
    if (key != null) {
      line(sdp, "a=crypto:" + key.line());
    }
    line(sdp, "a=ptime:" + stream.packetMillis());
    line(sdp, "a=rtcp:" + rtcpPort);
    line(sdp, "a=ssrc:" + Integer.toUnsignedString(ssrc) + " cname:-");
    line(sdp, "a=" + stream.direction().attribute());
  }

  private static void line(StringBuilder sdp, String line) {
    sdp.append(line).append("\r\n");
  }

  /** Without the zone of a link-local address, which means nothing elsewhere. */
  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }
}
