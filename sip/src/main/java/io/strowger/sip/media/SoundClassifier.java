package io.strowger.sip.media;

import org.jspecify.annotations.Nullable;

/**
 * Tells what a far end sounds like from blocks of 40 ms: each is labelled by its level and purity,
 * and the last second of labels decides.
 */
final class SoundClassifier {
  static final int BLOCK = 320;

  private static final int WINDOW = 25;
  private static final int RINGBACK_BLOCKS = 8;
  private static final int BEEP_BLOCKS = 4;
  private static final int ACTIVE_BLOCKS = 5;
  private static final int QUIET_BLOCKS = 20;

  /** The root mean square of a tone of 0 dBm0 (ITU-T G.711 table 5). */
  private static final double RMS_AT_0_DBM0 = 15_824;

  /** Below all that G.711 can say. */
  private static final int LEVEL_MIN = -100;

  private static final float QUIET_DBM0 = -50;
  private static final float ACTIVE_DBM0 = -38;

  /** Between syllables, speech falls by more than this; a steady noise does not. */
  private static final int SYLLABLE_DECIBELS = 8;

  private static final float BAND_SHARE = 0.75f;
  private static final float TONE_RESIDUAL = 0.03f;
  private static final float BEEP_HERTZ_MIN = 500;
  private static final float BEEP_HERTZ_MAX = 2500;
  private static final float BEEP_DRIFT_HERTZ = 30;

  /** The band in the steps that 40 ms resolve. */
  private static final Goertzel BAND = new Goertzel(400, 425, 450, 475);

  /** Samples of half an oscillation at 444 Hz. */
  private static final int HALF_TURN = 9;

  private static final float HALF_TURN_SHARE = -0.35f;

  private enum Label {
    QUIET,
    NOISE,
    RINGBACK,
    TONE,
    ACTIVE
  }

  private final float[] shares = new float[4];
  private final Label[] labels = new Label[WINDOW];

  /** In dBm0: as octets, for every call has such a window. */
  private final byte[] levels = new byte[WINDOW];

  private int seen;
  private int ringbackRun;
  private int toneRun;
  private float toneHertz;
  private float hertz;

  /** What the far end sounds like after this block, or null while that cannot be told. */
  @Nullable InboundAudio block(float[] samples, float energy) {
    float level = (float) (20 * Math.log10(Math.sqrt(energy / BLOCK) / RMS_AT_0_DBM0 + 1e-9));
    Label label = label(samples, energy, level);
    labels[seen % WINDOW] = label;
    levels[seen % WINDOW] = (byte) Math.max(Math.round(level), LEVEL_MIN);
    seen++;
    ringbackRun = label == Label.RINGBACK ? ringbackRun + 1 : 0;
    boolean same = label == Label.TONE && Math.abs(hertz - toneHertz) < BEEP_DRIFT_HERTZ;
    toneRun = same ? toneRun + 1 : label == Label.TONE ? 1 : 0;
    toneHertz = hertz;
    if (ringbackRun >= RINGBACK_BLOCKS) {
      return InboundAudio.RINGBACK;
    }
    return toneRun >= BEEP_BLOCKS ? InboundAudio.BEEP : fromWindow();
  }

  private Label label(float[] samples, float energy, float level) {
    if (level < QUIET_DBM0 || constant(samples)) {
      return Label.QUIET;
    }
    if (level < ACTIVE_DBM0) {
      return Label.NOISE;
    }
    if (pureTone(samples, energy)) {
      return Label.TONE;
    }
    if (!turnsWithRingback(samples, energy)) {
      return Label.ACTIVE;
    }
    BAND.shares(samples, 0, BLOCK, energy, shares);
    float share = shares[0] + shares[1] + shares[2] + shares[3];
    return share >= BAND_SHARE ? Label.RINGBACK : Label.ACTIVE;
  }

  /**
   * Whether the block is much like its own negative {@link #HALF_TURN} samples later, as all of 400
   * to 475 Hz is. A cheap question that most speech ends with: with three quarters of the energy in
   * that band, the rest all against it, the likeness is still -0.45.
   */
  private static boolean turnsWithRingback(float[] samples, float energy) {
    float a = 0;
    float b = 0;
    float c = 0;
    for (int i = HALF_TURN; i + 2 < BLOCK; i += 3) {
      a += samples[i] * samples[i - HALF_TURN];
      b += samples[i + 1] * samples[i + 1 - HALF_TURN];
      c += samples[i + 2] * samples[i + 2 - HALF_TURN];
    }
    return a + b + c < HALF_TURN_SHARE * energy;
  }

  private static boolean constant(float[] samples) {
    for (int i = 1; i < BLOCK; i++) {
      if (samples[i] != samples[0]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether one frequency explains the block: a sine obeys x[n] + x[n-2] = 2 cos(w) x[n-1], so the
   * best such factor is fitted and what remains is compared. All that takes are the products of
   * neighbours, {@code near}, and of next neighbours, {@code far}; the rest is energy and edges.
   */
  private boolean pureTone(float[] samples, float energy) {
    float near = samples[1] * samples[0] + samples[2] * samples[1] + samples[3] * samples[2];
    float far = samples[2] * samples[0] + samples[3] * samples[1];
    float nearOdd = 0;
    float farOdd = 0;
    for (int i = 4; i < BLOCK; i += 2) {
      near += samples[i] * samples[i - 1];
      nearOdd += samples[i + 1] * samples[i];
      far += samples[i] * samples[i - 2];
      farOdd += samples[i + 1] * samples[i - 1];
    }
    near += nearOdd;
    far += farOdd;
    float first = samples[0] * samples[0];
    float last = samples[BLOCK - 1] * samples[BLOCK - 1];
    float product = 2 * near - samples[1] * samples[0] - samples[BLOCK - 1] * samples[BLOCK - 2];
    float middle = energy - first - last;
    float outer =
        2 * energy
            - first
            - last
            - samples[1] * samples[1]
            - samples[BLOCK - 2] * samples[BLOCK - 2];
    float sums = outer + 2 * far;
    double factor = product / middle;
    double residual = sums - factor * product;
    if (residual >= TONE_RESIDUAL * outer) {
      return false;
    }
    hertz = (float) (Math.acos(Math.clamp(factor / 2, -1.0, 1.0)) * G711.RATE / (2 * Math.PI));
    return hertz > BEEP_HERTZ_MIN && hertz < BEEP_HERTZ_MAX;
  }

  private @Nullable InboundAudio fromWindow() {
    int filled = Math.min(seen, WINDOW);
    int active = 0;
    int quiet = 0;
    int tones = 0;
    int loudest = Byte.MIN_VALUE;
    int softest = Byte.MAX_VALUE;
    for (int i = 0; i < filled; i++) {
      switch (labels[i]) {
        case ACTIVE -> active++;
        case QUIET -> quiet++;
        case RINGBACK, TONE -> tones++;
        case NOISE -> {
          // neither
        }
      }
      loudest = Math.max(loudest, levels[i]);
      softest = Math.min(softest, levels[i]);
    }
    if (active >= ACTIVE_BLOCKS && loudest - softest >= SYLLABLE_DECIBELS && active > tones) {
      return InboundAudio.SPEECH;
    }
    if (filled < WINDOW || tones > 0) {
      return null;
    }
    return quiet >= QUIET_BLOCKS ? InboundAudio.SILENCE : InboundAudio.COMFORT_NOISE;
  }
}
