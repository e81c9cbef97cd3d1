package io.strowger.smpp.server;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import io.strowger.smpp.receipt.NetworkError;
import io.strowger.smpp.receipt.Receipt;
import io.strowger.smpp.receipt.ReceiptFormat;
import io.strowger.smpp.receipt.ReceiptState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A receipt for a client: the standard's text (SMPP 3.4 appendix B), never with the message's own,
 * and from version 3.4 on the optional parameters.
 *
 * @param source of the message, to which the receipt goes back
 * @param destination of the message
 * @param error three characters of {@code err}; null for 000
 * @param networkError null when the network named none
 * @param userReference of the message; null when it had none
 */
public record EsmeReceipt(
    String messageId,
    String serviceType,
    Address source,
    Address destination,
    ReceiptState state,
    @Nullable String error,
    @Nullable NetworkError networkError,
    long submittedAtMillis,
    long doneAtMillis,
    @Nullable Integer userReference) {
  /** esm_class (SMPP 3.4 section 5.2.12). */
  private static final int DELIVERY_RECEIPT = 0x04;

  private static final int INTERMEDIATE_NOTIFICATION = 0x20;
  private static final int PRINTABLE_MIN = ' ' + 1;
  private static final int LATIN_1_LAST = 0xFF;
  private static final int SERVICE_TYPE_MAX = 5;
  private static final int ADDRESS_MAX = 20;

  public EsmeReceipt {
    MessageIds.check(messageId);
    checkField("service_type", serviceType, SERVICE_TYPE_MAX);
    checkField("source_addr", source.value(), ADDRESS_MAX);
    checkField("destination_addr", destination.value(), ADDRESS_MAX);
    if (error != null && (error.length() != 3 || error.chars().anyMatch(c -> c < PRINTABLE_MIN))) {
      throw new IllegalArgumentException("err is not of three printable characters");
    }
  }

  private static void checkField(String field, String value, int lengthMax) {
    if (value.length() > lengthMax || value.chars().anyMatch(c -> c == 0 || c > LATIN_1_LAST)) {
      throw new IllegalArgumentException(field + " does not fit a deliver_sm");
    }
  }

  ShortMessage message(int version) {
    return new ShortMessage(
        serviceType,
        /* source= */ destination,
        /* destination= */ source,
        state.isFinal() ? DELIVERY_RECEIPT : INTERMEDIATE_NOTIFICATION,
        0,
        0,
        "",
        "",
        0,
        0,
        0,
        0,
        ReceiptFormat.write(
            new Receipt(messageId, state, error, networkError, doneAtMillis),
            submittedAtMillis,
            ""),
        version > ServerSession.VERSION_3_3 ? tlvs() : List.of());
  }

  private List<Tlv> tlvs() {
    List<Tlv> tlvs = new ArrayList<>(4);
    // A C-octet string: the NUL belongs to it (section 5.3.2.12).
    byte[] id = (messageId + "\0").getBytes(StandardCharsets.US_ASCII);
    tlvs.add(new Tlv(Tlv.RECEIPTED_MESSAGE_ID, id));
    tlvs.add(new Tlv(Tlv.MESSAGE_STATE, new byte[] {(byte) state.messageState()}));
    NetworkError network = networkError;
    if (network != null) {
      tlvs.add(
          new Tlv(
              Tlv.NETWORK_ERROR_CODE,
              new byte[] {
                (byte) network.type(), (byte) (network.code() >> 8), (byte) network.code()
              }));
    }
    Integer reference = userReference;
    if (reference != null) {
      tlvs.add(
          new Tlv(
              Tlv.USER_MESSAGE_REFERENCE,
              new byte[] {(byte) (reference >> 8), (byte) reference.intValue()}));
    }
    return List.copyOf(tlvs);
  }
}
