package io.strowger.gateway.account;

/**
 * How an account's verifications are made.
 *
 * @param codeLength characters of a code, at least 6
 */
public record VerificationRules(int codeLength) {
  public static final VerificationRules DEFAULT = new VerificationRules(6);
}
