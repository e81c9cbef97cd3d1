package io.strowger.gateway.http;

import org.jspecify.annotations.Nullable;

/** Numbers from clients that leave the plus sign away, since their gateway never wanted it. */
final class WrittenNumber {
  private WrittenNumber() {}

  /**
   * With a plus sign, where the number can only be an international one.
   *
   * @param defaultRegion when the account has one, a number without plus sign or 00 is left to it
   */
  static String international(String written, @Nullable String defaultRegion) {
    String number = written.strip();
    if (number.startsWith("+") || number.isEmpty()) {
      return number;
    }
    if (number.startsWith("00")) {
      return "+" + number.substring(2);
    }
    return defaultRegion == null ? "+" + number : number;
  }
}
