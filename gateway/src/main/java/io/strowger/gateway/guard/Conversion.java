package io.strowger.gateway.guard;

/**
 * How many of an account's delivered passcodes come back as verified, over the last two thousand or
 * so; and what one that does or does not says about the numbers it went to, as a log-likelihood
 * ratio of pumped traffic, of which one in twenty comes back, against honest traffic.
 */
final class Conversion {
  private static final double PUMPED = 0.05;
  private static final double HONEST_MAX = 0.5;

  /** Honest numbers may convert this much worse than the account as a whole. */
  private static final double HONEST_SHARE = 0.6;

  private static final double USABLE_MIN = 0.2;
  private static final double EVIDENCE_MIN = 100;
  private static final double MEMORY = 2_000;

  private double verified;
  private double unverified;

  void add(long hits, long misses) {
    verified += hits;
    unverified += misses;
    if (verified + unverified > MEMORY) {
      verified /= 2;
      unverified /= 2;
    }
  }

  /** True once the client has told of any verified code. */
  boolean isGiven() {
    return verified > 0;
  }

  /** An account that tells of too few verified codes cannot be judged by them. */
  boolean isUsable() {
    double all = verified + unverified;
    return all >= EVIDENCE_MIN && verified / all >= USABLE_MIN;
  }

  double missWeight() {
    return Math.log((1 - PUMPED) / (1 - honest()));
  }

  /** Negative. */
  double hitWeight() {
    return Math.log(PUMPED / honest());
  }

  private double honest() {
    double all = verified + unverified;
    return all == 0 ? HONEST_MAX : Math.min(HONEST_MAX, HONEST_SHARE * verified / all);
  }
}
