package io.strowger.gateway.delivery;

import io.strowger.gateway.delivery.SmsChannel.AttemptRef;
import io.strowger.gateway.delivery.SmsChannel.ReceiptAck;
import io.strowger.gateway.message.CallEnding;
import io.strowger.gateway.message.CallEvidence;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.Refusal;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.route.CarrierCondition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that reaches the dispatcher from outside; queued, and taken in batches. */
public sealed interface DispatchEvent {

  record Submitted(MessageDraft draft, Ticket ticket) implements DispatchEvent {}

  record CancelAsked(String account, MessageId id, Ticket ticket) implements DispatchEvent {}

  record FeedbackGiven(String account, MessageId id, boolean verified, Ticket ticket)
      implements DispatchEvent {}

  /**
   * @param expiresAtMillis 0 leaves the deadline as it was
   */
  record ReplaceAsked(
      String account, MessageId id, Secret text, long expiresAtMillis, Ticket ticket)
      implements DispatchEvent {}

  record KeepAsked(KeptDraft draft, Ticket ticket) implements DispatchEvent {}

  /** Kept records are of no use any more. */
  record DropAsked(List<Long> sequences) implements DispatchEvent {}

  /** Somebody listens now: it is given what is owed. */
  record NoticesOpened(NoticeChannel channel) implements DispatchEvent {}

  /** Told, or given up: it need not be told again. */
  record NoticeSettled(Notice notice) implements DispatchEvent {}

  /** These final messages are to be told again over a channel. */
  record ReplayAsked(String channel, List<Message> messages, Ticket ticket)
      implements DispatchEvent {}

  /** About a code of the gateway's own making. */
  record VerificationAsked(
      VerificationRounds rounds, VerificationAsk ask, VerificationTicket ticket)
      implements DispatchEvent {}

  record SmsAnswered(AttemptRef ref, SmsAnswer answer) implements DispatchEvent {}

  /** A call rings, or was answered. */
  record CallProgress(AttemptRef ref, @Nullable String trunk, CallEvidence evidence)
      implements DispatchEvent {}

  /** The one answer to a call that was placed; the fields are those of the message's event. */
  record CallEnded(
      AttemptRef ref,
      @Nullable String trunk,
      CallEnding ending,
      String code,
      String reading,
      CallEvidence evidence)
      implements DispatchEvent {}

  record ReceiptCame(
      String carrier,
      List<String> candidateIds,
      ReceiptReading reading,
      long receivedAtMillis,
      ReceiptAck ack)
      implements DispatchEvent {}

  /** Decided before the dispatcher was asked; told on its thread like every reply. */
  record Answered(Ticket ticket, Reply reply) implements DispatchEvent {}

  /** As {@link Answered}, about a verification. */
  record VerificationAnswered(String account, VerificationTicket ticket, VerificationReply reply)
      implements DispatchEvent {}

  record CarrierChanged(CarrierCondition condition) implements DispatchEvent {}

  /** About canaries; nothing of it is kept. */
  sealed interface CanaryNews extends DispatchEvent {}

  record CanaryAnswered(SmsChannel.CanaryRef ref, SmsAnswer answer) implements CanaryNews {}

  /**
   * A text, or the keys of a call, that may be a canary came from the carrier; {@link #toString()}
   * does not show its digits.
   */
  record TextCame(String carrier, List<String> tokens) implements CanaryNews {
    @Override
    public String toString() {
      return "TextCame[" + carrier + "]";
    }
  }

  /** How the channel answered one submit. */
  sealed interface SmsAnswer {
    /** Every part was taken; the ids are canonical, in part order. */
    record Taken(String link, List<String> carrierIds, int receiptsExpected) implements SmsAnswer {}

    record Refused(String link, Refusal refusal) implements SmsAnswer {}

    record InDoubt(String link, String cause) implements SmsAnswer {}

    /** Certainly not sent. */
    record NotSent(String cause) implements SmsAnswer {}
  }

  /** Whether somebody waits for an answer, so that only so many may be queued. */
  default boolean isRequest() {
    return switch (this) {
      case Submitted _,
          CancelAsked _,
          FeedbackGiven _,
          ReplaceAsked _,
          KeepAsked _,
          ReplayAsked _,
          VerificationAsked _ ->
          true;
      default -> false;
    };
  }

  /** Whether nobody waits for an answer, so that after an undone round it must be taken again. */
  default boolean isNews() {
    return switch (this) {
      case SmsAnswered _,
          CallProgress _,
          CallEnded _,
          ReceiptCame _,
          NoticeSettled _,
          DropAsked _ ->
          true;
      default -> false;
    };
  }
}
