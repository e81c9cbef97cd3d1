package io.strowger.sip.transaction;

/**
 * The times and bounds that transactions live by (RFC 3261 table 4), in milliseconds.
 *
 * @param t1Millis the estimated round trip: the first retransmission, and 1/64 of every time-out
 * @param t2Millis the longest interval between retransmissions of anything but an INVITE
 * @param t4Millis how long a message may wander through the network
 * @param tryingMillis after it an INVITE that nobody answered is answered 100
 * @param proceedingMaxMillis after it an INVITE that only got provisional answers is given up
 * @param transactionsMax client and server transactions each; more are refused
 */
public record TransactionTimers(
    int t1Millis,
    int t2Millis,
    int t4Millis,
    int tryingMillis,
    int proceedingMaxMillis,
    int transactionsMax) {
  /**
   * Of the RFC; an INVITE may ring for ten minutes, and 131 072 transactions last 2 000 calls/s.
   */
  public static final TransactionTimers STANDARD =
      new TransactionTimers(500, 4_000, 5_000, 200, 600_000, 131_072);

  public TransactionTimers {
    if (t1Millis < 1
        || t2Millis < t1Millis
        || t4Millis < 1
        || tryingMillis < 1
        || proceedingMaxMillis < 64L * t1Millis
        || transactionsMax < 1) {
      throw new IllegalArgumentException("timers out of range");
    }
  }

  /** Timers B, D, F, H, J, L and M. */
  long timeoutMillis() {
    return 64L * t1Millis;
  }
}
