package io.strowger.smpp.receipt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The text form of a receipt (SMPP 3.4 appendix B) as carriers write it: keys in any order and
 * case, some missing, values of any length. One pass over the octets; nothing is copied but what is
 * asked for.
 */
final class ReceiptText {
  private static final byte[] ID = octetsOf("id:");
  private static final byte[] SUB = octetsOf(" sub:");
  private static final byte[] DELIVERED = octetsOf(" dlvrd:");
  private static final byte[] SUBMIT_DATE = octetsOf(" submit date:");
  private static final byte[] DONE_DATE = octetsOf(" done date:");
  private static final byte[] STAT = octetsOf(" stat:");
  private static final byte[] ERR = octetsOf(" err:");
  private static final int ABSENT = -1;

  private static final int ID_MAX = 128;
  private static final int ERROR_MAX = 16;

  /** The underscore of GSM 03.38, which some SMSCs put into their ids. */
  private static final byte GSM_UNDERSCORE = 0x11;

  private static final byte LETTER = 1;
  private static final byte UNDERSCORE = 2;
  private static final byte SEPARATOR = 4;
  private static final byte[] KINDS = kinds();

  private final byte[] octets;
  private final int end;
  private ReceiptKey openKey = ReceiptKey.NONE;
  private int openFrom;
  private int idFrom = -1;
  private int idTo;
  private int errorFrom = -1;
  private int errorTo;
  private int doneFrom;
  private int doneTo;
  private boolean dated;
  private @Nullable ReceiptState state;

  /** Set by {@link #readWord}. */
  private int wordFrom;

  private int wordTail;
  private int wordLetters;

  private ReceiptText(byte[] octets, int end) {
    this.octets = octets;
    this.end = end;
  }

  /** Reads octets {@code from} (inclusive) to {@code end}. */
  static ReceiptText read(byte[] octets, int from, int end) {
    ReceiptText text = new ReceiptText(octets, end);
    // Most carriers write the standard's form to the letter, and it takes a third of the time.
    return text.readStandard(from) ? text : scanned(octets, from, end);
  }

  /** The same without the short cut. */
  static ReceiptText scanned(byte[] octets, int from, int end) {
    ReceiptText text = new ReceiptText(octets, end);
    text.scan(from);
    return text;
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
    return ReceiptDate.read(octets, doneFrom, doneTo);
  }

  /** So much of the standard's form that it cannot be chance: id, a known state and a date. */
  boolean isUnmistakable() {
    return idFrom >= 0 && state != null && dated;
  }

  /**
   * @return false when anything up to {@code err} differs from the form of appendix B; what was
   *     kept by then is worth nothing
   */
  private boolean readStandard(int from) {
    idFrom = after(from, ID);
    idTo = valueEnd(idFrom);
    int sub = after(idTo, SUB);
    int delivered = after(valueEnd(sub), DELIVERED);
    int submitted = after(valueEnd(delivered), SUBMIT_DATE);
    doneFrom = after(valueEnd(submitted), DONE_DATE);
    doneTo = valueEnd(doneFrom);
    int stat = after(doneTo, STAT);
    int statTo = valueEnd(stat);
    errorFrom = after(statTo, ERR);
    errorTo = valueEnd(errorFrom);
    if (errorTo < 0) {
      return false;
    }
    dated = true;
    state = StatWord.read(octets, stat, statTo);
    return state != null;
  }

  /** The place after the key if it stands here, else ABSENT. */
  private int after(int at, byte[] key) {
    int to = at + key.length;
    boolean stands = at >= 0 && to <= end && Arrays.equals(octets, at, to, key, 0, key.length);
    return stands ? to : ABSENT;
  }

  /** Where the value that begins here ends; ABSENT when it is empty or holds a colon. */
  private int valueEnd(int from) {
    if (from < 0) {
      return ABSENT;
    }
    byte[] all = octets;
    int to = from;
    while (to < end && KINDS[all[to] & 0xFF] != SEPARATOR) {
      if (all[to] == ':') {
        return ABSENT;
      }
      to++;
    }
    return to == from ? ABSENT : to;
  }

  private void scan(int from) {
    byte[] all = octets;
    int keyFloor = from;
    for (int i = from; i < end; i++) {
      if (all[i] != ':') {
        continue;
      }
      ReceiptKey key = keyBefore(i, keyFloor);
      if (key == ReceiptKey.NONE) {
        continue;
      }
      closeValue(wordFrom);
      // What follows was written by people: believed only where it is the sole source.
      if (key == ReceiptKey.TEXT && idFrom >= 0 && state != null) {
        return;
      }
      openKey = key;
      openFrom = i + 1;
      keyFloor = i + 1;
    }
    closeValue(end);
  }

  /** The key that ends before the colon; {@link #wordFrom} is then where it begins. */
  private ReceiptKey keyBefore(int colon, int floor) {
    readWord(colon, floor);
    if (!ReceiptKey.isDate(wordTail, wordLetters)) {
      return ReceiptKey.of(wordTail, wordLetters);
    }
    int previousTo = wordFrom;
    while (previousTo > floor && octets[previousTo - 1] == ' ') {
      previousTo--;
    }
    readWord(previousTo, floor);
    return ReceiptKey.ofDate(wordTail);
  }

  /** Reads the word that ends before {@code to} backwards; underscores do not count. */
  private void readWord(int to, int floor) {
    byte[] all = octets;
    int letters = 0;
    int tail = 0;
    int at = to - 1;
    while (at >= floor) {
      int octet = all[at];
      int kind = KINDS[octet & 0xFF];
      if (kind == LETTER) {
        if (letters < 4) {
          tail |= (octet | 0x20) << (8 * letters);
        }
        letters++;
      } else if (kind != UNDERSCORE) {
        break;
      }
      at--;
    }
    wordFrom = at + 1;
    wordTail = tail;
    wordLetters = letters;
  }

  /** Keeps the value of the open key, which ends before {@code limit}; the first one counts. */
  private void closeValue(int limit) {
    if (openKey == ReceiptKey.NONE || openKey == ReceiptKey.COUNT) {
      return;
    }
    byte[] all = octets;
    int from = openFrom;
    while (from < limit && KINDS[all[from] & 0xFF] == SEPARATOR) {
      from++;
    }
    int to = from;
    while (to < limit && KINDS[all[to] & 0xFF] != SEPARATOR) {
      to++;
    }
    if (from < to) {
      keep(from, to);
    }
  }

  private void keep(int from, int to) {
    switch (openKey) {
      case ID -> {
        if (idFrom < 0) {
          idFrom = from;
          idTo = to;
        }
      }
      case STAT -> state = state == null ? StatWord.read(octets, from, to) : state;
      case ERR -> {
        if (errorFrom < 0) {
          errorFrom = from;
          errorTo = to;
        }
      }
      case DONE_DATE -> {
        if (doneTo == 0) {
          doneFrom = from;
          doneTo = to;
          dated = true;
        }
      }
      case SUBMIT_DATE -> dated = true;
      case TEXT, COUNT, NONE -> {}
    }
  }

  private String ascii(int from, int to) {
    String value = new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    return value.indexOf(GSM_UNDERSCORE) < 0 ? value : value.replace((char) GSM_UNDERSCORE, '_');
  }

  private static byte[] octetsOf(String key) {
    return key.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    for (char c = 'a'; c <= 'z'; c++) {
      kinds[c] = LETTER;
      kinds[Character.toUpperCase(c)] = LETTER;
    }
    kinds['_'] = UNDERSCORE;
    kinds[GSM_UNDERSCORE] = UNDERSCORE;
    for (char c : " \0\t\r\n,;|".toCharArray()) {
      kinds[c] = SEPARATOR;
    }
    return kinds;
  }
}
