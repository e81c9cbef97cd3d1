package io.strowger.gateway.message;

/** What is known of an attempt. */
public sealed interface Verdict {
  /** Handed to the channel; nothing known yet. */
  record Pending() implements Verdict {}

  /** The carrier took it; a receipt is awaited. Not an arrival. */
  record Taken() implements Verdict {}

  /** Known to have arrived. */
  record Arrived() implements Verdict {}

  /** Explicitly refused, at submission or by a receipt. */
  record Refused(Refusal refusal) implements Verdict {}

  /** The carrier asked us to slow down; it was not taken. */
  record Throttled(Refusal refusal, long retryAtMillis) implements Verdict {}

  /** Taken, and no receipt by the time one was due. */
  record Silent() implements Verdict {}

  /** Sent or perhaps sent, and the answer lost: a link died or the node restarted. */
  record InDoubt(String cause) implements Verdict {}

  /** Certainly never sent: withdrawn, past the deadline, or no link. */
  record NotSent(String cause) implements Verdict {}
}
