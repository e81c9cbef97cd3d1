package io.strowger.gateway.message;

import org.jspecify.annotations.Nullable;

/** What of a message a call can speak: its code, or the only run of digits in its text. */
public final class SpokenCode {
  public static final int DIGITS_MIN = 4;
  public static final int DIGITS_MAX = 10;

  private SpokenCode() {}

  /** Null when nothing in it can be spoken, or when it is not clear what. */
  public static @Nullable Secret of(@Nullable Secret text, @Nullable Secret code) {
    if (code != null) {
      return isSpeakable(code.reveal()) ? code : null;
    }
    return text == null ? null : onlyRun(text.reveal());
  }

  private static boolean isSpeakable(String code) {
    boolean digits = code.length() >= DIGITS_MIN && code.length() <= DIGITS_MAX;
    for (int i = 0; digits && i < code.length(); i++) {
      digits = isDigit(code.charAt(i));
    }
    return digits;
  }

  private static @Nullable Secret onlyRun(String text) {
    int from = -1;
    int until = -1;
    int at = 0;
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && isDigit(text.charAt(end))) {
        end++;
      }
      if (end - at >= DIGITS_MIN && end - at <= DIGITS_MAX) {
        if (from >= 0) {
          return null;
        }
        from = at;
        until = end;
      }
      at = Math.max(end, at + 1);
    }
    return from < 0 ? null : new Secret(text.substring(from, until));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
