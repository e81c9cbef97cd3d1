package io.strowger.gateway.config;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Did-you-mean: the nearest of the words allowed, when one is near enough. */
final class Suggestions {
  private static final int PREFIX_MIN = 3;

  private Suggestions() {}

  static @Nullable String nearest(String given, Collection<String> allowed) {
    String word = normal(given);
    int limit = Math.max(1, Math.min(3, word.length() / 3));
    String best = null;
    int bestDistance = limit + 1;
    for (String candidate : allowed) {
      String other = normal(candidate);
      boolean begins =
          Math.min(word.length(), other.length()) >= PREFIX_MIN
              && (word.startsWith(other) || other.startsWith(word));
      int distance = begins ? 1 : distance(word, other);
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best;
  }

  /** A sentence's end such as {@code ; did you mean "window"?}, or nothing. */
  static String hint(String given, Collection<String> allowed) {
    String nearest = nearest(given, allowed);
    return nearest == null ? "" : "; did you mean \"" + nearest + "\"?";
  }

  /** camelCase, snake_case and kebab-case are one word. */
  private static String normal(String word) {
    StringBuilder normal = new StringBuilder();
    for (int i = 0; i < Math.min(word.length(), 64); i++) {
      char c = word.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        normal.append(c);
      }
    }
    return normal.toString().toLowerCase(Locale.ROOT);
  }

  /** Edits between two words; neighbours that changed places are one edit. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
