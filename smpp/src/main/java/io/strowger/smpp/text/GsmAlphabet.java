package io.strowger.smpp.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The GSM 7-bit default alphabet and its extension table (GSM 03.38 sections 6.2.1 and 6.2.1.1),
 * one septet in each octet, as SMPP carries it.
 */
final class GsmAlphabet {
  static final byte ESCAPE = 0x1B;

  /** Index is the septet. U+001B stands at the escape's own place. */
  private static final String DEFAULT_TABLE =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ"
          + " !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
          + "¿abcdefghijklmnopqrstuvwxyzäöñüà";

  private static final String EXTENSION_CHARS = "\f^{}\\[~]|€";
  private static final byte[] EXTENSION_SEPTETS = {
    0x0A, 0x14, 0x28, 0x29, 0x2F, 0x3C, 0x3D, 0x3E, 0x40, 0x65
  };

  private static final char EURO = '€';
  private static final int NONE = -1;
  private static final int EXTENDED = 0x100;
  private static final byte NOT_PLAIN = -1;

  /** Septet of each char up to the last Greek capital, with EXTENDED for escaped ones, or NONE. */
  private static final short[] CODES = codes();

  /** The same for a loop without branches: NOT_PLAIN for all others, the last entry included. */
  private static final byte[] PLAIN_CODES = plainCodes();

  private static final char[] DEFAULT_CHARS = DEFAULT_TABLE.toCharArray();
  private static final char[] EXTENDED_CHARS = extendedChars();

  private GsmAlphabet() {}

  /** The septets of a text, or null when a character is not in the alphabet. */
  static byte @Nullable [] encode(String text) {
    char[] chars = text.toCharArray();
    byte[] out = new byte[chars.length];
    int or = 0;
    for (int i = 0; i < chars.length; i++) {
      byte septet = PLAIN_CODES[Math.min(chars[i], PLAIN_CODES.length - 1)];
      or |= septet;
      out[i] = septet;
    }
    return or >= 0 ? out : encodeWithEscapes(chars);
  }

  private static byte @Nullable [] encodeWithEscapes(char[] chars) {
    int septets = septets(chars);
    if (septets < 0) {
      return null;
    }
    byte[] out = new byte[septets];
    int size = 0;
    for (char c : chars) {
      int code = code(c);
      if (code >= EXTENDED) {
        out[size++] = ESCAPE;
      }
      out[size++] = (byte) code;
    }
    return out;
  }

  /** How many septets the text takes, or -1 when a character is not in the alphabet. */
  static int septets(String text) {
    char[] chars = text.toCharArray();
    int or = 0;
    for (char c : chars) {
      or |= PLAIN_CODES[Math.min(c, PLAIN_CODES.length - 1)];
    }
    return or >= 0 ? chars.length : septets(chars);
  }

  private static int septets(char[] chars) {
    int count = chars.length;
    for (char c : chars) {
      int code = code(c);
      if (code < 0) {
        return -1;
      }
      count += code >>> 8;
    }
    return count;
  }

  static String decode(byte[] octets, int from, int to) {
    char[] out = new char[to - from];
    int size = 0;
    for (int i = from; i < to; i++) {
      int septet = octets[i] & 0x7F;
      if (septet != ESCAPE) {
        out[size++] = DEFAULT_CHARS[septet];
      } else if (i + 1 < to) {
        out[size++] = EXTENDED_CHARS[octets[++i] & 0x7F];
      } else {
        // Section 6.2.1: a receiver that does not know what follows an escape shows a space.
        out[size++] = ' ';
      }
    }
    return new String(out, 0, size);
  }

  private static int code(char c) {
    if (c < CODES.length) {
      return CODES[c];
    }
    return c == EURO ? EXTENDED | 0x65 : NONE;
  }

  private static short[] codes() {
    short[] codes = new short['Ω' + 1];
    Arrays.fill(codes, (short) NONE);
    for (int septet = 0; septet < DEFAULT_TABLE.length(); septet++) {
      if (septet != ESCAPE) {
        codes[DEFAULT_TABLE.charAt(septet)] = (short) septet;
      }
    }
    for (int i = 0; i < EXTENSION_SEPTETS.length; i++) {
      char c = EXTENSION_CHARS.charAt(i);
      if (c < codes.length) {
        codes[c] = (short) (EXTENDED | EXTENSION_SEPTETS[i]);
      }
    }
    return codes;
  }

  private static byte[] plainCodes() {
    byte[] plain = new byte[CODES.length + 1];
    Arrays.fill(plain, NOT_PLAIN);
    for (int c = 0; c < CODES.length; c++) {
      plain[c] = CODES[c] < EXTENDED ? (byte) CODES[c] : NOT_PLAIN;
    }
    return plain;
  }

  private static char[] extendedChars() {
    // Section 6.2.1.1: what the extension table lacks is read from the default table.
    char[] chars = DEFAULT_TABLE.toCharArray();
    chars[ESCAPE] = ' ';
    for (int i = 0; i < EXTENSION_SEPTETS.length; i++) {
      chars[EXTENSION_SEPTETS[i]] = EXTENSION_CHARS.charAt(i);
    }
    return chars;
  }
}
