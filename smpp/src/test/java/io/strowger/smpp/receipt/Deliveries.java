package io.strowger.smpp.receipt;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bodies of deliver_sm as carriers send them. */
final class Deliveries {
  static final int RECEIPT = 0x04;

  private Deliveries() {}

  static ShortMessage text(int esmClass, String text) {
    return of(esmClass, 0, text.getBytes(StandardCharsets.ISO_8859_1), List.of());
  }

  static ShortMessage text(String text, Tlv... tlvs) {
    return of(RECEIPT, 0, text.getBytes(StandardCharsets.ISO_8859_1), List.of(tlvs));
  }

  static ShortMessage of(int esmClass, int dataCoding, byte[] octets, List<Tlv> tlvs) {
    return new ShortMessage(
        "",
        new Address(1, 1, "390000000001"),
        new Address(5, 0, "Strowger"),
        esmClass,
        0,
        0,
        "",
        "",
        0,
        0,
        dataCoding,
        0,
        octets,
        tlvs);
  }

  static Tlv id(String id) {
    return new Tlv(Tlv.RECEIPTED_MESSAGE_ID, id.getBytes(StandardCharsets.ISO_8859_1));
  }

  static Tlv state(int state) {
    return new Tlv(Tlv.MESSAGE_STATE, new byte[] {(byte) state});
  }

  static Tlv networkError(int type, int code) {
    return new Tlv(
        Tlv.NETWORK_ERROR_CODE, new byte[] {(byte) type, (byte) (code >> 8), (byte) code});
  }
}
