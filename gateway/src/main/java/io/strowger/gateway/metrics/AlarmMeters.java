package io.strowger.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.strowger.gateway.alarm.AlarmChange;
import io.strowger.gateway.alarm.AlarmKey;
import io.strowger.gateway.alarm.AlarmKind;
import io.strowger.gateway.alarm.AlarmListener;
import io.strowger.gateway.alarm.Severity;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Open alarms by severity, and how many were raised by kind. Under the alarms' lock. */
final class AlarmMeters implements AlarmListener {
  private final Map<Severity, AtomicInteger> open = new EnumMap<>(Severity.class);
  private final Map<AlarmKind, Counter> raised = new EnumMap<>(AlarmKind.class);
  private final Map<AlarmKey, Severity> counted = new HashMap<>();

  AlarmMeters(MeterRegistry registry) {
    for (Severity severity : Severity.values()) {
      AtomicInteger count = new AtomicInteger();
      open.put(severity, count);
      Gauge.builder("strowger.alarms.open", count, AtomicInteger::get)
          .description("Alarms that are open now.")
          .tag("severity", severity.word())
          .strongReference(true)
          .register(registry);
    }
    for (AlarmKind kind : AlarmKind.values()) {
      raised.put(
          kind,
          Counter.builder("strowger.alarms.raised")
              .description("Alarms raised since the start.")
              .tag("kind", kind.word())
              .register(registry));
    }
  }

  @Override
  public void changed(AlarmChange change) {
    AlarmKey key = change.alarm().condition().key();
    Severity severity = change.alarm().condition().severity();
    Severity before =
        change instanceof AlarmChange.Cleared ? counted.remove(key) : counted.put(key, severity);
    if (before != null) {
      add(before, -1);
    }
    if (!(change instanceof AlarmChange.Cleared)) {
      add(severity, 1);
    }
    if (change instanceof AlarmChange.Raised) {
      Counter counter = raised.get(key.kind());
      if (counter != null) {
        counter.increment();
      }
    }
  }

  private void add(Severity severity, int count) {
    AtomicInteger gauge = open.get(severity);
    if (gauge != null) {
      gauge.addAndGet(count);
    }
  }
}
