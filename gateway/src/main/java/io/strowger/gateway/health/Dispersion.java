package io.strowger.gateway.health;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How much more a healthy cell's success varies than independent messages would make it.
 *
 * <p>Slowly: windows of ten minutes or more are compared with the baseline at their start; what
 * their squared distance exceeds the binomial p(1-p)/n by is the variance of the level itself. It
 * widens the edges.
 *
 * <p>Quickly: blocks of at least a minute and twenty messages are compared with the block before,
 * so that drift and season cancel; the squared difference over its binomial variance is 1 for
 * independent messages. That factor, phi, tempers the threshold: messages that fall in clumps are
 * worth less each.
 */
final class Dispersion {
  private static final int WINDOW_MINUTES = 10;
  private static final int WINDOW_MESSAGES = 200;
  private static final double VARIANCE_MAX = 0.02;
  private static final double VARIANCE_HALF_LIFE_MINUTES = 3 * 1_440;
  private static final int BLOCK_MESSAGES = 20;
  private static final double PHI_HALF_LIFE_MINUTES = 360;
  private static final double OUTLIER = 50;

  private double variance;
  private double varianceWeight;
  private int windows;
  private int windowMinutes;
  private int windowSent;
  private int windowArrived;
  private double windowExpected;

  private int blockMinutes;
  private int blockSent;
  private int blockArrived;
  private double previousShare;
  private double previousVariance;
  private double phi = 1;

  /** The matured messages of the last minute of a cell that nothing is suspected of. */
  void learn(int sent, int arrived, Baseline baseline) {
    window(sent, arrived, baseline);
    block(sent, arrived);
  }

  private void window(int sent, int arrived, Baseline baseline) {
    if (windowMinutes == 0) {
      windowExpected = baseline.trials() > 300 ? baseline.mean() : 0;
    }
    windowMinutes++;
    windowSent += sent;
    windowArrived += arrived;
    if (windowMinutes < WINDOW_MINUTES || windowSent < WINDOW_MESSAGES) {
      return;
    }
    if (windowExpected > 0) {
      double off = (double) windowArrived / windowSent - windowExpected;
      double binomial = windowExpected * (1 - windowExpected) / windowSent;
      double excess = Math.min(VARIANCE_MAX, off * off - binomial);
      double fade = Math.pow(2, -windowMinutes / VARIANCE_HALF_LIFE_MINUTES);
      variance = variance * fade + excess * windowMinutes;
      varianceWeight = varianceWeight * fade + windowMinutes;
      windows++;
    }
    windowMinutes = 0;
    windowSent = 0;
    windowArrived = 0;
  }

  private void block(int sent, int arrived) {
    blockMinutes++;
    blockSent += sent;
    blockArrived += arrived;
    if (blockSent < BLOCK_MESSAGES) {
      return;
    }
    double share = (double) blockArrived / blockSent;
    double smoothed = (blockArrived + 1.0) / (blockSent + 2.0);
    double own = smoothed * (1 - smoothed) / blockSent;
    if (previousVariance > 0) {
      double step = share - previousShare;
      double ratio = Math.min(OUTLIER * phi, step * step / (own + previousVariance));
      double weight = 1 - Math.pow(2, -blockMinutes / PHI_HALF_LIFE_MINUTES);
      phi = Math.max(1, phi + weight * (ratio - phi));
    }
    previousShare = share;
    previousVariance = own;
    blockMinutes = 0;
    blockSent = 0;
    blockArrived = 0;
  }

  /** Of the level, relative to it. */
  double deviation(double level) {
    double mean = varianceWeight == 0 ? 0 : variance / varianceWeight;
    return Math.sqrt(Math.max(0, mean)) / level;
  }

  /** From 1, nothing known of how the level varies, towards 0. */
  double ignorance() {
    return Math.exp(-windows / 30.0);
  }

  /** At least 1. */
  double phi() {
    return phi;
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(variance);
    out.writeDouble(varianceWeight);
    out.writeInt(windows);
    out.writeDouble(phi);
  }

  void read(DataInput in) throws IOException {
    variance = in.readDouble();
    varianceWeight = in.readDouble();
    windows = in.readInt();
    phi = in.readDouble();
  }
}
