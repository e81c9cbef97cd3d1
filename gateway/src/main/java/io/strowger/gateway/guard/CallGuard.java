package io.strowger.gateway.guard;

import io.strowger.gateway.account.Destinations;
import io.strowger.gateway.account.VoiceRules;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.number.CallingCode;
import io.strowger.gateway.number.NumberType;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.number.PrefixTree;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What keeps calls from becoming toll fraud: where an account may call, how soon again, how many at
 * once, and for how much a day. Pure over its counters: time is an argument, and whoever counts a
 * call takes it back when the call was not made after all.
 */
public final class CallGuard {
  private static final int PREFIX_DIGITS_AFTER_CODE = 4;
  private static final int NUMBERS_MAX = 200_000;
  private static final int ACCOUNTS_MAX = 10_000;
  private static final long MINUTE_MILLIS = 60_000;
  private static final long DAY_MILLIS = 86_400_000;

  /** Whether a call may be made. */
  public sealed interface Answer {
    record Allowed() implements Answer {}

    /** Not now; asked again at this time it may. */
    record NotBefore(long atMillis, String why) implements Answer {}

    record Refused(String why) implements Answer {}
  }

  /**
   * One call, for {@link #check} and {@link #placed}.
   *
   * @param destinations null allows every one
   * @param again the same message has called before: its number is not called for the first time
   */
  public record Intent(
      String account,
      VoiceRules rules,
      @Nullable Destinations destinations,
      PhoneNumber to,
      boolean again) {}

  private record Line(String account, String digits) {}

  private static final Answer ALLOWED = new Answer.Allowed();

  private final Map<Destinations, DestinationCheck> checks = new HashMap<>();
  private final LinkedHashMap<Line, Long> lastByNumber = new LinkedHashMap<>();
  private final Map<Line, Integer> liveByPrefix = new HashMap<>();
  private final Map<String, Long> spentToday = new HashMap<>();
  private PrefixTree<Long> perMinute;
  private long day;

  /**
   * @param microsPerMinuteByPrefix what a minute costs, in millionths, by the longest prefix
   */
  public CallGuard(Map<String, Long> microsPerMinuteByPrefix) {
    this.perMinute = new PrefixTree<>(microsPerMinuteByPrefix);
  }

  /** Other prices from now on. */
  public void reprice(Map<String, Long> microsPerMinuteByPrefix) {
    perMinute = new PrefixTree<>(microsPerMinuteByPrefix);
  }

  public Answer check(Intent intent, long nowMillis) {
    VoiceRules rules = intent.rules();
    PhoneNumber to = intent.to();
    if (!mayCall(intent)) {
      return new Answer.Refused("the account may not call this destination");
    }
    Long last = lastByNumber.get(new Line(intent.account(), to.e164()));
    if (!intent.again() && last != null && last + rules.perNumberMillis() > nowMillis) {
      return new Answer.NotBefore(
          last + rules.perNumberMillis(), "this number was called a short time ago");
    }
    int live = liveByPrefix.getOrDefault(prefixOf(intent), 0);
    if (rules.concurrentPerPrefix() > 0 && live >= rules.concurrentPerPrefix()) {
      return new Answer.NotBefore(
          nowMillis + 1_000, "as many calls as allowed go to this prefix already");
    }
    if (rules.costPerDayMicros() > 0) {
      Long price = perMinute.longestMatch(to.e164());
      if (price == null) {
        return new Answer.Refused("the voice rates have no price for this destination");
      }
      turnDay(nowMillis);
      if (spentToday.getOrDefault(intent.account(), 0L) + price > rules.costPerDayMicros()) {
        return new Answer.Refused("the account has reached its ceiling of call cost for the day");
      }
    }
    return ALLOWED;
  }

  private boolean mayCall(Intent intent) {
    Destinations destinations = intent.destinations();
    if (destinations == null) {
      return true;
    }
    if (checks.size() > ACCOUNTS_MAX) {
      checks.clear();
    }
    // Whether this kind of line gets passcodes was judged at admission; here, where it is.
    return checks
            .computeIfAbsent(destinations, DestinationCheck::new)
            .check(intent.to(), NumberType.MOBILE, Channel.VOICE)
        == null;
  }

  /** Counts a call that is about to be made: its first minute, and its place. */
  public void placed(Intent intent, long nowMillis) {
    turnDay(nowMillis);
    liveByPrefix.merge(prefixOf(intent), 1, Integer::sum);
    spend(intent.account(), minutes(intent.to(), 1));
    if (!intent.again()) {
      see(intent.account(), intent.to(), nowMillis);
    }
  }

  /** It was not made after all. */
  public void takeBack(Intent intent) {
    release(intent);
    spend(intent.account(), -minutes(intent.to(), 1));
    if (!intent.again()) {
      lastByNumber.remove(new Line(intent.account(), intent.to().e164()));
    }
  }

  /** A call that was on its way when the node went: it takes its place, and was paid for then. */
  public void live(Intent intent) {
    liveByPrefix.merge(prefixOf(intent), 1, Integer::sum);
  }

  /** A call stood in the store when the node came back. */
  public void recovered(String account, PhoneNumber to, long startedAtMillis) {
    see(account, to, startedAtMillis);
  }

  private void see(String account, PhoneNumber to, long atMillis) {
    Line line = new Line(account, to.e164());
    lastByNumber.remove(line);
    lastByNumber.put(line, atMillis);
    if (lastByNumber.size() > NUMBERS_MAX) {
      lastByNumber.pollFirstEntry();
    }
  }

  /** Its place is free again. */
  public void release(Intent intent) {
    liveByPrefix.computeIfPresent(
        prefixOf(intent), (_, live) -> live <= 1 ? null : Integer.valueOf(live - 1));
  }

  /** The minutes after the first; what a call costs that was never answered is its first minute. */
  public void talked(String account, PhoneNumber to, long talkMillis, long nowMillis) {
    turnDay(nowMillis);
    spend(account, talkMicros(to, talkMillis));
  }

  /** What {@link #talked} will count, in millionths. */
  public long talkMicros(PhoneNumber to, long talkMillis) {
    return minutes(to, Math.max(0, Math.ceilDiv(talkMillis, MINUTE_MILLIS) - 1));
  }

  /** What an account's calls of this day cost so far, in millionths. */
  public long spentMicros(String account, long nowMillis) {
    turnDay(nowMillis);
    return spentToday.getOrDefault(account, 0L);
  }

  /** The day in UTC that {@link #spentMicros} is of, in days since 1970. */
  public long day(long nowMillis) {
    turnDay(nowMillis);
    return day;
  }

  /** What was spent before the node went; of an earlier day it counts for nothing. */
  public void restore(String account, long onDay, long micros) {
    if (onDay > day) {
      day = onDay;
      spentToday.clear();
    }
    if (onDay == day) {
      spend(account, micros);
    }
  }

  /** Calls on their way, for tests and figures. */
  public int live() {
    return liveByPrefix.values().stream().mapToInt(Integer::intValue).sum();
  }

  private long minutes(PhoneNumber to, long count) {
    Long price = perMinute.longestMatch(to.e164());
    return price == null ? 0 : price * count;
  }

  private void spend(String account, long micros) {
    if (micros != 0) {
      spentToday.merge(account, micros, Long::sum);
    }
  }

  private void turnDay(long nowMillis) {
    long today = Math.floorDiv(nowMillis, DAY_MILLIS);
    // A clock that is set back does not give the day's money back.
    if (today > day) {
      day = today;
      spentToday.clear();
    }
  }

  private static Line prefixOf(Intent intent) {
    String e164 = intent.to().e164();
    int length = 1 + CallingCode.digits(intent.to()) + PREFIX_DIGITS_AFTER_CODE;
    return new Line(intent.account(), e164.substring(0, Math.min(length, e164.length())));
  }
}
