package io.strowger.gateway.main;

import io.strowger.gateway.alarm.Alarms;
import io.strowger.gateway.config.GatewayConfig;
import io.strowger.gateway.delivery.HealthAlarms;
import io.strowger.gateway.delivery.HealthObservers;
import io.strowger.gateway.delivery.HealthWatch;
import io.strowger.gateway.log.HealthLog;
import io.strowger.gateway.metrics.HealthMeters;
import java.util.List;

/** The routes' health, with everything that hears of it. */
final class Watch {
  private Watch() {}

  static HealthWatch over(
      GatewayConfig config, HealthMeters meters, Alarms alarms, long nowMillis) {
    HealthObservers observers =
        new HealthObservers(List.of(new HealthLog(), meters, new HealthAlarms(alarms)));
    return new HealthWatch(config.detection(), config.routes(), observers, nowMillis);
  }
}
