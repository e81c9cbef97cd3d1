package io.strowger.smpp.codec;

import com.cloudhopper.smpp.type.RecoverablePduException;
import com.cloudhopper.smpp.type.UnrecoverablePduException;
import io.netty.buffer.ByteBuf;

/** Body of replace_sm (SMPP 3.4 section 4.10.1), which Cloudhopper lacks. */
final class ReplaceBody {
  private ReplaceBody() {}

  static Pdu read(int sequence, ByteBuf body) throws MalformedBody {
    return new Pdu.ReplaceSm(
        sequence,
        BodyReader.string(body),
        BodyReader.address(body),
        BodyReader.string(body),
        BodyReader.string(body),
        BodyReader.octet(body),
        BodyReader.octet(body),
        BodyReader.shortMessage(body),
        BodyReader.tlvs(body));
  }

  static void write(Pdu.ReplaceSm replace, ByteBuf out)
      throws RecoverablePduException, UnrecoverablePduException {
    BodyWriter.string("message_id", replace.messageId(), out);
    BodyWriter.address("source_addr", replace.source(), out);
    BodyWriter.string("schedule_delivery_time", replace.scheduleDeliveryTime(), out);
    BodyWriter.string("validity_period", replace.validityPeriod(), out);
    out.writeByte(replace.registeredDelivery()).writeByte(replace.smDefaultMsgId());
    BodyWriter.shortMessage(replace.shortMessage(), out);
    BodyWriter.tlvs(replace.tlvs(), out);
  }
}
