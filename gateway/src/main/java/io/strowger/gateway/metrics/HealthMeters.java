package io.strowger.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.strowger.gateway.delivery.HealthObserver;
import io.strowger.gateway.health.CellState;
import io.strowger.gateway.health.HealthChange;
import io.strowger.gateway.health.HealthReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/** How the carriers deliver, as far as it is judged. */
public final class HealthMeters implements HealthObserver {
  private final MeterRegistry registry;
  private final Map<String, Row> rows = new ConcurrentHashMap<>();

  /** One carrier. */
  private static final class Row {
    final List<Meter> meters = new ArrayList<>();
    final AtomicInteger operatorsLeft = new AtomicInteger();
    volatile double state;
    volatile double share = 1;
    volatile double success;
    volatile double score;
  }

  HealthMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void changed(HealthChange change, boolean acting) {
    Counter.builder("strowger.route.changes")
        .description("Changes of a route's, or an operator's, state, by what it became and why.")
        .tag("carrier", change.route())
        .tag("of", change.operator().isEmpty() ? "route" : "operator")
        .tag("state", Labels.word(change.to()))
        .tag("cause", Labels.word(change.cause()))
        .register(registry)
        .increment();
  }

  @Override
  public void judged(List<HealthReport> cells, boolean acting, long nowMillis) {
    Set<String> seen = new HashSet<>();
    rows.values().forEach(row -> row.operatorsLeft.set(0));
    for (HealthReport cell : cells) {
      Row row = rows.computeIfAbsent(cell.route(), this::row);
      seen.add(cell.route());
      if (cell.operator().isEmpty()) {
        row.state = number(cell.state());
        row.share = cell.share();
        row.success = cell.success();
        row.score = cell.score() / cell.threshold();
      } else if (cell.state() == CellState.OPEN) {
        row.operatorsLeft.incrementAndGet();
      }
    }
    rows.entrySet()
        .removeIf(row -> {
          boolean gone = !seen.contains(row.getKey());
          if (gone) {
            row.getValue().meters.forEach(registry::remove);
          }
          return gone;
        });
  }

  private static double number(CellState state) {
    return switch (state) {
      case CLOSED -> 0;
      case SUSPECT -> 1;
      case DEGRADED -> 2;
      case HALF_OPEN -> 3;
      case OPEN -> 4;
    };
  }

  private Row row(String carrier) {
    Row row = new Row();
    gauge(
        row,
        carrier,
        "strowger.route.state",
        "0 closed: all is well, 1 suspect, 2 degraded, 3 half open: coming back, 4 open: left.",
        one -> one.state);
    gauge(
        row,
        carrier,
        "strowger.route.share",
        "The part of its usual traffic that the carrier may carry, 0 to 1.",
        one -> one.share);
    gauge(
        row,
        carrier,
        "strowger.route.success",
        "The usual part of its messages that get a receipt, 0 to 1.",
        one -> one.success);
    gauge(
        row,
        carrier,
        "strowger.route.score",
        "Evidence that it swallows messages; at 1 it is left.",
        one -> one.score);
    gauge(
        row,
        carrier,
        "strowger.route.operators.left",
        "Operators behind the carrier that get no messages by it.",
        one -> one.operatorsLeft.get());
    return row;
  }

  private void gauge(
      Row row, String carrier, String name, String description, ToDoubleFunction<Row> value) {
    row.meters.add(
        Gauge.builder(name, row, value)
            .description(description)
            .tag("carrier", carrier)
            .register(registry));
  }

  @Override
  public void probed(String carrier) {
    Counter.builder("strowger.route.probes")
        .description("Copies sent to see whether a carrier that was left delivers again.")
        .tag("carrier", carrier)
        .register(registry)
        .increment();
  }

  @Override
  public void rescuing(String carrier, int messages) {
    Counter.builder("strowger.route.rescues")
        .description(
            "Messages sent another way at once, since the carrier may have swallowed them.")
        .tag("carrier", carrier)
        .register(registry)
        .increment(messages);
  }
}
