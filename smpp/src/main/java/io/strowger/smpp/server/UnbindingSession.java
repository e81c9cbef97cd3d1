package io.strowger.smpp.server;

import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.server.ServerCommand.Close;
import io.strowger.smpp.server.ServerCommand.Delivered;
import io.strowger.smpp.server.ServerCommand.Ended;
import io.strowger.smpp.server.ServerCommand.Fault;
import io.strowger.smpp.server.ServerCommand.NotTaken;
import io.strowger.smpp.server.ServerCommand.Write;
import io.strowger.smpp.server.ServerState.Closed;
import io.strowger.smpp.server.ServerState.Unbinding;
import io.strowger.smpp.session.Window.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * Steps of a session that ends in good order. The peer's unbind is answered once its requests are;
 * ours is sent then, and once our deliver_sm were answered too.
 */
final class UnbindingSession {
  private static final String UNBOUND = "unbound";

  private UnbindingSession() {}

  static ServerTransition begin(
      SessionTerms terms, EsmeTraffic traffic, boolean byPeer, int peerSequence, long now) {
    Unbinding state =
        new Unbinding(terms, traffic, byPeer, peerSequence, 0, now + terms.timers().unbindMillis());
    return onwards(state, List.of(), now);
  }

  static ServerTransition step(Unbinding state, ServerEvent event, long now) {
    return switch (event) {
      case ServerEvent.Received(Pdu pdu) -> received(state, pdu, now);
      case ServerEvent.Answer answer -> answer(state, answer, now);
      case ServerEvent.Malformed(MalformedPdu pdu) -> {
        Unbinding counted = chattered(state, now);
        yield chatters(counted)
            ? ServerSession.tooMuch(counted.unanswered())
            : ServerSession.malformed(counted, pdu, counted.unanswered());
      }
      case ServerEvent.Deliver deliver ->
          ServerTransition.to(state, new NotTaken(deliver.handle()));
      case ServerEvent.Reading(boolean enabled) ->
          ServerTransition.to(with(state, state.traffic().reading(enabled, now)));
      case ServerEvent.Tick() -> tick(state, now);
      case ServerEvent.Expel(String cause) -> ServerSession.close(cause, state.unanswered());
      case ServerEvent.ConnectionLost(String cause) -> ServerSession.end(cause, state.unanswered());
      case ServerEvent.Unbind _,
          ServerEvent.Probe _,
          ServerEvent.BindAccepted _,
          ServerEvent.BindRefused _ ->
          ServerTransition.to(state);
    };
  }

  private static Unbinding with(Unbinding state, EsmeTraffic traffic) {
    return new Unbinding(
        state.terms(),
        traffic,
        state.byPeer(),
        state.peerSequence(),
        state.ownSequence(),
        state.deadlineMillis());
  }

  private static Unbinding chattered(Unbinding state, long now) {
    return with(state, state.traffic().with(state.traffic().chatter().heard(now)));
  }

  private static boolean chatters(Unbinding state) {
    return state.traffic().chatter().count() > state.terms().chatterMax();
  }

  private static ServerTransition onwards(Unbinding state, List<ServerCommand> commands, long now) {
    EsmeTraffic traffic = state.traffic();
    if (!traffic.awaited().isEmpty()) {
      return new ServerTransition(state, commands);
    }
    if (state.byPeer()) {
      return answered(state, commands);
    }
    return traffic.deliveries().size() == 0 && state.ownSequence() == 0
        ? sendUnbind(state, commands, now)
        : new ServerTransition(state, commands);
  }

  private static ServerTransition answered(Unbinding state, List<ServerCommand> before) {
    List<ServerCommand> commands = new ArrayList<>(before);
    commands.add(new Write(new Pdu.UnbindResp(state.peerSequence(), 0)));
    commands.add(new Close());
    commands.add(new Ended(UNBOUND, state.unanswered()));
    return new ServerTransition(new Closed(UNBOUND), List.copyOf(commands));
  }

  private static ServerTransition sendUnbind(
      Unbinding state, List<ServerCommand> before, long now) {
    int sequence = state.traffic().nextSequence();
    List<ServerCommand> commands = new ArrayList<>(before);
    commands.add(new Write(new Pdu.Unbind(sequence)));
    return new ServerTransition(
        new Unbinding(
            state.terms(),
            state.traffic().sequenceTaken(),
            false,
            0,
            sequence,
            now + state.terms().timers().unbindMillis()),
        List.copyOf(commands));
  }

  private static ServerTransition tick(Unbinding state, long now) {
    if (now < state.deadlineMillis()) {
      return ServerTransition.to(state);
    }
    if (state.byPeer()) {
      return answered(state, List.of());
    }
    return state.ownSequence() == 0
        ? sendUnbind(state, List.of(), now)
        : ServerSession.close("unbind was not answered", state.unanswered());
  }

  private static ServerTransition received(Unbinding before, Pdu pdu, long now) {
    if (pdu instanceof Pdu.Response response) {
      return response(before, response, now);
    }
    if (pdu instanceof Pdu.Unbind unbind) {
      // Both sides at once: nothing is left to wait for but our own answers.
      return onwards(
          new Unbinding(
              before.terms(),
              before.traffic(),
              true,
              unbind.sequenceNumber(),
              before.ownSequence(),
              before.deadlineMillis()),
          List.of(),
          now);
    }
    // Who submits while we stop is busy, not idle talk: it is refused and lives to hear the rest.
    Unbinding state = !before.byPeer() && isMessage(pdu) ? before : chattered(before, now);
    if (chatters(state)) {
      return ServerSession.tooMuch(state.unanswered());
    }
    return switch (pdu) {
      case Pdu.EnquireLink enquire ->
          ServerTransition.to(
              state, new Write(new Pdu.EnquireLinkResp(enquire.sequenceNumber(), 0)));
      // Who does not know yet that we stop is told to try again, on the next bind.
      case Pdu.Request request ->
          ServerSession.refuse(
              state,
              request,
              state.byPeer() ? CommandStatus.ESME_RINVBNDSTS : CommandStatus.ESME_RMSGQFUL,
              "a request while unbinding");
      case Pdu.Unsupported unsupported -> ServerSession.unsupported(state, unsupported);
      case Pdu.Response _, Pdu.AlertNotification _ -> ServerTransition.to(state);
    };
  }

  private static boolean isMessage(Pdu pdu) {
    return pdu instanceof Pdu.SubmitSm
        || pdu instanceof Pdu.DataSm
        || pdu instanceof Pdu.SubmitMulti;
  }

  private static ServerTransition response(Unbinding state, Pdu.Response response, long now) {
    EsmeTraffic traffic = state.traffic();
    if (state.ownSequence() != 0 && response.sequenceNumber() == state.ownSequence()) {
      return ServerSession.close(UNBOUND, state.unanswered());
    }
    if (traffic.awaitsEnquireLinkResp(response.sequenceNumber())) {
      return ServerTransition.to(with(state, traffic.enquireAnswered()));
    }
    Request delivery = traffic.deliveries().find(response.sequenceNumber());
    if (delivery == null) {
      Unbinding counted = chattered(state, now);
      return chatters(counted)
          ? ServerSession.tooMuch(counted.unanswered())
          : ServerTransition.to(counted, new Fault("an answer nobody waits for"));
    }
    return onwards(
        with(state, traffic.with(traffic.deliveries().answered(delivery))),
        List.of(new Delivered(delivery.handle(), response.commandStatus())),
        now);
  }

  private static ServerTransition answer(Unbinding state, ServerEvent.Answer answer, long now) {
    Awaited request = state.traffic().awaited().get(answer.ticket());
    return request == null
        ? ServerTransition.to(state)
        : onwards(
            with(state, state.traffic().answered(answer.ticket())),
            List.of(new Write(answer.reply().to(request))),
            now);
  }
}
