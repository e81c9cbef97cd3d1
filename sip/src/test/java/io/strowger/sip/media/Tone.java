package io.strowger.sip.media;

/** Sums of sine waves, for as long as wanted. */
final class Tone implements AudioSource {
  private final int samples;
  private final double amplitude;
  private final int[] hertz;

  Tone(int millis, double amplitude, int... hertz) {
    this.samples = millis * 8;
    this.amplitude = amplitude;
    this.hertz = hertz;
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public void read(int from, int count, G711 law, byte[] target, int offset) {
    for (int i = 0; i < count; i++) {
      double value = 0;
      for (int frequency : hertz) {
        value += amplitude * Math.sin(2 * Math.PI * frequency * (from + i) / G711.RATE);
      }
      target[offset + i] = law.encode(from + i < samples ? (int) value : 0);
    }
  }
}
