package io.strowger.gateway.account;

/**
 * How an account's codes are made and how often they may be tried.
 *
 * @param codeLength characters, 6–10; 4 or 5 only where {@code shortCodes} acknowledges it
 * @param shortCodes the account's owner knows that such codes are below NIST SP 800-63B-4
 * @param checksMax wrong codes that end one verification, 1–10
 * @param failedChecksMax wrong codes for one number within the window, whatever was started in
 *     between, 1–100
 * @param failedWindowMillis 60 000–86 400 000
 * @param ttlMillis used when a request names none, 30 000–600 000
 * @param resendsMax further copies of the same code, 0–10
 * @param resendIntervalMillis least time between two copies, up to 600 000
 */
public record VerificationRules(
    int codeLength,
    boolean shortCodes,
    CodeAlphabet alphabet,
    int checksMax,
    int failedChecksMax,
    long failedWindowMillis,
    long ttlMillis,
    int resendsMax,
    long resendIntervalMillis) {

  public static final int CODE_LENGTH_MIN = 6;
  public static final int SHORT_CODE_LENGTH_MIN = 4;
  public static final int CODE_LENGTH_MAX = 10;
  public static final int CHECKS_MAX = 10;
  public static final int FAILED_CHECKS_MAX = 100;
  public static final int RESENDS_MAX = 10;
  public static final long WINDOW_MIN_MILLIS = 60_000;
  public static final long WINDOW_MAX_MILLIS = 86_400_000;
  public static final long TTL_MIN_MILLIS = 30_000;

  /** NIST SP 800-63B-4: an out-of-band secret is valid for at most ten minutes. */
  public static final long TTL_MAX_MILLIS = 600_000;

  public static final VerificationRules DEFAULT =
      new VerificationRules(6, false, CodeAlphabet.DIGITS, 5, 10, 3_600_000, 300_000, 3, 30_000);

  public VerificationRules {
    int lengthMin = shortCodes ? SHORT_CODE_LENGTH_MIN : CODE_LENGTH_MIN;
    require(codeLength >= lengthMin && codeLength <= CODE_LENGTH_MAX, "code length");
    require(checksMax >= 1 && checksMax <= CHECKS_MAX, "checks");
    require(failedChecksMax >= 1 && failedChecksMax <= FAILED_CHECKS_MAX, "failed checks");
    require(
        failedWindowMillis >= WINDOW_MIN_MILLIS && failedWindowMillis <= WINDOW_MAX_MILLIS,
        "window");
    require(ttlMillis >= TTL_MIN_MILLIS && ttlMillis <= TTL_MAX_MILLIS, "ttl");
    require(resendsMax >= 0 && resendsMax <= RESENDS_MAX, "resends");
    require(resendIntervalMillis >= 0 && resendIntervalMillis <= TTL_MAX_MILLIS, "resend interval");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("out of bounds: " + what);
    }
  }
}
