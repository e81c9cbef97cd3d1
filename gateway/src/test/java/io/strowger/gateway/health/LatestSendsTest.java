package io.strowger.gateway.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class LatestSendsTest {
  private static final int HORIZON = 60;
  private final LatestSends latest = new LatestSends();
  private final SendCounts counts = new SendCounts(HORIZON);

  private void sent(int account, long slot) {
    counts.sent[counts.index(slot)]++;
    latest.sent(account, slot);
  }

  private void heard(int account, long slot) {
    counts.heard[counts.index(slot)]++;
    latest.heard(account, slot);
  }

  @Test
  void only_what_the_account_sent_is_taken_out() {
    sent(1, 100);
    sent(2, 100);
    sent(1, 101);
    heard(1, 100);
    heard(2, 100);
    assertEquals(0, latest.withdraw(1, 102, counts));
    assertEquals(1, counts.sent[counts.index(100)]);
    assertEquals(1, counts.heard[counts.index(100)]);
    assertEquals(0, counts.sent[counts.index(101)]);
    assertEquals(0, latest.withdraw(1, 102, counts), "and only once");
    assertEquals(1, counts.sent[counts.index(100)]);
  }

  @Test
  void what_is_older_than_the_counts_is_told_if_it_was_never_heard_of() {
    sent(1, 100);
    sent(1, 100);
    heard(1, 100);
    counts.clear();
    sent(2, 160);
    assertEquals(1, latest.withdraw(1, 160, counts));
    assertEquals(1, counts.sent[counts.index(160)]);
  }

  @Test
  void slots_that_are_known_only_in_part_are_left_alone() {
    for (int i = 0; i < 200; i++) {
      sent(1, 100 + i / 100);
    }
    assertEquals(101, latest.since());
    assertEquals(0, latest.withdraw(1, 101, counts));
    assertEquals(100, counts.sent[counts.index(100)]);
    assertEquals(0, counts.sent[counts.index(101)]);
  }

  @Test
  void what_one_account_has_too_much_of_is_counted() {
    for (int account = 1; account <= 6; account++) {
      sent(account, 100);
    }
    sent(7, 100);
    sent(7, 101);
    sent(7, 102);
    sent(7, 103);
    assertEquals(3, latest.excess(100, _ -> 0.02), "of four; one is twice its share of ten");
    assertEquals(0, latest.excess(100, _ -> 0.2), "it always sends as much");
    assertEquals(1, latest.excess(102, _ -> 0.02), "earlier ones do not count");
    heard(7, 103);
    assertEquals(2, latest.excess(100, _ -> 0.02), "nor does what was heard of");
  }
}
