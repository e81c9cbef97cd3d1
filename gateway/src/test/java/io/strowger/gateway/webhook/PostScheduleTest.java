package io.strowger.gateway.webhook;

import static io.strowger.gateway.webhook.Notices.notice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.delivery.Notice;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class PostScheduleTest {
  private static final long DAY = 86_400_000;

  private final ScheduleFixture fixture = new ScheduleFixture();

  @Test
  void what_is_owed_is_posted_and_once_told_owed_no_more() {
    fixture.owe(notice(1, "a", 1));
    assertEquals(List.of("1#1"), fixture.posted);
    fixture.tell(1);
    assertEquals(List.of("1 TOLD"), fixture.settled);
    assertEquals(0, fixture.schedule.owed());
    assertEquals(Long.MAX_VALUE, fixture.schedule.nextAlarmMillis());
    assertEquals(List.of(), fixture.schedule.statuses());
  }

  @Test
  void of_one_message_the_next_goes_only_after_the_one_before() {
    fixture.owe(notice(1, "a", 1), notice(2, "a", 1), notice(3, "a", 2));
    assertEquals(Set.of(1L, 3L), fixture.underWay.keySet());
    fixture.fail(1);
    fixture.tell(3);
    assertEquals(Set.of(), fixture.underWay.keySet());
    fixture.advanceToAlarm();
    assertEquals(Set.of(1L), fixture.underWay.keySet());
    fixture.tell(1);
    assertEquals(Set.of(2L), fixture.underWay.keySet());
  }

  @Test
  void no_more_are_under_way_than_the_account_allows() {
    for (int i = 1; i <= 5; i++) {
      fixture.owe(notice(i, "a", i));
    }
    assertEquals(Set.of(1L, 2L), fixture.underWay.keySet());
    fixture.tell(2);
    assertEquals(Set.of(1L, 3L), fixture.underWay.keySet());
    fixture.policies.put("a", new RetryPolicy(3, 100, DAY));
    fixture.reconsider();
    assertEquals(Set.of(1L, 3L, 4L), fixture.underWay.keySet());
  }

  @Test
  void a_dead_receiver_delays_no_other_account() {
    for (int i = 1; i <= 2_000; i++) {
      fixture.owe(notice(i, "dead", i));
    }
    assertEquals(2, fixture.underWay.size());
    for (int i = 3_001; i <= 3_100; i++) {
      fixture.owe(notice(i, "alive", i));
      assertTrue(fixture.underWay.containsKey((long) i), "posted at once");
      fixture.tell(i);
    }
    assertEquals(100, fixture.settled.size());
  }

  @Test
  void when_few_may_be_under_way_in_all_the_accounts_take_turns() {
    ScheduleFixture narrow = new ScheduleFixture(new PostSchedule.Limits(1_000, 1_000, 2));
    narrow.policies.put("greedy", new RetryPolicy(64, 100, DAY));
    for (int i = 1; i <= 100; i++) {
      narrow.owe(notice(i, "greedy", i));
    }
    narrow.owe(notice(201, "modest", 201));
    narrow.tell(1);
    narrow.tell(2);
    assertTrue(narrow.posted.contains("201#1"), narrow.posted.toString());
  }

  @Test
  void a_failure_is_tried_again_after_a_back_off_that_doubles_up_to_an_hour() {
    fixture.owe(notice(1, "a", 1));
    long full = 5_000;
    for (int attempt = 1; attempt <= 20; attempt++) {
      long failedAt = fixture.now;
      fixture.fail(1);
      fixture.advanceToAlarm();
      long waited = fixture.now - failedAt;
      long longest = Math.min(full, 3_600_000);
      assertTrue(waited >= longest / 2 && waited <= longest * 2, attempt + ": " + waited);
      assertTrue(fixture.underWay.containsKey(1L));
      full = Math.min(full * 2, 3_600_000);
    }
  }

  @Test
  void jitter_tells_two_failures_of_one_moment_apart() {
    SplittableRandom chance = new SplittableRandom(7);
    long[] delays =
        LongStream.generate(() -> RetryPolicy.delayMillis(3, chance)).limit(100).toArray();
    assertTrue(LongStream.of(delays).distinct().count() > 90);
    assertTrue(LongStream.of(delays).allMatch(delay -> delay >= 10_000 && delay <= 20_000));
  }

  @Test
  void a_receiver_that_asks_for_patience_is_given_it_but_not_for_ever() {
    fixture.owe(notice(1, "a", 1));
    fixture.answer(1, new PostResult(PostOutcome.REJECTED, true, 120_000));
    assertEquals(fixture.now + 120_000, fixture.schedule.nextAlarmMillis());
    fixture.advanceToAlarm();
    fixture.answer(1, new PostResult(PostOutcome.REJECTED, true, 10 * DAY));
    assertEquals(fixture.now + 3_600_000, fixture.schedule.nextAlarmMillis());
  }

  /** Back-offs are not stored: what a dead receiver hears of a gateway that keeps starting. */
  @Test
  void a_restart_costs_a_dead_receiver_a_handful_of_requests_however_much_it_is_owed() {
    int requests = 0;
    for (int start = 0; start < 20; start++) {
      ScheduleFixture again = new ScheduleFixture();
      again.now = fixture.now + start * 60_000L;
      for (int i = 1; i <= 1_000; i++) {
        again.owe(notice(i, "a", i));
      }
      long end = again.now + 60_000;
      while (!again.underWay.isEmpty() || again.schedule.nextAlarmMillis() < end) {
        if (again.underWay.isEmpty()) {
          again.advanceToAlarm();
        } else {
          again.fail(again.underWay.keySet().iterator().next());
        }
      }
      requests += again.posted.size();
    }
    // Until it counts as down, and then one at a time, after 5 s, 10 s, 20 s …, less their jitter.
    assertTrue(requests <= 20 * 12, "requests of twenty minutes: " + requests);
  }

  @Test
  void a_notice_is_given_up_after_the_limit_of_tries_and_the_next_begins_afresh() {
    fixture.policies.put("a", new RetryPolicy(1, 3, DAY));
    fixture.owe(notice(1, "a", 1), notice(2, "a", 1));
    for (int i = 0; i < 3; i++) {
      fixture.fail(1);
      if (i < 2) {
        fixture.advanceToAlarm();
      }
    }
    assertEquals(List.of("1 GIVEN_UP"), fixture.settled);
    assertEquals(List.of("1#1", "1#2", "1#3", "2#1"), fixture.posted);
  }

  @Test
  void a_notice_grown_too_old_is_given_up_but_not_without_a_try() {
    fixture.now += 2 * DAY;
    fixture.owe(notice(1, "a", 1));
    assertEquals(List.of("1#1"), fixture.posted);
    fixture.fail(1);
    assertEquals(List.of("1 GIVEN_UP"), fixture.settled);
  }

  @Test
  void what_is_hopeless_is_given_up_at_once() {
    fixture.owe(notice(1, "a", 1));
    fixture.answer(1, PostResult.hopeless(PostOutcome.GONE));
    assertEquals(List.of("1 GIVEN_UP"), fixture.settled);
  }

  @Test
  void a_receiver_that_is_down_is_tried_with_one_notice_at_a_time() {
    for (int i = 1; i <= 20; i++) {
      fixture.owe(notice(i, "a", i));
    }
    for (int i = 0; i < 6; i++) {
      fixture.fail(fixture.underWay.keySet().iterator().next());
    }
    assertEquals(List.of("a down"), fixture.turned);
    assertEquals(Set.of(), fixture.underWay.keySet());
    assertTrue(fixture.schedule.statuses().getFirst().down());
    fixture.advanceToAlarm();
    assertEquals(1, fixture.underWay.size());
    fixture.advance(1_000);
    assertEquals(1, fixture.underWay.size());
  }

  @Test
  void the_first_success_after_it_was_down_brings_what_waited_at_once_and_the_oldest_first() {
    for (int i = 1; i <= 6; i++) {
      fixture.owe(notice(i, "a", i));
    }
    for (int i = 1; i <= 6; i++) {
      fixture.fail(i);
    }
    // Down for long: the single notices' back-offs are over, or far away.
    fixture.advanceToAlarm();
    long probe = fixture.underWay.keySet().iterator().next();
    fixture.tell(probe);
    assertEquals(List.of("a down", "a up"), fixture.turned);
    assertEquals(2, fixture.underWay.size());
    while (!fixture.underWay.isEmpty()) {
      fixture.tell(fixture.underWay.keySet().iterator().next());
    }
    assertEquals(6, fixture.settled.size());
    List<String> rest = fixture.settled.subList(1, 6);
    assertEquals(rest.stream().sorted().toList(), rest, "in the order in which they became owed");
  }

  @Test
  void one_notice_that_is_never_taken_does_not_bring_the_receiver_down() {
    fixture.owe(notice(1, "a", 1));
    for (int i = 2; i <= 40; i++) {
      fixture.owe(notice(i, "a", i));
      fixture.tell(i);
      if (fixture.underWay.containsKey(1L)) {
        fixture.fail(1);
      }
      fixture.advance(60_000);
    }
    assertEquals(List.of(), fixture.turned);
    assertTrue(fixture.posted.stream().filter(p -> p.startsWith("1#")).count() > 5);
  }

  @Test
  void where_a_receiver_is_down_old_notices_go_without_a_try() {
    for (int i = 1; i <= 50; i++) {
      fixture.owe(notice(i, "a", i));
    }
    for (int i = 0; i < 6; i++) {
      fixture.fail(fixture.underWay.keySet().iterator().next());
    }
    int before = fixture.posted.size();
    fixture.advance(2 * DAY);
    assertEquals(before, fixture.posted.size());
    assertEquals(50, fixture.settled.size());
    assertEquals(0, fixture.schedule.owed());
  }

  @Test
  void beyond_the_bound_old_news_give_way_and_then_the_oldest() {
    ScheduleFixture small = new ScheduleFixture(new PostSchedule.Limits(4, 100, 2));
    small.policies.put("a", new RetryPolicy(1, 100, DAY));
    small.owe(notice(1, "a", 1), notice(2, "a", 2), notice(3, "a", 3), notice(4, "a", 3));
    small.owe(notice(5, "a", 5));
    assertEquals(List.of("3 DROPPED"), small.settled);
    small.owe(notice(6, "a", 6));
    assertEquals(List.of("3 DROPPED", "2 DROPPED"), small.settled);
    assertEquals(Set.of(1L), small.underWay.keySet());
    for (long sequence : new long[] {1, 4, 5, 6}) {
      small.tell(sequence);
    }
    assertEquals(0, small.schedule.owed());
  }

  @Test
  void beyond_the_bound_of_all_the_longest_lane_gives_way() {
    ScheduleFixture small = new ScheduleFixture(new PostSchedule.Limits(100, 5, 0));
    for (int i = 1; i <= 5; i++) {
      small.owe(notice(i, "long", i));
    }
    small.owe(notice(6, "short", 6));
    assertEquals(List.of("1 DROPPED"), small.settled);
    assertEquals(5, small.schedule.owed());
  }

  @Test
  void an_answer_that_nobody_waits_for_changes_nothing() {
    Notice known = notice(1, "a", 1);
    assertEquals(List.of(), fixture.schedule.answered(known, PostResult.TOLD, fixture.now));
    fixture.owe(known);
    fixture.tell(1);
    assertEquals(List.of(), fixture.schedule.answered(known, PostResult.TOLD, fixture.now));
    assertEquals(List.of("1 TOLD"), fixture.settled);
  }

  @Test
  void what_is_owed_already_is_not_owed_twice() {
    fixture.owe(notice(1, "a", 1), notice(1, "a", 1), notice(2, "a", 1));
    assertEquals(2, fixture.schedule.owed());
    assertFalse(fixture.posted.contains("2#1"));
  }

  @Test
  void a_status_tells_how_much_and_since_when() {
    fixture.owe(notice(1, "a", 1, 500), notice(2, "a", 2, 900));
    assertEquals(
        List.of(new LaneStatus("webhook", "a", 2, 500, false)), fixture.schedule.statuses());
  }
}
