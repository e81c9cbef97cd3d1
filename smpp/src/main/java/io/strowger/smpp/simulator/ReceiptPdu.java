package io.strowger.smpp.simulator;

import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import io.strowger.smpp.receipt.ReceiptState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Writes receipts as deliver_sm (SMPP 3.4 appendix B). */
final class ReceiptPdu {
  /** esm_class of a delivery receipt (section 5.2.12). */
  private static final int ESM_CLASS_RECEIPT = 0x04;

  private static final int VERSION_3_4 = 0x34;
  private static final long MICROS_PER_MINUTE = 60_000_000;
  private static final byte NETWORK_GSM = 3;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyMMddHHmm").withZone(ZoneOffset.UTC);
  private static final byte[] NO_TEXT = {};

  /** Dates repeat for a minute; formatting one costs more than all the rest. */
  private final long[] minutes = {-1, -1};

  private final String[] dates = {"", ""};

  Pdu.DeliverSm of(Due.Receipt receipt, int sequence, int version, Dials dials, long nowMicros) {
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

  private byte[] text(Due.Receipt receipt, String id, long nowMicros) {
    boolean delivered = receipt.state == ReceiptState.DELIVERED;
    return ("id:"
            + id
            + (delivered ? " sub:001 dlvrd:001 submit date:" : " sub:001 dlvrd:000 submit date:")
            + date(0, receipt.submittedAtMicros)
            + " done date:"
            + date(1, nowMicros)
            + " stat:"
            + word(receipt.state)
            + " err:"
            + receipt.error
            + " text:")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static List<Tlv> tlvs(Due.Receipt receipt, String id) {
    byte[] octets = new byte[id.length() + 1];
    for (int i = 0; i < id.length(); i++) {
      octets[i] = (byte) id.charAt(i);
    }
    Tlv messageId = new Tlv(Tlv.RECEIPTED_MESSAGE_ID, octets);
    Tlv state = new Tlv(Tlv.MESSAGE_STATE, new byte[] {(byte) messageState(receipt.state)});
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

  private String date(int which, long micros) {
    long minute = micros / MICROS_PER_MINUTE;
    if (minutes[which] != minute) {
      minutes[which] = minute;
      dates[which] = DATE.format(Instant.ofEpochSecond(minute * 60));
    }
    return dates[which];
  }

  private static String word(ReceiptState state) {
    return switch (state) {
      case ENROUTE -> "ENROUTE";
      case DELIVERED -> "DELIVRD";
      case EXPIRED -> "EXPIRED";
      case DELETED -> "DELETED";
      case UNDELIVERABLE -> "UNDELIV";
      case ACCEPTED -> "ACCEPTD";
      case UNKNOWN -> "UNKNOWN";
      case REJECTED -> "REJECTD";
      case SKIPPED -> "SKIPPED";
    };
  }

  private static int messageState(ReceiptState state) {
    return switch (state) {
      case ENROUTE -> 1;
      case DELIVERED -> 2;
      case EXPIRED -> 3;
      case DELETED -> 4;
      case UNDELIVERABLE -> 5;
      case ACCEPTED -> 6;
      case UNKNOWN -> 7;
      case REJECTED -> 8;
      case SKIPPED -> 9;
    };
  }
}
