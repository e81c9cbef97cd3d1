package io.strowger.gateway.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

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

  /** One account a line, and when it told last. */
  byte[] snapshot() {
    StringBuilder lines = new StringBuilder();
    toldAt.forEach((account, at) -> lines.append(at).append(' ').append(account).append('\n'));
    return lines.toString().getBytes(UTF_8);
  }

  /**
   * As an earlier run knew them, whose clock may have been ahead. Without it nobody would be known
   * to tell, and receipts that lie would be believed, as long as no code arrives to be told of.
   *
   * @throws IllegalArgumentException when the bytes are damaged; what was read until there counts
   */
  void restore(byte[] snapshot, long now) {
    new String(snapshot, UTF_8)
        .lines()
        .forEach(line -> {
          int space = line.indexOf(' ');
          if (space < 1) {
            throw new IllegalArgumentException("habits of telling of codes are damaged");
          }
          given(line.substring(space + 1), Math.min(now, Long.parseLong(line, 0, space, 10)));
        });
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
