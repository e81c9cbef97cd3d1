package io.strowger.gateway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.delivery.Notice;
import io.strowger.gateway.message.MessageId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever receivers do: per message in order, never two at once, and nothing is lost. */
final class PostOrderTest {
  private static final int ACCOUNTS = 5;
  private static final int NOTICES = 2_000;

  private final Map<MessageId, Long> underWay = new HashMap<>();
  private final Map<MessageId, Long> ended = new HashMap<>();
  private final List<Notice> posts = new ArrayList<>();
  private int settled;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void every_message_is_told_in_order_and_all_is_settled(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    PostSchedule schedule =
        new PostSchedule(
            new PostSchedule.Limits(500, 1_500, 7),
            key -> new RetryPolicy(1 + key.account().charAt(0) % 4, 20, 86_400_000),
            random.split());
    long now = Notices.AT;
    int owed = 0;
    while (owed < NOTICES || schedule.owed() > 0) {
      int choice = random.nextInt(10);
      if (choice < 4 && owed < NOTICES) {
        List<Notice> batch = new ArrayList<>();
        for (int i = random.nextInt(20); i >= 0 && owed < NOTICES; i--) {
          int message = random.nextInt(150);
          String account = String.valueOf((char) ('a' + message % ACCOUNTS));
          batch.add(Notices.notice(++owed, account, message, now));
        }
        carryOut(schedule.owe(batch, now));
      } else if (choice < 9 && !posts.isEmpty()) {
        Notice notice = posts.remove(random.nextInt(posts.size()));
        underWay.remove(notice.message().id());
        carryOut(schedule.answered(notice, result(notice, random), now));
      } else {
        now += random.nextLong(60_000);
        if (posts.isEmpty() && schedule.nextAlarmMillis() != Long.MAX_VALUE) {
          now = Math.max(now, schedule.nextAlarmMillis());
        }
        carryOut(schedule.wake(now));
      }
      assertEquals(posts.size(), schedule.posting());
      assertTrue(schedule.posting() <= 7);
      assertTrue(
          schedule.owed() == 0
              || schedule.posting() > 0
              || schedule.nextAlarmMillis() != Long.MAX_VALUE,
          "something will happen");
    }
    assertEquals(NOTICES, settled);
  }

  /** Account b is dead, c is erratic, the rest is mostly well. */
  private static PostResult result(Notice notice, SplittableRandom random) {
    int failing =
        switch (notice.message().spec().account()) {
          case "b" -> 100;
          case "c" -> 60;
          default -> 5;
        };
    if (random.nextInt(100) >= failing) {
      return PostResult.TOLD;
    }
    return random.nextInt(50) == 0
        ? PostResult.hopeless(PostOutcome.GONE)
        : PostResult.retry(PostOutcome.TIMED_OUT);
  }

  private void carryOut(List<PostSchedule.Command> commands) {
    for (PostSchedule.Command command : commands) {
      switch (command) {
        case PostSchedule.Command.Post post -> {
          Notice notice = post.notice();
          MessageId message = notice.message().id();
          assertEquals(null, underWay.put(message, notice.sequence()), "one at a time");
          assertTrue(ended.getOrDefault(message, 0L) < notice.sequence(), "in order");
          posts.add(notice);
        }
        case PostSchedule.Command.Settle settle -> {
          MessageId message = settle.notice().message().id();
          Long before = ended.put(message, settle.notice().sequence());
          assertTrue(before == null || before < settle.notice().sequence(), "settled in order");
          settled++;
        }
        case PostSchedule.Command.Turned _ -> {}
      }
    }
  }
}
