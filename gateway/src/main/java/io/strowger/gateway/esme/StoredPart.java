package io.strowger.gateway.esme;

import io.strowger.gateway.delivery.KeptData;
import io.strowger.gateway.delivery.KeptDraft;
import io.strowger.gateway.message.Secret;
import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A part of a long message in the store. Fields in the open, separated by tabs; the octets and the
 * optional parameters, which hold the text, as the secret. The form is on disk: it stays.
 */
record StoredPart(String account, ShortMessage part) {
  static final String KIND = "smpp-part";

  private static final String SEPARATOR = "\t";
  private static final int FIELDS = 17;
  private static final HexFormat HEX = HexFormat.of();

  KeptDraft draft() {
    String data =
        String.join(
            SEPARATOR,
            account,
            plain(part.serviceType()),
            Integer.toString(part.source().ton()),
            Integer.toString(part.source().npi()),
            plain(part.source().value()),
            Integer.toString(part.destination().ton()),
            Integer.toString(part.destination().npi()),
            plain(part.destination().value()),
            Integer.toString(part.esmClass()),
            Integer.toString(part.protocolId()),
            Integer.toString(part.priorityFlag()),
            plain(part.scheduleDeliveryTime()),
            plain(part.validityPeriod()),
            Integer.toString(part.registeredDelivery()),
            Integer.toString(part.replaceIfPresentFlag()),
            Integer.toString(part.dataCoding()),
            Integer.toString(part.smDefaultMsgId()));
    StringBuilder secret = new StringBuilder(HEX.formatHex(part.shortMessage()));
    for (Tlv tlv : part.tlvs()) {
      secret.append(';').append(tlv.tag()).append('=').append(HEX.formatHex(tlv.value()));
    }
    return new KeptDraft(KIND, data, new Secret(secret.toString()));
  }

  private static String plain(String field) {
    return field.replace(SEPARATOR, " ");
  }

  /**
   * @throws IllegalArgumentException when it is not what {@link #draft} wrote
   */
  static StoredPart of(KeptData kept) {
    String[] fields = kept.data().split(SEPARATOR, -1);
    Secret secret = kept.secret();
    if (fields.length != FIELDS || secret == null) {
      throw new IllegalArgumentException("a part of " + fields.length + " fields");
    }
    String[] octets = secret.reveal().split(";", -1);
    List<Tlv> tlvs = new ArrayList<>();
    for (int i = 1; i < octets.length; i++) {
      int equals = octets[i].indexOf('=');
      tlvs.add(
          new Tlv(
              Integer.parseInt(octets[i].substring(0, equals)),
              HEX.parseHex(octets[i].substring(equals + 1))));
    }
    return new StoredPart(
        fields[0],
        new ShortMessage(
            fields[1],
            new Address(number(fields[2]), number(fields[3]), fields[4]),
            new Address(number(fields[5]), number(fields[6]), fields[7]),
            number(fields[8]),
            number(fields[9]),
            number(fields[10]),
            fields[11],
            fields[12],
            number(fields[13]),
            number(fields[14]),
            number(fields[15]),
            number(fields[16]),
            HEX.parseHex(octets[0]),
            List.copyOf(tlvs)));
  }

  private static int number(String field) {
    return Integer.parseInt(field);
  }
}
