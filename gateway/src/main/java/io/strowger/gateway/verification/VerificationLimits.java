package io.strowger.gateway.verification;

/**
 * Bounds of the book.
 *
 * @param verificationsMax held at a time; those that are over give way first
 * @param perAccountMax of one account, so that one cannot take the room of all
 * @param graceMillis how long one that is over can still be asked about
 */
public record VerificationLimits(int verificationsMax, int perAccountMax, long graceMillis) {
  public static final VerificationLimits DEFAULT =
      new VerificationLimits(200_000, 100_000, 600_000);

  public VerificationLimits {
    if (verificationsMax < 1 || perAccountMax < 1 || graceMillis < 0) {
      throw new IllegalArgumentException("out of bounds");
    }
  }
}
