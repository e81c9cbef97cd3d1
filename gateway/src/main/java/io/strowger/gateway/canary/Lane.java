package io.strowger.gateway.canary;

import java.time.Duration;

/** The canaries over one carrier. */
final class Lane {
  private static final int BURST_MAX = 120;
  private static final double DAY_MILLIS = Duration.ofDays(1).toMillis();

  final String carrier;

  /** Calls, or texts. */
  final boolean calls;

  private double allowance;
  private long filledAt;
  private long lastNamed = Long.MIN_VALUE;

  /** Of its own turn, not to show whether a number answers. */
  long lastSent = Long.MIN_VALUE;

  long intervalMillis;
  int turn;
  long sent;
  long returned;
  long lost;
  long unproven;
  long notTaken;
  private long returnedAt;
  private long roundTrip;
  private long slowest;

  Lane(String carrier, boolean calls, int perDay, long now) {
    this.carrier = carrier;
    this.calls = calls;
    this.allowance = Math.min(BURST_MAX, perDay);
    this.filledAt = now;
  }

  /** Whether the day's canaries are not used up; time that has passed brings new ones. */
  boolean isAllowed(int perDay, long now) {
    double gained = (now - filledAt) / DAY_MILLIS * perDay;
    allowance = Math.min(Math.min(BURST_MAX, perDay), allowance + Math.max(0, gained));
    filledAt = now;
    return allowance >= 1;
  }

  void handed() {
    allowance--;
  }

  /** The carrier has taken one: a time that no other one of its canaries has. */
  long taken(long now) {
    sent++;
    lastNamed = Math.max(lastNamed + 1, now);
    return lastNamed;
  }

  void returned(long sentMillis, long now) {
    returned++;
    returnedAt = now;
    roundTrip = now - sentMillis;
    // One that was slow is forgotten within a dozen others.
    slowest = Math.max(roundTrip, slowest - slowest / 8);
  }

  /** Within this time one is back, unless something is odd. */
  long usualMillis(long unknown) {
    return slowest == 0 ? unknown : 3 * slowest;
  }

  CanaryReport.Carrier report() {
    return new CanaryReport.Carrier(
        carrier, sent, returned, lost, unproven, notTaken, returnedAt, roundTrip, intervalMillis);
  }
}
