package io.strowger.gateway.delivery;

/**
 * Second copies after silence are a share of the traffic, so that a carrier whose receipts stop
 * does not double the load of the others. A bucket of tokens: each accepted message adds a share of
 * one.
 */
final class ResendBudget {
  private static final double CAPACITY = 200;

  private static final int URGENT_CAPACITY = 200_000;

  private final double share;
  private int urgent = URGENT_CAPACITY / 2;
  private double tokens = CAPACITY / 2;

  ResendBudget(double share) {
    this.share = share;
    if (share == 0) {
      tokens = 0;
    }
  }

  void messageAccepted() {
    tokens = Math.min(CAPACITY, tokens + share);
    urgent = Math.min(URGENT_CAPACITY, urgent + 1);
  }

  /** For a copy that was probably lost: one for each message at most, whatever the share. */
  boolean takeUrgent() {
    if (share == 0 || urgent < 1) {
      return false;
    }
    urgent--;
    return true;
  }

  boolean take() {
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
