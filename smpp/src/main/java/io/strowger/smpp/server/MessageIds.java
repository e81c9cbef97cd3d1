package io.strowger.smpp.server;

/** What fits the field message_id (SMPP 3.4 section 5.2.23). */
final class MessageIds {
  private static final int LENGTH_MAX = 64;

  private MessageIds() {}

  static void check(String messageId) {
    if (messageId.length() > LENGTH_MAX) {
      throw new IllegalArgumentException("a message id of more than 64 characters");
    }
    for (int i = 0; i < messageId.length(); i++) {
      if (messageId.charAt(i) <= ' ' || messageId.charAt(i) > '~') {
        throw new IllegalArgumentException("a message id that is not printable ASCII");
      }
    }
  }
}
