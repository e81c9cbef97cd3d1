package io.strowger.gateway.simulation;

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
  private final Witness witness;
  private final List<HealthChange> opened = new ArrayList<>();
  private final Map<String, CellState> states = new HashMap<>();
  private final List<String> changes = new ArrayList<>();
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
    if (change.to() == CellState.OPEN && change.from() != CellState.OPEN) {
      opened.add(change);
    }
    boolean silence = change.cause() != Cause.EXPLICIT_FAULT;
    if (change.operator().isEmpty() && (silence || change.to() != CellState.OPEN)) {
      states.put(change.route(), change.to());
    }
    if (change.onsetMillis() > witness.now()) {
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

  /** Every time a carrier, or an operator, was left, in order. */
  List<HealthChange> opened() {
    return opened;
  }

  @Override
  public void probed(String carrier) {
    probes++;
  }

  @Override
  public void rescuing(String carrier, int messages) {
    rescued += messages;
  }

  /** Left for a fault that the link told, for silence; probes; messages sent another way. */
  List<Integer> occurrences() {
    int faults = (int) opened.stream().filter(c -> c.cause() == Cause.EXPLICIT_FAULT).count();
    return List.of(faults, opened.size() - faults, probes, rescued);
  }
}
