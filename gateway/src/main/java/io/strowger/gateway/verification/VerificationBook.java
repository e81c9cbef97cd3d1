package io.strowger.gateway.verification;

import io.strowger.gateway.number.PhoneNumber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Every verification that is held, and by what it is found. What a round changes is staged: it is
 * committed, or undone, as a whole.
 *
 * <p>A verification with wrong codes stays for as long as they count, since the number's log is
 * built from it after a restart.
 */
final class VerificationBook {
  private record NumberKey(String account, PhoneNumber number) {}

  private record IdempotencyKey(String account, String key) {}

  /** One verification as it is durable, and as the round would have it. */
  private static final class Slot {
    final VerificationSpec spec;
    volatile @Nullable Verification committed;
    @Nullable Verification staged;
    long forgetAtMillis;

    Slot(VerificationSpec spec) {
      this.spec = spec;
    }

    Verification current() {
      Verification now = staged != null ? staged : committed;
      if (now == null) {
        throw new IllegalStateException("neither staged nor committed");
      }
      return now;
    }
  }

  /** What one account has; those without wrong codes in order of time. */
  private static final class Shelf {
    final TreeSet<Slot> spotless = new TreeSet<>(BY_TIME);
    int held;
  }

  private static final Comparator<Slot> BY_TIME =
      Comparator.<Slot>comparingLong(slot -> slot.forgetAtMillis)
          .thenComparing(slot -> slot.spec.id());

  private final VerificationLimits limits;
  private final ConcurrentHashMap<VerificationId, Slot> byId = new ConcurrentHashMap<>();
  private final Map<IdempotencyKey, Slot> byIdempotencyKey = new HashMap<>();
  private final Map<String, Shelf> shelves = new HashMap<>();
  private final Map<NumberKey, FailureLog> failures = new HashMap<>();

  /** Without wrong codes: the first that are over may give way to new ones. */
  private final TreeSet<Slot> spotless = new TreeSet<>(BY_TIME);

  private final TreeSet<Slot> failed = new TreeSet<>(BY_TIME);
  private final List<Slot> touched = new ArrayList<>();
  private final List<Slot> forgotten = new ArrayList<>();

  VerificationBook(VerificationLimits limits) {
    this.limits = limits;
  }

  /** Puts back what stood in the store. */
  void restore(List<Verification> kept) {
    record Failure(NumberKey number, long atMillis) {}
    List<Failure> times = new ArrayList<>();
    for (Verification verification : kept) {
      Slot slot = new Slot(verification.spec());
      slot.committed = verification;
      enter(slot);
      NumberKey number = number(verification.spec());
      verification.failedAtMillis().forEach(at -> times.add(new Failure(number, at)));
    }
    times.sort(Comparator.comparingLong(Failure::atMillis));
    for (Failure failure : times) {
      failures.computeIfAbsent(failure.number(), _ -> new FailureLog()).add(failure.atMillis());
    }
  }

  int size() {
    return byId.size();
  }

  /** As it is durable; any thread. */
  @Nullable Verification committed(VerificationId id) {
    Slot slot = byId.get(id);
    return slot == null ? null : slot.committed;
  }

  /** As the round has it so far. */
  @Nullable Verification current(String account, VerificationId id) {
    Slot slot = byId.get(id);
    return slot == null || !slot.spec.account().equals(account) ? null : slot.current();
  }

  @Nullable Verification first(String account, String idempotencyKey) {
    Slot slot = byIdempotencyKey.get(new IdempotencyKey(account, idempotencyKey));
    return slot == null ? null : slot.current();
  }

  /** Epoch milliseconds; 0 when a code may be tried now. */
  long lockedUntil(String account, PhoneNumber number, int max, long windowMillis, long nowMillis) {
    FailureLog log = failures.get(new NumberKey(account, number));
    return log == null ? 0 : log.lockedUntil(max, windowMillis, nowMillis);
  }

  /** Whether one more fits; for that, one that is over and without wrong codes may give way. */
  boolean hasRoomFor(String account, long nowMillis) {
    Shelf shelf = shelves.get(account);
    if (shelf != null && shelf.held >= limits.perAccountMax()) {
      return givesWay(shelf.spotless, nowMillis);
    }
    return byId.size() < limits.verificationsMax() || givesWay(spotless, nowMillis);
  }

  private boolean givesWay(NavigableSet<Slot> slots, long nowMillis) {
    Slot oldest = slots.isEmpty() ? null : slots.getFirst();
    if (oldest == null || oldest.staged != null || oldest.current().isOpen(nowMillis)) {
      return false;
    }
    forget(oldest, nowMillis);
    return true;
  }

  void stage(Verification next, long nowMillis) {
    Slot slot = byId.get(next.id());
    int failedBefore = 0;
    if (slot == null) {
      slot = new Slot(next.spec());
      slot.staged = next;
      touched.add(slot);
      enter(slot);
    } else {
      failedBefore = slot.current().failedAtMillis().size();
      if (slot.staged == null) {
        touched.add(slot);
      }
      unfile(slot);
      slot.staged = next;
      file(slot);
    }
    List<Long> times = next.failedAtMillis();
    if (times.size() > failedBefore) {
      FailureLog log = failures.computeIfAbsent(number(next.spec()), _ -> new FailureLog());
      log.forgetUntil(nowMillis - next.spec().rules().failedWindowMillis());
      times.subList(failedBefore, times.size()).forEach(log::add);
    }
  }

  /** Lets go of what nobody asks about any more, and no window reaches. */
  void sweep(long nowMillis, int max) {
    int left = max;
    for (TreeSet<Slot> slots : List.of(spotless, failed)) {
      while (left > 0 && !slots.isEmpty()) {
        Slot first = slots.getFirst();
        if (first.forgetAtMillis > nowMillis || first.staged != null) {
          break;
        }
        forget(first, nowMillis);
        left--;
      }
    }
  }

  private void forget(Slot slot, long nowMillis) {
    leave(slot);
    forgotten.add(slot);
    NumberKey number = number(slot.spec);
    FailureLog log = failures.get(number);
    if (log != null) {
      log.forgetUntil(nowMillis - slot.spec.rules().failedWindowMillis());
      if (log.isEmpty()) {
        failures.remove(number);
      }
    }
  }

  List<Verification> staged() {
    return touched.stream().map(Slot::current).toList();
  }

  List<VerificationId> forgotten() {
    return forgotten.stream().map(slot -> slot.spec.id()).toList();
  }

  boolean isTouched() {
    return !touched.isEmpty() || !forgotten.isEmpty();
  }

  void commit() {
    for (Slot slot : touched) {
      slot.committed = slot.current();
      slot.staged = null;
    }
    touched.clear();
    forgotten.clear();
  }

  void undo() {
    for (Slot slot : touched) {
      Verification next = slot.current();
      Verification before = slot.committed;
      int failedBefore = before == null ? 0 : before.failedAtMillis().size();
      takeBackFailures(number(slot.spec), next.failedAtMillis().size() - failedBefore);
      if (before == null) {
        leave(slot);
      } else {
        unfile(slot);
        slot.staged = null;
        file(slot);
      }
    }
    touched.clear();
    forgotten.forEach(this::enter);
    forgotten.clear();
  }

  /** What a round adds stands at the log's end, whichever verification it came from. */
  private void takeBackFailures(NumberKey number, int count) {
    FailureLog log = failures.get(number);
    if (log != null) {
      log.removeLast(count);
      if (log.isEmpty()) {
        failures.remove(number);
      }
    }
  }

  private void enter(Slot slot) {
    byId.put(slot.spec.id(), slot);
    shelves.computeIfAbsent(slot.spec.account(), _ -> new Shelf()).held++;
    String key = slot.spec.idempotencyKey();
    if (key != null) {
      byIdempotencyKey.put(new IdempotencyKey(slot.spec.account(), key), slot);
    }
    file(slot);
  }

  private void leave(Slot slot) {
    byId.remove(slot.spec.id());
    String key = slot.spec.idempotencyKey();
    if (key != null) {
      byIdempotencyKey.remove(new IdempotencyKey(slot.spec.account(), key), slot);
    }
    unfile(slot);
    Shelf shelf = shelf(slot);
    if (--shelf.held == 0) {
      shelves.remove(slot.spec.account());
    }
  }

  private void file(Slot slot) {
    Verification verification = slot.current();
    List<Long> times = verification.failedAtMillis();
    long over =
        verification.endedAtMillis() > 0
            ? verification.endedAtMillis()
            : slot.spec.expiresAtMillis();
    long counts = times.isEmpty() ? 0 : times.getLast() + slot.spec.rules().failedWindowMillis();
    slot.forgetAtMillis = Math.max(over + limits.graceMillis(), counts);
    if (times.isEmpty()) {
      spotless.add(slot);
      shelf(slot).spotless.add(slot);
    } else {
      failed.add(slot);
    }
  }

  private void unfile(Slot slot) {
    spotless.remove(slot);
    shelf(slot).spotless.remove(slot);
    failed.remove(slot);
  }

  private Shelf shelf(Slot slot) {
    Shelf shelf = shelves.get(slot.spec.account());
    if (shelf == null) {
      throw new IllegalStateException("held by no account");
    }
    return shelf;
  }

  private static NumberKey number(VerificationSpec spec) {
    return new NumberKey(spec.account(), spec.to());
  }
}
