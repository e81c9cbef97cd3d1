package io.strowger.smpp.codec;

import com.cloudhopper.smpp.pdu.BaseBind;
import com.cloudhopper.smpp.pdu.BaseSm;
import com.cloudhopper.smpp.type.RecoverablePduException;
import com.cloudhopper.smpp.type.SmppInvalidArgumentException;
import com.cloudhopper.smpp.type.UnrecoverablePduException;
import com.cloudhopper.smpp.util.ByteBufUtil;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** Our records to a body's octets, by Cloudhopper's PDUs where it has them. */
final class BodyWriter {
  private static final int OCTET_MAX = 0xFF;
  private static final int TLV_OCTETS_MAX = 0xFFFF;

  private BodyWriter() {}

  static void write(Pdu pdu, ByteBuf out)
      throws RecoverablePduException, UnrecoverablePduException {
    switch (pdu) {
      case Pdu.SubmitSm submit ->
          message(new com.cloudhopper.smpp.pdu.SubmitSm(), submit.message(), out);
      case Pdu.SubmitSmResp resp -> messageId(resp.commandStatus(), resp.messageId(), out);
      case Pdu.DeliverSm deliver ->
          message(new com.cloudhopper.smpp.pdu.DeliverSm(), deliver.message(), out);
      case Pdu.DeliverSmResp resp -> string("message_id", resp.messageId(), out);
      case Pdu.DataSm data -> message(new com.cloudhopper.smpp.pdu.DataSm(), data.message(), out);
      case Pdu.DataSmResp resp -> messageId(resp.commandStatus(), resp.messageId(), out);
      case Pdu.Bind bind -> bind(bind, out);
      case Pdu.BindResp resp -> bindResp(resp, out);
      case Pdu.Outbind outbind -> {
        string("system_id", outbind.systemId(), out);
        string("password", outbind.password(), out);
      }
      case Pdu.QuerySm query -> {
        string("message_id", query.messageId(), out);
        address("source_addr", query.source(), out);
      }
      case Pdu.QuerySmResp resp -> {
        string("message_id", resp.messageId(), out);
        string("final_date", resp.finalDate(), out);
        out.writeByte(resp.messageState()).writeByte(resp.errorCode());
      }
      case Pdu.CancelSm cancel -> {
        string("service_type", cancel.serviceType(), out);
        string("message_id", cancel.messageId(), out);
        address("source_addr", cancel.source(), out);
        address("destination_addr", cancel.destination(), out);
      }
      case Pdu.SubmitMulti multi -> MultiBody.write(multi, out);
      case Pdu.SubmitMultiResp resp -> MultiBody.writeResp(resp, out);
      case Pdu.ReplaceSm replace -> ReplaceBody.write(replace, out);
      case Pdu.AlertNotification alert -> {
        address("source_addr", alert.source(), out);
        address("esme_addr", alert.esme(), out);
      }
      case Pdu.EnquireLink _,
          Pdu.EnquireLinkResp _,
          Pdu.Unbind _,
          Pdu.UnbindResp _,
          Pdu.CancelSmResp _,
          Pdu.ReplaceSmResp _,
          Pdu.GenericNack _,
          Pdu.Unsupported _ -> {}
    }
  }

  private static void message(BaseSm<?> sm, ShortMessage message, ByteBuf out)
      throws RecoverablePduException, UnrecoverablePduException {
    sm.setServiceType(checked("service_type", message.serviceType()));
    sm.setSourceAddress(address("source_addr", message.source()));
    sm.setDestAddress(address("destination_addr", message.destination()));
    sm.setEsmClass((byte) message.esmClass());
    sm.setProtocolId((byte) message.protocolId());
    sm.setPriority((byte) message.priorityFlag());
    sm.setScheduleDeliveryTime(checked("schedule_delivery_time", message.scheduleDeliveryTime()));
    sm.setValidityPeriod(checked("validity_period", message.validityPeriod()));
    sm.setRegisteredDelivery((byte) message.registeredDelivery());
    sm.setReplaceIfPresent((byte) message.replaceIfPresentFlag());
    sm.setDataCoding((byte) message.dataCoding());
    sm.setDefaultMsgId((byte) message.smDefaultMsgId());
    shortMessage(sm, message.shortMessage());
    sm.writeBody(out);
    tlvs(message.tlvs(), out);
  }

  private static void shortMessage(BaseSm<?> sm, byte[] octets) {
    if (octets.length > OCTET_MAX) {
      throw new IllegalArgumentException("short_message is longer than 255 octets");
    }
    if (octets.length > 0 && sm instanceof com.cloudhopper.smpp.pdu.DataSm) {
      throw new IllegalArgumentException("data_sm has no short_message, only message_payload");
    }
    try {
      sm.setShortMessage(octets);
    } catch (SmppInvalidArgumentException e) {
      throw new IllegalArgumentException("short_message", e);
    }
  }

  static void shortMessage(byte[] octets, ByteBuf out) {
    if (octets.length > OCTET_MAX) {
      throw new IllegalArgumentException("short_message is longer than 255 octets");
    }
    out.writeByte(octets.length).writeBytes(octets);
  }

  static void tlvs(List<Tlv> tlvs, ByteBuf out) {
    for (Tlv tlv : tlvs) {
      if (tlv.value().length > TLV_OCTETS_MAX) {
        throw new IllegalArgumentException("a TLV is longer than 65535 octets");
      }
      out.writeShort(tlv.tag()).writeShort(tlv.value().length).writeBytes(tlv.value());
    }
  }

  /** A refusing response has no body (SMPP 3.4 sections 4.4.2 and 4.7.2). */
  private static void messageId(int commandStatus, String messageId, ByteBuf out)
      throws UnrecoverablePduException {
    if (commandStatus == 0 || !messageId.isEmpty()) {
      string("message_id", messageId, out);
    }
  }

  private static void bind(Pdu.Bind bind, ByteBuf out)
      throws RecoverablePduException, UnrecoverablePduException {
    BaseBind<?> body = new com.cloudhopper.smpp.pdu.BindTransceiver();
    body.setSystemId(checked("system_id", bind.systemId()));
    body.setPassword(checked("password", bind.password()));
    body.setSystemType(checked("system_type", bind.systemType()));
    body.setInterfaceVersion((byte) bind.interfaceVersion());
    body.setAddressRange(address("address_range", bind.addressRange()));
    body.writeBody(out);
  }

  private static void bindResp(Pdu.BindResp resp, ByteBuf out) throws UnrecoverablePduException {
    Integer version = resp.scInterfaceVersion();
    if (resp.commandStatus() != 0 && resp.systemId().isEmpty() && version == null) {
      return;
    }
    string("system_id", resp.systemId(), out);
    if (version != null) {
      out.writeShort(Tlv.SC_INTERFACE_VERSION).writeShort(1).writeByte(version);
    }
  }

  private static com.cloudhopper.smpp.type.Address address(String field, Address address) {
    return new com.cloudhopper.smpp.type.Address(
        (byte) address.ton(), (byte) address.npi(), checked(field, address.value()));
  }

  static void address(String field, Address address, ByteBuf out)
      throws RecoverablePduException, UnrecoverablePduException {
    ByteBufUtil.writeAddress(out, address(field, address));
  }

  static void string(String field, String value, ByteBuf out) throws UnrecoverablePduException {
    ByteBufUtil.writeNullTerminatedString(out, checked(field, value));
  }

  /** A NUL would shift every field behind it; Cloudhopper would write one without a word. */
  private static String checked(String field, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == 0 || c > OCTET_MAX) {
        throw new IllegalArgumentException(field + " holds a NUL or a character beyond Latin-1");
      }
    }
    return value;
  }
}
