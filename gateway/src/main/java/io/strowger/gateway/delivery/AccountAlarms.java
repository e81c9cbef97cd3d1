package io.strowger.gateway.delivery;

import io.strowger.gateway.alarm.AlarmKey;
import io.strowger.gateway.alarm.AlarmKind;
import io.strowger.gateway.alarm.Alarms;
import io.strowger.gateway.alarm.Condition;
import io.strowger.gateway.alarm.Severity;
import io.strowger.gateway.health.FailureCusum;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageState;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Accounts of which more messages fail or expire than usually do. At most {@value #ACCOUNTS_MAX}
 * accounts are watched, those that sent last. What clients cancel counts neither way.
 */
public final class AccountAlarms implements StatusListener {
  static final int ACCOUNTS_MAX = 1_000;

  private static final long REFRESH_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final long QUIET_MILLIS = Duration.ofDays(1).toMillis();

  private static final class Watched {
    final FailureCusum test;
    boolean told;
    long toldMillis;

    Watched(long nowMillis) {
      test = new FailureCusum(nowMillis);
    }
  }

  private final Alarms alarms;

  /** By account, the one that sent last at the end. */
  private final LinkedHashMap<String, Watched> accounts = new LinkedHashMap<>(16, 0.75f, true);

  private long sweptMillis;

  public AccountAlarms(Alarms alarms) {
    this.alarms = alarms;
  }

  @Override
  public void changed(List<Message> messages, long nowMillis) {
    for (Message message : messages) {
      switch (message.state()) {
        case MessageState.Delivered _ -> outcome(message.spec().account(), false, nowMillis);
        case MessageState.Failed _, MessageState.Expired _ ->
            outcome(message.spec().account(), true, nowMillis);
        case MessageState.Cancelled _, MessageState.Open _ -> {}
      }
    }
    if (Math.abs(nowMillis - sweptMillis) >= REFRESH_MILLIS) {
      sweptMillis = nowMillis;
      sweep(nowMillis);
    }
  }

  private void outcome(String account, boolean failed, long now) {
    Watched watched = accounts.computeIfAbsent(account, _ -> new Watched(now));
    watched.test.outcome(failed, now);
    if (watched.test.isFailing()) {
      if (!watched.told || now - watched.toldMillis >= REFRESH_MILLIS) {
        watched.told = true;
        watched.toldMillis = now;
        alarms.raise(condition(account, watched.test));
      }
    } else {
      clear(account, watched);
    }
    if (accounts.size() > ACCOUNTS_MAX) {
      Map.Entry<String, Watched> eldest = accounts.pollFirstEntry();
      clear(eldest.getKey(), eldest.getValue());
    }
  }

  /** An account that sends nothing any more has nothing that fails. */
  private void sweep(long now) {
    Iterator<Map.Entry<String, Watched>> all = accounts.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, Watched> each = all.next();
      Watched watched = each.getValue();
      if (watched.told && now - watched.test.lastMillis() >= QUIET_MILLIS) {
        clear(each.getKey(), watched);
        all.remove();
      }
    }
  }

  private void clear(String account, Watched watched) {
    if (watched.told) {
      watched.told = false;
      alarms.clear(key(account));
    }
  }

  private static AlarmKey key(String account) {
    return new AlarmKey(AlarmKind.ACCOUNT_FAILING, account);
  }

  private static Condition condition(String account, FailureCusum test) {
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("failed or expired", test.failed() + " of " + test.sent());
    evidence.put("usually", String.format(Locale.ROOT, "%.1f %%", 100 * test.usual()));
    return new Condition(
        key(account),
        Severity.MAJOR,
        "more messages of account " + account + " fail than usually do",
        evidence,
        test.sinceMillis());
  }
}
