package io.strowger.sip.transaction;

import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Target;

/** What happens to the {@link TransactionLayer}. */
public sealed interface TransactionInput {

  /** A message came. */
  record Received(SipMessage message, Flow flow) implements TransactionInput {}

  /**
   * Begins a client transaction. A Via with a fresh branch is added; a CANCEL takes branch and
   * target of the INVITE with its Call-ID and CSeq, which must have had a provisional answer (RFC
   * 3261 section 9.1). A request too large for a datagram goes over TCP to the same address, and
   * over UDP after all when nobody is there (section 18.1.1).
   *
   * @param clientKey the caller's own name for it, in all that comes back
   */
  record Send(long clientKey, SipRequest request, Target target) implements TransactionInput {}

  /** Sends the ACK of a 2xx, anew for each copy of the 2xx; no transaction comes of it. */
  record SendAck(SipRequest ack, Target target) implements TransactionInput {}

  /**
   * Answers a request; a final answer is kept and repeated as needed, a 2xx to an INVITE until its
   * ACK. An answer behind the final one, or to a transaction that ended, is left out.
   */
  record Answer(long serverKey, SipResponse response) implements TransactionInput {}

  /** A message could not be sent; the same instance that was to be transmitted. */
  record SendFailed(SipMessage message, String cause) implements TransactionInput {}

  /** A connection ended; requests under way over it have failed. */
  record FlowClosed(Flow flow, String cause) implements TransactionInput {}

  /** Time passed: {@link TransactionLayer#nextAlarmMillis()} came. */
  record Tick() implements TransactionInput {}
}
