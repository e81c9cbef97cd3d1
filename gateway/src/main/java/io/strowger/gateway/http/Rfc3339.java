package io.strowger.gateway.http;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Writes times as {@code 2026-11-22T10:15:30.123Z} (RFC 3339 section 5.6), always 24 characters. By
 * hand, since every answer has one and the JDK's formatter costs a microsecond.
 */
final class Rfc3339 {
  static final int LENGTH = 24;
  private static final int DAY_MILLIS = 86_400_000;

  private Rfc3339() {}

  static String format(long epochMillis) {
    byte[] bytes = new byte[LENGTH];
    write(epochMillis, bytes, 0);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  /** Writes 24 bytes; the year must have four digits. */
  static void write(long epochMillis, byte[] to, int offset) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochMillis, DAY_MILLIS));
    int millis = Math.floorMod(epochMillis, DAY_MILLIS);
    digits(date.getYear(), 4, to, offset);
    to[offset + 4] = '-';
    digits(date.getMonthValue(), 2, to, offset + 5);
    to[offset + 7] = '-';
    digits(date.getDayOfMonth(), 2, to, offset + 8);
    to[offset + 10] = 'T';
    digits(millis / 3_600_000, 2, to, offset + 11);
    to[offset + 13] = ':';
    digits(millis / 60_000 % 60, 2, to, offset + 14);
    to[offset + 16] = ':';
    digits(millis / 1_000 % 60, 2, to, offset + 17);
    to[offset + 19] = '.';
    digits(millis % 1_000, 3, to, offset + 20);
    to[offset + 23] = 'Z';
  }

  /** The value of a Date header (RFC 9110 section 5.6.7). */
  static String httpDate(long epochMillis) {
    return java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
        java.time.Instant.ofEpochMilli(epochMillis).atOffset(ZoneOffset.UTC));
  }

  private static void digits(int value, int count, byte[] to, int offset) {
    int rest = value;
    for (int i = count - 1; i >= 0; i--) {
      to[offset + i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
