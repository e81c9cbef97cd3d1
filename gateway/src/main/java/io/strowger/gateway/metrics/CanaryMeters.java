package io.strowger.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.strowger.gateway.canary.CanaryCommand;
import io.strowger.gateway.delivery.CanaryObserver;
import java.util.concurrent.TimeUnit;

/** What became of canaries. */
public final class CanaryMeters implements CanaryObserver {
  private final MeterRegistry registry;

  CanaryMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void happened(CanaryCommand what) {
    switch (what) {
      case CanaryCommand.Send _ -> {}
      case CanaryCommand.Sent sent -> count("sent", sent.carrier());
      case CanaryCommand.Returned back -> {
        count("returned", back.carrier());
        Timer.builder("strowger.canary.round.trip")
            .description("From a carrier's answer to a canary to its return over another.")
            .tag("carrier", back.carrier())
            .serviceLevelObjectives(Buckets.PERSON)
            .register(registry)
            .record(back.atMillis() - back.sentMillis(), TimeUnit.MILLISECONDS);
      }
      case CanaryCommand.Lost lost -> count("lost", lost.carrier());
      case CanaryCommand.Unproven unproven -> count("unproven", unproven.carrier());
      case CanaryCommand.NotTaken refused -> count("not_taken", refused.carrier());
    }
  }

  private void count(String result, String carrier) {
    Counter.builder("strowger.canaries")
        .description(
            "Texts and calls to numbers of our own, by what became of them: sent is what the"
                + " carrier took and charges; lost, while the number answered others; unproven,"
                + " while it answered nobody.")
        .tag("carrier", carrier)
        .tag("result", result)
        .register(registry)
        .increment();
  }
}
