package io.strowger.smpp.text;

import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The place of one part in a long message.
 *
 * @param reference 0–255 or 0–65535, the same on all parts
 * @param total 1–255
 * @param sequence 1 to total
 */
public record Concatenation(int reference, int total, int sequence) {
  static final int HEADER_8_OCTETS = 6;
  static final int HEADER_16_OCTETS = 7;

  private static final int ELEMENT_8 = 0x00;
  private static final int ELEMENT_16 = 0x08;

  /** User data header with an 8-bit reference (GSM 03.40 section 9.2.3.24.1). */
  byte[] header8() {
    return new byte[] {5, ELEMENT_8, 3, (byte) reference, (byte) total, (byte) sequence};
  }

  /** User data header with a 16-bit reference (GSM 03.40 section 9.2.3.24.8). */
  byte[] header16() {
    return new byte[] {
      6, ELEMENT_16, 4, (byte) (reference >>> 8), (byte) reference, (byte) total, (byte) sequence
    };
  }

  List<Tlv> sarTlvs() {
    // Carriers that turn it into an 8-bit header keep the low octet only: use no more.
    return List.of(
        new Tlv(Tlv.SAR_MSG_REF_NUM, new byte[] {0, (byte) reference}),
        new Tlv(Tlv.SAR_TOTAL_SEGMENTS, new byte[] {(byte) total}),
        new Tlv(Tlv.SAR_SEGMENT_SEQNUM, new byte[] {(byte) sequence}));
  }

  /** From SAR parameters; null when one is absent or they make no sense. */
  static @Nullable Concatenation ofTlvs(ShortMessage message) {
    Tlv reference = message.tlv(Tlv.SAR_MSG_REF_NUM);
    Tlv total = message.tlv(Tlv.SAR_TOTAL_SEGMENTS);
    Tlv sequence = message.tlv(Tlv.SAR_SEGMENT_SEQNUM);
    if (reference == null || total == null || sequence == null) {
      return null;
    }
    return sane(unsigned(reference.value()), unsigned(total.value()), unsigned(sequence.value()));
  }

  /**
   * From a user data header of {@code headerOctets} octets, the length octet included; null when it
   * holds no concatenation or one that makes no sense.
   */
  static @Nullable Concatenation ofHeader(byte[] octets, int headerOctets) {
    Concatenation found = null;
    int at = 1;
    while (at + 2 <= headerOctets) {
      int length = octets[at + 1] & 0xFF;
      int data = at + 2;
      if (data + length > headerOctets) {
        return found;
      }
      // A repeated element replaces the earlier one (GSM 03.40 section 9.2.3.24).
      if (octets[at] == ELEMENT_8 && length == 3) {
        found = sane(octets[data] & 0xFF, octets[data + 1] & 0xFF, octets[data + 2] & 0xFF);
      } else if (octets[at] == ELEMENT_16 && length == 4) {
        int reference = ((octets[data] & 0xFF) << 8) | (octets[data + 1] & 0xFF);
        found = sane(reference, octets[data + 2] & 0xFF, octets[data + 3] & 0xFF);
      }
      at = data + length;
    }
    return found;
  }

  /** A part 0, or one beyond the total, is to be read as if there were no concatenation. */
  private static @Nullable Concatenation sane(int reference, int total, int sequence) {
    return sequence >= 1 && sequence <= total && total <= Segmenter.PARTS_MAX
        ? new Concatenation(reference, total, sequence)
        : null;
  }

  private static int unsigned(byte[] octets) {
    int value = 0;
    for (int i = 0; i < Math.min(octets.length, 3); i++) {
      value = (value << 8) | (octets[i] & 0xFF);
    }
    return value;
  }
}
