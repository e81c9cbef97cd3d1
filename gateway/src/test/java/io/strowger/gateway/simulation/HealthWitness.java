package io.strowger.gateway.simulation;

import io.strowger.gateway.alarm.AlarmChange;
import io.strowger.gateway.alarm.AlarmKind;
import io.strowger.gateway.alarm.Condition;
import io.strowger.gateway.delivery.DeliveryObserver;
import io.strowger.gateway.delivery.HealthObserver;
import io.strowger.gateway.health.Cause;
import io.strowger.gateway.health.CellState;
import io.strowger.gateway.health.HealthChange;
import io.strowger.gateway.health.HealthReport;
import io.strowger.gateway.message.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Watches what is judged of carriers. */
final class HealthWitness implements HealthObserver, DeliveryObserver {
  /** A cell was left for what it swallows; the operator is empty for the whole route. */
  record Opened(String route, String operator, long atMillis, long onsetMillis, Cause cause) {}

  /** An alarm of a route, or of one operator on it. */
  record Raised(
      AlarmKind kind,
      String route,
      String operator,
      long atMillis,
      long onsetMillis,
      String what) {}

  /** An alarm of an account. */
  record Failing(String account, long atMillis) {}

  /** A cell that was left carries all its traffic again. */
  record Back(String route, String operator, long leftAtMillis, long atMillis) {}

  final HedgeWitness hedges;
  private final Witness witness;
  private final List<Raised> raised = new ArrayList<>();
  private final List<Failing> failing = new ArrayList<>();
  private final List<Opened> opened = new ArrayList<>();
  private final Map<String, CellState> states = new HashMap<>();
  private final Map<String, Long> away = new HashMap<>();
  private final List<Back> back = new ArrayList<>();
  private final List<String> changes = new ArrayList<>();
  private long bornAtMillis;
  private int faults;
  private int probes;
  private int rescued;

  HealthWitness(Witness witness) {
    this.witness = witness;
    this.hedges = new HedgeWitness(witness);
  }

  /** Every change, for whoever looks for the reason of a violation. */
  List<String> changes() {
    return changes;
  }

  @Override
  public void changed(HealthChange change, boolean acting) {
    hedges.changed(change, acting);
    changes.add(change.toString());
    boolean silence = change.cause() != Cause.EXPLICIT_FAULT;
    if (change.to() == CellState.OPEN && change.from() != CellState.OPEN) {
      if (silence) {
        long known = change.onsetMillis() == 0 ? 0 : change.atMillis() - change.onsetMillis();
        opened.add(
            new Opened(
                change.route(),
                change.operator(),
                witness.now(),
                witness.now() - known,
                change.cause()));
      } else {
        faults++;
      }
    }
    String cell = change.route() + "/" + change.operator();
    if (change.to() == CellState.OPEN) {
      away.putIfAbsent(cell, witness.now());
    }
    if (change.operator().isEmpty() && (silence || change.to() != CellState.OPEN)) {
      states.put(change.route(), change.to());
    }
    if (change.onsetMillis() > change.atMillis()) {
      witness.violated("trouble that begins in the future: " + change);
    }
  }

  /** Also after a crash, which is no change. */
  @Override
  public void judged(List<HealthReport> cells, boolean acting, long nowMillis) {
    hedges.judged(cells, acting, nowMillis);
    for (HealthReport cell : cells) {
      Long since = away.get(cell.route() + "/" + cell.operator());
      if (since != null && cell.share() == 1) {
        away.remove(cell.route() + "/" + cell.operator());
        back.add(new Back(cell.route(), cell.operator(), since, witness.now()));
      }
    }
  }

  @Override
  public void accepted(Message message) {
    hedges.accepted(message);
  }

  @Override
  public void resentAfterSilence(String carrier) {
    hedges.resentAfterSilence(carrier);
  }

  /** Carriers that are left for what they swallow. */
  long left() {
    return states.values().stream().filter(state -> state == CellState.OPEN).count();
  }

  CellState state(String carrier) {
    return states.getOrDefault(carrier, CellState.CLOSED);
  }

  /** Every time a carrier, or an operator, was left for what it swallows, in order. */
  List<Opened> opened() {
    return opened;
  }

  /** Every time a cell that was left had come back. */
  List<Back> back() {
    return back;
  }

  /** Cells that were left and are not back; from when, by {@code route/operator}. */
  Map<String, Long> away() {
    return away;
  }

  void alarmed(AlarmChange change) {
    changes.add(change.word() + " " + change.alarm().condition());
    if (change instanceof AlarmChange.Raised(var alarm)) {
      Condition condition = alarm.condition();
      String subject = condition.key().subject();
      if (condition.key().kind() == AlarmKind.ACCOUNT_FAILING) {
        failing.add(new Failing(subject, witness.now()));
        return;
      }
      int slash = subject.indexOf('/');
      String route = slash < 0 ? subject : subject.substring(0, slash);
      String operator = slash < 0 ? "" : subject.substring(slash + 1);
      // What was left before a crash still is, and is said again.
      if (away.getOrDefault(route + "/" + operator, Long.MAX_VALUE) >= bornAtMillis) {
        raised.add(
            new Raised(
                condition.key().kind(),
                route,
                operator,
                witness.now(),
                witness.now() + condition.onsetMillis() - alarm.raisedMillis(),
                condition.cause()));
      }
    }
  }

  void crashed() {
    bornAtMillis = witness.now();
    hedges.crashed();
  }

  /** Every alarm that was raised, in order. */
  List<Raised> raised() {
    return raised;
  }

  /** Every alarm of an account, in order. */
  List<Failing> failing() {
    return failing;
  }

  @Override
  public void probed(String carrier) {
    probes++;
  }

  @Override
  public void rescuing(String carrier, int messages) {
    rescued += messages;
  }

  /**
   * Left for a fault that the link told, for silence; probes; messages sent another way; alarms.
   */
  List<Integer> occurrences() {
    return List.of(faults, opened.size(), probes, rescued, raised.size());
  }
}
