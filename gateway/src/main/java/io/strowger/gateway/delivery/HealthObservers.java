package io.strowger.gateway.delivery;

import io.strowger.gateway.health.HealthChange;
import io.strowger.gateway.health.HealthReport;
import java.util.List;

/** Several observers as one. */
public record HealthObservers(List<HealthObserver> all) implements HealthObserver {
  public HealthObservers {
    all = List.copyOf(all);
  }

  @Override
  public void changed(HealthChange change, boolean acting) {
    all.forEach(one -> one.changed(change, acting));
  }

  @Override
  public void judged(List<HealthReport> cells, boolean acting, long nowMillis) {
    all.forEach(one -> one.judged(cells, acting, nowMillis));
  }

  @Override
  public void probed(String carrier) {
    all.forEach(one -> one.probed(carrier));
  }

  @Override
  public void rescuing(String carrier, int messages) {
    all.forEach(one -> one.rescuing(carrier, messages));
  }
}
