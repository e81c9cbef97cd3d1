package io.strowger.gateway.account;

/**
 * How much of an hour's traffic may go to one country: so many times the median of the same hour on
 * the last 14 days, and some more.
 *
 * @param factor at least 1
 * @param plus at least 1
 * @param learnHours the account's first hours, in which nothing is refused for this
 */
public record CountryLimit(double factor, int plus, int learnHours) {
  /** Three times the median and twenty, after three days. */
  public static final CountryLimit DEFAULT = new CountryLimit(3, 20, 72);

  public CountryLimit {
    if (!(factor >= 1) || plus < 1 || learnHours < 0) {
      throw new IllegalArgumentException("a country's limit cannot be that");
    }
  }
}
