package io.strowger.smpp.codec;

import com.cloudhopper.smpp.SmppConstants;
import com.cloudhopper.smpp.type.RecoverablePduException;
import com.cloudhopper.smpp.type.UnrecoverablePduException;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bodies of submit_multi and its response (SMPP 3.4 section 4.5), which Cloudhopper lacks. */
final class MultiBody {
  private static final int FLAG_SME = 1;
  private static final int FLAG_LIST = 2;
  private static final int COUNT_MAX = 255;

  private MultiBody() {}

  static Pdu read(int sequence, ByteBuf body) throws MalformedBody {
    String serviceType = BodyReader.string(body);
    Address source = BodyReader.address(body);
    int count = BodyReader.octet(body);
    List<MultiDestination> destinations = new ArrayList<>(Math.min(count, 16));
    for (int i = 0; i < count; i++) {
      destinations.add(destination(body));
    }
    int esmClass = BodyReader.octet(body);
    int protocolId = BodyReader.octet(body);
    int priority = BodyReader.octet(body);
    String schedule = BodyReader.string(body);
    String validity = BodyReader.string(body);
    int registeredDelivery = BodyReader.octet(body);
    int replace = BodyReader.octet(body);
    int dataCoding = BodyReader.octet(body);
    int defaultMsgId = BodyReader.octet(body);
    byte[] text = BodyReader.shortMessage(body);
    return new Pdu.SubmitMulti(
        sequence,
        new ShortMessage(
            serviceType,
            source,
            Address.EMPTY,
            esmClass,
            protocolId,
            priority,
            schedule,
            validity,
            registeredDelivery,
            replace,
            dataCoding,
            defaultMsgId,
            text,
            BodyReader.tlvs(body)),
        List.copyOf(destinations));
  }

  private static MultiDestination destination(ByteBuf body) throws MalformedBody {
    return switch (BodyReader.octet(body)) {
      case FLAG_SME -> new MultiDestination.Sme(BodyReader.address(body));
      case FLAG_LIST -> new MultiDestination.DistributionList(BodyReader.string(body));
      default -> throw new MalformedBody(SmppConstants.STATUS_INVDESTFLAG);
    };
  }

  /** As with submit_sm_resp, a message id is worth more than a tidy tail. */
  static Pdu readResp(int status, int sequence, ByteBuf body) {
    String messageId = "";
    List<UnsuccessSme> unsuccessful = new ArrayList<>(4);
    try {
      if (body.isReadable() && body.indexOf(body.readerIndex(), body.writerIndex(), (byte) 0) < 0) {
        messageId =
            body.readCharSequence(body.readableBytes(), StandardCharsets.ISO_8859_1).toString();
      } else if (body.isReadable()) {
        messageId = BodyReader.string(body);
        int count = body.isReadable() ? body.readUnsignedByte() : 0;
        for (int i = 0; i < count; i++) {
          unsuccessful.add(new UnsuccessSme(BodyReader.address(body), body.readInt()));
        }
      }
    } catch (MalformedBody | IndexOutOfBoundsException e) {
      return new Pdu.SubmitMultiResp(sequence, status, messageId, List.copyOf(unsuccessful));
    }
    return new Pdu.SubmitMultiResp(sequence, status, messageId, List.copyOf(unsuccessful));
  }

  static void write(Pdu.SubmitMulti multi, ByteBuf out)
      throws RecoverablePduException, UnrecoverablePduException {
    ShortMessage message = multi.message();
    BodyWriter.string("service_type", message.serviceType(), out);
    BodyWriter.address("source_addr", message.source(), out);
    out.writeByte(count("number_of_dests", multi.destinations().size()));
    for (MultiDestination destination : multi.destinations()) {
      switch (destination) {
        case MultiDestination.Sme(Address address) -> {
          out.writeByte(FLAG_SME);
          BodyWriter.address("destination_addr", address, out);
        }
        case MultiDestination.DistributionList(String name) -> {
          out.writeByte(FLAG_LIST);
          BodyWriter.string("dl_name", name, out);
        }
      }
    }
    out.writeByte(message.esmClass())
        .writeByte(message.protocolId())
        .writeByte(message.priorityFlag());
    BodyWriter.string("schedule_delivery_time", message.scheduleDeliveryTime(), out);
    BodyWriter.string("validity_period", message.validityPeriod(), out);
    out.writeByte(message.registeredDelivery())
        .writeByte(message.replaceIfPresentFlag())
        .writeByte(message.dataCoding())
        .writeByte(message.smDefaultMsgId());
    BodyWriter.shortMessage(message.shortMessage(), out);
    BodyWriter.tlvs(message.tlvs(), out);
  }

  static void writeResp(Pdu.SubmitMultiResp resp, ByteBuf out)
      throws RecoverablePduException, UnrecoverablePduException {
    if (resp.commandStatus() != 0 && resp.messageId().isEmpty() && resp.unsuccessful().isEmpty()) {
      return;
    }
    BodyWriter.string("message_id", resp.messageId(), out);
    out.writeByte(count("no_unsuccess", resp.unsuccessful().size()));
    for (UnsuccessSme unsuccessful : resp.unsuccessful()) {
      BodyWriter.address("destination_addr", unsuccessful.address(), out);
      out.writeInt(unsuccessful.errorStatus());
    }
  }

  private static int count(String field, int count) {
    if (count > COUNT_MAX) {
      throw new IllegalArgumentException(field + " is above 255");
    }
    return count;
  }
}
