package io.strowger.sip.media;

/**
 * The powers of four frequencies in a block of samples, by Goertzel's recurrence; four at once,
 * since one alone leaves the processor waiting for its own last result.
 */
final class Goertzel {
  private final float first;
  private final float second;
  private final float third;
  private final float fourth;

  Goertzel(int firstHertz, int secondHertz, int thirdHertz, int fourthHertz) {
    first = coefficient(firstHertz);
    second = coefficient(secondHertz);
    third = coefficient(thirdHertz);
    fourth = coefficient(fourthHertz);
  }

  private static float coefficient(int hertz) {
    return (float) (2 * Math.cos(2 * Math.PI * hertz / G711.RATE));
  }

  /**
   * Writes the share of the block's energy that lies at each frequency, about 0 to 1 for a single
   * tone.
   *
   * @param energy the sum of all squares, not 0
   */
  void shares(float[] block, int from, int count, float energy, float[] shares) {
    float a1 = 0;
    float a2 = 0;
    float b1 = 0;
    float b2 = 0;
    float c1 = 0;
    float c2 = 0;
    float d1 = 0;
    float d2 = 0;
    // What is known already stands in brackets: only the product has to be waited for.
    for (int i = from; i < from + count; i++) {
      float sample = block[i];
      float a0 = (sample - a2) + first * a1;
      a2 = a1;
      a1 = a0;
      float b0 = (sample - b2) + second * b1;
      b2 = b1;
      b1 = b0;
      float c0 = (sample - c2) + third * c1;
      c2 = c1;
      c1 = c0;
      float d0 = (sample - d2) + fourth * d1;
      d2 = d1;
      d1 = d0;
    }
    float scale = 2 / (count * energy);
    shares[0] = scale * power(first, a1, a2);
    shares[1] = scale * power(second, b1, b2);
    shares[2] = scale * power(third, c1, c2);
    shares[3] = scale * power(fourth, d1, d2);
  }

  private static float power(float coefficient, float last, float before) {
    return last * last + before * before - coefficient * last * before;
  }
}
