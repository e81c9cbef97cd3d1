package io.strowger.gateway.webhook;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How long a receiver wants to be left alone: seconds, or a date (RFC 9110 section 10.2.3). */
final class RetryAfter {
  private static final long DIGITS_MAX = 9;
  private static final int LENGTH_MAX = 64;

  /** The three forms of a date that RFC 9110 section 5.6.7 has every recipient read. */
  private static final List<DateTimeFormatter> FORMS =
      List.of(
          form("EEE, dd MMM uuuu HH:mm:ss 'GMT'"),
          new DateTimeFormatterBuilder()
              .appendPattern("EEEE, dd-MMM-")
              .appendValueReduced(ChronoField.YEAR, 2, 2, 2000)
              .appendPattern(" HH:mm:ss 'GMT'")
              .toFormatter(Locale.US),
          form("EEE MMM ppd HH:mm:ss uuuu"));

  private RetryAfter() {}

  private static DateTimeFormatter form(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.US);
  }

  /**
   * In milliseconds; 0 for none, and for what cannot be read.
   *
   * @param value of {@code Retry-After}
   * @param date of the same answer: by the receiver's own clock, so that a date is read by it too
   */
  static long millis(@Nullable String value, @Nullable String date, long nowMillis) {
    if (value == null || value.isEmpty()) {
      return 0;
    }
    if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return value.length() <= DIGITS_MAX ? Long.parseLong(value) * 1_000 : 0;
    }
    Instant until = date(value);
    if (until == null) {
      return 0;
    }
    Instant said = date == null ? null : date(date);
    long from = said == null ? nowMillis : said.toEpochMilli();
    return Math.max(0, until.toEpochMilli() - from);
  }

  private static @Nullable Instant date(String text) {
    if (text.length() > LENGTH_MAX) {
      return null;
    }
    for (DateTimeFormatter form : FORMS) {
      try {
        return LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC);
      } catch (DateTimeException _) {
        // Of another form, or none.
      }
    }
    return null;
  }
}
