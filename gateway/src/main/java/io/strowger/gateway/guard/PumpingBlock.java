package io.strowger.gateway.guard;

/**
 * Numbers that an account may not send to for a while.
 *
 * @param prefix {@code +} and digits
 * @param hiddenDigits digits that follow the prefix, 0 for any number of them
 * @param repeats how often these numbers had been blocked shortly before
 */
public record PumpingBlock(
    String account, String prefix, int hiddenDigits, long untilMillis, int repeats) {

  /** Whether this number is one of them. */
  public boolean covers(String e164) {
    return e164.startsWith(prefix)
        && (hiddenDigits == 0 || e164.length() == prefix.length() + hiddenDigits);
  }
}
