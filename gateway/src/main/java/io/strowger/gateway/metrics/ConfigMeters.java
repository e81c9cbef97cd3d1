package io.strowger.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** Whether the configuration on disk is the one in force. */
final class ConfigMeters {
  private final Counter applied;
  private final Counter refused;
  private final AtomicLong inForce = new AtomicLong(1);
  private final AtomicLong readMillis = new AtomicLong();

  ConfigMeters(MeterRegistry registry) {
    applied = reads(registry, "applied");
    refused = reads(registry, "refused");
    Gauge.builder("strowger.config.in.force", inForce, AtomicLong::get)
        .description("1 while the file as last read is in force, 0 while an older one is.")
        .strongReference(true)
        .register(registry);
    Gauge.builder("strowger.config.read.seconds", readMillis, millis -> millis.get() / 1000.0)
        .description("When the file was last read again, in seconds since 1970; 0 for never.")
        .strongReference(true)
        .register(registry);
  }

  void read(boolean good, long nowMillis) {
    (good ? applied : refused).increment();
    inForce.set(good ? 1 : 0);
    readMillis.set(nowMillis);
  }

  private static Counter reads(MeterRegistry registry, String result) {
    return Counter.builder("strowger.config.reads")
        .description("How often the file was read again, by what came of it.")
        .tag("result", result)
        .register(registry);
  }
}
