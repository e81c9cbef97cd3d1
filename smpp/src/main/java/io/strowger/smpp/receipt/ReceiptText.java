package io.strowger.smpp.receipt;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * The text form of a receipt (SMPP 3.4 appendix B) as carriers write it: keys in any order and
 * case, some missing, values of any length. One pass over the octets; nothing is copied but what is
 * asked for.
 */
final class ReceiptText {
  private static final long ID = word("id");
  private static final long MSG_ID = word("msgid");
  private static final long MESSAGE_ID = word("messageid");
  private static final long SUB = word("sub");
  private static final long DELIVERED_COUNT = word("dlvrd");
  private static final long DATE = word("date");
  private static final long DONE_DATE = word("donedate");
  private static final long SUBMIT_DATE = word("submitdate");
  private static final long DONE = word("done");
  private static final long SUBMIT = word("submit");
  private static final long STAT = word("stat");
  private static final long STATE = word("state");
  private static final long STATUS = word("status");
  private static final long ERR = word("err");
  private static final long ERROR = word("error");
  private static final long TEXT = word("text");

  private static final long NONE = 0;

  private static final int ID_MAX = 128;
  private static final int ERROR_MAX = 16;

  /** The underscore of GSM 03.38, which some SMSCs put into their ids. */
  private static final byte GSM_UNDERSCORE = 0x11;

  private static final long MILLIS_PER_DAY = 86_400_000;

  private final byte[] octets;
  private final int end;
  private long openKey = NONE;
  private int openFrom;
  private int idFrom = -1;
  private int idTo;
  private int errorFrom = -1;
  private int errorTo;
  private int doneFrom = -1;
  private int doneTo;
  private boolean dated;
  private @Nullable ReceiptState state;

  /** Reads octets {@code from} (inclusive) to {@code end}. */
  ReceiptText(byte[] octets, int from, int end) {
    this.octets = octets;
    this.end = end;
    scan(from);
  }

  @Nullable String id() {
    return idFrom < 0 || idTo - idFrom > ID_MAX ? null : ascii(idFrom, idTo);
  }

  @Nullable ReceiptState state() {
    return state;
  }

  @Nullable String error() {
    return errorFrom < 0 ? null : ascii(errorFrom, Math.min(errorTo, errorFrom + ERROR_MAX));
  }

  /** Epoch milliseconds, 0 when absent or unreadable. */
  long doneAtMillis() {
    return doneFrom < 0 ? 0 : date(doneFrom, doneTo);
  }

  /** So much of the standard's form that it cannot be chance: id, a known state and a date. */
  boolean isUnmistakable() {
    return idFrom >= 0 && state != null && dated;
  }

  private void scan(int from) {
    int keyFloor = from;
    for (int i = from; i < end; i++) {
      if (octets[i] != ':') {
        continue;
      }
      int start = wordStart(keyFloor, i);
      long key = word(start, i);
      if (key == DATE) {
        int previousEnd = backOverSpaces(keyFloor, start);
        int previousStart = wordStart(keyFloor, previousEnd);
        long previous = word(previousStart, previousEnd);
        key = previous == DONE ? DONE_DATE : previous == SUBMIT ? SUBMIT_DATE : NONE;
        start = previousStart;
      }
      if (!isKey(key)) {
        continue;
      }
      closeValue(start);
      // What follows was written by people: believed only where it is the sole source.
      if (key == TEXT && idFrom >= 0 && state != null) {
        return;
      }
      openKey = key;
      openFrom = i + 1;
      keyFloor = i + 1;
    }
    closeValue(end);
  }

  private static boolean isKey(long key) {
    return key == ID
        || key == SUB
        || key == DELIVERED_COUNT
        || key == SUBMIT_DATE
        || key == DONE_DATE
        || key == STAT
        || key == ERR
        || key == TEXT
        || key == STATUS
        || key == STATE
        || key == ERROR
        || key == MSG_ID
        || key == MESSAGE_ID;
  }

  /** Keeps the value of the open key, which ends before {@code limit}; the first one counts. */
  private void closeValue(int limit) {
    if (openKey == NONE) {
      return;
    }
    int from = openFrom;
    while (from < limit && isSeparator(octets[from])) {
      from++;
    }
    int to = from;
    while (to < limit && !isSeparator(octets[to])) {
      to++;
    }
    if (from == to) {
      return;
    }
    long key = openKey;
    if (key == ID || key == MSG_ID || key == MESSAGE_ID) {
      if (idFrom < 0) {
        idFrom = from;
        idTo = to;
      }
    } else if (key == STAT || key == STATUS || key == STATE) {
      if (state == null) {
        state = StatWord.read(octets, from, to);
      }
    } else if (key == ERR || key == ERROR) {
      if (errorFrom < 0) {
        errorFrom = from;
        errorTo = to;
      }
    } else if (key == DONE_DATE || key == SUBMIT_DATE) {
      dated = true;
      if (key == DONE_DATE && doneFrom < 0) {
        doneFrom = from;
        doneTo = to;
      }
    }
  }

  private int wordStart(int floor, int wordEnd) {
    int start = wordEnd;
    while (start > floor && (isLetter(octets[start - 1]) || isUnderscore(octets[start - 1]))) {
      start--;
    }
    return start;
  }

  private int backOverSpaces(int floor, int from) {
    int at = from;
    while (at > floor && octets[at - 1] == ' ') {
      at--;
    }
    return at;
  }

  /** Its last eight letters in lower case, one in each octet. */
  private long word(int from, int to) {
    long packed = 0;
    for (int i = from; i < to; i++) {
      if (!isUnderscore(octets[i])) {
        packed = (packed << 8) | (octets[i] | 0x20);
      }
    }
    return packed;
  }

  private static long word(String letters) {
    long packed = 0;
    for (int i = 0; i < letters.length(); i++) {
      packed = (packed << 8) | letters.charAt(i);
    }
    return packed;
  }

  private static boolean isLetter(byte octet) {
    int lower = octet | 0x20;
    return lower >= 'a' && lower <= 'z';
  }

  private static boolean isUnderscore(byte octet) {
    return octet == '_' || octet == GSM_UNDERSCORE;
  }

  private static boolean isSeparator(byte octet) {
    return switch (octet) {
      case ' ', '\0', '\t', '\r', '\n', ',', ';', '|' -> true;
      default -> false;
    };
  }

  private String ascii(int from, int to) {
    String value = new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    return value.indexOf(GSM_UNDERSCORE) < 0 ? value : value.replace((char) GSM_UNDERSCORE, '_');
  }

  /**
   * YYMMDDhhmm, the same with seconds, or YYYYMMDDhhmmss. Twelve digits that are no such date are
   * read as YYYYMMDDhhmm: until 2099 that never fits both.
   */
  private long date(int from, int to) {
    int length = to - from;
    for (int i = from; i < to; i++) {
      if (octets[i] < '0' || octets[i] > '9') {
        return 0;
      }
    }
    return switch (length) {
      case 10 -> instant(2000 + two(from), from + 2, 0);
      case 12 -> {
        long short12 = instant(2000 + two(from), from + 2, two(from + 10));
        yield short12 != 0 ? short12 : instant(four(from), from + 4, 0);
      }
      case 14 -> instant(four(from), from + 4, two(from + 12));
      default -> 0;
    };
  }

  private long instant(int year, int monthAt, int second) {
    int month = two(monthAt);
    int day = two(monthAt + 2);
    int hour = two(monthAt + 4);
    int minute = two(monthAt + 6);
    if (year < 2000 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) {
      return 0;
    }
    if (day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
      return 0;
    }
    long seconds = (hour * 60L + minute) * 60 + second;
    return LocalDate.of(year, month, day).toEpochDay() * MILLIS_PER_DAY + seconds * 1000;
  }

  private int two(int at) {
    return (octets[at] - '0') * 10 + octets[at + 1] - '0';
  }

  private int four(int at) {
    return two(at) * 100 + two(at + 2);
  }
}
