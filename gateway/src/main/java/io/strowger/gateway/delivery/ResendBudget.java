package io.strowger.gateway.delivery;

/**
 * Second copies after silence are a share of the traffic, so that a carrier whose receipts stop
 * does not double the load of the others. A bucket of tokens: each accepted message adds a share of
 * one.
 */
final class ResendBudget {
  private static final double CAPACITY = 200;

  private final double share;
  private double tokens = CAPACITY / 2;

  ResendBudget(double share) {
    this.share = share;
    if (share == 0) {
      tokens = 0;
    }
  }

  void messageAccepted() {
    tokens = Math.min(CAPACITY, tokens + share);
  }

  boolean take() {
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
