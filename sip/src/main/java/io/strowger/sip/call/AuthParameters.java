package io.strowger.sip.call;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code Digest name=value, name="value"} form of all authentication headers. */
final class AuthParameters {
  private static final int MAX_LENGTH = 4096;
  private static final String SCHEME = "digest";

  private AuthParameters() {}

  /**
   * Names in lower case, values unquoted.
   *
   * @return null for another scheme than Digest, a repeated name, or text that is malformed
   */
  static @Nullable Map<String, String> parse(String header) {
    String text = header.strip();
    if (text.length() > MAX_LENGTH
        || text.length() <= SCHEME.length()
        || !oneLine(text)
        || !text.substring(0, SCHEME.length()).equalsIgnoreCase(SCHEME)
        || !Character.isWhitespace(text.charAt(SCHEME.length()))) {
      return null;
    }
    Map<String, String> values = new LinkedHashMap<>();
    int at = SCHEME.length();
    while (at < text.length()) {
      at = skipSeparators(text, at);
      if (at >= text.length()) {
        break;
      }
      int equals = text.indexOf('=', at);
      if (equals < 0) {
        return null;
      }
      String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
      StringBuilder value = new StringBuilder();
      at = value(text, equals + 1, value);
      if (at < 0 || !token(name) || values.put(name, value.toString()) != null) {
        return null;
      }
    }
    return values;
  }

  /** What a challenge says is written into our answer: a line break in it would be a new header. */
  private static boolean oneLine(String text) {
    return text.chars().allMatch(c -> c == '\t' || !Character.isISOControl(c));
  }

  private static boolean token(String name) {
    if (name.isEmpty()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 0x7F || c == '"' || c == ',' || c == '=') {
        return false;
      }
    }
    return true;
  }

  private static int skipSeparators(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == ',' || text.charAt(at) <= ' ')) {
      at++;
    }
    return at;
  }

  /** Reads one value from {@code from}; where it ends, or -1. */
  private static int value(String text, int from, StringBuilder value) {
    int at = from;
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted(text, at + 1, value);
    }
    int comma = text.indexOf(',', at);
    int end = comma < 0 ? text.length() : comma;
    value.append(text.substring(at, end).strip());
    return end;
  }

  private static int quoted(String text, int from, StringBuilder value) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') {
        at++;
      }
      if (at < text.length()) {
        value.append(text.charAt(at));
        at++;
      }
    }
    return at < text.length() ? at + 1 : -1;
  }

  /** Quoted as RFC 3261 section 25.1 wants it. */
  static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
