package io.strowger.gateway.main;

import io.strowger.gateway.alarm.Alarms;
import io.strowger.gateway.config.GatewayConfig;
import io.strowger.gateway.delivery.CanaryAlarms;
import io.strowger.gateway.delivery.CanaryPost;
import io.strowger.gateway.delivery.HealthAlarms;
import io.strowger.gateway.delivery.HealthObservers;
import io.strowger.gateway.delivery.HealthWatch;
import io.strowger.gateway.delivery.SmsChannel;
import io.strowger.gateway.delivery.VoiceChannel;
import io.strowger.gateway.log.HealthLog;
import io.strowger.gateway.metrics.GatewayMetrics;
import java.security.SecureRandom;
import java.util.List;

/** The routes' health, with everything that hears of it, and the canaries. */
final class Watch {
  private Watch() {}

  static HealthWatch over(
      GatewayConfig config,
      GatewayMetrics metrics,
      Alarms alarms,
      SmsChannel sms,
      VoiceChannel voice,
      long nowMillis) {
    HealthObservers observers =
        new HealthObservers(List.of(new HealthLog(), metrics.health(), new HealthAlarms(alarms)));
    HealthWatch watch = new HealthWatch(config.detection(), config.routes(), observers, nowMillis);
    watch.send(
        new CanaryPost(
            config.canaries(),
            config.routes(),
            sms,
            voice,
            new SecureRandom(),
            List.of(metrics.canaries(), new CanaryAlarms(alarms))));
    return watch;
  }
}
