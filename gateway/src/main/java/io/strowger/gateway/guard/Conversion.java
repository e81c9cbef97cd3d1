package io.strowger.gateway.guard;

/**
 * How many of an account's delivered passcodes come back as verified, over the last two thousand or
 * so; and what one that does or does not says about the numbers it went to, as a log-likelihood
 * ratio of pumped traffic, of which one in twenty comes back, against honest traffic.
 *
 * <p>Pumped traffic does not keep honest users from verifying. When no code at all is verified any
 * more, the client has stopped telling, and what was delivered since then says nothing.
 */
final class Conversion {
  private static final double PUMPED = 0.05;
  private static final double HONEST_MAX = 0.5;

  /** Honest numbers may convert this much worse than the account as a whole. */
  private static final double HONEST_SHARE = 0.6;

  private static final double USABLE_MIN = 0.2;
  private static final double EVIDENCE_MIN = 100;
  private static final double MEMORY = 2_000;
  private static final long SILENCE_MIN_MILLIS = 60_000;
  private static final int SILENCE_INTERVALS = 10;
  private static final double INTERVAL_SHARE = 0.05;

  private double verified;
  private double unverified;
  private long lastHit;
  private long toldSince;
  private double interval;

  void hit(long now) {
    if (isSilent(now)) {
      toldSince = now;
    } else {
      interval += INTERVAL_SHARE * (now - lastHit - interval);
    }
    lastHit = now;
    count(1, 0);
  }

  void misses(long misses) {
    count(0, misses);
  }

  private void count(long hits, long misses) {
    verified += hits;
    unverified += misses;
    if (verified + unverified > MEMORY) {
      verified /= 2;
      unverified /= 2;
    }
  }

  private boolean isSilent(long now) {
    double patience = Math.max(SILENCE_MIN_MILLIS, SILENCE_INTERVALS * interval);
    return lastHit == 0 || now - lastHit > patience;
  }

  /** True once the client has told of any verified code. */
  boolean isGiven() {
    return lastHit != 0;
  }

  /** An account that tells of too few verified codes, or of none any more, cannot be judged. */
  boolean isUsable(long now) {
    double all = verified + unverified;
    return all >= EVIDENCE_MIN && verified / all >= USABLE_MIN && !isSilent(now);
  }

  /** Since when the client tells without a long silence; what was delivered before says nothing. */
  long toldSince() {
    return toldSince;
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
