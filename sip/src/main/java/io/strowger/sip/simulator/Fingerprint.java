package io.strowger.sip.simulator;

/**
 * A hash of companded audio from its first octet that is not silent to its last such, by FNV-1a.
 */
final class Fingerprint {
  private static final long BASIS = 0xCBF2_9CE4_8422_2325L;
  private static final long PRIME = 0x100_0000_01B3L;

  private long hash = BASIS;
  private int silent;
  private boolean begun;

  void octet(byte octet, byte silence) {
    if (octet == silence) {
      silent++;
      return;
    }
    for (; begun && silent > 0; silent--) {
      add(silence);
    }
    silent = 0;
    begun = true;
    add(octet);
  }

  private void add(byte octet) {
    hash = (hash ^ (octet & 0xFF)) * PRIME;
  }

  boolean begun() {
    return begun;
  }

  /** Silent octets at the end so far. */
  int silent() {
    return silent;
  }

  /** The hash; the next one begins. */
  long take() {
    long taken = hash;
    hash = BASIS;
    silent = 0;
    begun = false;
    return taken;
  }
}
