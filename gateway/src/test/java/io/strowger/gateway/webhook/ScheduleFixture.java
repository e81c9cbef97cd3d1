package io.strowger.gateway.webhook;

import io.strowger.gateway.delivery.Notice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A schedule with a clock and with receivers that only tests move. */
final class ScheduleFixture {
  static final RetryPolicy POLICY = new RetryPolicy(2, 100, 86_400_000);

  final Map<String, RetryPolicy> policies = new HashMap<>();
  final Map<Long, Notice> underWay = new LinkedHashMap<>();
  final List<String> settled = new ArrayList<>();
  final List<String> posted = new ArrayList<>();
  final List<String> turned = new ArrayList<>();
  final PostSchedule schedule;
  long now = Notices.AT;

  ScheduleFixture() {
    this(PostSchedule.Limits.DEFAULT);
  }

  ScheduleFixture(PostSchedule.Limits limits) {
    schedule =
        new PostSchedule(
            limits, key -> policies.getOrDefault(key.account(), POLICY), new SplittableRandom(1));
  }

  void owe(Notice... notices) {
    carryOut(schedule.owe(List.of(notices), now));
  }

  void tell(long sequence) {
    answer(sequence, PostResult.TOLD);
  }

  void fail(long sequence) {
    answer(sequence, PostResult.retry(PostOutcome.REJECTED));
  }

  void answer(long sequence, PostResult result) {
    Notice notice = underWay.remove(sequence);
    if (notice == null) {
      throw new AssertionError(sequence + " is not under way, but " + underWay.keySet());
    }
    carryOut(schedule.answered(notice, result, now));
  }

  void advance(long millis) {
    now += millis;
    carryOut(schedule.wake(now));
  }

  /** To the next thing that time alone brings. */
  void advanceToAlarm() {
    now = Math.max(now, schedule.nextAlarmMillis());
    carryOut(schedule.wake(now));
  }

  void reconsider() {
    carryOut(schedule.reconsider(now));
  }

  private void carryOut(List<PostSchedule.Command> commands) {
    for (PostSchedule.Command command : commands) {
      switch (command) {
        case PostSchedule.Command.Post post -> {
          Notice notice = post.notice();
          if (underWay.put(notice.sequence(), notice) != null) {
            throw new AssertionError(notice.sequence() + " is under way twice");
          }
          posted.add(notice.sequence() + "#" + post.attempt());
        }
        case PostSchedule.Command.Settle settle ->
            settled.add(settle.notice().sequence() + " " + settle.ending());
        case PostSchedule.Command.Turned t ->
            turned.add(t.receiver().account() + (t.down() ? " down" : " up"));
      }
    }
  }
}
