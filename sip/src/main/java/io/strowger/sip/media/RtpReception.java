package io.strowger.sip.media;

/** Counts one source's packets: loss by RFC 3550 A.3, jitter by A.8. */
final class RtpReception {
  private static final int SEQUENCES = 1 << 16;

  private boolean started;
  private int ssrc;
  private int highest;
  private int cycles;
  private int base;
  private long received;
  private double jitter;
  private int transit;
  private int timestamp;
  private long expectedBefore;
  private long receivedBefore;
  private long lostEarlier;
  private long receivedEarlier;

  /** A packet of audio or keys; {@code arrival} in units of 1/8000 s. */
  void packet(RtpHeader header, int arrival) {
    if (!started || header.ssrc != ssrc) {
      begin(header);
    }
    received++;
    int ahead = (short) (header.sequence - highest);
    if (ahead > 0) {
      if (header.sequence < highest) {
        cycles += SEQUENCES;
      }
      highest = header.sequence;
    }
    int newTransit = arrival - header.timestamp;
    // Packets of one press share a timestamp, which says nothing of the way (RFC 4733 2.5.1.2).
    if (received > 1 && header.timestamp != timestamp) {
      // As long: half of all timestamps away, an int has no absolute value.
      jitter += (Math.abs((long) (newTransit - transit)) - jitter) / 16;
    }
    transit = newTransit;
    timestamp = header.timestamp;
  }

  private void begin(RtpHeader header) {
    forget();
    started = true;
    ssrc = header.ssrc;
    highest = header.sequence;
    base = header.sequence;
    cycles = 0;
    received = 0;
    jitter = 0;
    expectedBefore = 0;
    receivedBefore = 0;
  }

  /** The next packet is the first of its source, whichever that is; the counts go on. */
  void forget() {
    if (started) {
      lostEarlier += expected() - received;
      receivedEarlier += received;
      received = 0;
      started = false;
    }
  }

  boolean started() {
    return started;
  }

  int ssrc() {
    return ssrc;
  }

  long received() {
    return receivedEarlier + received;
  }

  long lost() {
    return lostEarlier + (started ? expected() - received : 0);
  }

  double jitterMillis() {
    return jitter * 1000 / G711.RATE;
  }

  int jitterUnits() {
    return (int) jitter;
  }

  int extendedHighest() {
    return cycles + highest;
  }

  /** Of this source alone, in 24 bits (RFC 3550 section 6.4.1). */
  int cumulativeLost() {
    return Math.clamp(expected() - received, -0x80_0000, 0x7F_FFFF);
  }

  /** Loss since this was last asked, in 1/256. */
  int fractionLost() {
    long expected = expected() - expectedBefore;
    long lost = expected - (received - receivedBefore);
    expectedBefore = expected();
    receivedBefore = received;
    return expected <= 0 || lost <= 0 ? 0 : (int) Math.min(255, (lost << 8) / expected);
  }

  private long expected() {
    return (long) extendedHighest() - base + 1;
  }
}
