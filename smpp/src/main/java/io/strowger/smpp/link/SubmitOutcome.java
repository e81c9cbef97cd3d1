package io.strowger.smpp.link;

import io.strowger.smpp.receipt.Disposition;
import java.util.List;

/** How a {@link Submission} ended on the link; exactly one outcome for each submission. */
public sealed interface SubmitOutcome {
  Submission submission();

  /**
   * The carrier took every part.
   *
   * @param messageIds the carrier's id for each part, in the canonical form of {@code
   *     MessageIdDialect}, in part order
   * @param answeredAtMillis when the last submit_sm_resp came
   */
  record Accepted(
      Submission submission, String link, List<String> messageIds, long answeredAtMillis)
      implements SubmitOutcome {}

  /** The carrier refused a part; parts before it may have been taken. */
  record Refused(
      Submission submission,
      String link,
      int commandStatus,
      String reading,
      Disposition disposition,
      long answeredAtMillis)
      implements SubmitOutcome {}

  /** Written, and the link died or the response timer ended before the answer. */
  record InDoubt(Submission submission, String link, String cause) implements SubmitOutcome {}

  /** Certainly not sent. */
  record NotSent(Submission submission, Reason reason) implements SubmitOutcome {
    public enum Reason {
      DEADLINE_PASSED,
      WITHDRAWN,
      /** No link of the carrier is bound for sending. */
      NO_LINK,
      /** Drained by an operator, or stopping. */
      CARRIER_STOPPED,
      /** The carrier's queue holds queueMax submissions already. */
      QUEUE_FULL,
      UNENCODABLE
    }
  }
}
