package io.strowger.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The handles of one call of the HTTP API. */
final class RequestMeters {
  private static final int STATUS_MAX = 599;

  private final MeterRegistry registry;
  private final String method;
  private final String path;
  private final Timer latency;

  /** By status; what HTTP does not know is counted as 0. */
  private final AtomicReferenceArray<@Nullable Counter> statuses =
      new AtomicReferenceArray<>(STATUS_MAX + 1);

  RequestMeters(MeterRegistry registry, String method, String path) {
    this.registry = registry;
    this.method = method;
    this.path = path;
    this.latency =
        Timer.builder("strowger.http.request")
            .description("From the complete head of a request to its answer.")
            .tag("method", method)
            .tag("path", path)
            .serviceLevelObjectives(Buckets.ANSWER)
            .register(registry);
  }

  void answered(int status, long nanos) {
    latency.record(nanos, TimeUnit.NANOSECONDS);
    int index = status >= 0 && status <= STATUS_MAX ? status : 0;
    Counter counter = statuses.get(index);
    if (counter == null) {
      // The registry gives two threads that come here at once the same counter.
      counter = counter(index);
      statuses.set(index, counter);
    }
    counter.increment();
  }

  private Counter counter(int status) {
    return Counter.builder("strowger.http.requests")
        .description("Requests answered; status 0 when the client left before.")
        .tag("method", method)
        .tag("path", path)
        .tag("status", Integer.toString(status))
        .register(registry);
  }
}
