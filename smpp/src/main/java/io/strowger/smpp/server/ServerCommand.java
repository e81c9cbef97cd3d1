package io.strowger.smpp.server;

import io.strowger.smpp.codec.Pdu;
import java.util.List;

/** What the owner of a session has to do after a step, in order. */
sealed interface ServerCommand {

  record Write(Pdu pdu) implements ServerCommand {}

  /** Close the connection once what was written is flushed; always with {@link Ended}. */
  record Close() implements ServerCommand {}

  /** Decide on this bind: BindAccepted or BindRefused must follow. */
  record AskBind(Pdu.Bind bind) implements ServerCommand {}

  /** Messages may flow now. */
  record Opened() implements ServerCommand {}

  /** A request waits for {@link ServerEvent.Answer} with this ticket. */
  record Arrived(int ticket, Awaited.Kind kind, Pdu.Request request) implements ServerCommand {}

  /** A deliver_sm was answered. */
  record Delivered(Object handle, int commandStatus) implements ServerCommand {}

  /** A deliver_sm was not answered in time, while the session lives on. */
  record Unanswered(Object handle) implements ServerCommand {}

  /** A deliver_sm was not sent: not bound for it, or the window is full. */
  record NotTaken(Object handle) implements ServerCommand {}

  /** The peer sent what the protocol does not allow here; it was ignored or refused. */
  record Fault(String what) implements ServerCommand {}

  /**
   * The session is over.
   *
   * @param unanswered handles of deliver_sm without an answer, oldest first: in doubt
   */
  record Ended(String cause, List<Object> unanswered) implements ServerCommand {}
}
