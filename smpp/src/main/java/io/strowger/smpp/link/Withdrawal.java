package io.strowger.smpp.link;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a {@link Submission} back: removed if it has not left, cancel_sm (SMPP 3.4 section 4.9)
 * where the carrier has it and supports that.
 *
 * @param context equal to the submission's
 * @param destination as in the submission
 * @param sender as in the submission; null for the carrier's default
 * @param messageIds the carrier's ids from its {@link SubmitOutcome.Accepted}; empty when it has
 *     not answered
 */
public record Withdrawal(
    Object context, String destination, @Nullable String sender, List<String> messageIds) {

  public Withdrawal {
    messageIds = List.copyOf(messageIds);
  }

  @Override
  public String toString() {
    return "Withdrawal[" + context + "]";
  }
}
