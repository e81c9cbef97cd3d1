package io.strowger.smpp.receipt;

/** What may stand before a colon in the text of a receipt. */
enum ReceiptKey {
  /** No key: the colon belongs to a value. */
  NONE,
  ID,
  SUBMIT_DATE,
  DONE_DATE,
  STAT,
  ERR,
  TEXT,
  /** sub and dlvrd: they end the value before them, their own is of no use. */
  COUNT;

  /** Letters of a word, the last four of them packed. */
  private static final int DATE = ('d' << 24) | ('a' << 16) | ('t' << 8) | 'e';

  private static final int DONE = ('d' << 24) | ('o' << 16) | ('n' << 8) | 'e';
  private static final int SUBMIT_END = ('b' << 24) | ('m' << 16) | ('i' << 8) | 't';

  /**
   * Finds the key by the word before the colon.
   *
   * @param tail its last four letters in lower case, one in each octet
   * @param letters how many letters it has
   */
  static ReceiptKey of(int tail, int letters) {
    return switch (tail) {
      case ('i' << 8) | 'd' -> ID;
      case ('e' << 16) | ('r' << 8) | 'r' -> ERR;
      case ('s' << 16) | ('u' << 8) | 'b' -> COUNT;
      case ('s' << 24) | ('t' << 16) | ('a' << 8) | 't' -> letters == 4 ? STAT : NONE;
      case ('t' << 24) | ('e' << 16) | ('x' << 8) | 't' -> letters == 4 ? TEXT : NONE;
      case ('l' << 24) | ('v' << 16) | ('r' << 8) | 'd' -> letters == 5 ? COUNT : NONE;
      // message_id and msg_id, status and state, error, done_date and submit_date.
      case ('s' << 24) | ('g' << 16) | ('i' << 8) | 'd' -> letters == 5 ? ID : NONE;
      case ('g' << 24) | ('e' << 16) | ('i' << 8) | 'd' -> letters == 9 ? ID : NONE;
      case ('a' << 24) | ('t' << 16) | ('u' << 8) | 's' -> letters == 6 ? STAT : NONE;
      case ('t' << 24) | ('a' << 16) | ('t' << 8) | 'e' -> letters == 5 ? STAT : NONE;
      case ('r' << 24) | ('r' << 16) | ('o' << 8) | 'r' -> letters == 5 ? ERR : NONE;
      case DATE -> letters == 8 ? DONE_DATE : letters == 10 ? SUBMIT_DATE : NONE;
      default -> NONE;
    };
  }

  /** True for the second word of the keys that are two. */
  static boolean isDate(int tail, int letters) {
    return tail == DATE && letters == 4;
  }

  /** The key of two words by the first of them. */
  static ReceiptKey ofDate(int tail) {
    return tail == DONE ? DONE_DATE : tail == SUBMIT_END ? SUBMIT_DATE : NONE;
  }
}
