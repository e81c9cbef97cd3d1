package io.strowger.gateway.http;

/**
 * A text that can only be looked at so many times: an expression that backtracks without end would
 * hold up every client of the event loop.
 */
final class BoundedText implements CharSequence {
  private static final int LOOKS_MAX = 200_000;

  private final String text;
  private int looks;

  BoundedText(String text) {
    this.text = text;
  }

  /** The expression is not done with the text in time. */
  static final class TooMuchWork extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooMuchWork() {
      super("too much work", null, false, false);
    }
  }

  @Override
  public char charAt(int index) {
    if (++looks > LOOKS_MAX) {
      throw new TooMuchWork();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  /** The text itself: what a match is cut from. */
  @Override
  public String toString() {
    return text;
  }
}
