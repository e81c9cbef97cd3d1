package io.strowger.smpp.codec;

import com.cloudhopper.smpp.SmppConstants;

/** command_id (SMPP 3.4 section 5.1.2.1). */
final class CommandId {
  static final int RESPONSE = SmppConstants.PDU_CMD_ID_RESP_MASK;

  static final int SUBMIT_MULTI = SmppConstants.CMD_ID_SUBMIT_MULTI;
  static final int REPLACE_SM = SmppConstants.CMD_ID_REPLACE_SM;

  /** Not among Cloudhopper's constants. */
  static final int ALERT_NOTIFICATION = 0x0102;

  private CommandId() {}

  static int of(Pdu pdu) {
    return switch (pdu) {
      case Pdu.SubmitSm _ -> SmppConstants.CMD_ID_SUBMIT_SM;
      case Pdu.SubmitSmResp _ -> SmppConstants.CMD_ID_SUBMIT_SM_RESP;
      case Pdu.DeliverSm _ -> SmppConstants.CMD_ID_DELIVER_SM;
      case Pdu.DeliverSmResp _ -> SmppConstants.CMD_ID_DELIVER_SM_RESP;
      case Pdu.DataSm _ -> SmppConstants.CMD_ID_DATA_SM;
      case Pdu.DataSmResp _ -> SmppConstants.CMD_ID_DATA_SM_RESP;
      case Pdu.EnquireLink _ -> SmppConstants.CMD_ID_ENQUIRE_LINK;
      case Pdu.EnquireLinkResp _ -> SmppConstants.CMD_ID_ENQUIRE_LINK_RESP;
      case Pdu.Bind bind -> of(bind.type());
      case Pdu.BindResp bind -> of(bind.type()) | RESPONSE;
      case Pdu.Outbind _ -> SmppConstants.CMD_ID_OUTBIND;
      case Pdu.Unbind _ -> SmppConstants.CMD_ID_UNBIND;
      case Pdu.UnbindResp _ -> SmppConstants.CMD_ID_UNBIND_RESP;
      case Pdu.GenericNack _ -> SmppConstants.CMD_ID_GENERIC_NACK;
      case Pdu.QuerySm _ -> SmppConstants.CMD_ID_QUERY_SM;
      case Pdu.QuerySmResp _ -> SmppConstants.CMD_ID_QUERY_SM_RESP;
      case Pdu.CancelSm _ -> SmppConstants.CMD_ID_CANCEL_SM;
      case Pdu.CancelSmResp _ -> SmppConstants.CMD_ID_CANCEL_SM_RESP;
      case Pdu.SubmitMulti _ -> SUBMIT_MULTI;
      case Pdu.SubmitMultiResp _ -> SUBMIT_MULTI | RESPONSE;
      case Pdu.ReplaceSm _ -> REPLACE_SM;
      case Pdu.ReplaceSmResp _ -> REPLACE_SM | RESPONSE;
      case Pdu.AlertNotification _ -> ALERT_NOTIFICATION;
      case Pdu.Unsupported unsupported -> unsupported.commandId();
    };
  }

  private static int of(BindType type) {
    return switch (type) {
      case TRANSMITTER -> SmppConstants.CMD_ID_BIND_TRANSMITTER;
      case RECEIVER -> SmppConstants.CMD_ID_BIND_RECEIVER;
      case TRANSCEIVER -> SmppConstants.CMD_ID_BIND_TRANSCEIVER;
    };
  }
}
