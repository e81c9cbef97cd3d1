package io.strowger.smpp.simulator;

import java.util.List;
import java.util.Map;

/**
 * What a simulated carrier received and did, since its start. {@link #toString()} shows counts
 * only.
 *
 * @param counts by name, in a fixed order
 * @param arrivalsByDestination accepted messages per destination; at most {@link
 *     Arrivals#DESTINATIONS_MAX} destinations are told apart
 * @param arrivals the last accepted messages, oldest first
 */
public record SmscReport(
    Map<Count, Long> counts, Map<String, Integer> arrivalsByDestination, List<Arrival> arrivals) {

  public long count(Count count) {
    return counts.getOrDefault(count, 0L);
  }

  @Override
  public String toString() {
    return "SmscReport" + counts;
  }

  /** What is counted. */
  public enum Count {
    /** Connections open now. */
    CONNECTIONS,
    /** Sessions bound now. */
    BOUND,
    BINDS_ACCEPTED,
    BINDS_REFUSED,
    /** submit_sm and data_sm received, whatever came of them. */
    SUBMITS,
    ACCEPTED,
    /** Answered with an error, throttled ones not included. */
    REFUSED,
    THROTTLED,
    /** Received and never answered. */
    UNANSWERED,
    /** Whole messages accepted, long ones counted once. */
    MESSAGES,
    /** Long messages of which a part is missing now. */
    INCOMPLETE,
    /** Parts accepted and silently dropped. */
    DROPPED,
    /** Parts accepted and then reported as failed. */
    FAILED,
    CANCELLED,
    /** deliver_sm written, repetitions included. */
    RECEIPTS_SENT,
    RECEIPTS_ACKNOWLEDGED,
    /** Acknowledged with an error status or given up after repetitions. */
    RECEIPTS_REFUSED,
    /** Receipts not yet due, without a receiver, or not yet acknowledged. */
    RECEIPTS_PENDING,
    /** deliver_sm with subscribers' texts. */
    TEXTS_SENT,
    /** Links closed by the simulator: a dial, a cut or a time limit. */
    DISCONNECTS,
    MALFORMED,
    UNSUPPORTED
  }
}
