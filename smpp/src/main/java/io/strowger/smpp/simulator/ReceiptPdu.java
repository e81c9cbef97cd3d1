package io.strowger.smpp.simulator;

import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import io.strowger.smpp.receipt.Receipt;
import io.strowger.smpp.receipt.ReceiptFormat;
import io.strowger.smpp.receipt.ReceiptState;
import java.util.List;

/** Writes receipts as deliver_sm. */
final class ReceiptPdu {
  /** esm_class of a delivery receipt (SMPP 3.4 section 5.2.12). */
  private static final int ESM_CLASS_RECEIPT = 0x04;

  private static final int VERSION_3_4 = 0x34;
  private static final byte NETWORK_GSM = 3;
  private static final byte[] NO_TEXT = {};

  private ReceiptPdu() {}

  static Pdu.DeliverSm of(
      Due.Receipt receipt, int sequence, int version, Dials dials, long nowMicros) {
    String id = dials.receiptId().write(receipt.id);
    ReceiptForm form = dials.receiptForm();
    boolean tlvs = form != ReceiptForm.TEXT && version >= VERSION_3_4;
    boolean text = form != ReceiptForm.TLV || !tlvs;
    return new Pdu.DeliverSm(
        sequence,
        new ShortMessage(
            "",
            /* source= */ receipt.destination,
            /* destination= */ receipt.source,
            ESM_CLASS_RECEIPT,
            0,
            0,
            "",
            "",
            0,
            0,
            0,
            0,
            text ? text(receipt, id, nowMicros) : NO_TEXT,
            tlvs ? tlvs(receipt, id) : List.of()));
  }

  private static byte[] text(Due.Receipt receipt, String id, long nowMicros) {
    return ReceiptFormat.write(
        new Receipt(id, receipt.state, receipt.error, null, nowMicros / 1000),
        receipt.submittedAtMicros / 1000,
        "");
  }

  private static List<Tlv> tlvs(Due.Receipt receipt, String id) {
    byte[] octets = new byte[id.length() + 1];
    for (int i = 0; i < id.length(); i++) {
      octets[i] = (byte) id.charAt(i);
    }
    Tlv messageId = new Tlv(Tlv.RECEIPTED_MESSAGE_ID, octets);
    Tlv state = new Tlv(Tlv.MESSAGE_STATE, new byte[] {(byte) receipt.state.messageState()});
    if (receipt.state == ReceiptState.DELIVERED) {
      return List.of(messageId, state);
    }
    int error = number(receipt.error);
    return List.of(
        messageId,
        state,
        new Tlv(
            Tlv.NETWORK_ERROR_CODE,
            new byte[] {NETWORK_GSM, (byte) (error >> Byte.SIZE), (byte) error}));
  }

  /** Vendors' err may hold letters; the parameter cannot. */
  private static int number(String error) {
    int value = 0;
    for (int i = 0; i < error.length(); i++) {
      int digit = Character.digit(error.charAt(i), 10);
      if (digit < 0) {
        return 0;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
