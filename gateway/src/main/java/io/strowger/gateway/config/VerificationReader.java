package io.strowger.gateway.config;

import io.strowger.gateway.account.CodeAlphabet;
import io.strowger.gateway.account.VerificationRules;
import java.util.Locale;
import java.util.function.Supplier;

/** The {@code verification} of an account. */
final class VerificationReader {
  private VerificationReader() {}

  /** The rules are made, by the supplier, only when the whole file is good. */
  static Supplier<VerificationRules> read(Section verification) {
    int length = verification.integer("code-length");
    boolean shortCodes = verification.flag("short-codes");
    if (verification.has("code-length")
        && length < VerificationRules.CODE_LENGTH_MIN
        && !shortCodes) {
      verification.error(
          "code-length", "is too easily guessed", "6 to 10, or 4 and 5 with short-codes: true");
    }
    if (verification.has("checks")
        && verification.has("failed-checks")
        && verification.integer("failed-checks") < verification.integer("checks")) {
      verification.warning("failed-checks", "is less than checks, which is then never reached");
    }
    return () ->
        new VerificationRules(
            length,
            shortCodes,
            CodeAlphabet.valueOf(verification.text("alphabet").toUpperCase(Locale.ROOT)),
            verification.integer("checks"),
            verification.integer("failed-checks"),
            verification.duration("failed-window").toMillis(),
            verification.duration("ttl").toMillis(),
            verification.integer("resends"),
            verification.duration("resend-interval").toMillis());
  }
}
