package io.strowger.gateway.canary;

import io.strowger.gateway.number.PhoneNumber;

/** What is to be done, or told, of canaries. */
public sealed interface CanaryCommand {
  String carrier();

  /**
   * Submit this text, or call and sound this token. {@link #toString()} does not show it: it looks
   * like a user's code.
   *
   * @param token tells this canary from all others
   * @param text of a call, nothing but the token
   */
  record Send(String carrier, PhoneNumber to, String token, String text, boolean call)
      implements CanaryCommand {
    @Override
    public String toString() {
      return "Send[" + carrier + ", " + to + "]";
    }
  }

  /**
   * The carrier took one.
   *
   * @param sentMillis names it, together with its carrier
   */
  record Sent(String carrier, String operator, long sentMillis) implements CanaryCommand {}

  /**
   * One is back, perhaps after it was lost.
   *
   * @param atMillis not before {@code sentMillis}
   */
  record Returned(String carrier, String operator, long sentMillis, long atMillis)
      implements CanaryCommand {}

  /** One is not back in time, while one over another carrier came back from the same number. */
  record Lost(String carrier, String operator, long sentMillis) implements CanaryCommand {}

  /** One is not back in time, and nothing shows that the number answers: it says nothing. */
  record Unproven(String carrier, String number) implements CanaryCommand {}

  /** The carrier did not take one. */
  record NotTaken(String carrier) implements CanaryCommand {}
}
