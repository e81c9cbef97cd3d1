package io.strowger.gateway.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is refused of an account's messages.
 *
 * @param risk null asks nobody
 */
public record GuardRules(
    Destinations destinations, Limits limits, PumpingWatch pumping, @Nullable RiskRules risk) {
  private static final long DAY_MILLIS = 86_400_000;

  /** Every destination, no limits; the same text within 30 s is the same message. */
  public static final GuardRules DEFAULT =
      new GuardRules(Destinations.DEFAULT, Limits.DEFAULT, PumpingWatch.FEEDBACK, null);

  /** As the default, with these prefixes alone; an empty list allows every destination. */
  public static GuardRules allowing(List<String> prefixes) {
    return DEFAULT.with(Destinations.of(prefixes));
  }

  /** The allowed prefixes; empty allows every destination. */
  public List<String> allow() {
    return destinations.allow();
  }

  /** Whether an allowed prefix matches; what else may refuse a number is the guard's. */
  public boolean allows(String e164) {
    return allow().isEmpty() || allow().stream().anyMatch(e164::startsWith);
  }

  /** How far back in time what was accepted matters to the next decision, in milliseconds. */
  public long lookBackMillis() {
    long longest = limits.sameTextMillis();
    for (List<Quota> quotas :
        List.of(
            limits.perAccount(),
            limits.perNumber(),
            limits.perHundred(),
            limits.perTenThousand(),
            limits.perEndUser())) {
      for (Quota quota : quotas) {
        longest = Math.max(longest, quota.windowMillis());
      }
    }
    boolean byDay = limits.costPerDayMicros() > 0 || limits.perCountry() != null;
    return byDay ? Math.max(longest, DAY_MILLIS) : longest;
  }

  public GuardRules with(Destinations other) {
    return new GuardRules(other, limits, pumping, risk);
  }

  public GuardRules with(Limits other) {
    return new GuardRules(destinations, other, pumping, risk);
  }

  public GuardRules with(PumpingWatch other) {
    return new GuardRules(destinations, limits, other, risk);
  }
}
