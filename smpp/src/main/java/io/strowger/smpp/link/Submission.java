package io.strowger.smpp.link;

import org.jspecify.annotations.Nullable;

/**
 * One text to send; the link segments it, and sets validity_period at the moment of writing.
 *
 * @param context the caller's own handle, opaque here, returned with the outcome
 * @param destination E.164 digits without {@code +}
 * @param sender overrides the carrier's source address; null for the carrier's default
 * @param text never logged
 * @param deadlineMillis epoch milliseconds; no part leaves at or after it
 * @param protocolId TP-PID, 0 by default, 0x41 for a copy that may replace an earlier one
 * @param avoidLink a link of this carrier not to use while another is bound, null for none
 */
public record Submission(
    Object context,
    String destination,
    @Nullable String sender,
    String text,
    long deadlineMillis,
    int protocolId,
    @Nullable String avoidLink) {

  @Override
  public String toString() {
    return "Submission[" + context + "]";
  }
}
