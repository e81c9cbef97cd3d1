package io.strowger.gateway.health;

import org.jspecify.annotations.Nullable;

/**
 * What is to prove that a message arrived, of which a receipt says so.
 *
 * @param isGiven it is here
 * @param dueMillis epoch milliseconds; when it is worth while to look for it
 * @param untilMillis epoch milliseconds; it is not waited for any longer, unless the receipt is
 *     {@link ReceiptTrust doubted}
 */
public record Proof(boolean isGiven, long dueMillis, long untilMillis) {
  /** As long as a receipt of a doubted route waits at least, too. */
  public static final long CODE_MIN_MILLIS = 45_000;

  private static final long CODE_MAX_MILLIS = 60_000;
  private static final long CANARY_MAX_MILLIS = 90_000;

  /** A verified code ends its message by itself. */
  static Proof byCode(long sentMillis, long typedMillis) {
    long until = sentMillis + Math.clamp(typedMillis, CODE_MIN_MILLIS, CODE_MAX_MILLIS);
    return new Proof(false, until, until);
  }

  /** Null where canaries are so rare that none is to be back in time. */
  static @Nullable Proof byCanary(long sentMillis, long dueMillis, boolean isBack) {
    long until = sentMillis + CANARY_MAX_MILLIS;
    return isBack || dueMillis <= until ? new Proof(isBack, dueMillis, until) : null;
  }
}
