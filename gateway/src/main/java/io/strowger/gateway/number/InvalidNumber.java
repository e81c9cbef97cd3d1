package io.strowger.gateway.number;

/**
 * A text that is no telephone number.
 *
 * @param reason one sentence for people, without the number
 */
public record InvalidNumber(String reason) implements ParsedNumber {
  static final InvalidNumber EMPTY = new InvalidNumber("The number is empty.");
  static final InvalidNumber BAD_CHARACTER =
      new InvalidNumber(
          "The number holds a character other than digits, a leading + and separators.");
  static final InvalidNumber NO_COUNTRY_CODE =
      new InvalidNumber("The number has no country code: begin it with + and the country code.");
  static final InvalidNumber UNKNOWN_COUNTRY_CODE =
      new InvalidNumber("No country has this country code.");
  static final InvalidNumber TOO_SHORT =
      new InvalidNumber("The number is too short for its country.");
  static final InvalidNumber TOO_LONG =
      new InvalidNumber("The number is too long for its country.");
  static final InvalidNumber IMPOSSIBLE_LENGTH =
      new InvalidNumber("Numbers of this country do not have this many digits.");
  static final InvalidNumber UNREADABLE = new InvalidNumber("This is not a telephone number.");
}
