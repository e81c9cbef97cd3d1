package io.strowger.sip.message;

import java.util.ArrayList;
import java.util.List;

/** The few rules of RFC 3261 section 25.1 that everything else is read with. */
final class Syntax {
  private static final String TOKEN_MARKS = "-.!%*_+`'~";

  private Syntax() {}

  static boolean tokenCharacter(char c) {
    return letter(c) || digit(c) || TOKEN_MARKS.indexOf(c) >= 0;
  }

  static boolean letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean token(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (!tokenCharacter(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  static boolean digits(CharSequence text, int lengthMax) {
    for (int i = 0; i < text.length(); i++) {
      if (!digit(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= lengthMax;
  }

  static boolean whitespace(char c) {
    return c == ' ' || c == '\t';
  }

  /** Spaces and tabs only: what a quoted control character means is not ours to strip. */
  static String trim(String text, int from, int to) {
    int begin = from;
    int end = to;
    while (begin < end && whitespace(text.charAt(begin))) {
      begin++;
    }
    while (end > begin && whitespace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(begin, end);
  }

  static String trim(String text) {
    return trim(text, 0, text.length());
  }

  /**
   * The place of the first {@code wanted} at or after {@code from} that stands neither in a quoted
   * string nor between angle brackets; -1 without one.
   */
  static int find(String text, int from, char wanted) {
    boolean quoted = false;
    boolean bracketed = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == wanted && !bracketed) {
        return i;
      } else if (c == '"') {
        quoted = true;
      } else if (c == '<') {
        bracketed = true;
      } else if (c == '>') {
        bracketed = false;
      }
    }
    return -1;
  }

  /** The entries between {@code separator}s, trimmed; empty ones too. */
  static List<String> split(String text, char separator) {
    int at = find(text, 0, separator);
    if (at < 0) {
      return List.of(trim(text));
    }
    List<String> entries = new ArrayList<>();
    int from = 0;
    for (; at >= 0; at = find(text, from, separator)) {
      entries.add(trim(text, from, at));
      from = at + 1;
    }
    entries.add(trim(text, from, text.length()));
    return entries;
  }

  static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\');
      }
      quoted.append(c);
    }
    return quoted.append('"').toString();
  }

  /** What a quoted string says; other text as it is. */
  static String unquote(String text) {
    if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
      return text;
    }
    if (text.indexOf('\\') < 0) {
      return text.substring(1, text.length() - 1);
    }
    StringBuilder said = new StringBuilder(text.length());
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (c == '\\' && i < text.length() - 2) {
        i++;
        c = text.charAt(i);
      }
      said.append(c);
    }
    return said.toString();
  }

  /** May stand in a header's value: anything but what would end the line (response splitting). */
  static boolean oneLine(String text) {
    return text.indexOf('\r') < 0 && text.indexOf('\n') < 0;
  }
}
