package io.strowger.gateway.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.strowger.gateway.delivery.StoreStatistics;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What the store tells of itself. */
final class StoreMeters {
  private StoreMeters() {}

  static void register(MeterRegistry registry, Supplier<StoreStatistics> store) {
    FunctionCounter.builder("strowger.store.changes", store, s -> s.get().changes())
        .description("Changes made durable.")
        .register(registry);
    FunctionCounter.builder("strowger.history.written", store, s -> s.get().historyWritten())
        .description("Final messages written to history.")
        .register(registry);
    gauge(
        registry,
        "strowger.history.pending",
        "Final messages not yet written to history.",
        store,
        s -> s.get().historyPending());
    gauge(
        registry,
        "strowger.history.segments",
        "History files.",
        store,
        s -> s.get().historySegments());
    gauge(
        registry,
        "strowger.store.journal.rows",
        "Group commits still needed for recovery.",
        store,
        s -> s.get().journalRows());
  }

  private static void gauge(
      MeterRegistry registry,
      String name,
      String description,
      Supplier<StoreStatistics> store,
      ToDoubleFunction<Supplier<StoreStatistics>> value) {
    Gauge.builder(name, store, value)
        .description(description)
        .strongReference(true)
        .register(registry);
  }
}
