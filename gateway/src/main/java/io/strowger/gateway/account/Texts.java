package io.strowger.gateway.account;

/** Which characters a text that we put together may hold. */
final class Texts {
  private Texts() {}

  /**
   * Controls, line feeds among them, halves of surrogate pairs, and the marks that turn the
   * direction of what follows: with them a value could make a line of its own, or show another text
   * than it is.
   */
  static boolean isRefused(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
    }
    boolean separator = c == '\u2028' || c == '\u2029';
    boolean turns = (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
    return Character.isISOControl(c) || separator || turns;
  }

  static boolean isClean(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isRefused(text, i)) {
        return false;
      }
    }
    return true;
  }
}
