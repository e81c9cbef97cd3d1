package io.strowger.sip.trunk;

/**
 * Whether the far end still sends, once it did. A trunk that dies in the middle of a call hears the
 * rest of it no more, and says nothing about it.
 */
final class Presence {
  /** Media's counts may be a second old. */
  static final long LOOK_MILLIS = 1_000;

  /** Silence so long is no lost packets and no pause of a codec, which sends noise in pauses. */
  private static final long GONE_MILLIS = 5_000;

  private static final long DOUBT_MILLIS = 2_500;

  /** Two seconds of audio: what sent keys and less than that may never have sent anything else. */
  private static final long STEADY_PACKETS = 100;

  private long firstPackets;
  private long packets;
  private long heardAtMillis;
  private boolean twoWay = true;
  private boolean keyed;

  void answered(long packetsReceived, long now) {
    firstPackets = packetsReceived;
    packets = packetsReceived;
    heardAtMillis = now;
  }

  /** Keys are packets too. */
  void key() {
    keyed = true;
  }

  /** What media counts now. */
  void look(long packetsReceived, long now) {
    if (packetsReceived > packets) {
      packets = packetsReceived;
      heardAtMillis = now;
    }
  }

  /** False while the far end holds the call: then it owes nothing. */
  void twoWay(boolean current, long now) {
    twoWay = current;
    heardAtMillis = now;
  }

  boolean doubtful(long now) {
    return steady() && now - heardAtMillis >= DOUBT_MILLIS;
  }

  boolean gone(long now) {
    return steady() && now - heardAtMillis >= GONE_MILLIS;
  }

  private boolean steady() {
    return twoWay && packets - firstPackets >= (keyed ? STEADY_PACKETS : 1);
  }
}
