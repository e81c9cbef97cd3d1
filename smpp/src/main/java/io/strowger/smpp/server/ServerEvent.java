package io.strowger.smpp.server;

import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;

/** What happens to one session. */
sealed interface ServerEvent {

  record Received(Pdu pdu) implements ServerEvent {}

  record Malformed(MalformedPdu pdu) implements ServerEvent {}

  /** The bind that was asked about is accepted. */
  record BindAccepted(SessionTerms terms, String systemId) implements ServerEvent {}

  record BindRefused(int commandStatus, String cause) implements ServerEvent {}

  /** The application's answer to a request that {@link ServerCommand.Arrived} told of. */
  record Answer(int ticket, Reply reply) implements ServerEvent {}

  /**
   * Send a deliver_sm.
   *
   * @param handle the owner's own, returned with the answer
   */
  record Deliver(ShortMessage message, Object handle) implements ServerEvent {}

  /** We stopped or resumed reading: what is not read cannot be late. */
  record Reading(boolean enabled) implements ServerEvent {}

  /** Ask the peer whether it is still there, now. */
  record Probe() implements ServerEvent {}

  /** Answer what is under way and unbind. */
  record Unbind() implements ServerEvent {}

  /** The owner has had enough of this peer. */
  record Expel(String cause) implements ServerEvent {}

  record ConnectionLost(String cause) implements ServerEvent {}

  /** The time of {@link ServerState#nextAlarmMillis} has come. */
  record Tick() implements ServerEvent {}
}
