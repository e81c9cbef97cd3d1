package io.strowger.gateway.webhook;

import io.strowger.gateway.delivery.Notice;
import io.strowger.gateway.message.MessageId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What one account is owed on one channel.
 *
 * <pre>
 *   owed ─▶ ready ─▶ posting (few at once) ─▶ told
 *             ▲          │ failed
 *             └ waiting ◀┘  until its back-off is over
 * </pre>
 *
 * <p>After several failures in a row the receiver counts as down: then there is one try at a time,
 * with a back-off of the lane's own, so that a backlog does not hammer it. The first success opens
 * the lane again, and what waited is ready at once.
 */
final class Lane {
  /** Failures in a row after which a receiver counts as down. */
  static final int DOWN_AFTER_FAILURES = 5;

  record Key(String channel, String account) {}

  private static final Comparator<Chain> BY_DUE =
      Comparator.<Chain>comparingLong(chain -> chain.dueMillis)
          .thenComparingLong(chain -> chain.ordinal);
  private static final Comparator<Chain> BY_AGE = Comparator.comparingLong(chain -> chain.ordinal);

  final Key key;
  final long ordinal;

  /** For its place among the alarms; changed by the schedule alone. */
  long alarmMillis = Long.MAX_VALUE;

  private final Map<MessageId, Chain> chains = new LinkedHashMap<>();
  private final Set<Chain> ready = new LinkedHashSet<>();
  private final TreeSet<Chain> waiting = new TreeSet<>(BY_DUE);

  /** Chains with a notice that a later one makes old news. */
  private final Set<Chain> outdated = new LinkedHashSet<>();

  private int owed;
  private int posting;
  private int failuresInRow;
  private long downUntilMillis;
  private long chainsBegun;

  Lane(Key key, long ordinal) {
    this.key = key;
    this.ordinal = ordinal;
  }

  int owed() {
    return owed;
  }

  int posting() {
    return posting;
  }

  boolean isDown() {
    return failuresInRow >= DOWN_AFTER_FAILURES;
  }

  /** When the oldest change that is still owed happened, epoch milliseconds; 0 for none. */
  long oldestMillis() {
    return chains.isEmpty() ? 0 : chains.values().iterator().next().first().atMillis();
  }

  /**
   * @return false when it is owed already
   */
  boolean owe(Notice notice) {
    Chain chain = chains.get(notice.message().id());
    if (chain == null) {
      chain = new Chain(notice.message().id(), chainsBegun++);
      chains.put(chain.message, chain);
      ready.add(chain);
    }
    if (!chain.add(notice)) {
      return false;
    }
    owed++;
    if (chain.size() > 1) {
      outdated.add(chain);
    }
    return true;
  }

  /**
   * The next notice to post, which counts as under way from now on; null when nothing may be posted
   * now. Where the receiver is down, what has grown too old meanwhile is given up without a try.
   */
  @Nullable Chain next(RetryPolicy policy, long nowMillis, List<Notice> givenUp) {
    while (!waiting.isEmpty() && waiting.first().dueMillis <= nowMillis) {
      ready.add(waiting.removeFirst());
    }
    if (isDown() ? posting > 0 || nowMillis < downUntilMillis : posting >= policy.concurrency()) {
      return null;
    }
    while (!ready.isEmpty()) {
      Chain chain = ready.iterator().next();
      ready.remove(chain);
      if (isDown() && isTooOld(chain.first(), policy, nowMillis)) {
        givenUp.add(settle(chain));
        continue;
      }
      chain.posting = true;
      posting++;
      return chain;
    }
    return null;
  }

  /** The chain whose first notice is this one and is under way; null for a stale answer. */
  @Nullable Chain posting(Notice notice) {
    Chain chain = chains.get(notice.message().id());
    return chain != null && chain.posting && chain.first().sequence() == notice.sequence()
        ? chain
        : null;
  }

  /** The first notice of the chain is told, or can never be: it is owed no more. */
  Notice ended(Chain chain, boolean told) {
    chain.posting = false;
    posting--;
    if (told) {
      reopen();
    }
    return settle(chain);
  }

  /**
   * @return the notice when it is given up; null when it will be tried again
   */
  @Nullable Notice failed(
      Chain chain,
      RetryPolicy policy,
      long retryAfterMillis,
      long nowMillis,
      RandomGenerator chance) {
    chain.posting = false;
    posting--;
    failuresInRow++;
    if (isDown()) {
      int failuresWhileDown = failuresInRow - DOWN_AFTER_FAILURES + 1;
      downUntilMillis = nowMillis + RetryPolicy.delayMillis(failuresWhileDown, chance);
    }
    chain.failures++;
    if (chain.failures >= policy.attemptsMax() || isTooOld(chain.first(), policy, nowMillis)) {
      return settle(chain);
    }
    long wished = Math.min(retryAfterMillis, RetryPolicy.DELAY_MAX_MILLIS);
    chain.dueMillis = nowMillis + Math.max(wished, RetryPolicy.delayMillis(chain.failures, chance));
    waiting.add(chain);
    return null;
  }

  /**
   * Takes out a notice to make room: one that a later state makes old news, else the oldest; null
   * when all are under way.
   */
  @Nullable Notice drop() {
    Chain chain = firstIdle(outdated);
    if (chain == null) {
      chain = firstIdle(chains.values());
    }
    if (chain == null) {
      return null;
    }
    Notice dropped = chain.removeFirst();
    removed(chain);
    return dropped;
  }

  /** Looks past no more chains than can be under way. */
  private static @Nullable Chain firstIdle(Collection<Chain> chains) {
    for (Chain chain : chains) {
      if (!chain.posting) {
        return chain;
      }
    }
    return null;
  }

  /**
   * When {@link #next} may have something without anything else happening; 0 for now, {@code
   * Long.MAX_VALUE} for never.
   */
  long nextMillis(RetryPolicy policy) {
    if (isDown() ? posting > 0 : posting >= policy.concurrency()) {
      return Long.MAX_VALUE;
    }
    long due;
    if (!ready.isEmpty()) {
      due = 0;
    } else {
      due = waiting.isEmpty() ? Long.MAX_VALUE : waiting.first().dueMillis;
    }
    return isDown() ? Math.max(due, downUntilMillis) : due;
  }

  private static boolean isTooOld(Notice notice, RetryPolicy policy, long nowMillis) {
    return nowMillis - notice.atMillis() >= policy.giveUpAfterMillis();
  }

  private void reopen() {
    boolean wasDown = isDown();
    failuresInRow = 0;
    if (wasDown) {
      List<Chain> all = new ArrayList<>(ready);
      all.addAll(waiting);
      all.sort(BY_AGE);
      waiting.clear();
      ready.clear();
      ready.addAll(all);
    }
  }

  private Notice settle(Chain chain) {
    Notice notice = chain.removeFirst();
    removed(chain);
    if (!chain.isEmpty()) {
      ready.add(chain);
    }
    return notice;
  }

  private void removed(Chain chain) {
    owed--;
    if (chain.size() < 2) {
      outdated.remove(chain);
    }
    if (chain.isEmpty()) {
      chains.remove(chain.message);
      ready.remove(chain);
      waiting.remove(chain);
    }
  }
}
