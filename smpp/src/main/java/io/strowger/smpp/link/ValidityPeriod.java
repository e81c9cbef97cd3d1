package io.strowger.smpp.link;

import io.strowger.smpp.link.CarrierSettings.Validity;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Writes the remaining life of a message as validity_period (SMPP 3.4 section 7.1.1). */
final class ValidityPeriod {
  private static final long DAY_SECONDS = 86_400;

  /** Days have two digits beside a month of unknown length; no passcode lives that long. */
  private static final long RELATIVE_MAX_SECONDS = 28 * DAY_SECONDS;

  private ValidityPeriod() {}

  /** Rounded down, so that the carrier gives up no later than we do, but at least one second. */
  static String of(Validity validity, long deadlineMillis, long nowMillis) {
    return switch (validity) {
      case NONE -> "";
      case RELATIVE -> relative(Math.max(1, (deadlineMillis - nowMillis) / 1000));
      case ABSOLUTE -> absolute(Math.max(deadlineMillis, nowMillis + 1000));
    };
  }

  /** {@code YYMMDDhhmmss000R}. */
  private static String relative(long seconds) {
    long left = Math.min(seconds, RELATIVE_MAX_SECONDS);
    char[] out = "0000000000000".concat("00R").toCharArray();
    digits(out, 4, left / DAY_SECONDS);
    digits(out, 6, left / 3600 % 24);
    digits(out, 8, left / 60 % 60);
    digits(out, 10, left % 60);
    return new String(out);
  }

  /** {@code YYMMDDhhmmsstnn+} with tenths of a second, in UTC. */
  private static String absolute(long atMillis) {
    LocalDateTime at = LocalDateTime.ofInstant(Instant.ofEpochMilli(atMillis), ZoneOffset.UTC);
    char[] out = "000000000000000+".toCharArray();
    digits(out, 0, at.getYear() % 100);
    digits(out, 2, at.getMonthValue());
    digits(out, 4, at.getDayOfMonth());
    digits(out, 6, at.getHour());
    digits(out, 8, at.getMinute());
    digits(out, 10, at.getSecond());
    out[12] = (char) ('0' + at.getNano() / 100_000_000);
    return new String(out);
  }

  private static void digits(char[] out, int at, long twoDigits) {
    out[at] = (char) ('0' + twoDigits / 10);
    out[at + 1] = (char) ('0' + twoDigits % 10);
  }
}
