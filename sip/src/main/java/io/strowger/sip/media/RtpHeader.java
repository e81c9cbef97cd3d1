package io.strowger.sip.media;

/** Reads and writes the fixed part of an RTP packet (RFC 3550 section 5.1); reused per packet. */
final class RtpHeader {
  static final int OCTETS = 12;

  boolean marker;
  int payloadType;
  int sequence;
  int timestamp;
  int ssrc;
  int payloadOffset;
  int payloadLength;

  /** False when these bytes are no RTP packet; the fields are then without meaning. */
  boolean read(byte[] packet, int length) {
    if (length < OCTETS || (packet[0] & 0xC0) != 0x80) {
      return false;
    }
    payloadType = packet[1] & 0x7F;
    marker = (packet[1] & 0x80) != 0;
    sequence = read16(packet, 2);
    timestamp = read32(packet, 4);
    ssrc = read32(packet, 8);
    int offset = OCTETS + 4 * (packet[0] & 0x0F);
    if ((packet[0] & 0x10) != 0) {
      if (offset + 4 > length) {
        return false;
      }
      offset += 4 + 4 * read16(packet, offset + 2);
    }
    int padding = (packet[0] & 0x20) != 0 ? packet[length - 1] & 0xFF : 0;
    payloadOffset = offset;
    payloadLength = length - offset - padding;
    return payloadLength >= 0 && ((packet[0] & 0x20) == 0 || padding > 0);
  }

  /** Writes the twelve octets of a packet with neither CSRC nor extension nor padding. */
  static void write(
      byte[] packet, boolean marker, int payloadType, int sequence, int timestamp, int ssrc) {
    packet[0] = (byte) 0x80;
    packet[1] = (byte) (payloadType | (marker ? 0x80 : 0));
    write16(packet, 2, sequence);
    write32(packet, 4, timestamp);
    write32(packet, 8, ssrc);
  }

  static int read16(byte[] octets, int at) {
    return (octets[at] & 0xFF) << 8 | (octets[at + 1] & 0xFF);
  }

  static int read32(byte[] octets, int at) {
    return read16(octets, at) << 16 | read16(octets, at + 2);
  }

  static void write16(byte[] octets, int at, int value) {
    octets[at] = (byte) (value >> 8);
    octets[at + 1] = (byte) value;
  }

  static void write32(byte[] octets, int at, int value) {
    write16(octets, at, value >>> 16);
    write16(octets, at + 2, value);
  }
}
