package io.strowger.gateway.number;

/** Country calling codes, as ITU-T E.164 lays them out: one to three digits, told by the first. */
public final class CallingCode {
  /** One more than the greatest. */
  public static final int LIMIT = 1_000;

  /** Zones 1 and 7 have one digit; of the others these have two, and all the rest three. */
  private static final boolean[] TWO_DIGITS = new boolean[100];

  static {
    int[] codes = {
      20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55,
      56, 57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98
    };
    for (int code : codes) {
      TWO_DIGITS[code] = true;
    }
  }

  private CallingCode() {}

  /** The calling code of a number, 1 to 999. */
  public static int of(PhoneNumber number) {
    return Integer.parseInt(number.e164(), 1, 1 + digits(number), 10);
  }

  /** How many digits the calling code of a number has, 1 to 3. */
  public static int digits(PhoneNumber number) {
    char first = number.e164().charAt(1);
    if (first == '1' || first == '7') {
      return 1;
    }
    return TWO_DIGITS[(first - '0') * 10 + number.e164().charAt(2) - '0'] ? 2 : 3;
  }
}
