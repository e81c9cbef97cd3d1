package io.strowger.gateway.http;

import io.strowger.gateway.message.Secret;

/** What the values of a message must look like, whichever way they came in. */
final class MessageValues {
  static final int TO_MAX = 32;
  private static final int CODE_MIN = 4;
  private static final int CODE_MAX = 32;
  private static final int SENDER_MAX = 16;
  private static final int LANGUAGE_MAX = 35;
  private static final int REFERENCE_MAX = 128;

  private MessageValues() {}

  /** A number as it was written; whether it can exist is found out later. */
  static Secret to(String pointer, String value) throws Rejected {
    return new Secret(bounded(pointer, value, TO_MAX));
  }

  static Secret text(String pointer, String value) throws Rejected {
    if (value.isBlank()) {
      throw invalidText(pointer, "The text is blank.");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' && c != '\n' && c != '\r') {
        throw invalidText(pointer, "The text has a control character.");
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == value.length()
            || !Character.isLowSurrogate(value.charAt(i + 1))) {
          throw invalidText(pointer, "The text has half of a surrogate pair.");
        }
        i++;
      }
    }
    return new Secret(value);
  }

  private static Rejected invalidText(String pointer, String detail) {
    return new Rejected(
        Problem.atField(
            ProblemType.INVALID_TEXT, pointer, detail, "any characters, line feeds among them"));
  }

  static Secret code(String pointer, String value) throws Rejected {
    boolean valid = value.length() >= CODE_MIN && value.length() <= CODE_MAX;
    for (int i = 0; valid && i < value.length(); i++) {
      char c = value.charAt(i);
      valid = isAsciiAlphanumeric(c) || c == '-' || c == ' ';
    }
    if (!valid) {
      throw invalid(pointer, "This cannot be a code.", "4 to 32 of A-Z a-z 0-9 - and space");
    }
    return new Secret(value);
  }

  /** Alphanumeric up to 11 characters, or a number up to 15 digits (GSM 03.40, 9.1.2.5). */
  static String sender(String pointer, String value) throws Rejected {
    bounded(pointer, value, SENDER_MAX);
    boolean digits = !value.isEmpty();
    boolean alphanumeric = !value.isBlank() && value.length() <= 11;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean plus = i == 0 && c == '+' && value.length() > 1;
      digits &= (c >= '0' && c <= '9') || plus;
      alphanumeric &= isAsciiAlphanumeric(c) || " .-_&!".indexOf(c) >= 0;
    }
    digits &= value.length() <= (value.startsWith("+") ? 16 : 15);
    if (!digits && !alphanumeric) {
      throw invalid(pointer, "This cannot be a sender.", "1 to 11 letters and digits, or a number");
    }
    return value;
  }

  static String language(String pointer, String value) throws Rejected {
    bounded(pointer, value, LANGUAGE_MAX);
    boolean valid = value.length() >= 2;
    int part = 0;
    for (int i = 0; valid && i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '-') {
        valid = part > 0;
        part = 0;
      } else {
        part++;
        valid = isAsciiAlphanumeric(c) && part <= 8;
      }
    }
    if (!valid || part == 0) {
      throw invalid(pointer, "This is not a language tag.", "a tag such as en or de-CH");
    }
    return value;
  }

  static String reference(String pointer, String value) throws Rejected {
    bounded(pointer, value, REFERENCE_MAX);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c) || Character.isSurrogate(c)) {
        throw invalid(
            pointer,
            "A reference has a character that is not allowed.",
            "1 to 128 characters of the basic plane, no control characters");
      }
    }
    if (value.isEmpty()) {
      throw invalid(pointer, "The reference is empty.", "1 to 128 characters");
    }
    return value;
  }

  private static String bounded(String pointer, String value, int lengthMax) throws Rejected {
    if (value.length() > lengthMax) {
      throw invalid(pointer, "The value is too long.", "at most " + lengthMax + " characters");
    }
    return value;
  }

  static boolean isAsciiAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  static Rejected invalid(String pointer, String detail, String allowed) {
    return new Rejected(Problem.atField(ProblemType.INVALID_FIELD, pointer, detail, allowed));
  }
}
