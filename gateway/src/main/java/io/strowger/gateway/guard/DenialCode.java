package io.strowger.gateway.guard;

import io.strowger.gateway.guard.Denial.Kind;
import java.util.Locale;

/**
 * Every reason a guard can have. The {@link #code()} is a promise: it never changes its meaning.
 */
public enum DenialCode {
  DESTINATION_NOT_ALLOWED(Kind.FORBIDDEN, "The account may not send to this destination."),
  DESTINATION_DENIED(Kind.FORBIDDEN, "This destination is denied to the account."),
  DESTINATION_RESTRICTED(
      Kind.FORBIDDEN,
      "Satellite, international and Caribbean numbers are refused until the account allows their"
          + " prefix."),
  VOICE_NOT_ALLOWED(Kind.FORBIDDEN, "The account may not call this destination."),
  NUMBER_TYPE_REFUSED(Kind.FORBIDDEN, "Numbers of this kind get no passcodes."),
  DESTINATION_NOT_PRICED(
      Kind.FORBIDDEN,
      "The rate deck has no price for this destination, and the account a ceiling."),
  PUMPING_SUSPECTED(
      Kind.FORBIDDEN, "Messages to these numbers are not used by people; blocked for a while."),
  RISK_DENIED(Kind.FORBIDDEN, "The risk check refused this message."),
  RISK_UNKNOWN(Kind.RATE_LIMITED, "The risk check gave no answer in time."),
  ACCOUNT_RATE(Kind.RATE_LIMITED, "The account sends more messages per second than it may."),
  ACCOUNT_QUOTA(Kind.RATE_LIMITED, "The account has used its quota of messages."),
  NUMBER_QUOTA(Kind.RATE_LIMITED, "This number has had its quota of messages."),
  NEIGHBOUR_QUOTA(Kind.RATE_LIMITED, "Neighbouring numbers have had their quota of messages."),
  END_USER_QUOTA(Kind.RATE_LIMITED, "This end user has had a quota of messages."),
  COUNTRY_QUOTA(Kind.RATE_LIMITED, "Far more messages than usual go to this country."),
  COST_CEILING(Kind.RATE_LIMITED, "The account has reached its ceiling of cost for the day."),
  COUNTERS_FULL(
      Kind.RATE_LIMITED, "Too many numbers are counted to count another outside the home country.");

  private final Kind kind;
  private final String detail;
  private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

  DenialCode(Kind kind, String detail) {
    this.kind = kind;
    this.detail = detail;
  }

  /** In kebab-case. */
  public String code() {
    return code;
  }

  /** For people; without a number or a text. */
  public String detail() {
    return detail;
  }

  public Kind kind() {
    return kind;
  }

  /** Waiting does not help. */
  public Denial denial() {
    return new Denial(code, detail, kind, 0);
  }

  /** Waiting so long may help. */
  public Denial denial(long waitMillis) {
    long seconds = Math.ceilDiv(waitMillis, 1_000L);
    return new Denial(code, detail, kind, (int) Math.clamp(seconds, 1L, Integer.MAX_VALUE));
  }
}
