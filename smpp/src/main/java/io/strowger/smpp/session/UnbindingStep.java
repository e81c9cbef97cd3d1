package io.strowger.smpp.session;

import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.session.BoundStep.Acknowledgement;
import io.strowger.smpp.session.BoundStep.Arrival;
import io.strowger.smpp.session.LinkCommand.Answered;
import io.strowger.smpp.session.LinkCommand.Fault;
import io.strowger.smpp.session.LinkCommand.NotTaken;
import io.strowger.smpp.session.LinkCommand.Unanswered;
import io.strowger.smpp.session.LinkCommand.Write;
import io.strowger.smpp.session.LinkState.Unbinding;
import io.strowger.smpp.session.Window.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * Steps of a bind that ends in good order: no new requests; answers are awaited as long as the
 * response timer allows, acknowledgements of arrivals a little; then unbind.
 */
final class UnbindingStep {
  private UnbindingStep() {}

  static Transition begin(SessionSettings settings, Traffic traffic, long now) {
    long patience =
        traffic.window().size() > 0 ? settings.responseMillis() : settings.unbindMillis();
    return onwards(new Unbinding(settings, traffic, 0, now + patience), List.of(), now);
  }

  static Transition step(Unbinding state, LinkEvent event, long now) {
    return switch (event) {
      case LinkEvent.Received(Pdu pdu) -> received(state, pdu, now);
      case LinkEvent.Acknowledge acknowledge -> {
        Acknowledgement done =
            BoundStep.acknowledge(state.settings(), state.traffic(), acknowledge, now);
        yield onwards(with(state, done.traffic()), done.commands(), now);
      }
      case LinkEvent.Malformed(MalformedPdu pdu) -> malformed(state, pdu, now);
      case LinkEvent.Submit submit -> Transition.to(state, new NotTaken(submit.handle()));
      case LinkEvent.Cancel cancel -> Transition.to(state, new NotTaken(cancel.handle()));
      case LinkEvent.ConnectionLost lost ->
          LinkSession.end(lost.cause(), state.traffic().window().handles());
      case LinkEvent.Tick() -> tick(state, now);
      case LinkEvent.Adjust _, LinkEvent.Unbind _, LinkEvent.Connected _ -> Transition.to(state);
    };
  }

  private static Unbinding with(Unbinding state, Traffic traffic) {
    return new Unbinding(state.settings(), traffic, state.unbindSequence(), state.deadlineMillis());
  }

  /** Sends unbind as soon as nothing is awaited. */
  private static Transition onwards(Unbinding state, List<LinkCommand> commands, long now) {
    boolean idle = state.traffic().window().size() == 0 && state.traffic().arrivals().isEmpty();
    return idle && state.unbindSequence() == 0
        ? sendUnbind(state, commands, now)
        : new Transition(state, commands);
  }

  private static Transition sendUnbind(Unbinding state, List<LinkCommand> before, long now) {
    int sequence = state.traffic().nextSequence();
    List<LinkCommand> commands = new ArrayList<>(before);
    commands.add(new Write(new Pdu.Unbind(sequence)));
    return new Transition(
        new Unbinding(
            state.settings(),
            state.traffic().sequenceTaken(),
            sequence,
            now + state.settings().unbindMillis()),
        List.copyOf(commands));
  }

  private static Transition tick(Unbinding state, long now) {
    if (now < state.deadlineMillis()) {
      return Transition.to(state);
    }
    return state.unbindSequence() == 0
        ? sendUnbind(state, List.of(), now)
        : LinkSession.close("unbind was not answered", state.traffic().window().handles());
  }

  private static Transition received(Unbinding state, Pdu pdu, long now) {
    Traffic traffic = state.traffic();
    return switch (pdu) {
      case Pdu.Response response -> answered(state, response, now);
      case Pdu.DeliverSm deliver when state.settings().bindType().canReceive() -> {
        Arrival arrival =
            BoundStep.arrive(state.settings(), traffic, deliver, deliver.message(), now);
        yield new Transition(with(state, arrival.traffic()), arrival.commands());
      }
      case Pdu.DataSm data when state.settings().bindType().canReceive() -> {
        Arrival arrival = BoundStep.arrive(state.settings(), traffic, data, data.message(), now);
        yield new Transition(with(state, arrival.traffic()), arrival.commands());
      }
      case Pdu.EnquireLink enquire ->
          Transition.to(state, new Write(new Pdu.EnquireLinkResp(enquire.sequenceNumber(), 0)));
      case Pdu.Unbind unbind -> LinkSession.unboundByPeer(unbind, traffic.window().handles());
      case Pdu.Request request ->
          Responses.refuse(state, request, CommandStatuses.INCORRECT_BIND_STATUS);
      case Pdu.Unsupported unsupported -> Responses.refuse(state, unsupported);
      case Pdu.AlertNotification _ -> Transition.to(state);
    };
  }

  private static Transition answered(Unbinding state, Pdu.Response response, long now) {
    Traffic traffic = state.traffic();
    if (state.unbindSequence() != 0 && response.sequenceNumber() == state.unbindSequence()) {
      return LinkSession.close("unbound", traffic.window().handles());
    }
    if (traffic.awaitsEnquireLinkResp(response.sequenceNumber())) {
      return Transition.to(with(state, traffic.enquireAnswered()));
    }
    Request request = traffic.window().find(response.sequenceNumber());
    return request == null
        ? Transition.to(state, new Fault("an answer nobody waits for"))
        : onwards(
            with(state, traffic.with(traffic.window().answered(request))),
            List.of(new Answered(request.handle(), response, request.sentAtMillis())),
            now);
  }

  private static Transition malformed(Unbinding state, MalformedPdu malformed, long now) {
    Traffic traffic = state.traffic();
    if (!malformed.inStep()) {
      return LinkSession.outOfStep(malformed, traffic.window().handles());
    }
    Fault fault = new Fault("malformed PDU");
    if (malformed.isRequest()) {
      return Transition.to(state, new Write(Responses.toMalformed(malformed)), fault);
    }
    Request request = traffic.window().find(malformed.sequenceNumber());
    return request == null
        ? Transition.to(state, fault)
        : onwards(
            with(state, traffic.with(traffic.window().answered(request))),
            List.of(new Unanswered(request.handle(), "the answer could not be read"), fault),
            now);
  }
}
