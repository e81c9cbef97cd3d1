package io.strowger.sip.media;

import java.nio.charset.StandardCharsets;

/** One call's RTCP (RFC 3550 section 6): sender or receiver reports each 5 s or so, and BYE. */
final class RtcpReports {
  private static final int SR = 200;
  private static final int RR = 201;
  private static final int SDES = 202;
  private static final int BYE = 203;
  private static final int REPORT_BLOCK_OCTETS = 24;
  private static final long INTERVAL_NANOS = 5_000_000_000L;
  private static final byte[] CNAME = "-".getBytes(StandardCharsets.US_ASCII);

  private final int ssrc;
  private long nextNanos;
  private long phaseNanos;
  private int lastSenderReport;
  private long lastSenderReportNanos;
  private double farEndLossPercent = -1;
  private double farEndJitterMillis = -1;
  private boolean byeReceived;

  /** How many packets had been sent at the last report, and at the one before. */
  private long packetsAtLast;

  private long packetsAtEarlier;

  /**
   * @param phase from 0 to {@link #INTERVAL_NANOS}, so that calls do not report at once
   */
  RtcpReports(int ssrc, long phase) {
    this.ssrc = ssrc;
    this.phaseNanos = Math.floorMod(phase, INTERVAL_NANOS);
  }

  /** Whether a report is to be sent now; true once per interval. */
  boolean due(long nowNanos) {
    if (nextNanos == 0) {
      nextNanos = nowNanos + INTERVAL_NANOS / 2 + phaseNanos / 2;
    }
    if (nowNanos - nextNanos < 0) {
      return false;
    }
    // Between half and one and a half of the interval (section 6.3.1), never the same twice.
    phaseNanos = (phaseNanos * 7 + 1_234_567_891L) % INTERVAL_NANOS;
    nextNanos = nowNanos + INTERVAL_NANOS / 2 + phaseNanos;
    return true;
  }

  /**
   * What a call has sent so far.
   *
   * @param octets of payload
   * @param timestamp of the last packet, which left at {@code nanos}
   */
  record Sent(long packets, long octets, int timestamp, long nanos) {}

  /**
   * Writes a compound packet; its length. A sender's report while packets were sent since the last
   * report but one (RFC 3550 section 6.4), else a receiver's.
   */
  int write(byte[] packet, Sent sent, RtpReception reception, long nowNanos, boolean bye) {
    boolean sends = sent.packets() > packetsAtEarlier;
    packetsAtEarlier = packetsAtLast;
    packetsAtLast = sent.packets();
    int at = sends ? senderReport(packet, sent, nowNanos) : begin(packet, 0, RR, 0);
    RtpHeader.write32(packet, 4, ssrc);
    if (reception.started()) {
      at = block(packet, at, reception, nowNanos);
      packet[0] |= 1;
    }
    length(packet, 0, at);
    at = description(packet, at);
    if (bye) {
      int start = at;
      at = begin(packet, start, BYE, 1);
      RtpHeader.write32(packet, start + 4, ssrc);
      length(packet, start, at);
    }
    return at;
  }

  private static int begin(byte[] packet, int at, int type, int count) {
    packet[at] = (byte) (0x80 | count);
    packet[at + 1] = (byte) type;
    return at + 8;
  }

  /** In 32-bit words minus one. */
  private static void length(byte[] packet, int start, int end) {
    RtpHeader.write16(packet, start + 2, (end - start) / 4 - 1);
  }

  private static int senderReport(byte[] packet, Sent sent, long nowNanos) {
    int at = begin(packet, 0, SR, 0);
    // Section 4: without a wall clock, the time since some start does.
    RtpHeader.write32(packet, at, (int) (nowNanos / 1_000_000_000));
    RtpHeader.write32(packet, at + 4, (int) (((nowNanos % 1_000_000_000) << 32) / 1_000_000_000));
    long since = (nowNanos - sent.nanos()) / (1_000_000_000 / G711.RATE);
    RtpHeader.write32(packet, at + 8, sent.timestamp() + (int) since);
    RtpHeader.write32(packet, at + 12, (int) sent.packets());
    RtpHeader.write32(packet, at + 16, (int) sent.octets());
    return at + 20;
  }

  private int block(byte[] packet, int at, RtpReception reception, long nowNanos) {
    RtpHeader.write32(packet, at, reception.ssrc());
    RtpHeader.write32(packet, at + 4, reception.cumulativeLost() & 0xFF_FFFF);
    packet[at + 4] = (byte) reception.fractionLost();
    RtpHeader.write32(packet, at + 8, reception.extendedHighest());
    RtpHeader.write32(packet, at + 12, reception.jitterUnits());
    RtpHeader.write32(packet, at + 16, lastSenderReport);
    long delay = lastSenderReport == 0 ? 0 : nowNanos - lastSenderReportNanos;
    RtpHeader.write32(packet, at + 20, (int) (delay * 65_536 / 1_000_000_000));
    return at + REPORT_BLOCK_OCTETS;
  }

  private int description(byte[] packet, int start) {
    int at = begin(packet, start, SDES, 1);
    RtpHeader.write32(packet, start + 4, ssrc);
    packet[at++] = 1;
    packet[at++] = (byte) CNAME.length;
    System.arraycopy(CNAME, 0, packet, at, CNAME.length);
    at += CNAME.length;
    do {
      packet[at++] = 0;
    } while (at % 4 != 0);
    length(packet, start, at);
    return at;
  }

  /** Reads a compound packet; false when it is none (appendix A.2). */
  boolean read(byte[] packet, int length, long nowNanos) {
    if (length < 8 || length % 4 != 0 || (packet[0] & 0xE0) != 0x80) {
      return false;
    }
    int first = packet[1] & 0xFF;
    if (first != SR && first != RR) {
      return false;
    }
    int at = 0;
    while (at < length) {
      if (at + 4 > length || (packet[at] & 0xC0) != 0x80) {
        return false;
      }
      int end = at + 4 + 4 * RtpHeader.read16(packet, at + 2);
      if (end > length) {
        return false;
      }
      part(packet, at, end, nowNanos);
      at = end;
    }
    return true;
  }

  private void part(byte[] packet, int at, int end, long nowNanos) {
    int type = packet[at + 1] & 0xFF;
    int count = packet[at] & 0x1F;
    if (type == SR && end - at >= 28) {
      lastSenderReport =
          RtpHeader.read16(packet, at + 10) << 16 | RtpHeader.read16(packet, at + 12);
      lastSenderReportNanos = nowNanos;
      blocks(packet, at + 28, end, count);
    } else if (type == RR) {
      blocks(packet, at + 8, end, count);
    } else if (type == BYE) {
      byeReceived = true;
    }
  }

  private void blocks(byte[] packet, int from, int end, int count) {
    int at = from;
    for (int i = 0; i < count && at + REPORT_BLOCK_OCTETS <= end; i++) {
      if (RtpHeader.read32(packet, at) == ssrc) {
        farEndLossPercent = (packet[at + 4] & 0xFF) * 100 / 256.0;
        farEndJitterMillis = (RtpHeader.read32(packet, at + 12) & 0xFFFF_FFFFL) * 1000.0 / 8000;
      }
      at += REPORT_BLOCK_OCTETS;
    }
  }

  double farEndLossPercent() {
    return farEndLossPercent;
  }

  double farEndJitterMillis() {
    return farEndJitterMillis;
  }

  boolean byeReceived() {
    return byeReceived;
  }
}
