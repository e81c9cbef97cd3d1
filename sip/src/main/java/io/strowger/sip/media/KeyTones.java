package io.strowger.sip.media;

/**
 * Finds keys that come as two tones (ITU-T Q.23, Q.24) in blocks of 20 ms: pure in one block, and
 * begun or not yet over in its neighbour, so that 40 ms are enough in any position.
 */
final class KeyTones {
  static final int BLOCK = 160;

  /** Minus 36 dBm0 or so. */
  private static final float ENERGY_MIN = 250f * 250f * BLOCK;

  private static final float PURE = 0.78f;
  private static final float PARTLY = 0.33f;

  /** 8 dB between the two tones. */
  private static final float TWIST_MAX = 6.3f;

  private static final int RELEASE_BLOCKS = 2;

  private static final Goertzel ROWS =
      new Goertzel(Keys.rowHertz(0), Keys.rowHertz(1), Keys.rowHertz(2), Keys.rowHertz(3));
  private static final Goertzel COLUMNS =
      new Goertzel(
          Keys.columnHertz(0), Keys.columnHertz(1), Keys.columnHertz(2), Keys.columnHertz(3));

  private final float[] shares = new float[4];
  private char lastKey;
  private float lastPurity;
  private char held;
  private int released;
  private float purity;

  /** The key that is now known to be pressed, once per press, or 0. */
  char block(float[] samples, int from, float energy) {
    char key = energy < ENERGY_MIN ? 0 : key(samples, from, energy);
    char pressed = 0;
    if (held != 0 && key != held) {
      if (++released >= RELEASE_BLOCKS) {
        held = 0;
      }
    } else {
      released = 0;
    }
    if (key != 0
        && key == lastKey
        && held == 0
        && Math.max(purity, lastPurity) >= PURE
        && Math.min(purity, lastPurity) >= PARTLY) {
      held = key;
      released = 0;
      pressed = key;
    }
    lastKey = key;
    lastPurity = key == 0 ? 0 : purity;
    return pressed;
  }

  private char key(float[] samples, int from, float energy) {
    ROWS.shares(samples, from, BLOCK, energy, shares);
    int row = strongest();
    float rowShare = shares[row];
    if (rowShare < PARTLY / 8) {
      return 0; // speech mostly ends here
    }
    COLUMNS.shares(samples, from, BLOCK, energy, shares);
    int column = strongest();
    float columnShare = shares[column];
    purity = rowShare + columnShare;
    boolean balanced = rowShare < TWIST_MAX * columnShare && columnShare < TWIST_MAX * rowShare;
    return balanced && purity >= PARTLY ? Keys.at(row, column) : 0;
  }

  private int strongest() {
    int best = 0;
    for (int i = 1; i < shares.length; i++) {
      best = shares[i] > shares[best] ? i : best;
    }
    return best;
  }
}
