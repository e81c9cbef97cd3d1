package io.strowger.gateway.route;

import io.strowger.gateway.health.Usual;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.route.Candidate.Standing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How healthy members share the traffic, where the configured weights give way to what is known: of
 * one that usually delivers less the weight is halved for every five points of success, and it is
 * divided by what the message costs more than on the cheapest. Only a difference that chance does
 * not explain counts, so equally good routes keep their configured shares; and every healthy one
 * keeps the floor, without which nobody would know when it has become better. Pure.
 */
final class Weights {
  /** Fewer messages say nothing yet. */
  private static final double TRIALS_MIN = 200;

  /** Routes wander by as much from hour to hour. */
  private static final double SAME = 0.02;

  private static final double HALVING = 0.05;
  private static final double DEVIATIONS = 2;

  private Weights() {}

  /**
   * The weights to draw by, in the candidates' order; 0 for those that are not drawn. Null when
   * those of the configuration hold.
   *
   * @param floor part of the weighted traffic that every healthy member keeps, or its configured
   *     part where that is less, 0 to 1; 0 holds to the configuration
   */
  static double @Nullable [] of(
      List<Candidate> candidates, double floor, HealthView health, PhoneNumber to) {
    if (floor <= 0 || healthy(candidates) < 2) {
      return null;
    }
    double[] factors = factors(candidates, health, to);
    if (factors == null) {
      return null;
    }
    double configured = 0;
    double adapted = 0;
    double[] weights = new double[candidates.size()];
    for (int i = 0; i < weights.length; i++) {
      Candidate candidate = candidates.get(i);
      if (isHealthy(candidate)) {
        weights[i] = weight(candidate) * factors[i];
        configured += weight(candidate);
        adapted += weights[i];
      }
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= configured / adapted;
    }
    keepFloor(weights, candidates, configured, floor);
    for (int i = 0; i < weights.length; i++) {
      Candidate candidate = candidates.get(i);
      if (candidate.standing() == Standing.READY && !isHealthy(candidate)) {
        weights[i] = weight(candidate) * candidate.share();
      }
    }
    return weights;
  }

  private static int healthy(List<Candidate> candidates) {
    int healthy = 0;
    for (Candidate candidate : candidates) {
      healthy += isHealthy(candidate) ? 1 : 0;
    }
    return healthy;
  }

  private static boolean isHealthy(Candidate candidate) {
    return candidate.standing() == Standing.READY
        && candidate.share() == 1
        && candidate.member().weight() != null;
  }

  private static double weight(Candidate candidate) {
    Integer weight = candidate.member().weight();
    return weight == null ? 0 : weight;
  }

  /** By how much each falls behind the best, 0 to 1; null when none does. */
  private static double @Nullable [] factors(
      List<Candidate> candidates, HealthView health, PhoneNumber to) {
    Usual[] usual = new Usual[candidates.size()];
    boolean byCode = true;
    long cheapest = Long.MAX_VALUE;
    for (int i = 0; i < usual.length; i++) {
      Candidate candidate = candidates.get(i);
      if (isHealthy(candidate)) {
        usual[i] = health.usual(candidate.member().carrier(), to);
        byCode &= usual[i].verifiedTrials() >= TRIALS_MIN;
        cheapest = Math.min(cheapest, candidate.member().costMicros());
      } else {
        usual[i] = Usual.UNKNOWN;
      }
    }
    double best = 0;
    for (Usual one : usual) {
      best = Math.max(best, bound(one, byCode, -1));
    }
    boolean any = false;
    double[] factors = new double[usual.length];
    for (int i = 0; i < factors.length; i++) {
      double behind = best - SAME - bound(usual[i], byCode, 1);
      factors[i] = behind > 0 ? Math.pow(2, -behind / HALVING) : 1;
      long cost = candidates.get(i).member().costMicros();
      if (cheapest > 0 && cost > cheapest && isHealthy(candidates.get(i))) {
        factors[i] *= (double) cheapest / cost;
      }
      any |= factors[i] < 1;
    }
    return any ? factors : null;
  }

  /** The least, or the most, that its success may be; certainty of neither while unknown. */
  private static double bound(Usual usual, boolean byCode, int side) {
    double trials = byCode ? usual.verifiedTrials() : usual.receiptTrials();
    if (trials < TRIALS_MIN) {
      return side < 0 ? 0 : 1;
    }
    double mean = byCode ? usual.verified() : usual.receipts();
    return mean + side * DEVIATIONS * Math.sqrt(mean * (1 - mean) / trials);
  }

  /** Raises what is below its floor, at the expense of all that are above theirs. */
  private static void keepFloor(
      double[] weights, List<Candidate> candidates, double total, double floor) {
    boolean[] raised = new boolean[weights.length];
    boolean again = true;
    while (again) {
      again = false;
      double kept = 0;
      double free = 0;
      for (int i = 0; i < weights.length; i++) {
        kept += raised[i] ? weights[i] : 0;
        free += raised[i] ? 0 : weights[i];
      }
      double scale = free > 0 ? (total - kept) / free : 1;
      for (int i = 0; i < weights.length; i++) {
        if (raised[i] || weights[i] == 0) {
          continue;
        }
        weights[i] *= scale;
        double least = Math.min(weight(candidates.get(i)), floor * total);
        if (weights[i] < least) {
          weights[i] = least;
          raised[i] = true;
          again = true;
        }
      }
    }
  }

  /** What a member carries by these weights, in percent of what is drawn by weight. */
  static long percent(double[] weights, int index) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    return Math.round(100 * weights[index] / total);
  }
}
