package io.strowger.smpp.server;

import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import java.util.List;

/** A request whose body could not be read is refused by its own response, if we serve it. */
final class MalformedRequest {
  private MalformedRequest() {}

  static Pdu answer(MalformedPdu malformed) {
    int sequence = malformed.sequenceNumber();
    int status = malformed.commandStatus();
    if (!malformed.inStep()) {
      return new Pdu.GenericNack(sequence, status);
    }
    // command_id (SMPP 3.4 section 5.1.2.1).
    return switch (malformed.commandId()) {
      case 0x01 -> new Pdu.BindResp(sequence, status, BindType.RECEIVER, "", null);
      case 0x02 -> new Pdu.BindResp(sequence, status, BindType.TRANSMITTER, "", null);
      case 0x03 -> new Pdu.QuerySmResp(sequence, status, "", "", 0, 0);
      case 0x04 -> new Pdu.SubmitSmResp(sequence, status, "");
      case 0x07 -> new Pdu.ReplaceSmResp(sequence, status);
      case 0x08 -> new Pdu.CancelSmResp(sequence, status);
      case 0x09 -> new Pdu.BindResp(sequence, status, BindType.TRANSCEIVER, "", null);
      case 0x21 -> new Pdu.SubmitMultiResp(sequence, status, "", List.of());
      case 0x103 -> new Pdu.DataSmResp(sequence, status, "");
      default -> new Pdu.GenericNack(sequence, status);
    };
  }
}
