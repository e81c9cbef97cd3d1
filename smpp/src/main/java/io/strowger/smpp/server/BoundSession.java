package io.strowger.smpp.server;

import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.server.Awaited.Kind;
import io.strowger.smpp.server.ServerCommand.Arrived;
import io.strowger.smpp.server.ServerCommand.Delivered;
import io.strowger.smpp.server.ServerCommand.Fault;
import io.strowger.smpp.server.ServerCommand.NotTaken;
import io.strowger.smpp.server.ServerCommand.Unanswered;
import io.strowger.smpp.server.ServerCommand.Write;
import io.strowger.smpp.server.ServerState.Bound;
import io.strowger.smpp.session.Window.Request;
import java.util.ArrayList;
import java.util.List;

/** Steps of a session over which messages flow. */
final class BoundSession {
  /** The fault of a peer that heeds no window. */
  static final String WINDOW_FULL = "more requests than the window allows";

  private BoundSession() {}

  static ServerTransition step(Bound state, ServerEvent event, long now) {
    return switch (event) {
      case ServerEvent.Received(Pdu pdu) -> received(heard(state, now), pdu, now);
      case ServerEvent.Answer answer -> answer(state, answer);
      case ServerEvent.Deliver deliver -> deliver(state, deliver, now);
      case ServerEvent.Malformed(MalformedPdu pdu) -> malformed(heard(state, now), pdu, now);
      case ServerEvent.Reading(boolean enabled) ->
          ServerTransition.to(with(state, state.traffic().reading(enabled, now)));
      case ServerEvent.Tick() -> tick(state, now);
      case ServerEvent.Probe() -> probe(state, now);
      case ServerEvent.Unbind() ->
          UnbindingSession.begin(state.terms(), state.traffic(), false, 0, now);
      case ServerEvent.Expel(String cause) -> ServerSession.close(cause, state.unanswered());
      case ServerEvent.ConnectionLost(String cause) -> ServerSession.end(cause, state.unanswered());
      case ServerEvent.BindAccepted _, ServerEvent.BindRefused _ -> ServerTransition.to(state);
    };
  }

  private static Bound with(Bound state, EsmeTraffic traffic) {
    return new Bound(state.terms(), traffic);
  }

  private static Bound heard(Bound state, long now) {
    EsmeTraffic traffic = state.traffic();
    return traffic.heardAtMillis() == now ? state : with(state, traffic.heard(now));
  }

  private static Bound chattered(Bound state, long now) {
    return with(state, state.traffic().with(state.traffic().chatter().heard(now)));
  }

  private static boolean chatters(Bound state) {
    return state.traffic().chatter().count() > state.terms().chatterMax();
  }

  private static ServerTransition received(Bound state, Pdu pdu, long now) {
    return switch (pdu) {
      case Pdu.SubmitSm submit -> request(state, Kind.SUBMIT, submit, now);
      case Pdu.Response response -> response(state, response, now);
      case Pdu.DataSm data -> request(state, Kind.DATA, data, now);
      case Pdu.SubmitMulti multi -> request(state, Kind.MULTI, multi, now);
      case Pdu.QuerySm query -> request(state, Kind.QUERY, query, now);
      case Pdu.CancelSm cancel -> request(state, Kind.CANCEL, cancel, now);
      case Pdu.ReplaceSm replace -> request(state, Kind.REPLACE, replace, now);
      case Pdu.Unbind unbind ->
          UnbindingSession.begin(
              state.terms(), state.traffic(), true, unbind.sequenceNumber(), now);
      case Pdu.EnquireLink _,
          Pdu.Bind _,
          Pdu.Outbind _,
          Pdu.DeliverSm _,
          Pdu.AlertNotification _,
          Pdu.Unsupported _ ->
          chatter(chattered(state, now), pdu);
    };
  }

  /** Whatever carries no message and is no answer. */
  private static ServerTransition chatter(Bound state, Pdu pdu) {
    if (chatters(state)) {
      return ServerSession.tooMuch(state.unanswered());
    }
    return switch (pdu) {
      case Pdu.EnquireLink enquire ->
          ServerTransition.to(
              state, new Write(new Pdu.EnquireLinkResp(enquire.sequenceNumber(), 0)));
      case Pdu.Bind bind ->
          ServerSession.refuse(state, bind, CommandStatus.ESME_RALYBND, "a second bind");
      case Pdu.Request request ->
          ServerSession.refuse(
              state, request, CommandStatus.ESME_RINVCMDID, "a request that an SMSC makes");
      case Pdu.Unsupported unsupported -> ServerSession.unsupported(state, unsupported);
      case Pdu.Response _, Pdu.AlertNotification _ -> ServerTransition.to(state);
    };
  }

  private static ServerTransition request(Bound state, Kind kind, Pdu.Request request, long now) {
    SessionTerms terms = state.terms();
    if (!terms.type().canTransmit()) {
      Bound counted = chattered(state, now);
      return chatters(counted)
          ? ServerSession.tooMuch(counted.unanswered())
          : ServerSession.refuse(
              counted, request, CommandStatus.ESME_RINVBNDSTS, "a request on a receiver");
    }
    EsmeTraffic traffic = state.traffic();
    if (traffic.awaited().size() >= terms.windowMax()) {
      return ServerSession.refuse(state, request, CommandStatus.ESME_RTHROTTLED, WINDOW_FULL);
    }
    return ServerTransition.to(
        with(state, traffic.arrived(new Awaited(kind, request.sequenceNumber()))),
        new Arrived(traffic.nextTicket(), kind, request));
  }

  private static ServerTransition response(Bound state, Pdu.Response response, long now) {
    EsmeTraffic traffic = state.traffic();
    if (traffic.awaitsEnquireLinkResp(response.sequenceNumber())) {
      return ServerTransition.to(with(state, traffic.enquireAnswered()));
    }
    Request delivery = traffic.deliveries().find(response.sequenceNumber());
    if (delivery == null) {
      // The answer to a request given up, a duplicate, or nonsense.
      Bound counted = chattered(state, now);
      return chatters(counted)
          ? ServerSession.tooMuch(counted.unanswered())
          : ServerTransition.to(counted, new Fault("an answer nobody waits for"));
    }
    return ServerTransition.to(
        with(state, traffic.with(traffic.deliveries().answered(delivery))),
        new Delivered(delivery.handle(), response.commandStatus()));
  }

  private static ServerTransition answer(Bound state, ServerEvent.Answer answer) {
    Awaited request = state.traffic().awaited().get(answer.ticket());
    return request == null
        ? ServerTransition.to(state)
        : ServerTransition.to(
            with(state, state.traffic().answered(answer.ticket())),
            new Write(answer.reply().to(request)));
  }

  private static ServerTransition deliver(Bound state, ServerEvent.Deliver deliver, long now) {
    if (!state.mayDeliver()) {
      return ServerTransition.to(state, new NotTaken(deliver.handle()));
    }
    EsmeTraffic traffic = state.traffic();
    return ServerTransition.to(
        with(state, traffic.delivering(deliver.handle(), now)),
        new Write(new Pdu.DeliverSm(traffic.nextSequence(), deliver.message())));
  }

  private static ServerTransition malformed(Bound before, MalformedPdu malformed, long now) {
    Bound state = chattered(before, now);
    if (chatters(state)) {
      return ServerSession.tooMuch(state.unanswered());
    }
    EsmeTraffic traffic = state.traffic();
    Request delivery =
        malformed.isRequest() || !malformed.inStep()
            ? null
            : traffic.deliveries().find(malformed.sequenceNumber());
    return delivery == null
        ? ServerSession.malformed(state, malformed, state.unanswered())
        : ServerTransition.to(
            with(state, traffic.with(traffic.deliveries().answered(delivery))),
            new Unanswered(delivery.handle()),
            new Fault("a malformed response"));
  }

  private static ServerTransition probe(Bound state, long now) {
    EsmeTraffic traffic = state.traffic();
    return traffic.enquireSequence() != 0
        ? ServerTransition.to(state)
        : ServerTransition.to(
            with(state, traffic.enquired(now)),
            new Write(new Pdu.EnquireLink(traffic.nextSequence())));
  }

  private static ServerTransition tick(Bound state, long now) {
    EsmeTimers timers = state.terms().timers();
    EsmeTraffic traffic = state.traffic();
    if (now >= traffic.inactivityAlarmMillis(timers)) {
      return ServerSession.close("silent for too long", state.unanswered());
    }
    List<ServerCommand> commands = new ArrayList<>();
    while (now >= traffic.responseAlarmMillis(timers)) {
      Request oldest = traffic.deliveries().oldestRequest();
      if (oldest == null || traffic.heardAtMillis() <= oldest.sentAtMillis()) {
        return giveUp(commands, "deliver_sm was not answered", traffic);
      }
      // Heard since: the connection works, and this one answer will not come.
      commands.add(new Unanswered(oldest.handle()));
      traffic = traffic.with(traffic.deliveries().expired(oldest));
    }
    if (now >= traffic.enquireAlarmMillis(timers)) {
      if (traffic.enquireSequence() != 0) {
        return giveUp(commands, "enquire_link was not answered", traffic);
      }
      commands.add(new Write(new Pdu.EnquireLink(traffic.nextSequence())));
      traffic = traffic.enquired(now);
    }
    return new ServerTransition(with(state, traffic), List.copyOf(commands));
  }

  private static ServerTransition giveUp(
      List<ServerCommand> before, String cause, EsmeTraffic traffic) {
    ServerTransition end = ServerSession.close(cause, traffic.deliveries().handles());
    List<ServerCommand> commands = new ArrayList<>(before);
    commands.addAll(end.commands());
    return new ServerTransition(end.next(), List.copyOf(commands));
  }
}
