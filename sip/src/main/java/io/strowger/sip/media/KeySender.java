package io.strowger.sip.media;

/** One key press as telephone-event packets: growing, and the last one three times (RFC 4733). */
final class KeySender {
  static final int PAYLOAD_OCTETS = 4;

  /** Minus 10 dBm0, as telephones send it. */
  private static final int VOLUME = 10;

  private static final int LAST_PACKETS = 3;
  private static final int GAP_PACKETS = 3;

  private int event = -1;
  private int total;
  private int duration;
  private int lastSent;

  /** Begins a press of {@code samples} at 8 kHz. */
  void begin(int eventCode, int samples) {
    event = eventCode;
    total = samples;
    duration = 0;
    lastSent = 0;
  }

  boolean active() {
    return event >= 0;
  }

  /** Whether the next packet is the first of its press, which carries the marker. */
  boolean first() {
    return duration == 0;
  }

  /** Whether nothing is to be sent in this turn: a pause so that two presses differ. */
  boolean gap() {
    return lastSent >= LAST_PACKETS;
  }

  /** Passes one turn of the gap. */
  void passGap() {
    if (++lastSent >= LAST_PACKETS + GAP_PACKETS) {
      event = -1;
    }
  }

  /** Writes the payload of the next packet, which tells of {@code samples} more. */
  void next(byte[] packet, int offset, int samples) {
    duration = Math.min(total, duration + samples);
    boolean end = duration == total;
    if (end) {
      lastSent++;
    }
    packet[offset] = (byte) event;
    packet[offset + 1] = (byte) ((end ? 0x80 : 0) | VOLUME);
    RtpHeader.write16(packet, offset + 2, duration);
  }
}
