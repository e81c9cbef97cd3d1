package io.strowger.gateway.simulation;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A long text on its way from a client, in parts that the client cut itself: what was sent of it,
 * and what was answered.
 */
final class LongSubmit {
  /** How a client says that these are parts of one message. */
  enum Form {
    HEADER_8,
    HEADER_16,
    SAR
  }

  private static final int PART_OCTETS = 120;
  private static final int UDHI = 0x40;

  private final String to;
  private final List<ShortMessage> parts = new ArrayList<>();
  private final @Nullable String[] names;
  private final boolean[] sent;
  private final Set<Integer> repeated = new HashSet<>();
  private boolean refused;

  LongSubmit(String to, String text, String validity, Form form, int reference) {
    this.to = to;
    int total = Math.ceilDiv(text.length(), PART_OCTETS);
    for (int i = 0; i < total; i++) {
      int end = Math.min(text.length(), (i + 1) * PART_OCTETS);
      byte[] octets = text.substring(i * PART_OCTETS, end).getBytes(StandardCharsets.US_ASCII);
      parts.add(part(to, octets, validity, form, new int[] {reference, total, i + 1}));
    }
    names = new String[total];
    sent = new boolean[total];
  }

  /** The whole in one message_payload. */
  static ShortMessage payload(String to, String text, String validity) {
    Tlv payload = new Tlv(Tlv.MESSAGE_PAYLOAD, text.getBytes(StandardCharsets.US_ASCII));
    return message(to, 0, validity, new byte[0], List.of(payload));
  }

  static ShortMessage plain(String to, String text, String validity) {
    return message(to, 0, validity, text.getBytes(StandardCharsets.US_ASCII), List.of());
  }

  /**
   * @param place reference, total, sequence
   */
  private static ShortMessage part(
      String to, byte[] text, String validity, Form form, int[] place) {
    byte[] header =
        switch (form) {
          case HEADER_8 -> new byte[] {5, 0, 3, (byte) place[0], (byte) place[1], (byte) place[2]};
          case HEADER_16 ->
              new byte[] {6, 8, 4, 1, (byte) place[0], (byte) place[1], (byte) place[2]};
          case SAR -> new byte[0];
        };
    List<Tlv> tlvs =
        form == Form.SAR
            ? List.of(
                new Tlv(Tlv.SAR_MSG_REF_NUM, new byte[] {1, (byte) place[0]}),
                new Tlv(Tlv.SAR_TOTAL_SEGMENTS, new byte[] {(byte) place[1]}),
                new Tlv(Tlv.SAR_SEGMENT_SEQNUM, new byte[] {(byte) place[2]}))
            : List.of();
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    octets.writeBytes(header);
    octets.writeBytes(text);
    return message(to, header.length > 0 ? UDHI : 0, validity, octets.toByteArray(), tlvs);
  }

  private static ShortMessage message(
      String to, int esmClass, String validity, byte[] octets, List<Tlv> tlvs) {
    return new ShortMessage(
        "",
        SimulatedEsme.SENDER,
        new Address(1, 1, to.substring(1)),
        esmClass,
        0,
        0,
        "",
        validity,
        1,
        0,
        0,
        0,
        octets,
        tlvs);
  }

  String to() {
    return to;
  }

  int count() {
    return parts.size();
  }

  /** The part to be sent now. */
  ShortMessage send(int index) {
    if (sent[index]) {
      repeated.add(index);
    }
    sent[index] = true;
    return parts.get(index);
  }

  boolean isAnswered(int index) {
    return names[index] != null;
  }

  void accepted(int index, String name) {
    if (names[index] == null) {
      names[index] = name;
    }
  }

  void refused() {
    refused = true;
  }

  boolean isRefused() {
    return refused;
  }

  boolean neverComplete() {
    for (boolean one : sent) {
      if (!one) {
        return true;
      }
    }
    return false;
  }

  boolean allAccepted() {
    return !refused && names().size() == parts.size();
  }

  boolean repeatedAny() {
    return !repeated.isEmpty();
  }

  /** What the parts were answered with. */
  List<String> names() {
    List<String> given = new ArrayList<>();
    for (String name : names) {
      if (name != null) {
        given.add(name);
      }
    }
    return given;
  }
}
