package io.strowger.smpp.session;

import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.session.LinkCommand.Answered;
import io.strowger.smpp.session.LinkCommand.Arrived;
import io.strowger.smpp.session.LinkCommand.Fault;
import io.strowger.smpp.session.LinkCommand.NotTaken;
import io.strowger.smpp.session.LinkCommand.Reading;
import io.strowger.smpp.session.LinkCommand.Unanswered;
import io.strowger.smpp.session.LinkCommand.Write;
import io.strowger.smpp.session.LinkState.Bound;
import io.strowger.smpp.session.Window.Request;
import java.util.ArrayList;
import java.util.List;

/** Steps of a bind over which messages flow. */
final class BoundStep {
  private BoundStep() {}

  static Transition step(Bound state, LinkEvent event, long now) {
    return switch (event) {
      case LinkEvent.Received(Pdu pdu) -> received(heard(state, now), pdu, now);
      case LinkEvent.Submit submit -> submit(state, submit, now);
      case LinkEvent.Cancel cancel -> cancel(state, cancel, now);
      case LinkEvent.Acknowledge acknowledge -> {
        Acknowledgement done = acknowledge(state.settings(), state.traffic(), acknowledge, now);
        yield new Transition(with(state, done.traffic()), done.commands());
      }
      case LinkEvent.Malformed(MalformedPdu pdu) -> malformed(heard(state, now), pdu);
      case LinkEvent.ConnectionLost lost ->
          LinkSession.end(lost.cause(), state.traffic().window().handles());
      case LinkEvent.Unbind() -> UnbindingStep.begin(state.settings(), state.traffic(), now);
      case LinkEvent.Adjust(SessionSettings settings) ->
          Transition.to(new Bound(settings, state.version(), state.traffic()));
      case LinkEvent.Tick() -> tick(state, now);
      case LinkEvent.Connected() -> Transition.to(state);
    };
  }

  private static Bound with(Bound state, Traffic traffic) {
    return new Bound(state.settings(), state.version(), traffic);
  }

  private static Bound heard(Bound state, long now) {
    return state.traffic().needsHearing(now) ? with(state, state.traffic().heard(now)) : state;
  }

  private static Transition submit(Bound state, LinkEvent.Submit submit, long now) {
    if (!mayRequest(state)) {
      return Transition.to(state, new NotTaken(submit.handle()));
    }
    Traffic traffic = state.traffic();
    return Transition.to(
        with(state, traffic.requested(submit.handle(), now)),
        new Write(new Pdu.SubmitSm(traffic.nextSequence(), submit.message())));
  }

  private static Transition cancel(Bound state, LinkEvent.Cancel cancel, long now) {
    if (!mayRequest(state)) {
      return Transition.to(state, new NotTaken(cancel.handle()));
    }
    Traffic traffic = state.traffic();
    return Transition.to(
        with(state, traffic.requested(cancel.handle(), now)),
        new Write(
            new Pdu.CancelSm(
                traffic.nextSequence(),
                cancel.serviceType(),
                cancel.messageId(),
                cancel.source(),
                cancel.destination())));
  }

  private static boolean mayRequest(Bound state) {
    return state.settings().bindType().canTransmit()
        && state.traffic().window().size() < state.settings().windowMax();
  }

  private static Transition received(Bound state, Pdu pdu, long now) {
    Traffic traffic = state.traffic();
    return switch (pdu) {
      case Pdu.Response response -> answered(state, response);
      case Pdu.DeliverSm deliver -> arrived(state, deliver, deliver.message(), now);
      case Pdu.DataSm data -> arrived(state, data, data.message(), now);
      case Pdu.EnquireLink enquire ->
          Transition.to(state, new Write(new Pdu.EnquireLinkResp(enquire.sequenceNumber(), 0)));
      case Pdu.Unbind unbind -> LinkSession.unboundByPeer(unbind, traffic.window().handles());
      case Pdu.Request request ->
          Responses.refuse(state, request, CommandStatuses.INVALID_COMMAND_ID);
      case Pdu.Unsupported unsupported -> Responses.refuse(state, unsupported);
      case Pdu.AlertNotification _ -> Transition.to(state);
    };
  }

  private static Transition answered(Bound state, Pdu.Response response) {
    Traffic traffic = state.traffic();
    if (traffic.awaitsEnquireLinkResp(response.sequenceNumber())) {
      return Transition.to(with(state, traffic.enquireAnswered()));
    }
    Request request = traffic.window().find(response.sequenceNumber());
    if (request == null) {
      // The answer of a request given up, a duplicate, or a nack whose header was unreadable.
      return Transition.to(state, new Fault("an answer nobody waits for"));
    }
    return Transition.to(
        with(state, traffic.with(traffic.window().answered(request))),
        new Answered(request.handle(), response, request.sentAtMillis()));
  }

  private static Transition arrived(
      Bound state, Pdu.Request request, ShortMessage message, long now) {
    if (!state.settings().bindType().canReceive()) {
      return Responses.refuse(state, request, CommandStatuses.INCORRECT_BIND_STATUS);
    }
    Arrival arrival = arrive(state.settings(), state.traffic(), request, message, now);
    return new Transition(with(state, arrival.traffic()), arrival.commands());
  }

  record Arrival(Traffic traffic, List<LinkCommand> commands) {}

  static Arrival arrive(
      SessionSettings settings,
      Traffic traffic,
      Pdu.Request request,
      ShortMessage message,
      long now) {
    int sequence = request.sequenceNumber();
    Traffic next = traffic.with(traffic.arrivals().with(sequence, request instanceof Pdu.DataSm));
    LinkCommand arrived = new Arrived(sequence, message);
    return next.reading() && next.arrivals().size() >= settings.deliverMax()
        ? new Arrival(next.reading(false, now), List.of(arrived, new Reading(false)))
        : new Arrival(next, List.of(arrived));
  }

  record Acknowledgement(Traffic traffic, List<LinkCommand> commands) {}

  static Acknowledgement acknowledge(
      SessionSettings settings, Traffic traffic, LinkEvent.Acknowledge event, long now) {
    int sequence = event.sequenceNumber();
    Boolean isData = traffic.arrivals().get(sequence);
    if (isData == null) {
      return new Acknowledgement(traffic, List.of());
    }
    Traffic next = traffic.with(traffic.arrivals().without(sequence));
    LinkCommand answer =
        new Write(
            isData
                ? new Pdu.DataSmResp(sequence, event.commandStatus(), "")
                : new Pdu.DeliverSmResp(sequence, event.commandStatus(), ""));
    return !next.reading() && next.arrivals().size() <= settings.deliverMax() / 2
        ? new Acknowledgement(next.reading(true, now), List.of(answer, new Reading(true)))
        : new Acknowledgement(next, List.of(answer));
  }

  private static Transition malformed(Bound state, MalformedPdu malformed) {
    Traffic traffic = state.traffic();
    if (!malformed.inStep()) {
      return LinkSession.outOfStep(malformed, traffic.window().handles());
    }
    if (malformed.isRequest()) {
      return Transition.to(
          state, new Write(Responses.toMalformed(malformed)), new Fault("malformed PDU"));
    }
    Request request = traffic.window().find(malformed.sequenceNumber());
    Fault fault = new Fault("malformed response");
    return request == null
        ? Transition.to(state, fault)
        : Transition.to(
            with(state, traffic.with(traffic.window().answered(request))),
            new Unanswered(request.handle(), "the answer could not be read"),
            fault);
  }

  private static Transition tick(Bound state, long now) {
    SessionSettings settings = state.settings();
    Traffic traffic = state.traffic();
    if (now >= traffic.inactivityAlarmMillis(settings)) {
      String cause =
          traffic.reading() ? "the carrier was silent for too long" : "receipts were not taken";
      return LinkSession.close(cause, traffic.window().handles());
    }
    List<LinkCommand> commands = new ArrayList<>();
    while (now >= traffic.responseAlarmMillis(settings)) {
      Request oldest = traffic.window().oldestRequest();
      if (oldest == null || oldest.sentAtMillis() > traffic.window().answeredSentAtMillis()) {
        return giveUp(commands, Unanswered.NO_ANSWER, traffic);
      }
      // Later requests were answered: the link works, and this one answer alone was lost.
      commands.add(new Unanswered(oldest.handle(), Unanswered.NO_ANSWER));
      traffic = traffic.with(traffic.window().expired(oldest));
    }
    if (now >= traffic.enquireAlarmMillis(settings)) {
      boolean waiting = traffic.enquireSequence() != 0;
      if (waiting && traffic.heardAtMillis() <= traffic.enquireSentAtMillis()) {
        return giveUp(commands, "enquire_link was not answered", traffic);
      }
      if (waiting) {
        // Unanswered, but the carrier was heard since.
        traffic = traffic.enquireAnswered();
      } else {
        commands.add(new Write(new Pdu.EnquireLink(traffic.nextSequence())));
        traffic = traffic.enquired(now);
      }
    }
    return new Transition(with(state, traffic), List.copyOf(commands));
  }

  private static Transition giveUp(List<LinkCommand> before, String cause, Traffic traffic) {
    Transition end = LinkSession.close(cause, traffic.window().handles());
    List<LinkCommand> commands = new ArrayList<>(before);
    commands.addAll(end.commands());
    return new Transition(end.next(), List.copyOf(commands));
  }
}
