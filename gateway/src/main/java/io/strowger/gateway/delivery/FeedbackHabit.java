package io.strowger.gateway.delivery;

import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.Origin;
import java.time.Duration;
import java.util.LinkedHashMap;

/** Which accounts tell what became of their codes: those that have done so within a day. */
final class FeedbackHabit {
  private static final long HABIT_MILLIS = Duration.ofDays(1).toMillis();
  private static final int ACCOUNTS_MAX = 10_000;

  /** In the order in which they told last. */
  private final LinkedHashMap<String, Long> toldAt = new LinkedHashMap<>();

  void given(String account, long now) {
    toldAt.putLast(account, now);
    if (toldAt.size() > ACCOUNTS_MAX) {
      toldAt.pollFirstEntry();
    }
  }

  /** Codes of our own making are checked here; of others we hear from those who tell. */
  boolean isExpected(MessageSpec spec) {
    Origin origin = spec.origin();
    if (origin != null && origin.door().equals(VerificationRounds.KIND)) {
      return true;
    }
    Long told = toldAt.get(spec.account());
    return told != null && spec.acceptedAtMillis() - told < HABIT_MILLIS;
  }
}
