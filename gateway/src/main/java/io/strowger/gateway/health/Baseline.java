package io.strowger.gateway.health;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The success that a cell has when it is healthy, learned from matured messages.
 *
 * <p>A discounted beta-binomial: successes and trials fade with a half-life of two thousand
 * messages, within two hours and a day, slowly enough not to swallow a fifth being lost and fast
 * enough to follow a day's swing. A second pair forgets within minutes where there is much traffic;
 * it never lowers what is expected, it only sharpens it. A cell's prior is its parent: an
 * operator's the route, a route's the signal.
 */
final class Baseline {
  private static final double MEMORY = 2_000;
  private static final double MINUTE_OF_DAY = 1 / 1_440.0;
  private static final double MINUTE_OF_2_HOURS = 1 / 120.0;
  private static final double FAST_MEMORY = 1_200;
  private static final double MINUTE_OF_10_MINUTES = 1 / 10.0;
  private static final double PRIOR_WEIGHT = 4;
  private static final int PROVEN = 20;

  private final Signal signal;
  private double successes;
  private double trials;
  private double fastSuccesses;
  private double fastTrials;
  private long heard;
  private double prior;

  Baseline(Signal signal) {
    this.signal = signal;
    this.prior = signal.priorSuccess;
  }

  /** The matured messages of the last minute. */
  void learn(int sent, int arrived) {
    double fade = Math.pow(2, -Math.clamp(sent / MEMORY, MINUTE_OF_DAY, MINUTE_OF_2_HOURS));
    successes = successes * fade + arrived;
    trials = trials * fade + sent;
    double fastFade =
        Math.pow(2, -Math.clamp(sent / FAST_MEMORY, MINUTE_OF_DAY, MINUTE_OF_10_MINUTES));
    fastSuccesses = fastSuccesses * fastFade + arrived;
    fastTrials = fastTrials * fastFade + sent;
  }

  void heard() {
    heard++;
  }

  void prior(double parent) {
    prior = parent;
  }

  /** Forgets all but a hundred messages: what came after a long doubt is the new normal. */
  void forget() {
    if (trials > 100) {
      successes *= 100 / trials;
      trials = 100;
    }
    fastSuccesses = 0;
    fastTrials = 0;
  }

  double mean() {
    return (successes + PRIOR_WEIGHT * prior) / (trials + PRIOR_WEIGHT);
  }

  private double deviation() {
    double mean = mean();
    return Math.sqrt(mean * (1 - mean) / (trials + PRIOR_WEIGHT + 1));
  }

  /** Two standard deviations below the mean, and not hopeless before anything was heard. */
  double low() {
    double low = mean() - 2 * deviation();
    return isProven() ? low : Math.max(signal.unprovenSuccess, low);
  }

  /** The same of the last minutes, three deviations; 0 while there is too little. */
  double recentLow() {
    if (fastTrials < 200) {
      return 0;
    }
    double mean = fastSuccesses / fastTrials;
    return mean - 3 * Math.sqrt(mean * (1 - mean) / fastTrials);
  }

  /** Whether the cell has ever shown that good news comes back from it. */
  boolean isProven() {
    return heard >= PROVEN;
  }

  double trials() {
    return trials;
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(successes);
    out.writeDouble(trials);
    out.writeDouble(fastSuccesses);
    out.writeDouble(fastTrials);
    out.writeLong(heard);
  }

  void read(DataInput in) throws IOException {
    successes = in.readDouble();
    trials = in.readDouble();
    fastSuccesses = in.readDouble();
    fastTrials = in.readDouble();
    heard = in.readLong();
  }
}
