package io.strowger.sip.media;

/**
 * Tells key presses from telephone-event packets (RFC 4733): each press comes in many packets of
 * one timestamp, of which the first ones and the last ones may be lost.
 */
final class KeyReceiver {
  private static final int EVENT_OCTETS = 4;

  private boolean any;
  private int timestamp;
  private int event;
  private boolean ended;

  /** The key that this packet is the first to tell of, or 0. */
  char packet(RtpHeader header, byte[] packet) {
    if (header.payloadLength < EVENT_OCTETS) {
      return 0;
    }
    int code = packet[header.payloadOffset] & 0xFF;
    boolean end = (packet[header.payloadOffset + 1] & 0x80) != 0;
    if (any) {
      int later = header.timestamp - timestamp;
      if (later == 0) {
        ended |= end;
        return 0;
      }
      if (later < 0) {
        return 0; // overtaken by the next press
      }
      if (code == event && !ended && later == 0xFFFF) {
        // A press longer than 8 s goes on in a further segment (section 2.5.1.3).
        begin(header.timestamp, code, end);
        return 0;
      }
    }
    begin(header.timestamp, code, end);
    return Keys.key(code);
  }

  /** A new source counts its timestamps anew. */
  void reset() {
    any = false;
  }

  private void begin(int at, int code, boolean end) {
    any = true;
    timestamp = at;
    event = code;
    ended = end;
  }
}
