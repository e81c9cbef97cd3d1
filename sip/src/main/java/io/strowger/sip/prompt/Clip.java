package io.strowger.sip.prompt;

import java.util.Locale;

/** Every recording of a pack; the file is called like the constant, {@code your-code-is.wav}. */
public enum Clip {
  /** Says who calls. */
  GREETING,
  /** "To hear your code, press", before a key. */
  TO_HEAR_PRESS,
  YOUR_CODE_IS,
  I_REPEAT,
  /** "To hear it again, press", before a key. */
  AGAIN_PRESS,
  GOODBYE,
  /** Says that somebody signs in, in place of the greeting. */
  APPROVAL,
  TO_APPROVE_PRESS,
  TO_REFUSE_PRESS,
  TO_REPORT_FRAUD_PRESS,
  APPROVED,
  REFUSED,
  REPORTED,
  KEY_STAR,
  KEY_HASH,
  DIGIT_0,
  DIGIT_1,
  DIGIT_2,
  DIGIT_3,
  DIGIT_4,
  DIGIT_5,
  DIGIT_6,
  DIGIT_7,
  DIGIT_8,
  DIGIT_9;

  /** The name of its file. */
  public String file() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".wav";
  }

  /**
   * How a key or a digit is said.
   *
   * @throws IllegalArgumentException when it is none of 0–9, * and #
   */
  public static Clip of(char key) {
    if (key >= '0' && key <= '9') {
      return valueOf("DIGIT_" + key);
    }
    return switch (key) {
      case '*' -> KEY_STAR;
      case '#' -> KEY_HASH;
      default -> throw new IllegalArgumentException("only 0-9, * and # can be said");
    };
  }
}
