package io.strowger.gateway.webhook;

import io.strowger.gateway.delivery.Notice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Decides what is posted when; it posts nothing itself. Each account has a lane for each channel,
 * and lanes take turns, so that a receiver that is dead or slow delays nobody else. Of one message
 * a notice is posted only when the one before it was told or given up. Single-threaded; time and
 * chance are given.
 */
final class PostSchedule {
  /**
   * @param accountMax notices that may wait for one account; below the number at which its messages
   *     would be refused, since a receiver that is down must not stop a passcode
   * @param totalMax notices that may wait in all
   * @param postingMax posts under way at once, over all lanes
   */
  record Limits(int accountMax, int totalMax, int postingMax) {
    static final Limits DEFAULT = new Limits(50_000, 200_000, 1_024);
  }

  sealed interface Command {
    /**
     * @param attempt 1 for the first try
     */
    record Post(Notice notice, int attempt) implements Command {}

    record Settle(Notice notice, Ending ending) implements Command {}

    /** The receiver failed several times in a row, or takes notices again. */
    record Turned(Lane.Key receiver, boolean down, PostOutcome by) implements Command {}
  }

  private static final Comparator<Lane> BY_ALARM =
      Comparator.<Lane>comparingLong(lane -> lane.alarmMillis)
          .thenComparingLong(lane -> lane.ordinal);

  private final Limits limits;
  private final Function<Lane.Key, RetryPolicy> policies;
  private final RandomGenerator chance;
  private final Map<Lane.Key, Lane> lanes = new HashMap<>();
  private final Map<String, Integer> owedByAccount = new HashMap<>();
  private final Set<Lane> runnable = new LinkedHashSet<>();
  private final TreeSet<Lane> alarms = new TreeSet<>(BY_ALARM);
  private final List<Command> commands = new ArrayList<>();
  private int owed;
  private int posting;
  private long lanesBegun;

  /**
   * @param policies what is in force for an account and channel, asked whenever it matters
   */
  PostSchedule(Limits limits, Function<Lane.Key, RetryPolicy> policies, RandomGenerator chance) {
    this.limits = limits;
    this.policies = policies;
    this.chance = chance;
  }

  /** More is owed, in order of sequence. */
  List<Command> owe(List<Notice> notices, long nowMillis) {
    for (Notice notice : notices) {
      Lane.Key key = keyOf(notice);
      Lane lane = lanes.get(key);
      if (lane == null) {
        lane = new Lane(key, lanesBegun++);
        lanes.put(key, lane);
      }
      if (lane.owe(notice)) {
        owed++;
        owedByAccount.merge(key.account(), 1, Integer::sum);
        makeRoom(lane, nowMillis);
        touch(lane, nowMillis);
      }
    }
    return pump(nowMillis);
  }

  /** A post has ended. */
  List<Command> answered(Notice notice, PostResult result, long nowMillis) {
    Lane lane = lanes.get(keyOf(notice));
    Chain chain = lane == null ? null : lane.posting(notice);
    if (lane == null || chain == null) {
      return List.of();
    }
    posting--;
    boolean wasDown = lane.isDown();
    if (result.outcome() == PostOutcome.TOLD) {
      settle(lane.ended(chain, true), Ending.TOLD);
    } else if (!result.mayRetry()) {
      settle(lane.ended(chain, false), Ending.GIVEN_UP);
    } else {
      RetryPolicy policy = policies.apply(lane.key);
      Notice givenUp = lane.failed(chain, policy, result.retryAfterMillis(), nowMillis, chance);
      if (givenUp != null) {
        settle(givenUp, Ending.GIVEN_UP);
      }
    }
    if (lane.isDown() != wasDown) {
      commands.add(new Command.Turned(lane.key, lane.isDown(), result.outcome()));
    }
    touch(lane, nowMillis);
    return pump(nowMillis);
  }

  /** Time has passed, or the policies have changed. */
  List<Command> wake(long nowMillis) {
    while (!alarms.isEmpty() && alarms.first().alarmMillis <= nowMillis) {
      Lane lane = alarms.removeFirst();
      lane.alarmMillis = Long.MAX_VALUE;
      runnable.add(lane);
    }
    return pump(nowMillis);
  }

  /** Looks at every lane again: the accounts have changed. */
  List<Command> reconsider(long nowMillis) {
    for (Lane lane : lanes.values()) {
      touch(lane, nowMillis);
    }
    return pump(nowMillis);
  }

  /** When {@link #wake} is due; {@code Long.MAX_VALUE} for never. */
  long nextAlarmMillis() {
    return alarms.isEmpty() ? Long.MAX_VALUE : alarms.first().alarmMillis;
  }

  int owed() {
    return owed;
  }

  int posting() {
    return posting;
  }

  List<LaneStatus> statuses() {
    return lanes.values().stream()
        .map(lane ->
            new LaneStatus(
                lane.key.channel(),
                lane.key.account(),
                lane.owed(),
                lane.oldestMillis(),
                lane.isDown()))
        .toList();
  }

  private static Lane.Key keyOf(Notice notice) {
    return new Lane.Key(notice.channel(), notice.message().spec().account());
  }

  /** Lanes take turns, one post each, until nothing more may be posted. */
  private List<Command> pump(long nowMillis) {
    List<Notice> givenUp = new ArrayList<>();
    while (!runnable.isEmpty() && posting < limits.postingMax()) {
      Lane lane = runnable.iterator().next();
      runnable.remove(lane);
      Chain chain = lane.next(policies.apply(lane.key), nowMillis, givenUp);
      givenUp.forEach(notice -> settle(notice, Ending.GIVEN_UP));
      givenUp.clear();
      if (chain != null) {
        posting++;
        commands.add(new Command.Post(chain.first(), chain.failures + 1));
      }
      touch(lane, nowMillis);
    }
    List<Command> result = List.copyOf(commands);
    commands.clear();
    return result;
  }

  /** A lane has changed: it has its turn, its alarm, or nothing more to do. */
  private void touch(Lane lane, long nowMillis) {
    alarms.remove(lane);
    lane.alarmMillis = Long.MAX_VALUE;
    if (lane.owed() == 0) {
      lanes.remove(lane.key);
      runnable.remove(lane);
      return;
    }
    long next = lane.nextMillis(policies.apply(lane.key));
    if (next <= nowMillis) {
      runnable.add(lane);
    } else {
      runnable.remove(lane);
      if (next != Long.MAX_VALUE) {
        lane.alarmMillis = next;
        alarms.add(lane);
      }
    }
  }

  private void makeRoom(Lane lane, long nowMillis) {
    if (owedByAccount.getOrDefault(lane.key.account(), 0) > limits.accountMax()) {
      drop(lane);
    }
    while (owed > limits.totalMax()) {
      Lane longest = Collections.max(lanes.values(), Comparator.comparingInt(Lane::owed));
      if (!drop(longest)) {
        return;
      }
      touch(longest, nowMillis);
    }
  }

  private boolean drop(Lane lane) {
    Notice dropped = lane.drop();
    if (dropped == null) {
      return false;
    }
    settle(dropped, Ending.DROPPED);
    return true;
  }

  private void settle(Notice notice, Ending ending) {
    owed--;
    owedByAccount.merge(notice.message().spec().account(), -1, (a, b) -> a + b == 0 ? null : a + b);
    commands.add(new Command.Settle(notice, ending));
  }
}
