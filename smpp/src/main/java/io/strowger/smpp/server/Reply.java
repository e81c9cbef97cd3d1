package io.strowger.smpp.server;

import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.UnsuccessSme;
import io.strowger.smpp.receipt.CommandStatus;
import java.util.List;

/** What a request is answered with; the PDU depends on what was asked. */
sealed interface Reply {

  record Refused(int commandStatus) implements Reply {}

  /** A submit_sm, data_sm or submit_multi was taken. */
  record Accepted(String messageId, List<UnsuccessSme> unsuccessful) implements Reply {}

  /** A query_sm was answered. */
  record State(String messageId, String finalDate, int messageState, int errorCode)
      implements Reply {}

  /** A cancel_sm or replace_sm was done. */
  record Done() implements Reply {}

  /** An answer that does not fit its request is our own fault, and told as one. */
  default Pdu.Response to(Awaited request) {
    int sequence = request.sequenceNumber();
    return switch (this) {
      case Refused(int status) -> refusal(request.kind(), sequence, status);
      case Accepted accepted -> accepted(request.kind(), sequence, accepted);
      case State state ->
          request.kind() == Awaited.Kind.QUERY
              ? new Pdu.QuerySmResp(
                  sequence,
                  0,
                  state.messageId(),
                  state.finalDate(),
                  state.messageState(),
                  state.errorCode())
              : unfit(request.kind(), sequence);
      case Done() ->
          switch (request.kind()) {
            case CANCEL -> new Pdu.CancelSmResp(sequence, 0);
            case REPLACE -> new Pdu.ReplaceSmResp(sequence, 0);
            case SUBMIT, DATA, MULTI, QUERY -> unfit(request.kind(), sequence);
          };
    };
  }

  private static Pdu.Response accepted(Awaited.Kind kind, int sequence, Accepted accepted) {
    return switch (kind) {
      case SUBMIT -> new Pdu.SubmitSmResp(sequence, 0, accepted.messageId());
      case DATA -> new Pdu.DataSmResp(sequence, 0, accepted.messageId());
      case MULTI ->
          new Pdu.SubmitMultiResp(sequence, 0, accepted.messageId(), accepted.unsuccessful());
      case QUERY, CANCEL, REPLACE -> unfit(kind, sequence);
    };
  }

  private static Pdu.Response unfit(Awaited.Kind kind, int sequence) {
    return refusal(kind, sequence, CommandStatus.ESME_RSYSERR.value());
  }

  static Pdu.Response refusal(Awaited.Kind kind, int sequence, int status) {
    return switch (kind) {
      case SUBMIT -> new Pdu.SubmitSmResp(sequence, status, "");
      case DATA -> new Pdu.DataSmResp(sequence, status, "");
      case MULTI -> new Pdu.SubmitMultiResp(sequence, status, "", List.of());
      case QUERY -> new Pdu.QuerySmResp(sequence, status, "", "", 0, 0);
      case CANCEL -> new Pdu.CancelSmResp(sequence, status);
      case REPLACE -> new Pdu.ReplaceSmResp(sequence, status);
    };
  }
}
