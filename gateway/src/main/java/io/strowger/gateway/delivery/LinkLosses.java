package io.strowger.gateway.delivery;

import io.strowger.gateway.health.Fault;
import io.strowger.gateway.health.Health;
import io.strowger.gateway.route.CarrierCondition;
import java.util.HashMap;
import java.util.Map;

/** What links say themselves: told at once, but for one that is merely away for a moment. */
final class LinkLosses {
  /** A link that comes back sooner has not failed. */
  private static final long LOST_MILLIS = 10_000;

  private final Map<String, Long> lostSince = new HashMap<>();

  void tick(Health health, long now) {
    lostSince
        .entrySet()
        .removeIf(lost -> {
          boolean due = now - lost.getValue() >= LOST_MILLIS;
          if (due) {
            health.fault(lost.getKey(), Fault.LINK_LOST, now);
          }
          return due;
        });
  }

  void changed(Health health, CarrierCondition condition, long now) {
    String carrier = condition.carrier();
    Fault fault = condition.fault();
    if (condition.usable() || fault == null) {
      lostSince.remove(carrier);
      health.repaired(carrier, now);
    } else if (fault == Fault.LINK_LOST) {
      lostSince.putIfAbsent(carrier, now);
    } else {
      health.fault(carrier, fault, now);
    }
  }
}
