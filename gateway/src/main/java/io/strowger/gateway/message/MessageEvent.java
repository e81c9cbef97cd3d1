package io.strowger.gateway.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can happen to a message. {@code ordinal} and {@code submits} name the attempt, and which
 * submit of it, an answer belongs to; an answer to anything but the latest submit is stale.
 */
public sealed interface MessageEvent {

  record RouteChosen(RouteChoice choice) implements MessageEvent {}

  /**
   * Every route has refused, or none exists.
   *
   * @param refusal what to tell the client when no attempt left a refusal of its own
   */
  record RoutesExhausted(Refusal refusal) implements MessageEvent {}

  /** A second copy was wanted after silence, and there is no other route or no budget for it. */
  record ResendUnavailable() implements MessageEvent {}

  /** While it goes one way, a copy is to look whether another delivers again. */
  record ProbeChosen(RouteChoice choice) implements MessageEvent {}

  /**
   * The carrier took every part.
   *
   * @param silentAfterMillis how long its receipt may take before silence is evidence; 0: as usual
   */
  record Submitted(
      int ordinal,
      int submits,
      String link,
      List<String> carrierIds,
      int receiptsExpected,
      long silentAfterMillis)
      implements MessageEvent {
    public Submitted(
        int ordinal, int submits, String link, List<String> carrierIds, int receiptsExpected) {
      this(ordinal, submits, link, carrierIds, receiptsExpected, 0);
    }
  }

  record AttemptRefused(int ordinal, int submits, String link, Refusal refusal)
      implements MessageEvent {}

  /** Perhaps sent: the link died, or its answer never came. */
  record AttemptInDoubt(int ordinal, int submits, @Nullable String link, String cause)
      implements MessageEvent {}

  /** Certainly not sent. */
  record AttemptNotSent(int ordinal, int submits, String cause) implements MessageEvent {}

  /**
   * A final receipt for one part.
   *
   * @param refusal null when the part was delivered
   */
  record ReportArrived(int ordinal, int part, @Nullable Refusal refusal) implements MessageEvent {}

  /** A call is on its way: it rings, or was answered. */
  record CallProgress(int ordinal, int submits, @Nullable String trunk, CallEvidence evidence)
      implements MessageEvent {}

  /**
   * A call is over.
   *
   * @param trunk which carried it; null when none did
   * @param code stable and machine-readable, for example {@code sip:486}
   * @param reading our reading of it, in words
   */
  record CallEnded(
      int ordinal,
      int submits,
      @Nullable String trunk,
      CallEnding ending,
      String code,
      String reading,
      CallEvidence evidence)
      implements MessageEvent {}

  /** The plan opens another channel, whatever is still hoped for from the earlier ones. */
  record EscalationDue() implements MessageEvent {}

  /** No receipt by the time one was due. */
  record ReceiptOverdue() implements MessageEvent {}

  record FeedbackGiven(boolean verified) implements MessageEvent {}

  record CancelAsked() implements MessageEvent {}

  record DeadlinePassed() implements MessageEvent {}

  /** The node came back; nothing that was on its way before can be answered any more. */
  record NodeRestarted() implements MessageEvent {}
}
