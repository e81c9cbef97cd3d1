package io.strowger.gateway.simulation;

import io.strowger.gateway.delivery.HealthObserver;
import io.strowger.gateway.health.Cause;
import io.strowger.gateway.health.CellState;
import io.strowger.gateway.health.HealthChange;
import java.util.ArrayList;
import java.util.List;

/** Watches what is judged of carriers. */
final class HealthWitness implements HealthObserver {
  private final Witness witness;
  private final List<HealthChange> opened = new ArrayList<>();
  private int probes;
  private int rescued;

  HealthWitness(Witness witness) {
    this.witness = witness;
  }

  @Override
  public void changed(HealthChange change, boolean acting) {
    if (change.to() == CellState.OPEN && change.from() != CellState.OPEN) {
      opened.add(change);
    }
    if (change.onsetMillis() > witness.now()) {
      witness.violated("trouble that begins in the future: " + change);
    }
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
