package io.strowger.smpp.session;

import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.session.LinkCommand.Fault;
import io.strowger.smpp.session.LinkCommand.Write;

/** What we answer to requests that we do not, or cannot, serve. */
final class Responses {
  private static final int DELIVER_SM = 0x00000005;
  private static final int DATA_SM = 0x00000103;

  private Responses() {}

  /** A body that could not be read is refused by the command's own response, if we serve it. */
  static Pdu toMalformed(MalformedPdu malformed) {
    int sequence = malformed.sequenceNumber();
    int status = malformed.commandStatus();
    return switch (malformed.commandId()) {
      case DELIVER_SM -> new Pdu.DeliverSmResp(sequence, status, "");
      case DATA_SM -> new Pdu.DataSmResp(sequence, status, "");
      default -> new Pdu.GenericNack(sequence, status);
    };
  }

  /** Refuses a request; what an SMSC never asks of an ESME is no command of this interface. */
  static Transition refuse(LinkState state, Pdu.Request request, int status) {
    int sequence = request.sequenceNumber();
    return switch (request) {
      case Pdu.DeliverSm _ ->
          answer(state, new Pdu.DeliverSmResp(sequence, status, ""), "deliver_sm here");
      case Pdu.DataSm _ -> answer(state, new Pdu.DataSmResp(sequence, status, ""), "data_sm here");
      // outbind has no response, and asks for nothing on a connection that we made.
      case Pdu.Outbind _ -> Transition.to(state, new Fault("outbind on our own connection"));
      default ->
          answer(
              state,
              new Pdu.GenericNack(sequence, CommandStatuses.INVALID_COMMAND_ID),
              "a request that only an ESME makes");
    };
  }

  /** An unknown request gets generic_nack; an unknown response nothing, or peers would echo. */
  static Transition refuse(LinkState state, Pdu.Unsupported unsupported) {
    // The highest bit of command_id marks a response.
    return unsupported.commandId() < 0
        ? Transition.to(state, new Fault("an unknown response"))
        : answer(
            state,
            new Pdu.GenericNack(unsupported.sequenceNumber(), CommandStatuses.INVALID_COMMAND_ID),
            "an unknown command_id");
  }

  private static Transition answer(LinkState state, Pdu answer, String fault) {
    return Transition.to(state, new Write(answer), new Fault(fault));
  }
}
