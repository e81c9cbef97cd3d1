package io.strowger.gateway.simulation;

import io.strowger.gateway.alarm.AlarmChange;
import io.strowger.gateway.alarm.AlarmKind;
import io.strowger.gateway.alarm.Condition;
import io.strowger.gateway.delivery.DeliveryObserver;
import io.strowger.gateway.delivery.HealthObserver;
import io.strowger.gateway.health.Cause;
import io.strowger.gateway.health.CellState;
import io.strowger.gateway.health.HealthChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Watches what is judged of carriers. */
final class HealthWitness implements HealthObserver, DeliveryObserver {
  /** A cell was left for what it swallows; the operator is empty for the whole route. */
  record Opened(String route, String operator, long atMillis, Cause cause) {}

  /** An alarm of a route, or of one operator on it. */
  record Raised(
      AlarmKind kind,
      String route,
      String operator,
      long atMillis,
      long onsetMillis,
      String what) {}

  private final Witness witness;
  private final List<Raised> raised = new ArrayList<>();
  private final List<Opened> opened = new ArrayList<>();
  private final Map<String, CellState> states = new HashMap<>();
  private final List<String> changes = new ArrayList<>();
  private int faults;
  private int probes;
  private int rescued;
  private int resent;

  HealthWitness(Witness witness) {
    this.witness = witness;
  }

  /** Every change, for whoever looks for the reason of a violation. */
  List<String> changes() {
    return changes;
  }

  @Override
  public void changed(HealthChange change, boolean acting) {
    changes.add(change.toString());
    boolean silence = change.cause() != Cause.EXPLICIT_FAULT;
    if (change.to() == CellState.OPEN && change.from() != CellState.OPEN) {
      if (silence) {
        opened.add(new Opened(change.route(), change.operator(), witness.now(), change.cause()));
      } else {
        faults++;
      }
    }
    if (change.operator().isEmpty() && (silence || change.to() != CellState.OPEN)) {
      states.put(change.route(), change.to());
    }
    if (change.onsetMillis() > change.atMillis()) {
      witness.violated("trouble that begins in the future: " + change);
    }
  }

  @Override
  public void resentAfterSilence(String carrier) {
    resent++;
  }

  /** Second copies until now. */
  int resent() {
    return resent;
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

  void alarmed(AlarmChange change) {
    changes.add(change.word() + " " + change.alarm().condition());
    if (change instanceof AlarmChange.Raised(var alarm)) {
      Condition condition = alarm.condition();
      String subject = condition.key().subject();
      int slash = subject.indexOf('/');
      raised.add(
          new Raised(
              condition.key().kind(),
              slash < 0 ? subject : subject.substring(0, slash),
              slash < 0 ? "" : subject.substring(slash + 1),
              witness.now(),
              condition.onsetMillis(),
              condition.cause()));
    }
  }

  /** Every alarm that was raised, in order. */
  List<Raised> raised() {
    return raised;
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
