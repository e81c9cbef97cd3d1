package io.strowger.sip.transaction;

/**
 * Where a server transaction stands (RFC 3261 figures 7 and 8, RFC 6026 section 8.7).
 *
 * <pre>
 * INVITE   Inviting --3xx..6xx--> Refused --ACK--> Confirmed --I--> Ended
 *             \-------2xx-------> Accepted --ACK--> Acknowledged --L--> Ended
 * others   Serving --final--> Served --J--> Ended
 * </pre>
 */
sealed interface ServerState {
  /** When {@link ServerStep} is to be told of the time; {@link Long#MAX_VALUE} for never. */
  long alarmMillis();

  /** Not finally answered; {@code tryingAtMillis} never comes once anything was answered. */
  record Inviting(long tryingAtMillis, long limitMillis) implements ServerState {
    @Override
    public long alarmMillis() {
      return Math.min(tryingAtMillis, limitMillis);
    }
  }

  /** Timers G and H. */
  record Refused(long resendAtMillis, long intervalMillis, long endAtMillis)
      implements ServerState {
    @Override
    public long alarmMillis() {
      return Math.min(resendAtMillis, endAtMillis);
    }
  }

  /** Timer I: copies of the ACK are swallowed. */
  record Confirmed(long alarmMillis) implements ServerState {}

  /** The 2xx is repeated on any transport until its ACK comes (RFC 3261 section 13.3.1.4). */
  record Accepted(long resendAtMillis, long intervalMillis, long endAtMillis)
      implements ServerState {
    @Override
    public long alarmMillis() {
      return Math.min(resendAtMillis, endAtMillis);
    }
  }

  /** Timer L: copies of the INVITE and of the ACK are swallowed. */
  record Acknowledged(long alarmMillis) implements ServerState {}

  /** Another request than INVITE, not finally answered. */
  record Serving(long alarmMillis) implements ServerState {}

  /** Timer J: a request that comes again is answered again. */
  record Served(long alarmMillis) implements ServerState {}

  /** Forget it. */
  record Ended() implements ServerState {
    @Override
    public long alarmMillis() {
      return Long.MAX_VALUE;
    }
  }
}
