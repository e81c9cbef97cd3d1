package io.strowger.sip.simulator;

import io.strowger.sip.media.AudioSource;
import io.strowger.sip.media.G711;
import java.util.Arrays;
import java.util.List;

/** Sounds of a network, computed once. */
final class Tones implements AudioSource {
  private final byte[] pcmu;
  private final byte[] pcma;

  private Tones(short[] samples) {
    pcmu = new byte[samples.length];
    pcma = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) {
      pcmu[i] = G711.PCMU.encode(samples[i]);
      pcma[i] = G711.PCMA.encode(samples[i]);
    }
  }

  /** 425 Hz, one second on and four off, for two minutes. */
  static AudioSource ringback() {
    short[] samples = new short[120 * G711.RATE];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i / G711.RATE % 5 == 0 ? sample(i, 4000, 425) : 0;
    }
    return new Tones(samples);
  }

  /** 1000 Hz for 400 ms, after a pause. */
  static AudioSource beep() {
    short[] samples = new short[G711.RATE];
    for (int i = samples.length - 3200; i < samples.length; i++) {
      samples[i] = sample(i, 6000, 1000);
    }
    return new Tones(samples);
  }

  /** The two tones of a key for 100 ms, and as long silence (ITU-T Q.23). */
  static AudioSource key(char key) {
    int at = "123A456B789C*0#D".indexOf(key);
    int row = List.of(697, 770, 852, 941).get(at / 4);
    int column = List.of(1209, 1336, 1477, 1633).get(at % 4);
    short[] samples = new short[1600];
    for (int i = 0; i < 800; i++) {
      samples[i] = (short) (sample(i, 4000, row) + sample(i, 4000, column));
    }
    return new Tones(samples);
  }

  private static short sample(int index, double amplitude, int hertz) {
    return (short) (amplitude * Math.sin(2 * Math.PI * hertz * index / G711.RATE));
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
