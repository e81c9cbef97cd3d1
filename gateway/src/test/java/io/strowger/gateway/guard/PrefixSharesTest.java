package io.strowger.gateway.guard;

import static io.strowger.gateway.guard.GuardFixture.START;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class PrefixSharesTest {
  private static final long SECOND = 1_000;
  private static final long HOUR = 3_600 * SECOND;
  private static final long TARGET = 99;

  private final PrefixShares shares =
      new PrefixShares(new Memory(1 << 20, 3, new MemoryBudget(1 << 22)));

  /** Ten prefixes with the same share each, a message each second. */
  private long usual(long from, long until) {
    for (long now = from; now < until; now += SECOND) {
      assertFalse(shares.jumps(1 + now / SECOND % 10, now), "the usual is no jump");
    }
    return until;
  }

  @Test
  void a_prefix_that_was_hardly_ever_sent_to_jumps_within_a_few_messages_of_a_burst() {
    long now = usual(START, START + HOUR);
    int before = 0;
    while (!shares.jumps(TARGET, now += SECOND) && before < 1_000) {
      usual(now, now + SECOND);
      before++;
    }
    assertTrue(before >= 10 && before < 120, "seen after " + before);
  }

  @Test
  void what_stays_becomes_usual() {
    long now = usual(START, START + HOUR);
    boolean jumps = true;
    for (long end = now + 24 * HOUR; now < end; now += 4 * SECOND) {
      usual(now, now + SECOND);
      jumps = shares.jumps(TARGET, now);
    }
    assertFalse(jumps, "half of the traffic, but so it was for a day");
  }

  @Test
  void more_of_everything_is_no_jump() {
    long now = usual(START, START + HOUR);
    for (int i = 0; i < 20_000; i++) {
      now += 20;
      assertFalse(shares.jumps(1 + i % 10, now));
    }
  }

  @Test
  void an_account_that_has_just_begun_has_nothing_usual() {
    for (int i = 0; i < 400; i++) {
      assertFalse(shares.jumps(TARGET, START + i * SECOND));
    }
  }

  @Test
  void a_handful_of_messages_is_no_jump() {
    long now = usual(START, START + HOUR) + 12 * HOUR;
    for (int i = 0; i < 10; i++) {
      assertFalse(shares.jumps(TARGET, now + i * SECOND), "all of the last hours, but few");
    }
  }
}
