package io.strowger.gateway.delivery;

import io.strowger.gateway.health.Cause;
import io.strowger.gateway.health.CellState;
import io.strowger.gateway.health.HealthChange;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageEvent;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Refusal;
import io.strowger.gateway.message.Verdict;
import io.strowger.gateway.route.CarrierCondition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Second copies of messages that stay without a receipt: one by one when their time has come, and,
 * when a route turns out to swallow what it takes, all that it took since, the nearest deadline
 * first and no faster than other routes can carry.
 */
final class Resends {
  private static final int BATCH = 256;
  private static final long BATCH_MILLIS = 100;

  /** While every other carrier has this much to do, the rest waits. */
  private static final long BUSY_MILLIS = 1_000;

  private record Rescue(Entry entry, int ordinal, String carrier) {}

  private final Transitions transitions;
  private final HealthWatch health;
  private final ResendBudget budget;
  private final DeliveryObserver observer;
  private final Map<String, CarrierCondition> conditions;
  private final ArrayDeque<Rescue> rescues = new ArrayDeque<>();
  private final List<Rescue> ofThisRound = new ArrayList<>();
  private long nextBatchMillis;

  /**
   * @param conditions of the carriers as they are, by carrier
   */
  Resends(
      Transitions transitions,
      HealthWatch health,
      DispatchSettings settings,
      DeliveryObserver observer,
      Map<String, CarrierCondition> conditions) {
    this.transitions = transitions;
    this.health = health;
    this.budget = new ResendBudget(settings.resendShare());
    this.observer = observer;
    this.conditions = conditions;
  }

  static Refusal noRoute(String why) {
    return new Refusal("no-route", why, Refusal.Disposition.OTHER_ROUTE);
  }

  void messageAccepted() {
    budget.messageAccepted();
  }

  /** The attempt's receipt is overdue. */
  void overdue(Entry entry, int ordinal) {
    boolean urgent = health.patience.isUrgent(entry.current(), ordinal);
    if (!(urgent ? budget.takeUrgent() : budget.take())) {
      transitions.step(entry, new MessageEvent.ResendUnavailable());
      return;
    }
    transitions.step(entry, new MessageEvent.ReceiptOverdue());
    if (entry.current().attempts().get(ordinal - 1).verdict() instanceof Verdict.Silent) {
      observer.resentAfterSilence(entry.carrierOf(ordinal));
    }
  }

  /** At the beginning of a round: what the routes' health asks for. */
  void begin(long now) {
    ofThisRound.clear();
    for (HealthChange change : health.tick(now)) {
      if (health.isActing() && change.from() != change.to()) {
        changed(change, now);
      }
    }
  }

  private void changed(HealthChange change, long now) {
    boolean left = change.to() == CellState.OPEN && change.cause() != Cause.EXPLICIT_FAULT;
    boolean doubted = change.to() == CellState.SUSPECT || change.to() == CellState.DEGRADED;
    if (left || (doubted && change.cause() != Cause.LOW_BASELINE)) {
      collect(change, left, now);
    }
  }

  /** Of a route that is only doubted, what is late by the measure of such routes. */
  private void collect(HealthChange change, boolean left, long now) {
    List<Rescue> found = new ArrayList<>();
    for (Entry entry : transitions.book.open()) {
      Message message = entry.current();
      if (message.state() instanceof MessageState.AwaitingReceipt(int ordinal, long _)
          && isAtRisk(message, message.attempts().get(ordinal - 1), change)) {
        long age = now - message.attempts().get(ordinal - 1).answeredAtMillis();
        if (left || age >= health.patience.silentAfterMillis(message, ordinal)) {
          found.add(new Rescue(entry, ordinal, change.route()));
        }
      }
    }
    if (found.isEmpty()) {
      return;
    }
    health.rescuing(change.route(), found.size());
    found.addAll(rescues);
    rescues.clear();
    found.sort(
        Comparator.comparingLong(rescue -> rescue.entry().current().spec().expiresAtMillis()));
    rescues.addAll(found);
  }

  private boolean isAtRisk(Message message, Attempt attempt, HealthChange change) {
    return attempt.verdict() instanceof Verdict.Taken
        && attempt.choice().carrier().equals(change.route())
        && (attempt.answeredAtMillis() >= change.onsetMillis() || isUnproven(attempt, change))
        && (change.operator().isEmpty()
            || health.operator(message.spec().to()).equals(change.operator()));
  }

  /** Before a restart nothing was judged; what waits for a proof of it has none. */
  private boolean isUnproven(Attempt attempt, HealthChange change) {
    return (change.cause() == Cause.FAKE_RECEIPTS || change.cause() == Cause.CANARIES_LOST)
        && transitions.receipts.unproven.holds(attempt);
  }

  void takeRescues(long now) {
    if (rescues.isEmpty() || now < nextBatchMillis) {
      return;
    }
    nextBatchMillis = now + BATCH_MILLIS;
    for (int i = 0; i < BATCH && !rescues.isEmpty(); i++) {
      Rescue rescue = rescues.getFirst();
      if (isCrowded(rescue.carrier())) {
        return;
      }
      rescues.removeFirst();
      if (rescue.entry().current().state() instanceof MessageState.AwaitingReceipt(int on, long _)
          && on == rescue.ordinal()) {
        ofThisRound.add(rescue);
        overdue(rescue.entry(), rescue.ordinal());
      }
    }
  }

  /** Every carrier that could help has its hands full. */
  private boolean isCrowded(String carrier) {
    boolean any = false;
    for (String other : health.alternatives(carrier)) {
      CarrierCondition condition = conditions.get(other);
      if (condition != null && condition.usable()) {
        if (condition.estimatedWaitMillis() <= BUSY_MILLIS) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }

  /** The round is as if it had not been. */
  void undo() {
    ofThisRound.reversed().forEach(rescues::addFirst);
  }
}
