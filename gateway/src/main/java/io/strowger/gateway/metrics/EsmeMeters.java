package io.strowger.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The SMPP door. Accounts are those of the configuration, so their number is bounded. */
public final class EsmeMeters {
  private record Refusal(String account, String status) {}

  private final MeterRegistry registry;
  private final Map<String, AtomicInteger> bound = new ConcurrentHashMap<>();
  private final Map<Refusal, Counter> refused = new ConcurrentHashMap<>();
  private final Counter bindsRefused;

  EsmeMeters(MeterRegistry registry) {
    this.registry = registry;
    bindsRefused =
        Counter.builder("strowger.esme.binds.refused")
            .description("Binds to the SMPP door with unknown or wrong credentials.")
            .register(registry);
  }

  /**
   * @param change 1 or -1
   */
  public void bound(String account, int change) {
    bound
        .computeIfAbsent(
            account,
            name -> {
              AtomicInteger sessions = new AtomicInteger();
              Gauge.builder("strowger.esme.bound", sessions, AtomicInteger::get)
                  .description("Sessions of the account that are bound to the SMPP door.")
                  .tag("account", name)
                  .strongReference(true)
                  .register(registry);
              return sessions;
            })
        .addAndGet(change);
  }

  public void bindRefused() {
    bindsRefused.increment();
  }

  /**
   * @param status the name of the command_status
   */
  public void submitRefused(String account, String status) {
    refused
        .computeIfAbsent(
            new Refusal(account, status),
            refusal ->
                Counter.builder("strowger.esme.submits.refused")
                    .description("Messages that the SMPP door refused, by command_status.")
                    .tag("account", refusal.account())
                    .tag("status", refusal.status())
                    .register(registry))
        .increment();
  }
}
