package io.strowger.gateway.delivery;

import io.strowger.gateway.health.HealthChange;
import io.strowger.gateway.health.HealthReport;
import java.util.List;

/** Hears what is judged of routes, and what follows. Called on the dispatcher's thread. */
public interface HealthObserver {
  HealthObserver NONE = new HealthObserver() {};

  /**
   * @param acting false where verdicts are told and nothing else
   */
  default void changed(HealthChange change, boolean acting) {}

  /**
   * Each two seconds.
   *
   * @param acting false where verdicts are told and nothing else
   */
  default void judged(List<HealthReport> cells, boolean acting, long nowMillis) {}

  /** A copy went out on a route that was left, to see whether it delivers again. */
  default void probed(String carrier) {}

  /** Messages that the route may have swallowed are about to be sent another way. */
  default void rescuing(String carrier, int messages) {}
}
