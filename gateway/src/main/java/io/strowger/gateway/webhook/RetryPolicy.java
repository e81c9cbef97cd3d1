package io.strowger.gateway.webhook;

import java.util.random.RandomGenerator;

/**
 * How often, and for how long, a notice is tried.
 *
 * @param concurrency posts of one account and channel that may be under way at once, at least 1
 * @param attemptsMax tries of one notice, at least 1
 * @param giveUpAfterMillis how old a notice may grow; it is tried at least once all the same
 */
record RetryPolicy(int concurrency, int attemptsMax, long giveUpAfterMillis) {
  static final long FIRST_DELAY_MILLIS = 5_000;
  static final long DELAY_MAX_MILLIS = 3_600_000;

  /** Enough doublings to reach the longest delay from the first. */
  private static final int DOUBLINGS_MAX = 10;

  /**
   * How long to wait after so many failures in a row: doubled each time, and the latter half of it
   * drawn, so that what failed together is not tried again together.
   */
  static long delayMillis(int failures, RandomGenerator chance) {
    long full = FIRST_DELAY_MILLIS << Math.min(failures - 1, DOUBLINGS_MAX);
    long half = Math.min(full, DELAY_MAX_MILLIS) / 2;
    return half + chance.nextLong(half + 1);
  }
}
