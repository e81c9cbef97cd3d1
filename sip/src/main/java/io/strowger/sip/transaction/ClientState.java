package io.strowger.sip.transaction;

/**
 * Where a client transaction stands (RFC 3261 figures 5 and 6, RFC 6026 section 8.4).
 *
 * <pre>
 * INVITE   Calling --1xx--> Proceeding --3xx..6xx--> Completed --D--> Ended
 *             \--------2xx------\---------> Accepted --M--> Ended
 * others   Trying --1xx--> Waiting --final--> Answered --K--> Ended
 * </pre>
 */
sealed interface ClientState {
  /** When {@link ClientStep} is to be told of the time; {@link Long#MAX_VALUE} for never. */
  long alarmMillis();

  /** Timers A and B; {@code resendAtMillis} never comes on a reliable transport. */
  record Calling(long resendAtMillis, long intervalMillis, long timeoutAtMillis)
      implements ClientState {
    @Override
    public long alarmMillis() {
      return Math.min(resendAtMillis, timeoutAtMillis);
    }
  }

  /** It rings; nothing is repeated. */
  record Proceeding(long alarmMillis) implements ClientState {}

  /** Timer D: a final answer that comes again is acknowledged again. */
  record Completed(long alarmMillis) implements ClientState {}

  /** Timer M: copies of the 2xx, and those of other forks, are passed up. */
  record Accepted(long alarmMillis) implements ClientState {}

  /** Timers E and F. */
  record Trying(long resendAtMillis, long intervalMillis, long timeoutAtMillis)
      implements ClientState {
    @Override
    public long alarmMillis() {
      return Math.min(resendAtMillis, timeoutAtMillis);
    }
  }

  /** A provisional answer came: repeated every T2 (RFC 3261's Proceeding of figure 6). */
  record Waiting(long resendAtMillis, long timeoutAtMillis) implements ClientState {
    @Override
    public long alarmMillis() {
      return Math.min(resendAtMillis, timeoutAtMillis);
    }
  }

  /** Timer K: copies of the final answer are swallowed. */
  record Answered(long alarmMillis) implements ClientState {}

  /** Forget it. */
  record Ended() implements ClientState {
    @Override
    public long alarmMillis() {
      return Long.MAX_VALUE;
    }
  }
}
