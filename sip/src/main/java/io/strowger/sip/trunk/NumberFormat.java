package io.strowger.sip.trunk;

import org.jspecify.annotations.Nullable;

/**
 * How a trunk wants numbers written.
 *
 * @param countryCode of national numbers, 1–3 digits; "" unless {@link Style#NATIONAL}
 * @param trunkPrefix before a national number, {@code 0} in most of Europe, often ""
 * @param internationalPrefix before a number of another country, {@code 00}; "" refuses those
 * @param techPrefix before everything, as some carriers tell their customers apart
 */
public record NumberFormat(
    Style style,
    String countryCode,
    String trunkPrefix,
    String internationalPrefix,
    String techPrefix) {
  /** {@code +390612345678}. */
  public static final NumberFormat E164 = new NumberFormat(Style.PLUS, "", "", "", "");

  private static final int DIGITS_MIN = 5;
  private static final int DIGITS_MAX = 15;

  public enum Style {
    /** {@code +390612345678} */
    PLUS,
    /** {@code 390612345678} */
    DIGITS,
    /** {@code 0039…} for all */
    INTERNATIONAL,
    /** Numbers of one country without its code, others with the international prefix. */
    NATIONAL
  }

  public NumberFormat {
    boolean digits =
        (countryCode + trunkPrefix + internationalPrefix)
            .chars()
            .allMatch(c -> c >= '0' && c <= '9');
    boolean known =
        techPrefix.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '*' || c == '#');
    if (!digits || !known || countryCode.length() > 3) {
      throw new IllegalArgumentException("prefixes are digits, a technical one also * and #");
    }
    if ((style == Style.NATIONAL) == countryCode.isEmpty()) {
      throw new IllegalArgumentException("national numbers, and only they, need a country code");
    }
  }

  /**
   * The user part of a request URI.
   *
   * @param number E.164 digits without +
   * @return null when it is no number, or none that this trunk can write
   */
  public @Nullable String write(String number) {
    if (number.length() < DIGITS_MIN
        || number.length() > DIGITS_MAX
        || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    String written =
        switch (style) {
          case PLUS -> "+" + number;
          case DIGITS -> number;
          case INTERNATIONAL -> internationalPrefix + number;
          case NATIONAL -> national(number);
        };
    // # must be escaped in the user part (RFC 3261 section 25.1).
    return written == null ? null : techPrefix.replace("#", "%23") + written;
  }

  private @Nullable String national(String number) {
    if (number.startsWith(countryCode)) {
      return trunkPrefix + number.substring(countryCode.length());
    }
    return internationalPrefix.isEmpty() ? null : internationalPrefix + number;
  }
}
