package io.strowger.smpp.codec;

import com.cloudhopper.smpp.SmppConstants;
import com.cloudhopper.smpp.pdu.BaseBind;
import com.cloudhopper.smpp.pdu.BaseBindResp;
import com.cloudhopper.smpp.pdu.BaseSm;
import com.cloudhopper.smpp.pdu.BaseSmResp;
import com.cloudhopper.smpp.type.NotEnoughDataInBufferException;
import com.cloudhopper.smpp.type.RecoverablePduException;
import com.cloudhopper.smpp.type.TerminatingNullByteNotFoundException;
import com.cloudhopper.smpp.type.UnrecoverablePduException;
import com.cloudhopper.smpp.util.ByteBufUtil;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A body's octets to our records, by Cloudhopper's PDUs where it has them. */
final class BodyReader {
  private static final int TLV_HEADER_OCTETS = 4;

  private BodyReader() {}

  static Pdu read(int commandId, int status, int sequence, ByteBuf body) throws MalformedBody {
    return switch (commandId) {
      case SmppConstants.CMD_ID_SUBMIT_SM_RESP ->
          new Pdu.SubmitSmResp(
              sequence, status, messageId(new com.cloudhopper.smpp.pdu.SubmitSmResp(), body));
      case SmppConstants.CMD_ID_DELIVER_SM ->
          new Pdu.DeliverSm(sequence, message(new com.cloudhopper.smpp.pdu.DeliverSm(), body));
      case SmppConstants.CMD_ID_SUBMIT_SM ->
          new Pdu.SubmitSm(sequence, message(new com.cloudhopper.smpp.pdu.SubmitSm(), body));
      case SmppConstants.CMD_ID_DELIVER_SM_RESP ->
          new Pdu.DeliverSmResp(
              sequence, status, messageId(new com.cloudhopper.smpp.pdu.DeliverSmResp(), body));
      case SmppConstants.CMD_ID_ENQUIRE_LINK -> new Pdu.EnquireLink(sequence);
      case SmppConstants.CMD_ID_ENQUIRE_LINK_RESP -> new Pdu.EnquireLinkResp(sequence, status);
      case SmppConstants.CMD_ID_DATA_SM ->
          new Pdu.DataSm(sequence, message(new com.cloudhopper.smpp.pdu.DataSm(), body));
      case SmppConstants.CMD_ID_DATA_SM_RESP ->
          new Pdu.DataSmResp(
              sequence, status, messageId(new com.cloudhopper.smpp.pdu.DataSmResp(), body));
      case SmppConstants.CMD_ID_UNBIND -> new Pdu.Unbind(sequence);
      case SmppConstants.CMD_ID_UNBIND_RESP -> new Pdu.UnbindResp(sequence, status);
      case SmppConstants.CMD_ID_GENERIC_NACK -> new Pdu.GenericNack(sequence, status);
      case SmppConstants.CMD_ID_CANCEL_SM_RESP -> new Pdu.CancelSmResp(sequence, status);
      case SmppConstants.CMD_ID_BIND_TRANSMITTER_RESP ->
          bindResp(BindType.TRANSMITTER, status, sequence, body);
      case SmppConstants.CMD_ID_BIND_RECEIVER_RESP ->
          bindResp(BindType.RECEIVER, status, sequence, body);
      case SmppConstants.CMD_ID_BIND_TRANSCEIVER_RESP ->
          bindResp(BindType.TRANSCEIVER, status, sequence, body);
      case SmppConstants.CMD_ID_QUERY_SM_RESP -> querySmResp(status, sequence, body);
      case SmppConstants.CMD_ID_BIND_TRANSMITTER -> bind(BindType.TRANSMITTER, sequence, body);
      case SmppConstants.CMD_ID_BIND_RECEIVER -> bind(BindType.RECEIVER, sequence, body);
      case SmppConstants.CMD_ID_BIND_TRANSCEIVER -> bind(BindType.TRANSCEIVER, sequence, body);
      case SmppConstants.CMD_ID_QUERY_SM -> querySm(sequence, body);
      case SmppConstants.CMD_ID_CANCEL_SM -> cancelSm(sequence, body);
      case CommandId.SUBMIT_MULTI -> MultiBody.read(sequence, body);
      case CommandId.SUBMIT_MULTI | CommandId.RESPONSE ->
          MultiBody.readResp(status, sequence, body);
      case CommandId.REPLACE_SM -> ReplaceBody.read(sequence, body);
      case CommandId.REPLACE_SM | CommandId.RESPONSE -> new Pdu.ReplaceSmResp(sequence, status);
      case SmppConstants.CMD_ID_OUTBIND -> outbind(sequence, body);
      case CommandId.ALERT_NOTIFICATION -> alertNotification(sequence, body);
      default -> new Pdu.Unsupported(sequence, commandId, status);
    };
  }

  private static ShortMessage message(BaseSm<?> sm, ByteBuf body) throws MalformedBody {
    readBody(sm, body);
    return new ShortMessage(
        text(sm.getServiceType()),
        address(sm.getSourceAddress()),
        address(sm.getDestAddress()),
        sm.getEsmClass() & 0xFF,
        sm.getProtocolId() & 0xFF,
        sm.getPriority() & 0xFF,
        text(sm.getScheduleDeliveryTime()),
        text(sm.getValidityPeriod()),
        sm.getRegisteredDelivery() & 0xFF,
        sm.getReplaceIfPresent() & 0xFF,
        sm.getDataCoding() & 0xFF,
        sm.getDefaultMsgId() & 0xFF,
        octets(sm.getShortMessage()),
        tlvs(body));
  }

  /** The id of an accepted message must not be lost over a missing terminator or a stray tail. */
  private static String messageId(BaseSmResp resp, ByteBuf body) throws MalformedBody {
    int start = body.readerIndex();
    if (body.isReadable() && body.indexOf(start, body.writerIndex(), (byte) 0) < 0) {
      return body.toString(StandardCharsets.ISO_8859_1);
    }
    readBody(resp, body);
    return text(resp.getMessageId());
  }

  private static Pdu bind(BindType type, int sequence, ByteBuf body) throws MalformedBody {
    BaseBind<?> bind =
        switch (type) {
          case TRANSMITTER -> new com.cloudhopper.smpp.pdu.BindTransmitter();
          case RECEIVER -> new com.cloudhopper.smpp.pdu.BindReceiver();
          case TRANSCEIVER -> new com.cloudhopper.smpp.pdu.BindTransceiver();
        };
    readBody(bind, body);
    return new Pdu.Bind(
        sequence,
        type,
        text(bind.getSystemId()),
        text(bind.getPassword()),
        text(bind.getSystemType()),
        bind.getInterfaceVersion() & 0xFF,
        address(bind.getAddressRange()));
  }

  private static Pdu bindResp(BindType type, int status, int sequence, ByteBuf body)
      throws MalformedBody {
    BaseBindResp resp = new com.cloudhopper.smpp.pdu.BindTransceiverResp();
    int start = body.readerIndex();
    if (body.isReadable() && body.indexOf(start, body.writerIndex(), (byte) 0) < 0) {
      return new Pdu.BindResp(
          sequence, status, type, body.toString(StandardCharsets.ISO_8859_1), null);
    }
    readBody(resp, body);
    return new Pdu.BindResp(
        sequence, status, type, text(resp.getSystemId()), interfaceVersion(body));
  }

  private static @Nullable Integer interfaceVersion(ByteBuf body) {
    while (body.readableBytes() > TLV_HEADER_OCTETS) {
      int tag = body.readUnsignedShort();
      int length = body.readUnsignedShort();
      if (length > body.readableBytes()) {
        return null;
      }
      if (tag == Tlv.SC_INTERFACE_VERSION && length > 0) {
        return (int) body.readUnsignedByte();
      }
      body.skipBytes(length);
    }
    return null;
  }

  private static Pdu querySm(int sequence, ByteBuf body) throws MalformedBody {
    var query = new com.cloudhopper.smpp.pdu.QuerySm();
    readBody(query, body);
    return new Pdu.QuerySm(sequence, text(query.getMessageId()), address(query.getSourceAddress()));
  }

  private static Pdu querySmResp(int status, int sequence, ByteBuf body) throws MalformedBody {
    var resp = new com.cloudhopper.smpp.pdu.QuerySmResp();
    if (body.isReadable() || status == 0) {
      readBody(resp, body);
    }
    return new Pdu.QuerySmResp(
        sequence,
        status,
        text(resp.getMessageId()),
        text(resp.getFinalDate()),
        resp.getMessageState() & 0xFF,
        resp.getErrorCode() & 0xFF);
  }

  private static Pdu cancelSm(int sequence, ByteBuf body) throws MalformedBody {
    var cancel = new com.cloudhopper.smpp.pdu.CancelSm();
    readBody(cancel, body);
    return new Pdu.CancelSm(
        sequence,
        text(cancel.getServiceType()),
        text(cancel.getMessageId()),
        address(cancel.getSourceAddress()),
        address(cancel.getDestAddress()));
  }

  private static Pdu outbind(int sequence, ByteBuf body) throws MalformedBody {
    return new Pdu.Outbind(sequence, string(body), string(body));
  }

  private static Pdu alertNotification(int sequence, ByteBuf body) throws MalformedBody {
    return new Pdu.AlertNotification(sequence, address(body), address(body));
  }

  private static void readBody(com.cloudhopper.smpp.pdu.Pdu pdu, ByteBuf body)
      throws MalformedBody {
    try {
      pdu.readBody(body);
    } catch (TerminatingNullByteNotFoundException e) {
      throw new MalformedBody(SmppConstants.STATUS_INVPARLEN);
    } catch (NotEnoughDataInBufferException e) {
      throw new MalformedBody(SmppConstants.STATUS_INVCMDLEN);
    } catch (IndexOutOfBoundsException e) {
      // Cloudhopper checks strings and addresses but neither single octets nor sm_length.
      throw new MalformedBody(
          pdu instanceof BaseSm<?>
              ? SmppConstants.STATUS_INVMSGLEN
              : SmppConstants.STATUS_INVCMDLEN);
    } catch (RecoverablePduException | UnrecoverablePduException e) {
      throw new MalformedBody(SmppConstants.STATUS_SYSERR);
    }
  }

  static String string(ByteBuf body) throws MalformedBody {
    try {
      return text(ByteBufUtil.readNullTerminatedString(body));
    } catch (TerminatingNullByteNotFoundException e) {
      throw new MalformedBody(SmppConstants.STATUS_INVPARLEN);
    }
  }

  static Address address(ByteBuf body) throws MalformedBody {
    try {
      return address(ByteBufUtil.readAddress(body));
    } catch (RecoverablePduException | UnrecoverablePduException e) {
      throw new MalformedBody(SmppConstants.STATUS_INVPARLEN);
    }
  }

  static int octet(ByteBuf body) throws MalformedBody {
    if (!body.isReadable()) {
      throw new MalformedBody(SmppConstants.STATUS_INVCMDLEN);
    }
    return body.readUnsignedByte();
  }

  /** sm_length and short_message. */
  static byte[] shortMessage(ByteBuf body) throws MalformedBody {
    int length = octet(body);
    if (length > body.readableBytes()) {
      throw new MalformedBody(SmppConstants.STATUS_INVMSGLEN);
    }
    byte[] octets = new byte[length];
    body.readBytes(octets);
    return octets;
  }

  static List<Tlv> tlvs(ByteBuf body) throws MalformedBody {
    if (!body.isReadable()) {
      return List.of();
    }
    List<Tlv> tlvs = new ArrayList<>(4);
    while (body.isReadable()) {
      try {
        com.cloudhopper.smpp.tlv.Tlv tlv = ByteBufUtil.readTlv(body);
        tlvs.add(new Tlv(tlv.getTag() & 0xFFFF, tlv.getValue()));
      } catch (NotEnoughDataInBufferException e) {
        throw new MalformedBody(SmppConstants.STATUS_INVOPTPARSTREAM);
      }
    }
    return List.copyOf(tlvs);
  }

  private static Address address(com.cloudhopper.smpp.type.@Nullable Address address) {
    return address == null
        ? Address.EMPTY
        : new Address(address.getTon() & 0xFF, address.getNpi() & 0xFF, text(address.getAddress()));
  }

  /** Cloudhopper reads a string at the very end of the body as null. */
  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static byte[] octets(byte @Nullable [] value) {
    return value == null ? new byte[0] : value;
  }
}
