package io.strowger.smpp.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One protocol data unit (SMPP 3.4 section 4). Requests carry command_status 0. A sequence number
 * is 1–0x7FFFFFFF; generic_nack may carry 0 when the offending header was not readable.
 */
public sealed interface Pdu extends Decoded {
  int sequenceNumber();

  default int commandStatus() {
    return 0;
  }

  /** Requests expect a response with the same sequence number. */
  sealed interface Request extends Pdu {}

  /** Responses, generic_nack among them. */
  sealed interface Response extends Pdu {}

  /**
   * bind_transmitter, bind_receiver, bind_transceiver.
   *
   * @param interfaceVersion 0x33, 0x34 or 0x50
   */
  record Bind(
      int sequenceNumber,
      BindType type,
      String systemId,
      String password,
      String systemType,
      int interfaceVersion,
      Address addressRange)
      implements Request {
    @Override
    public String toString() {
      return "Bind[" + type + ", systemId=" + systemId + ", version=" + interfaceVersion + "]";
    }
  }

  /**
   * The answer to a bind.
   *
   * @param scInterfaceVersion the SMSC's version, null when it sent none: many 3.4 SMSCs do not
   */
  record BindResp(
      int sequenceNumber,
      int commandStatus,
      BindType type,
      String systemId,
      @Nullable Integer scInterfaceVersion)
      implements Response {}

  record Outbind(int sequenceNumber, String systemId, String password) implements Request {
    @Override
    public String toString() {
      return "Outbind[" + systemId + "]";
    }
  }

  record Unbind(int sequenceNumber) implements Request {}

  record UnbindResp(int sequenceNumber, int commandStatus) implements Response {}

  record EnquireLink(int sequenceNumber) implements Request {}

  record EnquireLinkResp(int sequenceNumber, int commandStatus) implements Response {}

  record GenericNack(int sequenceNumber, int commandStatus) implements Response {}

  record SubmitSm(int sequenceNumber, ShortMessage message) implements Request {}

  record SubmitSmResp(int sequenceNumber, int commandStatus, String messageId)
      implements Response {}

  record DeliverSm(int sequenceNumber, ShortMessage message) implements Request {}

  record DeliverSmResp(int sequenceNumber, int commandStatus, String messageId)
      implements Response {}

  /** data_sm carries its text in message_payload; the fields it lacks are 0 or empty. */
  record DataSm(int sequenceNumber, ShortMessage message) implements Request {}

  record DataSmResp(int sequenceNumber, int commandStatus, String messageId) implements Response {}

  record QuerySm(int sequenceNumber, String messageId, Address source) implements Request {}

  record QuerySmResp(
      int sequenceNumber,
      int commandStatus,
      String messageId,
      String finalDate,
      int messageState,
      int errorCode)
      implements Response {}

  record CancelSm(
      int sequenceNumber, String serviceType, String messageId, Address source, Address destination)
      implements Request {}

  record CancelSmResp(int sequenceNumber, int commandStatus) implements Response {}

  /**
   * A message to several destinations.
   *
   * @param message its own destination is empty
   * @param destinations at most 255
   */
  record SubmitMulti(int sequenceNumber, ShortMessage message, List<MultiDestination> destinations)
      implements Request {}

  /**
   * @param unsuccessful those of the destinations that were refused; the others were accepted
   */
  record SubmitMultiResp(
      int sequenceNumber, int commandStatus, String messageId, List<UnsuccessSme> unsuccessful)
      implements Response {}

  /**
   * Another text for a message that still waits; {@link #toString()} never shows it.
   *
   * @param shortMessage in the data_coding of the original, at most 255 octets. Not copied: do not
   *     change it
   */
  @SuppressWarnings("ArrayRecordComponent")
  record ReplaceSm(
      int sequenceNumber,
      String messageId,
      Address source,
      String scheduleDeliveryTime,
      String validityPeriod,
      int registeredDelivery,
      int smDefaultMsgId,
      byte[] shortMessage,
      List<Tlv> tlvs)
      implements Request {
    @Override
    public String toString() {
      return "ReplaceSm[" + messageId + ", octets=" + shortMessage.length + "]";
    }
  }

  record ReplaceSmResp(int sequenceNumber, int commandStatus) implements Response {}

  /** alert_notification has no response. */
  record AlertNotification(int sequenceNumber, Address source, Address esme) implements Pdu {}

  /** A well-framed PDU whose command_id we do not speak; it is answered with generic_nack. */
  record Unsupported(int sequenceNumber, int commandId, int commandStatus) implements Pdu {}
}
