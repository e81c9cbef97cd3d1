package io.strowger.smpp.receipt;

import java.time.LocalDate;
import java.time.Month;
import java.time.Year;

/** The dates in the text of a receipt, taken as UTC. */
final class ReceiptDate {
  private static final long SECONDS_PER_DAY = 86_400;
  private static final int SHORT_MONTH = 28;

  private ReceiptDate() {}

  /**
   * YYMMDDhhmm, the same with seconds, or YYYYMMDDhhmmss; 0 for anything else. Twelve digits that
   * are no such date are read as YYYYMMDDhhmm: from 2013 to 2099 that never fits both.
   *
   * @return epoch milliseconds
   */
  static long read(byte[] octets, int from, int to) {
    for (int i = from; i < to; i++) {
      if (octets[i] < '0' || octets[i] > '9') {
        return 0;
      }
    }
    return switch (to - from) {
      case 10 -> instant(octets, 2000 + two(octets, from), from + 2, 0);
      case 12 -> {
        long withSeconds =
            instant(octets, 2000 + two(octets, from), from + 2, two(octets, from + 10));
        yield withSeconds != 0 ? withSeconds : instant(octets, four(octets, from), from + 4, 0);
      }
      case 14 -> instant(octets, four(octets, from), from + 4, two(octets, from + 12));
      default -> 0;
    };
  }

  private static long instant(byte[] octets, int year, int monthAt, int second) {
    int month = two(octets, monthAt);
    int day = two(octets, monthAt + 2);
    int hour = two(octets, monthAt + 4);
    int minute = two(octets, monthAt + 6);
    if (year < 2000 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) {
      return 0;
    }
    if (day < 1 || (day > SHORT_MONTH && day > Month.of(month).length(Year.isLeap(year)))) {
      return 0;
    }
    long days = LocalDate.of(year, month, day).toEpochDay();
    return (days * SECONDS_PER_DAY + (hour * 60L + minute) * 60 + second) * 1000;
  }

  private static int two(byte[] octets, int at) {
    return (octets[at] - '0') * 10 + octets[at + 1] - '0';
  }

  private static int four(byte[] octets, int at) {
    return two(octets, at) * 100 + two(octets, at + 2);
  }
}
