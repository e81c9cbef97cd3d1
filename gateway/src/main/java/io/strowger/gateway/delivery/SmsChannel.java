package io.strowger.gateway.delivery;

import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts to carriers. Commands are given in batches after the commit that holds their attempts;
 * every {@link Submit} has exactly one {@code SmsAnswered} event as its answer.
 */
public interface SmsChannel {
  void submit(List<Submit> batch);

  /** Takes back what has not left yet, and asks the carrier to cancel what has, where it can. */
  void withdraw(List<Withdraw> batch);

  /** These receipts are durable: the carriers may hear so. */
  void acknowledge(List<ReceiptAck> batch);

  /** Each has exactly one {@code CanaryAnswered} event as its answer. */
  default void canaries(List<Canary> batch) {}

  /** Names what was submitted, in the event that answers it. */
  sealed interface SubmitRef {}

  /** Identifies one submit: message, attempt, and which submit of the attempt. */
  record AttemptRef(MessageId id, int ordinal, int submits) implements SubmitRef {}

  /** A canary; {@link #toString()} does not show what it is known by. */
  record CanaryRef(String carrier, String token) implements SubmitRef {
    @Override
    public String toString() {
      return "canary over " + carrier;
    }
  }

  /** A text of the gateway's own, to one of its own numbers. */
  record Canary(
      CanaryRef ref, PhoneNumber to, @Nullable String sender, Secret text, long deadlineMillis) {}

  /**
   * @param mayReplaceEarlier a copy of an earlier attempt: marked so that a handset may overwrite
   *     it
   * @param avoidLink a link not to use while another is bound; null for none
   */
  record Submit(
      AttemptRef ref,
      String carrier,
      PhoneNumber to,
      @Nullable String sender,
      Secret text,
      long deadlineMillis,
      boolean mayReplaceEarlier,
      @Nullable String avoidLink) {}

  /**
   * @param carrierIds empty when the carrier has not answered
   */
  record Withdraw(
      AttemptRef ref,
      String carrier,
      PhoneNumber to,
      @Nullable String sender,
      List<String> carrierIds) {}

  /** The channel's own handle of a receipt that waits for its acknowledgement. */
  interface ReceiptAck {
    String carrier();
  }
}
