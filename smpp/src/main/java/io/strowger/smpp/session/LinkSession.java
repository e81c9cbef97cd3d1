package io.strowger.smpp.session;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.session.LinkCommand.Close;
import io.strowger.smpp.session.LinkCommand.Ended;
import io.strowger.smpp.session.LinkCommand.Fault;
import io.strowger.smpp.session.LinkCommand.NotTaken;
import io.strowger.smpp.session.LinkCommand.Opened;
import io.strowger.smpp.session.LinkCommand.Write;
import io.strowger.smpp.session.LinkState.Binding;
import io.strowger.smpp.session.LinkState.Bound;
import io.strowger.smpp.session.LinkState.Closed;
import io.strowger.smpp.session.LinkState.Connecting;
import io.strowger.smpp.session.LinkState.Unbinding;
import java.util.List;

/** The life of one bind as a pure function of state, event and time (epoch milliseconds). */
public final class LinkSession {
  private LinkSession() {}

  /** A session whose connection is being made. */
  public static LinkState begin(SessionSettings settings, long now) {
    return new Connecting(settings, now + settings.connectMillis());
  }

  public static Transition step(LinkState state, LinkEvent event, long now) {
    return switch (state) {
      case Connecting connecting -> connecting(connecting, event, now);
      case Binding binding -> binding(binding, event, now);
      case Bound bound -> BoundStep.step(bound, event, now);
      case Unbinding unbinding -> UnbindingStep.step(unbinding, event, now);
      case Closed closed -> closed(closed, event);
    };
  }

  private static Transition connecting(Connecting state, LinkEvent event, long now) {
    return switch (event) {
      case LinkEvent.Connected() -> {
        SessionSettings settings = state.settings();
        yield Transition.to(
            new Binding(settings, Sequence.FIRST, now + settings.bindMillis()),
            new Write(bindRequest(settings)));
      }
      case LinkEvent.ConnectionLost lost -> end(lost.cause());
      case LinkEvent.Unbind() -> close("stopped before it was bound");
      case LinkEvent.Tick() ->
          now >= state.deadlineMillis() ? close("connecting took too long") : Transition.to(state);
      case LinkEvent.Adjust _, LinkEvent.Acknowledge _ -> Transition.to(state);
      case LinkEvent.Submit submit -> Transition.to(state, new NotTaken(submit.handle()));
      case LinkEvent.Cancel cancel -> Transition.to(state, new NotTaken(cancel.handle()));
      case LinkEvent.Received _, LinkEvent.Malformed _ ->
          Transition.to(state, new Fault("a PDU before the connection stood"));
    };
  }

  private static Pdu bindRequest(SessionSettings settings) {
    return new Pdu.Bind(
        Sequence.FIRST,
        settings.bindType(),
        settings.systemId(),
        settings.password(),
        settings.systemType(),
        settings.interfaceVersion(),
        new Address(0, 0, settings.addressRange()));
  }

  private static Transition binding(Binding state, LinkEvent event, long now) {
    return switch (event) {
      case LinkEvent.Received(Pdu pdu) -> bindingReceived(state, pdu, now);
      case LinkEvent.Malformed(MalformedPdu pdu) ->
          pdu.isRequest() && pdu.inStep()
              ? Transition.to(
                  state, new Write(Responses.toMalformed(pdu)), new Fault("malformed PDU"))
              : close("the answer to the bind could not be read");
      case LinkEvent.ConnectionLost lost -> end(lost.cause());
      case LinkEvent.Unbind() -> close("stopped before it was bound");
      case LinkEvent.Tick() ->
          now >= state.deadlineMillis() ? close("no answer to the bind") : Transition.to(state);
      case LinkEvent.Submit submit -> Transition.to(state, new NotTaken(submit.handle()));
      case LinkEvent.Cancel cancel -> Transition.to(state, new NotTaken(cancel.handle()));
      case LinkEvent.Adjust _, LinkEvent.Acknowledge _, LinkEvent.Connected _ ->
          Transition.to(state);
    };
  }

  private static Transition bindingReceived(Binding state, Pdu pdu, long now) {
    return switch (pdu) {
      case Pdu.BindResp answer when answer.sequenceNumber() == state.sequenceNumber() ->
          answer.commandStatus() == 0 ? opened(state, answer, now) : refused(answer);
      case Pdu.GenericNack nack
          when nack.sequenceNumber() == state.sequenceNumber() || nack.sequenceNumber() == 0 ->
          refused(nack);
      case Pdu.EnquireLink enquire ->
          Transition.to(state, new Write(new Pdu.EnquireLinkResp(enquire.sequenceNumber(), 0)));
      case Pdu.Unbind unbind -> unboundByPeer(unbind, List.of());
      case Pdu.Request request ->
          Responses.refuse(state, request, CommandStatuses.INCORRECT_BIND_STATUS);
      case Pdu.Unsupported unsupported -> Responses.refuse(state, unsupported);
      case Pdu.Response _ -> Transition.to(state, new Fault("an answer nobody waits for"));
      case Pdu.AlertNotification _ -> Transition.to(state);
    };
  }

  private static Transition opened(Binding state, Pdu.BindResp answer, long now) {
    int version = Version.agreed(state.settings().interfaceVersion(), answer.scInterfaceVersion());
    Traffic traffic = Traffic.begin(Sequence.after(state.sequenceNumber()), now);
    return Transition.to(new Bound(state.settings(), version, traffic), new Opened(version));
  }

  private static Transition refused(Pdu.Response answer) {
    String cause = "bind refused with " + CommandStatuses.hex(answer.commandStatus());
    return new Transition(
        new Closed(cause, answer.commandStatus()),
        List.of(new Close(), new Ended(cause, answer.commandStatus(), List.of())));
  }

  private static Transition closed(Closed state, LinkEvent event) {
    return switch (event) {
      case LinkEvent.Submit submit -> Transition.to(state, new NotTaken(submit.handle()));
      case LinkEvent.Cancel cancel -> Transition.to(state, new NotTaken(cancel.handle()));
      default -> Transition.to(state);
    };
  }

  static Transition unboundByPeer(Pdu.Unbind unbind, List<Object> unanswered) {
    String cause = "unbound by the carrier";
    return new Transition(
        new Closed(cause, 0),
        List.of(
            new Write(new Pdu.UnbindResp(unbind.sequenceNumber(), 0)),
            new Close(),
            new Ended(cause, 0, unanswered)));
  }

  private static Transition close(String cause) {
    return close(cause, List.of());
  }

  /** We close: whatever is unanswered is in doubt. */
  static Transition close(String cause, List<Object> unanswered) {
    return Transition.to(new Closed(cause, 0), new Close(), new Ended(cause, 0, unanswered));
  }

  /** The beginning of the next PDU is lost: say so, and begin again on a new connection. */
  static Transition outOfStep(MalformedPdu malformed, List<Object> unanswered) {
    String cause = "the carrier's stream is out of step";
    return new Transition(
        new Closed(cause, 0),
        List.of(
            new Write(Responses.toMalformed(malformed)),
            new Close(),
            new Ended(cause, 0, unanswered)));
  }

  private static Transition end(String cause) {
    return end(cause, List.of());
  }

  /** The connection is gone already. */
  static Transition end(String cause, List<Object> unanswered) {
    return Transition.to(new Closed(cause, 0), new Ended(cause, 0, unanswered));
  }
}
