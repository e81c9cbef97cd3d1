package io.strowger.gateway.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much an account may send. Every quota holds in any span of its length, not from one full hour
 * to the next.
 *
 * @param perSecond messages per second, with as many at once; 0 sets no limit
 * @param perAccount quotas of the account as a whole
 * @param perNumber quotas of one number
 * @param perHundred quotas of numbers that differ in the last two digits alone
 * @param perTenThousand quotas of numbers that differ in the last four digits alone
 * @param perEndUser quotas of one end user, where the client names it
 * @param perCountry null sets no limit
 * @param costPerDayMicros millionths of the rate deck's currency for each day in UTC; 0 sets no
 *     limit
 * @param sameTextMillis the same text to the same number within this time is the same message; 0
 *     never is
 */
public record Limits(
    double perSecond,
    List<Quota> perAccount,
    List<Quota> perNumber,
    List<Quota> perHundred,
    List<Quota> perTenThousand,
    List<Quota> perEndUser,
    @Nullable CountryLimit perCountry,
    long costPerDayMicros,
    long sameTextMillis) {
  public static final long SAME_TEXT_MILLIS = 30_000;

  /** No limit but the same text within 30 s. */
  public static final Limits DEFAULT =
      new Limits(
          0, List.of(), List.of(), List.of(), List.of(), List.of(), null, 0, SAME_TEXT_MILLIS);

  public Limits {
    perAccount = List.copyOf(perAccount);
    perNumber = List.copyOf(perNumber);
    perHundred = List.copyOf(perHundred);
    perTenThousand = List.copyOf(perTenThousand);
    perEndUser = List.copyOf(perEndUser);
    if (!(perSecond >= 0) || costPerDayMicros < 0 || sameTextMillis < 0) {
      throw new IllegalArgumentException("a limit is not negative");
    }
  }
}
