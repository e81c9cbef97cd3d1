package io.strowger.gateway.guard;

import io.strowger.gateway.account.CountryLimit;
import io.strowger.gateway.number.CallingCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account's messages to each country, by the hours of the last 14 days, and what that allows in
 * this hour. Countries are calling codes; there are a few hundred, so this is bounded by itself.
 */
final class CountryTraffic {
  static final int DAYS = 14;
  static final long HOUR_MILLIS = 3_600_000;
  private static final int HOURS_PER_DAY = 24;
  static final int HOURS = DAYS * HOURS_PER_DAY;

  private static final class Country {
    /** By hour modulo the length; the current hour has a count too. */
    final int[] counts = new int[HOURS + HOURS_PER_DAY];

    long hour;
    long limit;

    Country(long hour) {
      this.hour = hour;
      this.limit = -1;
    }

    int index(long ofHour) {
      return (int) Math.floorMod(ofHour, (long) counts.length);
    }
  }

  /** By calling code; empty before any message. */
  private @Nullable Country[] byCode = new Country[0];

  private CountryLimit rule;

  /** The account's first hour; 0 before any message. */
  private long firstHour;

  CountryTraffic(CountryLimit rule) {
    this.rule = rule;
  }

  void rule(CountryLimit next) {
    rule = next;
    for (Country country : byCode) {
      if (country != null) {
        country.limit = -1;
      }
    }
  }

  /** How long until one more may be sent; 0 for now. */
  long waitMillis(int callingCode, boolean halved, long now) {
    long hour = now / HOUR_MILLIS;
    if (firstHour == 0 || hour - firstHour < rule.learnHours()) {
      return 0;
    }
    Country country = country(callingCode, hour);
    if (country.limit < 0) {
      country.limit = limit(country);
    }
    long limit = halved ? (country.limit + 1) / 2 : country.limit;
    return country.counts[country.index(hour)] < limit ? 0 : (hour + 1) * HOUR_MILLIS - now;
  }

  void record(int callingCode, long at) {
    add(callingCode, at / HOUR_MILLIS, 1);
  }

  void takeBack(int callingCode, long at) {
    add(callingCode, at / HOUR_MILLIS, -1);
  }

  private void add(int callingCode, long hour, int count) {
    if (firstHour == 0 || hour < firstHour) {
      firstHour = hour;
    }
    Country country = country(callingCode, hour);
    if (hour > country.hour - HOURS) {
      int index = country.index(hour);
      country.counts[index] = Math.max(0, country.counts[index] + count);
    }
  }

  private Country country(int callingCode, long hour) {
    if (byCode.length == 0) {
      byCode = new Country[CallingCode.LIMIT];
    }
    Country country = byCode[callingCode];
    if (country == null) {
      country = new Country(hour);
      byCode[callingCode] = country;
    }
    if (hour > country.hour) {
      long from = Math.max(country.hour + 1, hour - country.counts.length + 1);
      for (long passed = from; passed <= hour; passed++) {
        country.counts[country.index(passed)] = 0;
      }
      country.hour = hour;
      country.limit = -1;
    }
    return country;
  }

  /** From the same hour of the days since the account began; a day without messages counts 0. */
  private long limit(Country country) {
    int days = (int) Math.min(DAYS, (country.hour - firstHour) / HOURS_PER_DAY);
    int[] sameHour = new int[days];
    for (int day = 1; day <= days; day++) {
      sameHour[day - 1] = country.counts[country.index(country.hour - (long) day * HOURS_PER_DAY)];
    }
    Arrays.sort(sameHour);
    double median = days == 0 ? 0 : (sameHour[(days - 1) / 2] + (double) sameHour[days / 2]) / 2;
    return (long) (median * rule.factor()) + rule.plus();
  }

  /** Every hour with messages. */
  List<GuardMemory.CountryHour> export() {
    List<GuardMemory.CountryHour> hours = new ArrayList<>();
    for (int code = 0; code < byCode.length; code++) {
      Country country = byCode[code];
      if (country == null) {
        continue;
      }
      for (long hour = country.hour - HOURS; hour <= country.hour; hour++) {
        int count = country.counts[country.index(hour)];
        if (count > 0) {
          hours.add(new GuardMemory.CountryHour(code, hour, count));
        }
      }
    }
    return hours;
  }

  long firstHour() {
    return firstHour;
  }

  void restore(long first, List<GuardMemory.CountryHour> hours) {
    for (GuardMemory.CountryHour each : hours) {
      add(each.callingCode(), each.hour(), each.count());
    }
    if (first != 0) {
      firstHour = first;
    }
  }
}
