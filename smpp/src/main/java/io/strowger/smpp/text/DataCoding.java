package io.strowger.smpp.text;

import java.nio.charset.StandardCharsets;

/** What data_coding says of the octets (SMPP 3.4 section 5.2.19), as far as we read it. */
public enum DataCoding {
  /** GSM 03.38, one septet in each octet. */
  GSM_7BIT(0),
  ASCII(1),
  LATIN_1(3),
  UCS_2(8);

  private static final int GROUP_MASK = 0xF0;

  private final int value;

  DataCoding(int value) {
    this.value = value;
  }

  /** The value of data_coding, 0–255. */
  public int value() {
    return value;
  }

  /**
   * Reads every value of data_coding; what names no alphabet of ours is read as Latin-1, which
   * loses nothing.
   */
  public static DataCoding of(int dataCoding) {
    return switch (dataCoding) {
      case 0 -> GSM_7BIT;
      case 1 -> ASCII;
      case 8 -> UCS_2;
      default ->
          switch (dataCoding & GROUP_MASK) {
            // General data coding and message class, GSM 03.38 section 4: bits 3 and 2 or bit 2.
            case 0x10, 0x20, 0x30 -> ofAlphabetBits(dataCoding >> 2 & 3);
            case 0xC0, 0xD0 -> GSM_7BIT;
            case 0xE0 -> UCS_2;
            case 0xF0 -> ofAlphabetBits(dataCoding >> 2 & 1);
            default -> LATIN_1;
          };
    };
  }

  private static DataCoding ofAlphabetBits(int bits) {
    return switch (bits) {
      case 0 -> GSM_7BIT;
      case 2 -> UCS_2;
      default -> LATIN_1;
    };
  }

  /** Decodes octets {@code from} (inclusive) to {@code to}; never fails. */
  public String decode(byte[] octets, int from, int to) {
    return switch (this) {
      case GSM_7BIT -> GsmAlphabet.decode(octets, from, to);
      case ASCII ->
          isGsm(octets, from, to)
              ? GsmAlphabet.decode(octets, from, to)
              : new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
      case LATIN_1 -> new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
      // An odd last octet is half a character: left out.
      case UCS_2 -> new String(octets, from, (to - from) & ~1, StandardCharsets.UTF_16BE);
    };
  }

  /**
   * Some clients, the Node.js library smpp among them, write GSM 03.38 and call it 1. Its at sign,
   * dollar, underscore and escape are control characters in ASCII, which no text has.
   */
  private static boolean isGsm(byte[] octets, int from, int to) {
    for (int i = from; i < to; i++) {
      byte octet = octets[i];
      if (octet >= 0 && octet < ' ' && octet != '\n' && octet != '\r' && octet != '\t') {
        return true;
      }
    }
    return false;
  }

  public String decode(byte[] octets) {
    return decode(octets, 0, octets.length);
  }

  /** The octets of a text in the coding that {@link Segmenter#coding} found for it. */
  byte[] encode(String text) {
    return switch (this) {
      case GSM_7BIT -> {
        byte[] septets = GsmAlphabet.encode(text);
        if (septets == null) {
          throw new IllegalArgumentException("not in the GSM default alphabet");
        }
        yield septets;
      }
      case ASCII -> text.getBytes(StandardCharsets.US_ASCII);
      case LATIN_1 -> text.getBytes(StandardCharsets.ISO_8859_1);
      case UCS_2 -> encodeUcs2(text);
    };
  }

  /** Half a surrogate pair stands for nothing: U+FFFD takes its place, always the same way. */
  private static byte[] encodeUcs2(String text) {
    byte[] out = new byte[2 * text.length()];
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c) && !isPaired(text, i)) {
        c = '\uFFFD';
      }
      out[2 * i] = (byte) (c >>> 8);
      out[2 * i + 1] = (byte) c;
    }
    return out;
  }

  private static boolean isPaired(String text, int index) {
    return Character.isHighSurrogate(text.charAt(index))
        ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
        : index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
  }
}
