package io.strowger.smpp.receipt;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/**
 * How one carrier writes the same message id in submit_sm_resp and in receipts. Both sides are
 * brought to one canonical form: hexadecimal ids, decimal ones and UUIDs in lower case without
 * leading zeros, all others as they are.
 *
 * <p>AUTO on both sides also tries hex against decimal. With ids that count up, such a guess can
 * meet another message's id: name the formats where they are known.
 *
 * @param response how ids stand in submit_sm_resp
 * @param receipt how ids stand in receipts
 */
public record MessageIdDialect(IdFormat response, IdFormat receipt) {
  private static final int HEX = 16;
  private static final int DECIMAL = 10;

  /** So many digits always fit a long, in either base. */
  private static final int LONG_DIGITS = 15;

  /** The canonical form of an id from submit_sm_resp. */
  public String fromResponse(String id) {
    String text = trimmed(id);
    return response == IdFormat.TEXT ? text : canonical(text, kind(text));
  }

  /** The canonical ids that a receipt's id may stand for, most likely first; at least one. */
  public List<String> fromReceipt(String id) {
    String text = trimmed(id);
    if (response == IdFormat.TEXT) {
      return List.of(text);
    }
    Kind kind = kind(text);
    String same = canonical(text, kind);
    boolean toHex = kind == Kind.DIGITS && maybeDecimal(receipt) && maybeHex(response);
    boolean toDecimal = kind.isHex && maybeHex(receipt) && maybeDecimal(response);
    String hex = toHex ? convert(same, DECIMAL, HEX) : same;
    String decimal = toDecimal ? convert(same, HEX, DECIMAL) : same;
    if (receipt != IdFormat.AUTO && response != IdFormat.AUTO) {
      // Both are known: no guess.
      return List.of(toHex ? hex : decimal);
    }
    return candidates(same, hex, decimal);
  }

  private static boolean maybeHex(IdFormat format) {
    return format == IdFormat.HEX || format == IdFormat.AUTO;
  }

  private static boolean maybeDecimal(IdFormat format) {
    return format == IdFormat.DECIMAL || format == IdFormat.AUTO;
  }

  /** Small numbers are the same in both, and stand only once. */
  private static List<String> candidates(String same, String hex, String decimal) {
    boolean hexDiffers = !hex.equals(same);
    boolean decimalDiffers = !decimal.equals(same);
    if (hexDiffers && decimalDiffers) {
      return List.of(same, hex, decimal);
    }
    return hexDiffers
        ? List.of(same, hex)
        : decimalDiffers ? List.of(same, decimal) : List.of(same);
  }

  private enum Kind {
    DIGITS(true),
    HEX_LOWER(true),
    /** Lower case is the same id only where letters are digits. */
    HEX_UPPER(true),
    UUID(false),
    OTHER(false);

    private final boolean isHex;

    Kind(boolean isHex) {
      this.isHex = isHex;
    }
  }

  private static Kind kind(String text) {
    Kind kind = Kind.DIGITS;
    boolean dashes = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'a' && c <= 'f') {
        kind = kind == Kind.DIGITS ? Kind.HEX_LOWER : kind;
      } else if (c >= 'A' && c <= 'F') {
        kind = Kind.HEX_UPPER;
      } else if (c == '-') {
        dashes = true;
      } else if (c < '0' || c > '9') {
        return Kind.OTHER;
      }
    }
    return text.isEmpty() ? Kind.OTHER : dashes ? Kind.UUID : kind;
  }

  private static String canonical(String text, Kind kind) {
    return switch (kind) {
      case OTHER -> text;
      case UUID -> text.toLowerCase(Locale.ROOT);
      case HEX_UPPER -> withoutLeadingZeros(text.toLowerCase(Locale.ROOT));
      case DIGITS, HEX_LOWER -> withoutLeadingZeros(text);
    };
  }

  private static String withoutLeadingZeros(String digits) {
    int from = 0;
    while (from < digits.length() - 1 && digits.charAt(from) == '0') {
      from++;
    }
    return digits.substring(from);
  }

  private static String convert(String digits, int from, int to) {
    return digits.length() <= LONG_DIGITS
        ? Long.toString(Long.parseLong(digits, from), to)
        : new BigInteger(digits, from).toString(to);
  }

  /** Without what C strings and padded fields leave behind. */
  private static String trimmed(String id) {
    int end = id.indexOf('\0');
    return (end < 0 ? id : id.substring(0, end)).strip();
  }
}
