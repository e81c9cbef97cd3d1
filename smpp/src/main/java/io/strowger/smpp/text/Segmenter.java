package io.strowger.smpp.text;

import io.strowger.smpp.codec.Tlv;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns a text into the parts that carry it. A segment holds 140 octets on the air (GSM 03.40
 * section 9.2.3.24): 160 packed septets, 140 Latin-1 characters or 70 UCS-2 units, less with a
 * concatenation header of 6 or 7 octets.
 *
 * <p>Half of a surrogate pair that stands alone is sent as U+FFFD; every other text arrives as it
 * is.
 */
public final class Segmenter {
  /** The concatenation header counts parts in one octet. */
  public static final int PARTS_MAX = 255;

  static final int UDH_INDICATOR = 0x40;

  private static final int SEGMENT_OCTETS = 140;
  private static final int LATIN_1_LAST = 0xFF;

  private Segmenter() {}

  /** The smallest coding that holds every character of the text. */
  public static DataCoding coding(String text, Encoding encoding) {
    if (encoding == Encoding.UCS_2) {
      return DataCoding.UCS_2;
    }
    return GsmAlphabet.septets(text) >= 0 ? DataCoding.GSM_7BIT : codingBeyondGsm(text, encoding);
  }

  /**
   * How many segments the phone receives and the carrier counts; with message_payload as many as
   * the carrier makes of it. May exceed {@link #PARTS_MAX}.
   */
  public static int segments(String text, Encoding encoding, Segmentation segmentation) {
    int septets = encoding == Encoding.UCS_2 ? -1 : GsmAlphabet.septets(text);
    DataCoding coding = septets >= 0 ? DataCoding.GSM_7BIT : codingBeyondGsm(text, encoding);
    int octets =
        switch (coding) {
          case GSM_7BIT -> septets;
          case UCS_2 -> 2 * text.length();
          case LATIN_1, ASCII -> text.length();
        };
    if (octets <= capacity(coding, 0)) {
      return 1;
    }
    int capacity = capacity(coding, headerOctets(segmentation));
    return coding == DataCoding.LATIN_1
        ? (octets + capacity - 1) / capacity
        : cuts(coding, coding.encode(text), capacity).length - 1;
  }

  /**
   * The parts in order, or none when the text would take more than {@link #PARTS_MAX}.
   *
   * @param reference tells apart the long messages to one phone; its low 8 or 16 bits are used
   */
  public static List<TextPart> split(
      String text, Encoding encoding, Segmentation segmentation, int reference) {
    byte[] septets = encoding == Encoding.UCS_2 ? null : GsmAlphabet.encode(text);
    DataCoding coding = septets != null ? DataCoding.GSM_7BIT : codingBeyondGsm(text, encoding);
    byte[] octets = septets != null ? septets : coding.encode(text);
    if (octets.length <= capacity(coding, 0)) {
      return List.of(new TextPart(0, coding.value(), octets, List.of()));
    }
    int[] cuts = cuts(coding, octets, capacity(coding, headerOctets(segmentation)));
    int total = cuts.length - 1;
    if (total > PARTS_MAX) {
      return List.of();
    }
    if (segmentation == Segmentation.MESSAGE_PAYLOAD) {
      Tlv payload = new Tlv(Tlv.MESSAGE_PAYLOAD, octets);
      return List.of(new TextPart(0, coding.value(), new byte[0], List.of(payload)));
    }
    List<TextPart> parts = new ArrayList<>(total);
    for (int i = 0; i < total; i++) {
      Concatenation place = new Concatenation(reference & 0xFFFF, total, i + 1);
      parts.add(part(coding, octets, cuts[i], cuts[i + 1], segmentation, place));
    }
    return List.copyOf(parts);
  }

  private static TextPart part(
      DataCoding coding,
      byte[] octets,
      int from,
      int to,
      Segmentation segmentation,
      Concatenation place) {
    byte[] header =
        switch (segmentation) {
          case UDH_8 -> place.header8();
          case UDH_16 -> place.header16();
          case SAR_TLV, MESSAGE_PAYLOAD -> new byte[0];
        };
    byte[] message = new byte[header.length + to - from];
    System.arraycopy(header, 0, message, 0, header.length);
    System.arraycopy(octets, from, message, header.length, to - from);
    return new TextPart(
        header.length == 0 ? 0 : UDH_INDICATOR,
        coding.value(),
        message,
        segmentation == Segmentation.SAR_TLV ? place.sarTlvs() : List.of());
  }

  private static DataCoding codingBeyondGsm(String text, Encoding encoding) {
    if (encoding != Encoding.AUTO_LATIN_1) {
      return DataCoding.UCS_2;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > LATIN_1_LAST) {
        return DataCoding.UCS_2;
      }
    }
    return DataCoding.LATIN_1;
  }

  /** How many octets of short_message one segment holds beside a user data header. */
  private static int capacity(DataCoding coding, int headerOctets) {
    int left = SEGMENT_OCTETS - headerOctets;
    return switch (coding) {
      // The carrier packs eight septets into seven octets; towards it each takes one.
      case GSM_7BIT, ASCII -> left * 8 / 7;
      case LATIN_1 -> left;
      case UCS_2 -> left & ~1;
    };
  }

  private static int headerOctets(Segmentation segmentation) {
    return switch (segmentation) {
      case UDH_16 -> Concatenation.HEADER_16_OCTETS;
      // For these two the carrier writes the header; the short one is what carriers write.
      case UDH_8, SAR_TLV, MESSAGE_PAYLOAD -> Concatenation.HEADER_8_OCTETS;
    };
  }

  /** Start of each part, then the end of the last; characters of two units stay whole. */
  private static int[] cuts(DataCoding coding, byte[] octets, int capacity) {
    // Each part but the last holds at least capacity - 2 octets.
    int[] cuts = new int[octets.length / (capacity - 2) + 2];
    int count = 1;
    int from = 0;
    while (octets.length - from > capacity) {
      from += capacity;
      if (coding == DataCoding.GSM_7BIT && octets[from - 1] == GsmAlphabet.ESCAPE) {
        from--;
      } else if (coding == DataCoding.UCS_2
          && Character.isHighSurrogate((char) (octets[from - 2] << 8))) {
        from -= 2;
      }
      cuts[count++] = from;
    }
    cuts[count++] = octets.length;
    return Arrays.copyOf(cuts, count);
  }
}
