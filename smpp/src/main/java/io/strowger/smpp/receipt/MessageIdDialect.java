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
    return response == IdFormat.TEXT ? trimmed(id) : canonical(id);
  }

  /** The canonical ids that a receipt's id may stand for, most likely first; at least one. */
  public List<String> fromReceipt(String id) {
    if (response == IdFormat.TEXT) {
      return List.of(trimmed(id));
    }
    String same = canonical(id);
    boolean toHex =
        (receipt == IdFormat.DECIMAL || receipt == IdFormat.AUTO)
            && (response == IdFormat.HEX || response == IdFormat.AUTO)
            && isNumber(same, DECIMAL);
    boolean toDecimal =
        (receipt == IdFormat.HEX || receipt == IdFormat.AUTO)
            && (response == IdFormat.DECIMAL || response == IdFormat.AUTO)
            && isNumber(same, HEX);
    if (receipt != IdFormat.AUTO && response != IdFormat.AUTO) {
      // Both are known: no guess.
      return List.of(
          toHex ? convert(same, DECIMAL, HEX) : toDecimal ? convert(same, HEX, DECIMAL) : same);
    }
    return candidates(same, toHex, toDecimal);
  }

  private static List<String> candidates(String same, boolean toHex, boolean toDecimal) {
    String hex = toHex ? convert(same, DECIMAL, HEX) : same;
    String decimal = toDecimal ? convert(same, HEX, DECIMAL) : same;
    // Small numbers are the same in both.
    boolean hexDiffers = !hex.equals(same);
    boolean decimalDiffers = !decimal.equals(same);
    if (hexDiffers && decimalDiffers) {
      return List.of(same, hex, decimal);
    }
    return hexDiffers
        ? List.of(same, hex)
        : decimalDiffers ? List.of(same, decimal) : List.of(same);
  }

  /** Lower case is the same id only where letters are digits. */
  private static String canonical(String id) {
    String text = trimmed(id);
    boolean dashes = false;
    boolean upper = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '-') {
        dashes = true;
      } else if (Character.digit(c, HEX) < 0 || c > 'f') {
        return text;
      }
      upper |= c >= 'A' && c <= 'F';
    }
    String lower = upper ? text.toLowerCase(Locale.ROOT) : text;
    return dashes ? lower : withoutLeadingZeros(lower);
  }

  private static String withoutLeadingZeros(String digits) {
    int from = 0;
    while (from < digits.length() - 1 && digits.charAt(from) == '0') {
      from++;
    }
    return digits.substring(from);
  }

  private static boolean isNumber(String digits, int radix) {
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c > 'f' || Character.digit(c, radix) < 0) {
        return false;
      }
    }
    return !digits.isEmpty();
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
