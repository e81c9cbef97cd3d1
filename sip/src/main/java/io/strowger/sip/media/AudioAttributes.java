package io.strowger.sip.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the a= lines of one stream; those of the session come first and count for less. */
final class AudioAttributes {
  private static final int KEYS_MAX = 8;

  private final Map<Integer, String> encodings = new HashMap<>();
  private final List<SdesKey> keys = new ArrayList<>();
  private Direction direction = Direction.SENDRECV;
  private InetSocketAddress rtcp;
  private int packetMillis;
  private int packetMillisMax;
  private @Nullable Integer ssrc;
  private boolean inStream;

  AudioAttributes(InetSocketAddress rtcpWhenNotSaid) {
    rtcp = rtcpWhenNotSaid;
  }

  void streamBegins() {
    inStream = true;
  }

  void read(String name, String value) throws SdpRefused {
    switch (name) {
      case "sendrecv", "sendonly", "recvonly", "inactive" ->
          direction = Direction.valueOf(name.toUpperCase(Locale.ROOT));
      case "rtpmap" -> rtpmap(value.strip());
      case "ptime" -> packetMillis = whole(value, 1000);
      case "maxptime" -> packetMillisMax = whole(value, 1000);
      case "rtcp" -> rtcp(value.strip());
      case "crypto" -> crypto(value);
      case "ssrc" -> ssrc(value.strip());
      default -> {
        // What we do not know we do not answer, which declines it.
      }
    }
  }

  private void rtpmap(String value) {
    int space = value.indexOf(' ');
    int payloadType = space < 0 ? -1 : whole(value.substring(0, space), 127);
    if (payloadType >= 0) {
      encodings.put(payloadType, value.substring(space).strip().toUpperCase(Locale.ROOT));
    }
  }

  /** {@code a=rtcp:port [IN IP4 address]} (RFC 3605). */
  private void rtcp(String value) throws SdpRefused {
    String[] parts = SdpReader.BLANKS.split(value, -1);
    int port = whole(parts[0], 65_535);
    if (port <= 0 || !inStream) {
      return;
    }
    InetAddress address = parts.length == 4 ? SdpReader.address(parts[3]) : rtcp.getAddress();
    rtcp = new InetSocketAddress(address, port);
  }

  private void crypto(String value) {
    SdesKey key = keys.size() < KEYS_MAX ? SdesKey.parse(value) : null;
    if (key != null) {
      keys.add(key);
    }
  }

  /** {@code a=ssrc:id attribute} (RFC 5576); several sources are told by none. */
  private void ssrc(String value) {
    int space = value.indexOf(' ');
    try {
      int id = Integer.parseUnsignedInt(space < 0 ? value : value.substring(0, space));
      ssrc = ssrc == null || ssrc == id ? Integer.valueOf(id) : ssrc;
    } catch (NumberFormatException e) {
      // Only a hint: without it the source is learned from its packets.
    }
  }

  /** The law of a payload type, by its rtpmap or else by RFC 3551's table. */
  @Nullable G711 law(int payloadType) {
    String encoding = encodings.get(payloadType);
    for (G711 law : G711.values()) {
      if (encoding == null
          ? payloadType == law.payloadType()
          : encoding.equals(law.name() + "/8000") || encoding.equals(law.name() + "/8000/1")) {
        return law;
      }
    }
    return null;
  }

  boolean isTelephoneEvent(int payloadType) {
    String encoding = encodings.get(payloadType);
    return encoding != null && encoding.startsWith("TELEPHONE-EVENT/8000");
  }

  Direction direction() {
    return direction;
  }

  InetSocketAddress rtcp() {
    return rtcp;
  }

  int packetMillis() {
    return Math.max(0, packetMillis);
  }

  int packetMillisMax() {
    return Math.max(0, packetMillisMax);
  }

  List<SdesKey> keys() {
    return List.copyOf(keys);
  }

  @Nullable Integer ssrc() {
    return ssrc;
  }

  /** A number from 0 to {@code max}, or -1. */
  static int whole(String text, int max) {
    String digits = text.strip();
    if (digits.isEmpty() || digits.length() > 6) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value <= max ? value : -1;
  }
}
