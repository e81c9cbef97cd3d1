package io.strowger.gateway.http;

/** Durations as clients write them: {@code 90s}, {@code 5m}, {@code 1500ms}. */
final class Durations {
  static final String SHAPE = "a duration such as \"90s\" or \"5m\"";
  private static final int DIGITS_MAX = 9;

  private Durations() {}

  /** Milliseconds, or -1 when the text is no duration. */
  static long parse(String text) {
    int digits = 0;
    long value = 0;
    while (digits < text.length() && isDigit(text.charAt(digits))) {
      if (digits == DIGITS_MAX) {
        return -1;
      }
      value = value * 10 + (text.charAt(digits) - '0');
      digits++;
    }
    if (digits == 0) {
      return -1;
    }
    return switch (text.substring(digits)) {
      case "ms" -> value;
      case "s" -> value * 1_000;
      case "m" -> value * 60_000;
      default -> -1;
    };
  }

  /** Milliseconds; what would overflow stays far out of every range. */
  static long ofSeconds(long seconds) {
    long bound = Long.MAX_VALUE / 1_000;
    // Never -1, which stands for "not given".
    return Math.clamp(seconds, -bound, bound) * 1_000;
  }

  static String show(long millis) {
    if (millis % 60_000 == 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
