package io.strowger.sip.prompt;

import io.strowger.sip.media.AudioSource;
import io.strowger.sip.media.G711;
import java.util.Arrays;

/** A phrase companded by both laws once, so that a call only copies. */
final class Recording implements AudioSource {
  private final byte[] pcmu;
  private final byte[] pcma;

  Recording(short[] linear) {
    pcmu = companded(linear, G711.PCMU);
    pcma = companded(linear, G711.PCMA);
  }

  private static byte[] companded(short[] linear, G711 law) {
    byte[] octets = new byte[linear.length];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = law.encode(linear[i]);
    }
    return octets;
  }

  @Override
  public int samples() {
    return pcmu.length;
  }

  @Override
  public void read(int from, int count, G711 law, byte[] target, int offset) {
    byte[] octets = law == G711.PCMU ? pcmu : pcma;
    int available = Math.clamp(octets.length - from, 0, count);
    System.arraycopy(octets, Math.min(from, octets.length), target, offset, available);
    Arrays.fill(target, offset + available, offset + count, law.silence());
  }
}
