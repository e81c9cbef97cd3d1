package io.strowger.smpp.server;

/**
 * Counts the PDUs of a session that carry no message, in whole seconds from the first: a peer that
 * sends nothing but enquire_link, or nonsense, must not live on everybody else's time.
 */
record Chatter(long secondStartMillis, int count) {
  static final Chatter NONE = new Chatter(Long.MIN_VALUE / 2, 0);

  private static final long SECOND_MILLIS = 1_000;

  Chatter heard(long now) {
    return now - secondStartMillis >= SECOND_MILLIS
        ? new Chatter(now, 1)
        : new Chatter(secondStartMillis, count + 1);
  }
}
