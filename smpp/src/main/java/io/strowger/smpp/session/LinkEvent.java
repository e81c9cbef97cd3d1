package io.strowger.smpp.session;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;

/** What happens to one bind. */
public sealed interface LinkEvent {

  /** The connection stands, TLS included. */
  record Connected() implements LinkEvent {}

  /** The connection is gone, or never came to be. */
  record ConnectionLost(String cause) implements LinkEvent {}

  record Received(Pdu pdu) implements LinkEvent {}

  /** A PDU that could not be read. */
  record Malformed(MalformedPdu pdu) implements LinkEvent {}

  /**
   * Send a submit_sm.
   *
   * @param handle the owner's own, returned with the answer
   */
  record Submit(ShortMessage message, Object handle) implements LinkEvent {}

  /** Send a cancel_sm; addresses as in the submit_sm it cancels. */
  record Cancel(
      String serviceType, String messageId, Address source, Address destination, Object handle)
      implements LinkEvent {}

  /** Answer a deliver_sm or data_sm of the peer. */
  record Acknowledge(int sequenceNumber, int commandStatus) implements LinkEvent {}

  /** Timers and window change at once; what concerns the bind itself needs a new session. */
  record Adjust(SessionSettings settings) implements LinkEvent {}

  /** Finish what is under way and unbind. */
  record Unbind() implements LinkEvent {}

  /** The time of {@link LinkState#nextAlarmMillis} has come. */
  record Tick() implements LinkEvent {}
}
