package io.strowger.sip.media;

/** The power of one frequency in a block of samples, by Goertzel's recurrence. */
final class Goertzel {
  private final float coefficient;

  Goertzel(double hertz) {
    coefficient = (float) (2 * Math.cos(2 * Math.PI * hertz / G711.RATE));
  }

  /**
   * The share of the block's energy that lies at this frequency, about 0 to 1 for a single tone.
   *
   * @param energy the sum of all squares, not 0
   */
  float share(float[] block, int from, int count, float energy) {
    float before = 0;
    float last = 0;
    for (int i = from; i < from + count; i++) {
      float next = block[i] + coefficient * last - before;
      before = last;
      last = next;
    }
    float power = last * last + before * before - coefficient * last * before;
    return 2 * power / (count * energy);
  }
}
