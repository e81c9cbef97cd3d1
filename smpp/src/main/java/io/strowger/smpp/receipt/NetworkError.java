package io.strowger.smpp.receipt;

/**
 * network_error_code (SMPP 3.4 section 5.3.2.31).
 *
 * @param type one octet; {@link #GSM} says that {@code code} is a MAP error
 * @param code two octets, 0–65535
 */
public record NetworkError(int type, int code) {
  public static final int GSM = 3;

  /** SMPP 5.0: {@code code} is a command_status. */
  public static final int SMPP = 7;
}
