package io.strowger.smpp.receipt;

import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads delivery receipts in the forms that carriers send: text, TLVs or both, with or without
 * their bit in esm_class, in short_message or message_payload.
 */
public final class ReceiptParser {
  /** Message type bits of esm_class (SMPP 3.4 section 5.2.12). */
  private static final int TYPE_MASK = 0x3C;

  private static final int RECEIPT = 0x04;
  private static final int INTERMEDIATE = 0x20;
  private static final int UDH_INDICATOR = 0x40;
  private static final int UCS_2 = 8;
  private static final int NETWORK_ERROR_OCTETS = 3;
  private static final int ID_MAX = 128;

  private ReceiptParser() {}

  /** True when esm_class says that this is a receipt or an intermediate notification. */
  public static boolean isMarked(ShortMessage message) {
    int type = message.esmClass() & TYPE_MASK;
    return type == RECEIPT || type == INTERMEDIATE || type == (RECEIPT | INTERMEDIATE);
  }

  /**
   * The receipt, or null: for a message of a subscriber, for an acknowledgement of a handset (types
   * 0x08, 0x10, 0x18), and for a receipt that names no message or no state that we know.
   */
  public static @Nullable Receipt parse(ShortMessage message) {
    boolean marked = isMarked(message);
    if (!marked && (message.esmClass() & TYPE_MASK) != 0) {
      return null;
    }
    String tlvId = tlvId(message.tlv(Tlv.RECEIPTED_MESSAGE_ID));
    ReceiptState tlvState = tlvState(message.tlv(Tlv.MESSAGE_STATE));
    ReceiptText text = text(message);
    if (!marked && (tlvId == null || tlvState == null) && !text.isUnmistakable()) {
      return null;
    }
    String id = tlvId != null ? tlvId : text.id();
    ReceiptState state = tlvState != null ? tlvState : text.state();
    if (id == null || state == null) {
      return null;
    }
    boolean intermediate = (message.esmClass() & TYPE_MASK) == INTERMEDIATE;
    return new Receipt(
        id,
        intermediate ? notYet(state) : state,
        text.error(),
        networkError(message.tlv(Tlv.NETWORK_ERROR_CODE)),
        text.doneAtMillis());
  }

  /** An intermediate notification is not the last word, unless it says that it arrived. */
  private static ReceiptState notYet(ReceiptState state) {
    return state == ReceiptState.DELIVERED ? state : ReceiptState.ENROUTE;
  }

  private static ReceiptText text(ShortMessage message) {
    byte[] octets = message.shortMessage();
    if (octets.length == 0) {
      Tlv payload = message.tlv(Tlv.MESSAGE_PAYLOAD);
      octets = payload == null ? octets : payload.value();
    }
    int from = 0;
    if ((message.esmClass() & UDH_INDICATOR) != 0 && octets.length > 0) {
      int header = 1 + (octets[0] & 0xFF);
      from = header <= octets.length ? header : 0;
    }
    // Some say UCS-2 and send plain octets: in real UCS-2 the first octet of "id:" is zero.
    if (message.dataCoding() == UCS_2 && from < octets.length && octets[from] == 0) {
      octets = lowOctets(octets, from);
      from = 0;
    }
    return ReceiptText.read(octets, from, octets.length);
  }

  private static byte[] lowOctets(byte[] octets, int from) {
    byte[] low = new byte[(octets.length - from) / 2];
    for (int i = 0; i < low.length; i++) {
      int at = from + 2 * i;
      low[i] = octets[at] == 0 ? octets[at + 1] : (byte) '?';
    }
    return low;
  }

  private static @Nullable String tlvId(@Nullable Tlv tlv) {
    if (tlv == null || tlv.value().length > ID_MAX) {
      return null;
    }
    // A C-octet string, by some sent without its end or filled with spaces.
    int to = 0;
    while (to < tlv.value().length && tlv.value()[to] != 0) {
      to++;
    }
    String id = new String(tlv.value(), 0, to, StandardCharsets.ISO_8859_1).strip();
    return id.isEmpty() ? null : id;
  }

  private static @Nullable ReceiptState tlvState(@Nullable Tlv tlv) {
    return tlv == null || tlv.value().length != 1
        ? null
        : ReceiptState.ofMessageState(tlv.value()[0]);
  }

  private static @Nullable NetworkError networkError(@Nullable Tlv tlv) {
    if (tlv == null || tlv.value().length != NETWORK_ERROR_OCTETS) {
      return null;
    }
    byte[] octets = tlv.value();
    return new NetworkError(octets[0] & 0xFF, ((octets[1] & 0xFF) << 8) | (octets[2] & 0xFF));
  }
}
