package io.strowger.smpp.session;

import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import java.util.List;

/** What the owner of a bind has to do after a step, in order. */
public sealed interface LinkCommand {

  record Write(Pdu pdu) implements LinkCommand {}

  /** Close the connection once what was written is flushed; always with {@link Ended}. */
  record Close() implements LinkCommand {}

  /** Stop or resume reading from the connection. */
  record Reading(boolean enabled) implements LinkCommand {}

  /** The bind was accepted; {@code version} is the agreed one. */
  record Opened(int version) implements LinkCommand {}

  /** A request of ours was answered, perhaps by generic_nack. */
  record Answered(Object handle, Pdu.Response response, long sentAtMillis) implements LinkCommand {}

  /** A request of ours will get no answer, while the link lives on. */
  record Unanswered(Object handle, String cause) implements LinkCommand {
    /** The cause when the response timer is over. */
    public static final String NO_ANSWER = "no answer within the response timer";
  }

  /** The request was not sent: not bound for it, or the window is full. */
  record NotTaken(Object handle) implements LinkCommand {}

  /** A deliver_sm or data_sm came; it waits for {@link LinkEvent.Acknowledge}. */
  record Arrived(int sequenceNumber, ShortMessage message) implements LinkCommand {}

  /** The peer sent what the protocol does not allow here; it was ignored or refused. */
  record Fault(String what) implements LinkCommand {}

  /**
   * The session is over.
   *
   * @param bindStatus command_status of a refused bind, otherwise 0
   * @param unanswered handles of all requests without an answer: in doubt
   */
  record Ended(String cause, int bindStatus, List<Object> unanswered) implements LinkCommand {}
}
