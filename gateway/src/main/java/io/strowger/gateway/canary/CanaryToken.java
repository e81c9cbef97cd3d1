package io.strowger.gateway.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * The digits by which a canary is known when it comes back: ten, drawn by chance, which nobody else
 * guesses while it is on its way.
 */
public final class CanaryToken {
  static final int DIGITS = 10;
  private static final long TOKENS = 10_000_000_000L;
  private static final int TOKENS_IN_TEXT_MAX = 4;

  private CanaryToken() {}

  static String draw(RandomGenerator random) {
    return String.format(Locale.ROOT, "%0" + DIGITS + "d", random.nextLong(TOKENS));
  }

  /** For a call: no two neighbours are alike, so that a key that is heard twice does no harm. */
  static String drawMarker(RandomGenerator random) {
    StringBuilder digits = new StringBuilder(DIGITS);
    int last = random.nextInt(10);
    for (int i = 0; i < DIGITS; i++) {
      last = (last + (i == 0 ? 0 : 1 + random.nextInt(9))) % 10;
      digits.append(last);
    }
    return digits.toString();
  }

  /** What a call may have sounded, of the keys that were heard; none where it is no marker. */
  public static List<String> ofKeys(String keys) {
    StringBuilder once = new StringBuilder();
    for (int i = 0; i < keys.length(); i++) {
      if (i == 0 || keys.charAt(i) != keys.charAt(i - 1)) {
        once.append(keys.charAt(i));
      }
    }
    return once.length() == DIGITS ? in(once.toString()) : List.of();
  }

  /** Every run of exactly ten digits in the text, the first few; mostly none. */
  public static List<String> in(String text) {
    List<String> tokens = List.of();
    int run = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? ' ' : text.charAt(i);
      if (c >= '0' && c <= '9') {
        run++;
        continue;
      }
      if (run == DIGITS && tokens.size() < TOKENS_IN_TEXT_MAX) {
        tokens = tokens.isEmpty() ? new ArrayList<>() : tokens;
        tokens.add(text.substring(i - DIGITS, i));
      }
      run = 0;
    }
    return tokens;
  }
}
