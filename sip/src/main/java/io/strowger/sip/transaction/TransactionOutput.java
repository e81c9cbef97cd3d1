package io.strowger.sip.transaction;

import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Target;

/** What the {@link TransactionLayer} wants done, in this order. */
public sealed interface TransactionOutput {

  /** Send this request. */
  record TransmitTo(SipRequest request, Target target) implements TransactionOutput {}

  /** Send this response the way its request came. */
  record TransmitOver(SipResponse response, Flow flow) implements TransactionOutput {}

  /**
   * A request came, once however often it was repeated: answer it. Its topmost Via has what RFC
   * 3261 section 18.2.1 and RFC 3581 add. CANCEL and ACK never come this way.
   */
  record Request(long serverKey, SipRequest request, Flow flow) implements TransactionOutput {}

  /** The ACK of our 2xx came, the first copy of it. */
  record Ack(long serverKey, SipRequest ack, Flow flow) implements TransactionOutput {}

  /**
   * The caller withdrew an INVITE that is not finally answered; its CANCEL is answered already, so
   * answer the INVITE with 487.
   */
  record Cancelled(long serverKey) implements TransactionOutput {}

  /**
   * An answer came: each provisional one, one final one other than 2xx (its ACK is sent), and every
   * copy of every 2xx to an INVITE, of all forks (RFC 6026), for 64*T1 after the first.
   */
  record Response(long clientKey, SipResponse response) implements TransactionOutput {}

  /** No final answer came in time (timer B or F, or 64*T1 after a CANCEL). */
  record TimedOut(long clientKey) implements TransactionOutput {}

  /**
   * The request could not be sent, or its connection ended before a final answer. BYE and CANCEL
   * are sent anew instead, over another connection, until they time out.
   */
  record Failed(long clientKey, String cause) implements TransactionOutput {}

  /**
   * The request was not sent: we have as many transactions as we may. It says nothing about whom it
   * was for.
   */
  record Overloaded(long clientKey) implements TransactionOutput {}

  /**
   * The connection of an INVITE ended that had a provisional answer. What it began goes on at the
   * other end: for 64*T1 it can still be cancelled, and its answers are told. Said once at most.
   */
  record Interrupted(long clientKey, String cause) implements TransactionOutput {}

  /** Our final answer to an INVITE was never acknowledged (timer H, or 64*T1 after a 2xx). */
  record AckMissing(long serverKey) implements TransactionOutput {}
}
