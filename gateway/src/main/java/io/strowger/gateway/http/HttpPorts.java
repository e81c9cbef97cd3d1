package io.strowger.gateway.http;

import io.strowger.gateway.canary.CanaryReport;
import io.strowger.gateway.health.HealthReport;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * What the door asks of the rest of the gateway.
 *
 * @param segments how many SMS segments a text needs; at most 16 KiB of text, any thread
 * @param metrics Prometheus text; may take milliseconds
 * @param readiness any thread; must not block
 * @param blocking runs what may block, such as a thread per task on virtual threads; the door
 *     bounds how much it gives at once
 * @param health what is judged of routes; any thread, from a snapshot
 * @param canaries as of the last second; any thread
 * @param epochMillis the wall clock
 * @param nanos a monotonic clock
 */
public record HttpPorts(
    NumberReader numbers,
    ToIntFunction<String> segments,
    LinkDirectory links,
    ConfigReload config,
    Supplier<String> metrics,
    Supplier<Readiness> readiness,
    RequestObserver observer,
    Executor blocking,
    LongSupplier epochMillis,
    LongSupplier nanos,
    IdempotencyHash idempotency,
    GuardDirectory guard,
    Supplier<List<HealthReport>> health,
    Supplier<CanaryReport> canaries) {

  /** Where nothing is guarded or judged. */
  public HttpPorts(
      NumberReader numbers,
      ToIntFunction<String> segments,
      LinkDirectory links,
      ConfigReload config,
      Supplier<String> metrics,
      Supplier<Readiness> readiness,
      RequestObserver observer,
      Executor blocking,
      LongSupplier epochMillis,
      LongSupplier nanos,
      IdempotencyHash idempotency) {
    this(
        numbers,
        segments,
        links,
        config,
        metrics,
        readiness,
        observer,
        blocking,
        epochMillis,
        nanos,
        idempotency,
        GuardDirectory.NONE,
        List::of,
        () -> CanaryReport.NONE);
  }
}
