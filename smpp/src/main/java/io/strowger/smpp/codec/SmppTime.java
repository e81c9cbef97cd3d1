package io.strowger.smpp.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The times that schedule_delivery_time, validity_period and final_date carry: {@code
 * YYMMDDhhmmsstnn} and one of {@code + - R} (SMPP 3.4 section 7.1.1).
 */
public sealed interface SmppTime {
  /** Without its NUL. */
  int LENGTH = 16;

  /** The field was empty. */
  record Absent() implements SmppTime {}

  /** Epoch milliseconds; a relative time counts from the moment it was read. */
  record At(long epochMillis) implements SmppTime {}

  /**
   * @param reason in words, the field's content never quoted
   */
  record Unreadable(String reason) implements SmppTime {}

  /**
   * Reads a field. Of a year's two digits the century is taken that is nearest to now.
   *
   * @param nowMillis what a relative time counts from
   */
  static SmppTime read(String field, long nowMillis) {
    if (field.isEmpty()) {
      return new Absent();
    }
    if (field.length() != LENGTH) {
      return new Unreadable("neither empty nor 16 characters");
    }
    for (int i = 0; i < LENGTH - 1; i++) {
      if (field.charAt(i) < '0' || field.charAt(i) > '9') {
        return new Unreadable("a character that is no digit");
      }
    }
    LocalDateTime now = LocalDateTime.ofInstant(Instant.ofEpochMilli(nowMillis), ZoneOffset.UTC);
    return switch (field.charAt(LENGTH - 1)) {
      case 'R' -> relative(field, now);
      case '+' -> absolute(field, now, -1);
      case '-' -> absolute(field, now, 1);
      default -> new Unreadable("neither +, - nor R at the end");
    };
  }

  /** An absolute time in UTC. */
  static String write(long epochMillis) {
    LocalDateTime at = LocalDateTime.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneOffset.UTC);
    StringBuilder out = new StringBuilder(LENGTH);
    two(out, at.getYear() % 100);
    two(out, at.getMonthValue());
    two(out, at.getDayOfMonth());
    two(out, at.getHour());
    two(out, at.getMinute());
    two(out, at.getSecond());
    return out.append(at.getNano() / 100_000_000).append("00+").toString();
  }

  private static SmppTime relative(String field, LocalDateTime now) {
    LocalDateTime then =
        now.plusYears(digits(field, 0))
            .plusMonths(digits(field, 2))
            .plusDays(digits(field, 4))
            .plusHours(digits(field, 6))
            .plusMinutes(digits(field, 8))
            .plusSeconds(digits(field, 10));
    // Tenths and the quarters are "000" in the standard; clients leave anything there.
    return new At(then.toInstant(ZoneOffset.UTC).toEpochMilli());
  }

  private static SmppTime absolute(String field, LocalDateTime now, int direction) {
    int quarters = digits(field, 13);
    if (quarters > 48) {
      return new Unreadable("more than 48 quarters of an hour from UTC");
    }
    try {
      LocalDateTime there =
          LocalDateTime.of(
              year(digits(field, 0), now.getYear()),
              digits(field, 2),
              digits(field, 4),
              digits(field, 6),
              digits(field, 8),
              digits(field, 10),
              (field.charAt(12) - '0') * 100_000_000);
      return new At(
          there.plusMinutes(15L * direction * quarters).toInstant(ZoneOffset.UTC).toEpochMilli());
    } catch (DateTimeException e) {
      return new Unreadable("no such date");
    }
  }

  private static int year(int twoDigits, int thisYear) {
    int ahead = Math.floorMod(twoDigits - thisYear, 100);
    return thisYear + (ahead < 50 ? ahead : ahead - 100);
  }

  private static int digits(String field, int at) {
    return (field.charAt(at) - '0') * 10 + field.charAt(at + 1) - '0';
  }

  private static void two(StringBuilder out, int value) {
    out.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
  }
}
