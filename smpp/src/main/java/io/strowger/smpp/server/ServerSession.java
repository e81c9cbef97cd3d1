package io.strowger.smpp.server;

import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.server.ServerCommand.AskBind;
import io.strowger.smpp.server.ServerCommand.Close;
import io.strowger.smpp.server.ServerCommand.Ended;
import io.strowger.smpp.server.ServerCommand.Fault;
import io.strowger.smpp.server.ServerCommand.NotTaken;
import io.strowger.smpp.server.ServerCommand.Opened;
import io.strowger.smpp.server.ServerCommand.Write;
import io.strowger.smpp.server.ServerState.Bound;
import io.strowger.smpp.server.ServerState.Closed;
import io.strowger.smpp.server.ServerState.Deciding;
import io.strowger.smpp.server.ServerState.Unbinding;
import io.strowger.smpp.server.ServerState.Unbound;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The life of an ESME's session as a pure function of state, event and time (milliseconds). */
final class ServerSession {
  static final int VERSION_3_3 = 0x33;

  private ServerSession() {}

  /** A connection that was just accepted. */
  static ServerState begin(EsmeTimers timers, int chatterMax, long now) {
    return new Unbound(timers, chatterMax, Chatter.NONE, now + timers.initMillis());
  }

  static ServerTransition step(ServerState state, ServerEvent event, long now) {
    return switch (state) {
      case Bound bound -> BoundSession.step(bound, event, now);
      case Unbound unbound -> unbound(unbound, event, now);
      case Deciding deciding -> deciding(deciding, event, now);
      case Unbinding unbinding -> UnbindingSession.step(unbinding, event, now);
      case Closed _ ->
          event instanceof ServerEvent.Deliver deliver
              ? ServerTransition.to(state, new NotTaken(deliver.handle()))
              : ServerTransition.to(state);
    };
  }

  private static ServerTransition unbound(Unbound state, ServerEvent event, long now) {
    return switch (event) {
      case ServerEvent.Received(Pdu.Bind bind) ->
          ServerTransition.to(
              new Deciding(state, bind.sequenceNumber(), bind.type()), new AskBind(bind));
      case ServerEvent.Received(Pdu pdu) -> {
        Unbound heard = heard(state, now);
        yield chatters(heard) ? tooMuch(List.of()) : early(heard, pdu);
      }
      case ServerEvent.Malformed(MalformedPdu pdu) -> {
        Unbound heard = heard(state, now);
        yield chatters(heard) ? tooMuch(List.of()) : malformed(heard, pdu, List.of());
      }
      case ServerEvent.Tick() ->
          now >= state.deadlineMillis() ? close("no bind in time") : ServerTransition.to(state);
      default -> elsewhere(state, event);
    };
  }

  private static ServerTransition deciding(Deciding state, ServerEvent event, long now) {
    return switch (event) {
      case ServerEvent.BindAccepted(SessionTerms terms, String systemId) -> {
        Integer version = terms.version() > VERSION_3_3 ? terms.version() : null;
        yield ServerTransition.to(
            new Bound(terms, EsmeTraffic.begin(state.before().chatter(), now)),
            new Write(new Pdu.BindResp(state.sequenceNumber(), 0, state.type(), systemId, version)),
            new Opened());
      }
      case ServerEvent.BindRefused(int status, String cause) ->
          new ServerTransition(
              new Closed(cause),
              List.of(
                  new Write(
                      new Pdu.BindResp(state.sequenceNumber(), status, state.type(), "", null)),
                  new Close(),
                  new Ended(cause, List.of())));
      case ServerEvent.Received(Pdu pdu) -> {
        Unbound heard = heard(state.before(), now);
        yield chatters(heard)
            ? tooMuch(List.of())
            : early(new Deciding(heard, state.sequenceNumber(), state.type()), pdu);
      }
      case ServerEvent.Malformed(MalformedPdu pdu) -> {
        Unbound heard = heard(state.before(), now);
        yield chatters(heard)
            ? tooMuch(List.of())
            : malformed(new Deciding(heard, state.sequenceNumber(), state.type()), pdu, List.of());
      }
      default -> elsewhere(state, event);
    };
  }

  /** What means the same wherever a session is not bound. */
  private static ServerTransition elsewhere(ServerState state, ServerEvent event) {
    return switch (event) {
      case ServerEvent.ConnectionLost(String cause) -> end(cause, List.of());
      case ServerEvent.Unbind() -> close("the server stops");
      case ServerEvent.Expel(String cause) -> close(cause);
      case ServerEvent.Deliver deliver ->
          ServerTransition.to(state, new NotTaken(deliver.handle()));
      default -> ServerTransition.to(state);
    };
  }

  /** A PDU before the session is bound. */
  private static ServerTransition early(ServerState state, Pdu pdu) {
    return switch (pdu) {
      case Pdu.EnquireLink enquire ->
          ServerTransition.to(
              state, new Write(new Pdu.EnquireLinkResp(enquire.sequenceNumber(), 0)));
      case Pdu.Request request ->
          refuse(state, request, CommandStatus.ESME_RINVBNDSTS, "a request before the bind");
      case Pdu.Unsupported unsupported -> unsupported(state, unsupported);
      case Pdu.Response _ -> ServerTransition.to(state, new Fault("an answer nobody waits for"));
      case Pdu.AlertNotification _ -> ServerTransition.to(state);
    };
  }

  private static Unbound heard(Unbound state, long now) {
    return new Unbound(
        state.timers(), state.chatterMax(), state.chatter().heard(now), state.deadlineMillis());
  }

  private static boolean chatters(Unbound state) {
    return state.chatter().count() > state.chatterMax();
  }

  static ServerTransition tooMuch(List<Object> unanswered) {
    return close("too many PDUs that carry no message", unanswered);
  }

  /** Refuses a request by its own response, or by generic_nack what an ESME never asks. */
  static ServerTransition refuse(
      ServerState state, Pdu.Request request, CommandStatus status, String fault) {
    Pdu answer = refusal(request, status.value());
    return answer == null
        ? ServerTransition.to(state, new Fault(fault))
        : ServerTransition.to(state, new Write(answer), new Fault(fault));
  }

  private static Pdu.@Nullable Response refusal(Pdu.Request request, int status) {
    int sequence = request.sequenceNumber();
    return switch (request) {
      case Pdu.SubmitSm _ -> new Pdu.SubmitSmResp(sequence, status, "");
      case Pdu.DataSm _ -> new Pdu.DataSmResp(sequence, status, "");
      case Pdu.SubmitMulti _ -> new Pdu.SubmitMultiResp(sequence, status, "", List.of());
      case Pdu.QuerySm _ -> new Pdu.QuerySmResp(sequence, status, "", "", 0, 0);
      case Pdu.CancelSm _ -> new Pdu.CancelSmResp(sequence, status);
      case Pdu.ReplaceSm _ -> new Pdu.ReplaceSmResp(sequence, status);
      case Pdu.Bind bind -> new Pdu.BindResp(sequence, status, bind.type(), "", null);
      case Pdu.Unbind _ -> new Pdu.UnbindResp(sequence, status);
      case Pdu.EnquireLink _ -> new Pdu.EnquireLinkResp(sequence, status);
      case Pdu.DeliverSm _ -> new Pdu.GenericNack(sequence, CommandStatus.ESME_RINVCMDID.value());
      // outbind goes the other way and has no response.
      case Pdu.Outbind _ -> null;
    };
  }

  /** An unknown request gets generic_nack; an unknown response nothing, or peers would echo. */
  static ServerTransition unsupported(ServerState state, Pdu.Unsupported pdu) {
    // The highest bit of command_id marks a response.
    return pdu.commandId() < 0
        ? ServerTransition.to(state, new Fault("an unknown response"))
        : ServerTransition.to(
            state,
            new Write(
                new Pdu.GenericNack(pdu.sequenceNumber(), CommandStatus.ESME_RINVCMDID.value())),
            new Fault("an unknown command_id"));
  }

  /** The session lives on if the next PDU's beginning is known. */
  static ServerTransition malformed(
      ServerState state, MalformedPdu malformed, List<Object> unanswered) {
    List<ServerCommand> commands = new ArrayList<>(4);
    if (malformed.isRequest()) {
      commands.add(new Write(MalformedRequest.answer(malformed)));
    }
    commands.add(new Fault("a malformed PDU"));
    if (malformed.inStep()) {
      return new ServerTransition(state, List.copyOf(commands));
    }
    String cause = "the stream is out of step";
    commands.add(new Close());
    commands.add(new Ended(cause, unanswered));
    return new ServerTransition(new Closed(cause), List.copyOf(commands));
  }

  private static ServerTransition close(String cause) {
    return close(cause, List.of());
  }

  /** We close. */
  static ServerTransition close(String cause, List<Object> unanswered) {
    return ServerTransition.to(new Closed(cause), new Close(), new Ended(cause, unanswered));
  }

  /** The connection is gone already. */
  static ServerTransition end(String cause, List<Object> unanswered) {
    return ServerTransition.to(new Closed(cause), new Ended(cause, unanswered));
  }
}
