package io.strowger.gateway.simulation;

import io.strowger.gateway.delivery.DeliveryObserver;
import io.strowger.gateway.delivery.HealthObserver;
import io.strowger.gateway.health.CellState;
import io.strowger.gateway.health.HealthChange;
import io.strowger.gateway.health.HealthReport;
import io.strowger.gateway.message.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts second copies for as long as a world lives: those on a mere suspicion of lateness are a
 * share of what was accepted, and those of what is probably lost are at most one for each message.
 * No carrier is given more a second than it takes, whatever the reason.
 */
final class HedgeWitness implements DeliveryObserver, HealthObserver {
  private static final double SHARE = 0.15;
  private static final double TOKENS_MAX = 200;
  private static final double TOKENS_FIRST = 100;
  private static final long SECOND = 1_000;

  private final Witness witness;
  private final Map<String, Set<String>> troubled = new HashMap<>();
  private final Set<String> trusted = new HashSet<>();
  private final Map<String, Deque<Long>> submits = new HashMap<>();
  private double tokens = TOKENS_FIRST;
  private int accepted;
  private int late;
  private int lost;

  HedgeWitness(Witness witness) {
    this.witness = witness;
  }

  /** A new life begins with a new budget, and learns at once what was known of the routes. */
  void crashed() {
    tokens = TOKENS_FIRST;
    submits.clear();
    troubled.clear();
    trusted.clear();
  }

  /** Copies of what was late, and of what was probably lost. */
  List<Integer> occurrences() {
    return List.of(late, lost);
  }

  @Override
  public void accepted(Message message) {
    accepted++;
    tokens = Math.min(TOKENS_MAX, tokens + SHARE);
  }

  @Override
  public void changed(HealthChange change, boolean acting) {
    note(change.route(), change.operator(), change.to());
  }

  @Override
  public void judged(List<HealthReport> cells, boolean acting, long nowMillis) {
    for (HealthReport cell : cells) {
      note(cell.route(), cell.operator(), cell.state());
      if (cell.operator().isEmpty() && (cell.proven() || cell.blind())) {
        trusted.add(cell.route());
      }
    }
  }

  private void note(String route, String operator, CellState state) {
    Set<String> cells = troubled.computeIfAbsent(route, _ -> new HashSet<>());
    if (state == CellState.CLOSED) {
      cells.remove(operator);
    } else {
      cells.add(operator);
    }
  }

  @Override
  public void resentAfterSilence(String carrier) {
    if (!trusted.contains(carrier) || !troubled.getOrDefault(carrier, Set.of()).isEmpty()) {
      lost++;
      if (lost > accepted) {
        witness.violated(lost + " copies of lost messages, and " + accepted + " messages");
      }
      return;
    }
    late++;
    tokens--;
    // What was accepted in a round is counted after what was sent again in it.
    if (tokens < -1) {
      witness.violated(late + " second copies of " + accepted + " messages, over the budget");
      tokens = 0;
    }
  }

  /**
   * A text, or a part of one, leaves for the carrier.
   *
   * @param perSecond what the carrier takes; 0 for no limit
   */
  void leaves(String carrier, double perSecond) {
    Deque<Long> last = submits.computeIfAbsent(carrier, _ -> new ArrayDeque<>());
    long now = witness.now();
    while (!last.isEmpty() && last.getFirst() <= now - SECOND) {
      last.removeFirst();
    }
    last.addLast(now);
    if (perSecond > 0 && last.size() > Math.ceil(perSecond)) {
      witness.violated(carrier + " was given " + last.size() + " in a second");
      last.clear();
    }
  }
}
