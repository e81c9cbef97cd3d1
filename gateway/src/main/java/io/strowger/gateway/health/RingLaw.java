package io.strowger.gateway.health;

/**
 * How long a trunk's users let it ring before they answer: F(r), the share of those who answer at
 * all that have by then. By hazards (Kaplan and Meier, 1958): a call that was given up counts for
 * as long as it rang, so that short lives of messages do not make users look quick.
 */
final class RingLaw {
  private static final long BIN_MILLIS = 2_000;
  private static final int BINS = 16;

  /** The usual law may suddenly become so much slower. */
  private static final double STRETCH = 1.25;

  private static final double MEMORY_CALLS = 2_000;
  private static final double PRIOR_WEIGHT = 5;

  private final double[] ringing = new double[BINS];
  private final double[] answered = new double[BINS];

  RingLaw() {
    // Evenly over the whole of it: slower than anybody, until it is known better.
    for (int bin = 0; bin < BINS; bin++) {
      ringing[bin] = PRIOR_WEIGHT;
      answered[bin] = PRIOR_WEIGHT / (BINS - bin);
    }
  }

  /**
   * A call that rang so long, and then was answered or given up.
   *
   * @param ringMillis 0 and more
   */
  void rang(long ringMillis, boolean wasAnswered) {
    int last = (int) Math.min(BINS - 1, ringMillis / BIN_MILLIS);
    double fade = 1 - 1 / MEMORY_CALLS;
    // Whoever was given up within a bin was not at risk for all of it.
    int risk = wasAnswered || ringMillis >= BINS * BIN_MILLIS ? last : last - 1;
    for (int bin = 0; bin <= risk; bin++) {
      ringing[bin] = ringing[bin] * fade + 1;
      answered[bin] = answered[bin] * fade + (wasAnswered && bin == last ? 1 : 0);
    }
  }

  /** F at this age, 0–1; rather too small than too large. */
  double share(long ringMillis) {
    double bins = Math.min(BINS, ringMillis / (STRETCH * BIN_MILLIS));
    double silent = 1;
    double reached = 0;
    for (int bin = 0; bin < BINS; bin++) {
      double hazard = answered[bin] / ringing[bin];
      double part = Math.clamp(bins - bin, 0, 1);
      reached += silent * hazard * part;
      silent *= 1 - hazard;
    }
    double all = 1 - silent;
    return all <= 0 ? 0 : Math.min(1, reached / all);
  }
}
