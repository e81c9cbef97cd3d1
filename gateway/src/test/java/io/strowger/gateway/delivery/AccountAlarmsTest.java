package io.strowger.gateway.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.alarm.Alarm;
import io.strowger.gateway.alarm.AlarmKind;
import io.strowger.gateway.alarm.Alarms;
import io.strowger.gateway.alarm.Severity;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AccountAlarmsTest {
  private static final long NOW = 1_800_000_000_000L;
  private long now = NOW;
  private final Alarms board = new Alarms(() -> now);
  private final AccountAlarms alarms = new AccountAlarms(board);

  private static MessageSpec spec(String account) {
    return new MessageSpec(
        MessageId.of(MessageId.firstOrderOf(NOW), 7),
        account,
        new PhoneNumber("+393331234567"),
        new Secret("Your code is 123456"),
        null,
        null,
        null,
        null,
        null,
        0,
        List.of(Channel.SMS),
        null,
        NOW,
        NOW + 60_000);
  }

  private void end(String account, int times, MessageState state) {
    for (int i = 0; i < times; i++) {
      now += 1_000;
      alarms.changed(List.of(new Message(spec(account), state, List.of())), now);
    }
  }

  private void delivered(String account, int times) {
    end(account, times, new MessageState.Delivered(now));
  }

  @Test
  void an_account_whose_messages_expire_is_told_alone_and_cleared_when_they_arrive_again() {
    delivered("bank", 300);
    delivered("shop", 300);
    long brokenAt = now;
    end("bank", 30, new MessageState.Expired(now));
    delivered("shop", 30);

    assertEquals(1, board.open().size());
    Alarm told = board.open().getFirst();
    assertEquals(AlarmKind.ACCOUNT_FAILING, told.condition().key().kind());
    assertEquals("bank", told.condition().key().subject());
    assertEquals(Severity.MAJOR, told.condition().severity());
    assertTrue(Math.abs(told.condition().onsetMillis() - brokenAt) <= 1_000);
    String counts = told.condition().evidence().get("failed or expired");
    assertTrue(counts != null && counts.matches("(\\d+) of \\1"), counts);

    delivered("bank", 200);
    assertEquals(List.of(), board.open());
  }

  @Test
  void what_is_cancelled_or_open_counts_neither_way() {
    delivered("bank", 300);
    end("bank", 300, new MessageState.Cancelled(now));
    end("bank", 300, new MessageState.Accepted());
    assertEquals(List.of(), board.open());
  }

  @Test
  void the_alarm_of_an_account_that_sends_nothing_any_more_ends_after_a_day() {
    end("bank", 60, new MessageState.Expired(now));
    assertEquals(1, board.open().size());
    now += 23 * 3_600_000;
    delivered("shop", 1);
    assertEquals(1, board.open().size());
    now += 3_600_000;
    delivered("shop", 1);
    assertEquals(List.of(), board.open());
  }

  @Test
  void only_so_many_accounts_are_watched_and_none_leaves_its_alarm_behind() {
    end("bank", 60, new MessageState.Expired(now));
    assertEquals(1, board.open().size());
    for (int i = 0; i < AccountAlarms.ACCOUNTS_MAX; i++) {
      delivered("account-" + i, 1);
    }
    assertEquals(List.of(), board.open());
  }
}
