package io.strowger.gateway.alarm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The open alarms and those that cleared last. Bounded: beyond {@value #OPEN_MAX} open ones nothing
 * is added until some clear. For one thread, or under its owner's lock.
 */
public final class AlarmBook {
  static final int OPEN_MAX = 1_000;
  static final int CLEARED_MAX = 200;

  private final Map<AlarmKey, Alarm> open = new LinkedHashMap<>();
  private final Deque<Alarm> cleared = new ArrayDeque<>();
  private long lastId;
  private long overflowed;

  /** Somebody sees it; null when nothing changed by that. */
  public @Nullable AlarmChange raise(Condition seen, long nowMillis) {
    Alarm before = open.get(seen.key());
    if (before == null) {
      if (open.size() >= OPEN_MAX) {
        overflowed++;
        return null;
      }
      Alarm raised = new Alarm(++lastId, seen, nowMillis, nowMillis, 0);
      open.put(seen.key(), raised);
      return new AlarmChange.Raised(raised);
    }
    Condition was = before.condition();
    boolean same = was.severity() == seen.severity() && was.cause().equals(seen.cause());
    Alarm after =
        new Alarm(
            before.id(),
            new Condition(
                seen.key(),
                seen.severity(),
                seen.cause(),
                seen.evidence(),
                Math.min(was.onsetMillis(), seen.onsetMillis())),
            before.raisedMillis(),
            same ? before.changedMillis() : nowMillis,
            0);
    open.put(seen.key(), after);
    return same ? null : new AlarmChange.Changed(after);
  }

  /** It is over; null when it was not open. */
  public @Nullable AlarmChange clear(AlarmKey key, long nowMillis) {
    Alarm before = open.remove(key);
    if (before == null) {
      return null;
    }
    Alarm over =
        new Alarm(
            before.id(),
            before.condition(),
            before.raisedMillis(),
            before.changedMillis(),
            nowMillis);
    cleared.addFirst(over);
    if (cleared.size() > CLEARED_MAX) {
      cleared.removeLast();
    }
    return new AlarmChange.Cleared(over);
  }

  /**
   * For a source that sees all of its kinds at once: what it does not see any more is over.
   *
   * @param kinds all kinds that this source raises, and no other does
   */
  public List<AlarmChange> see(Set<AlarmKind> kinds, Collection<Condition> all, long nowMillis) {
    List<AlarmChange> changes = new ArrayList<>();
    Set<AlarmKey> seen = new HashSet<>();
    for (Condition condition : all) {
      seen.add(condition.key());
      add(changes, raise(condition, nowMillis));
    }
    for (AlarmKey key : List.copyOf(open.keySet())) {
      if (kinds.contains(key.kind()) && !seen.contains(key)) {
        add(changes, clear(key, nowMillis));
      }
    }
    return changes;
  }

  private static void add(List<AlarmChange> changes, @Nullable AlarmChange change) {
    if (change != null) {
      changes.add(change);
    }
  }

  /** The open ones, the worst first, and of those the oldest. */
  public List<Alarm> open() {
    return open.values().stream()
        .sorted(
            Comparator.comparing((Alarm alarm) -> alarm.condition().severity())
                .reversed()
                .thenComparingLong(Alarm::id))
        .toList();
  }

  /** Those that cleared last, latest first. */
  public List<Alarm> cleared() {
    return List.copyOf(cleared);
  }

  /** How often an alarm found no place. */
  public long overflowed() {
    return overflowed;
  }
}
