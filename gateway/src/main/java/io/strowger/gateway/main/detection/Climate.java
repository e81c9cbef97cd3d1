package io.strowger.gateway.main.detection;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The state of a {@link World}: what changes with time, and how it is just now. */
final class Climate {
  static final int OPERATORS = 10;
  static final int EXTRA_ACCOUNTS = 2;
  private static final double SLOT = 2;

  double success;
  final double[] operatorSuccess = new double[OPERATORS];
  boolean perOperator;
  double delay;
  double traffic;
  double receiptsLate;
  double queueing;
  final double[] extraTraffic = new double[EXTRA_ACCOUNTS];
  final double[] extraSuccess = new double[EXTRA_ACCOUNTS];

  private double wandering = 0.92;
  private double noise;
  private double drawnAt = -1;
  private boolean bursting;
  private boolean other;

  Climate copy() {
    Climate copy = new Climate();
    copy.wandering = wandering;
    copy.noise = noise;
    copy.bursting = bursting;
    copy.other = other;
    return copy;
  }

  void reset() {
    perOperator = false;
    delay = 1;
    traffic = 1;
    receiptsLate = 0;
    queueing = 0;
    Arrays.fill(extraTraffic, 0);
  }

  void extra(int which, double times, double itsSuccess) {
    extraTraffic[which] = times;
    extraSuccess[which] = itsSuccess;
  }

  /** An Ornstein-Uhlenbeck walk with a deviation of 0.025. */
  double drift(RandomGenerator random) {
    double pull = SLOT / 3_600;
    wandering += pull * (0.92 - wandering) + 0.025 * Math.sqrt(2 * pull) * random.nextGaussian();
    wandering = Math.clamp(wandering, 0.85, 0.95);
    return wandering;
  }

  double noise(RandomGenerator random) {
    double pull = SLOT / 1_800;
    noise += -pull * noise + 0.01 * Math.sqrt(2 * pull) * random.nextGaussian();
    return noise;
  }

  boolean regime(RandomGenerator random) {
    if (random.nextDouble() < SLOT / (other ? 7_200 : 28_800)) {
      other = !other;
    }
    return other;
  }

  double burst(RandomGenerator random) {
    if (random.nextDouble() < SLOT / (bursting ? 10 : 50)) {
      bursting = !bursting;
    }
    return bursting ? 3.3 : 0.54;
  }

  void clumps(double seconds, RandomGenerator random) {
    perOperator = true;
    success = 0.92;
    if (seconds - drawnAt < 30 && drawnAt >= 0) {
      return;
    }
    drawnAt = seconds;
    double size = 1 / 0.03 - 1;
    for (int i = 0; i < OPERATORS; i++) {
      double a = gamma(0.92 * size, random);
      double b = gamma(0.08 * size, random);
      operatorSuccess[i] = a / (a + b);
    }
  }

  /** Marsaglia and Tsang, 2000; for shapes of at least 1. */
  private static double gamma(double shape, RandomGenerator random) {
    double d = shape - 1 / 3.0;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + c * x, 3);
      if (v > 0 && Math.log(random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }
}
