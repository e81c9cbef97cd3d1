package io.strowger.gateway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.WebhookRules;
import io.strowger.gateway.alarm.Alarm;
import io.strowger.gateway.alarm.AlarmChange;
import io.strowger.gateway.alarm.AlarmKey;
import io.strowger.gateway.alarm.AlarmKind;
import io.strowger.gateway.alarm.Condition;
import io.strowger.gateway.alarm.Severity;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class AlarmQueueTest {
  private static final WebhookRules.Retries RETRIES =
      new WebhookRules.Retries(1, 3, 3_600_000, 1_000);
  private static final PostResult FAILED = PostResult.retry(PostOutcome.UNREACHABLE);

  private final AlarmQueue queue = new AlarmQueue();
  private final SplittableRandom chance = new SplittableRandom(1);

  private void raise(long id) {
    Condition condition =
        new Condition(
            new AlarmKey(AlarmKind.CARRIER_UNREACHABLE, "alpha"),
            Severity.MAJOR,
            "no link",
            Map.of(),
            0);
    queue.owe(new AlarmChange.Raised(new Alarm(id, condition, 1_000, 1_000, 0)));
  }

  private long next(long now) {
    AlarmQueue.Due due = queue.next(now);
    return due == null ? 0 : due.change().alarm().id();
  }

  @Test
  void one_at_a_time_in_their_order() {
    raise(1);
    raise(2);
    assertEquals(1, next(1_000));
    assertNull(queue.next(1_000), "while one is under way");
    assertEquals(Long.MAX_VALUE, queue.nextMillis());
    queue.answered(PostResult.TOLD, RETRIES, 1_001, chance);
    assertEquals(2, next(1_001));
    queue.answered(PostResult.TOLD, RETRIES, 1_002, chance);
    assertEquals(0, queue.size());
    assertEquals(0, queue.lost());
  }

  @Test
  void what_was_not_taken_is_tried_again_before_the_next_and_within_a_minute() {
    raise(1);
    raise(2);
    assertEquals(1, next(1_000));
    queue.answered(new PostResult(PostOutcome.REJECTED, true, 3_600_000), RETRIES, 1_000, chance);
    assertNull(queue.next(1_001));
    long due = queue.nextMillis();
    assertTrue(due > 1_001 && due <= 1_000 + AlarmQueue.DELAY_MAX_MILLIS, "" + due);
    assertEquals(1, next(due));
    assertEquals(1, queue.failures());
  }

  @Test
  void it_is_given_up_after_its_last_try_and_that_is_counted() {
    raise(1);
    raise(2);
    long now = 1_000;
    for (int i = 0; i < RETRIES.attemptsMax(); i++) {
      now = Math.max(now, queue.nextMillis());
      assertEquals(1, next(now));
      queue.answered(FAILED, RETRIES, now, chance);
    }
    assertEquals(1, queue.lost());
    assertEquals(2, next(now), "the next has all its tries");
    queue.answered(PostResult.hopeless(PostOutcome.GONE), RETRIES, now, chance);
    assertEquals(2, queue.lost());
  }

  @Test
  void what_is_too_old_is_given_up() {
    raise(1);
    long late = 1_000 + RETRIES.giveUpAfterMillis();
    assertEquals(1, next(late), "but tried once");
    queue.answered(FAILED, RETRIES, late, chance);
    assertEquals(0, queue.size());
    assertEquals(1, queue.lost());
  }

  @Test
  void it_holds_so_many_and_drops_the_oldest_but_not_the_one_under_way() {
    raise(1);
    assertNotNull(queue.next(1_000));
    for (int id = 2; id <= AlarmQueue.HELD_MAX + 5; id++) {
      raise(id);
    }
    assertEquals(AlarmQueue.HELD_MAX, queue.size());
    assertEquals(5, queue.lost());
    queue.answered(FAILED, RETRIES, 1_001, chance);
    long due = queue.nextMillis();
    assertEquals(1, next(due), "it is told again, not another in its place");
    queue.answered(PostResult.TOLD, RETRIES, due, chance);
    assertEquals(7, next(due));
  }
}
