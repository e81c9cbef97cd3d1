package io.strowger.gateway.log;

import java.util.Locale;
import java.util.Set;

/**
 * The last defence: what looks like a passcode or a phone number becomes stars, whoever logged it.
 * The first defence is that nobody does. Masked are
 *
 * <ul>
 *   <li>phone numbers: {@code +} and at least 7 digits, or 9 to 15 digits alone, after the first 4;
 *   <li>4 to 10 digits in quotes;
 *   <li>4 to 10 digits, also parted as in {@code 482-913}, soon after a word such as code or text.
 * </ul>
 *
 * <p>UUIDs stay, since a message is looked for by its id. A scanner and no regular expression: it
 * runs on every line and takes time in proportion to it, whatever stands there.
 */
final class Masking {
  private static final int CODE_MIN = 4;
  private static final int CODE_MAX = 10;
  private static final int NUMBER_MIN = 9;
  private static final int NUMBER_MAX = 15;
  private static final int INTERNATIONAL_MIN = 7;
  private static final int NUMBER_SHOWN = 4;
  private static final int UUID_LENGTH = 36;

  /** How far a key word reaches, in characters: a sentence like "Your code for the bank is". */
  private static final int REACH = 48;

  private static final Set<String> KEYS =
      Set.of(
          "code",
          "codes",
          "text",
          "texts",
          "passcode",
          "passcodes",
          "otp",
          "otps",
          "pin",
          "tan",
          "password",
          "secret",
          "token",
          "body",
          "message",
          "short_message",
          "shortmessage");

  private final String text;
  private final StringBuilder out;
  private int reachedUntil;

  private Masking(String text) {
    this.text = text;
    this.out = new StringBuilder(text.length());
  }

  static String mask(String text) {
    return hasDigits(text) ? new Masking(text).run() : text;
  }

  /** A line without four digits in a row or parted has nothing to hide. */
  private static boolean hasDigits(String text) {
    int digits = 0;
    for (int i = 0; i < text.length() && digits < CODE_MIN; i++) {
      if (isDigit(text.charAt(i))) {
        digits++;
      }
    }
    return digits == CODE_MIN;
  }

  private String run() {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (isDigit(c)) {
        i = digits(i);
      } else if (isWord(c)) {
        i = word(i);
      } else {
        if (c == '\n') {
          reachedUntil = 0;
        }
        out.append(c);
        i++;
      }
    }
    return out.toString();
  }

  /** A word in letters; a key word makes the digits soon after it suspect. */
  private int word(int from) {
    if (isUuid(from)) {
      return copyUuid(from);
    }
    int to = from;
    while (to < text.length() && isWord(text.charAt(to)) && !isDigit(text.charAt(to))) {
      to++;
    }
    if (KEYS.contains(text.substring(from, to).toLowerCase(Locale.ROOT))) {
      reachedUntil = to + REACH;
    }
    out.append(text, from, to);
    // Digits that end a word, as in alpha1 or 0x1400, belong to its name.
    int end = to;
    while (end < text.length() && isWord(text.charAt(end)) && end > from) {
      end++;
    }
    if (end > to && end - to < CODE_MIN) {
      out.append(text, to, end);
      return end;
    }
    return to;
  }

  private int digits(int from) {
    if (isUuid(from)) {
      return copyUuid(from);
    }
    int to = from;
    while (to < text.length() && isDigit(text.charAt(to))) {
      to++;
    }
    int length = to - from;
    boolean international = from > 0 && text.charAt(from - 1) == '+';
    if (length >= (international ? INTERNATIONAL_MIN : NUMBER_MIN) && length <= NUMBER_MAX) {
      out.append(text, from, from + NUMBER_SHOWN).append("*".repeat(length - NUMBER_SHOWN));
      return to;
    }
    if (from < reachedUntil) {
      int parted = endOfParted(to);
      int count = countDigits(from, parted);
      if (count >= CODE_MIN && count <= CODE_MAX) {
        out.append("*".repeat(parted - from));
        return parted;
      }
    }
    if (length >= CODE_MIN && length <= CODE_MAX && isQuoted(from, to)) {
      out.append("*".repeat(length));
      return to;
    }
    out.append(text, from, to);
    return to;
  }

  /** The end of {@code 482-913} or {@code 482 913}, given the end of its first group. */
  private int endOfParted(int to) {
    int end = to;
    while (end + 1 < text.length()
        && (text.charAt(end) == '-' || text.charAt(end) == ' ')
        && isDigit(text.charAt(end + 1))) {
      end++;
      while (end < text.length() && isDigit(text.charAt(end))) {
        end++;
      }
    }
    return end;
  }

  private int countDigits(int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      count += isDigit(text.charAt(i)) ? 1 : 0;
    }
    return count;
  }

  private boolean isQuoted(int from, int to) {
    if (from == 0 || to == text.length()) {
      return false;
    }
    char before = text.charAt(from - 1);
    char after = text.charAt(to);
    // A backslash stands before the closing quote of JSON inside JSON.
    return (before == '"' || before == '\'' || before == '`') && (after == before || after == '\\');
  }

  private boolean isUuid(int from) {
    if (from + UUID_LENGTH > text.length() || (from > 0 && isWord(text.charAt(from - 1)))) {
      return false;
    }
    for (int i = 0; i < UUID_LENGTH; i++) {
      char c = text.charAt(from + i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
        return false;
      }
    }
    return from + UUID_LENGTH == text.length() || !isWord(text.charAt(from + UUID_LENGTH));
  }

  private int copyUuid(int from) {
    out.append(text, from, from + UUID_LENGTH);
    return from + UUID_LENGTH;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
