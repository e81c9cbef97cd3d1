package io.strowger.sip.simulator;

import java.util.List;
import java.util.Map;

/**
 * What a simulated trunk received and did, since its start. {@link #toString()} shows counts only.
 *
 * @param counts by name, in a fixed order
 * @param finals final answers by status, the repeated ones not counted
 * @param callsByDestination at most 100 000 destinations are told apart
 * @param calls the last calls that ended, oldest first
 */
public record TrunkReport(
    Map<Count, Long> counts,
    Map<Integer, Long> finals,
    Map<String, Integer> callsByDestination,
    List<CallRecord> calls) {

  public long count(Count count) {
    return counts.getOrDefault(count, 0L);
  }

  @Override
  public String toString() {
    return "TrunkReport" + counts + finals;
  }

  /** What is counted. */
  public enum Count {
    /** Calls open now, ringing ones included. */
    CALLS,
    /** First INVITEs of a call, whatever came of them. */
    INVITES,
    /** Got no response at all. */
    UNANSWERED,
    CHALLENGED,
    /** Wrong or unknown credentials. */
    UNAUTHORIZED,
    THROTTLED,
    /** Refused by a dial, throttled ones not included. */
    REFUSED,
    /** Withdrawn by CANCEL before an answer. */
    CANCELLED,
    ANSWERED,
    /** Answered although cancelled. */
    ANSWERED_LATE,
    /** Answered calls in which audio came from the caller. */
    MEDIA_HEARD,
    /** Answered calls in which at least one code was heard to its end. */
    CODES_HEARD,
    BYES_RECEIVED,
    BYES_SENT,
    ACKS_MISSING,
    PRACKS,
    KEYS_PRESSED,
    REGISTRATIONS,
    OPTIONS,
    /** No media port was left for a call. */
    MEDIA_UNAVAILABLE
  }
}
