package io.strowger.gateway.number;

/**
 * A telephone number in E.164 form: {@code +} and 7 to 15 digits. {@link #toString()} is masked, so
 * that a number in a log or an error text never shows its subscriber.
 */
public record PhoneNumber(String e164) implements ParsedNumber {
  static final int LENGTH_MIN = 8;
  static final int LENGTH_MAX = 16;

  private static final int VISIBLE_DIGITS = 4;

  public PhoneNumber {
    if (e164.length() < LENGTH_MIN || e164.length() > LENGTH_MAX || e164.charAt(0) != '+') {
      throw new IllegalArgumentException("not E.164");
    }
    for (int i = 1; i < e164.length(); i++) {
      if (e164.charAt(i) < '0' || e164.charAt(i) > '9') {
        throw new IllegalArgumentException("not E.164");
      }
    }
  }

  /** The digits without {@code +}. */
  public String digits() {
    return e164.substring(1);
  }

  /** The digits as one number: at most 10^15, so that it can be a key. */
  public long value() {
    return Long.parseLong(e164, 1, e164.length(), 10);
  }

  /** The first digits and as many stars as there are hidden ones, for example +3934*******. */
  public String masked() {
    int visible = Math.min(e164.length(), 1 + VISIBLE_DIGITS);
    return e164.substring(0, visible) + "*".repeat(e164.length() - visible);
  }

  @Override
  public String toString() {
    return masked();
  }
}
