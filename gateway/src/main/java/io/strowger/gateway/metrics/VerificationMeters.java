package io.strowger.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.strowger.gateway.delivery.VerificationEvent;
import io.strowger.gateway.delivery.VerificationObserver;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** What becomes of verifications, by account. */
final class VerificationMeters implements VerificationObserver {
  private final MeterRegistry registry;
  private final UnaryOperator<String> label;
  private final Map<String, Map<VerificationEvent, Counter>> counters = new ConcurrentHashMap<>();

  /**
   * @param label the label of an account
   */
  VerificationMeters(MeterRegistry registry, UnaryOperator<String> label) {
    this.registry = registry;
    this.label = label;
  }

  @Override
  public void happened(String account, VerificationEvent event) {
    Counter counter = counters.computeIfAbsent(label.apply(account), this::make).get(event);
    if (counter != null) {
      counter.increment();
    }
  }

  /** All of one account's at once, so that a share can be taken before the first of a kind. */
  private Map<VerificationEvent, Counter> make(String account) {
    Map<VerificationEvent, Counter> made = new EnumMap<>(VerificationEvent.class);
    for (VerificationEvent event : VerificationEvent.values()) {
      made.put(
          event,
          Counter.builder("strowger.verifications")
              .description("What became of codes of the gateway's own making.")
              .tag("account", account)
              .tag("event", Labels.word(event))
              .register(registry));
    }
    return made;
  }
}
