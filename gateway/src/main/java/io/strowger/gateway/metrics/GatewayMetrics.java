package io.strowger.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.strowger.gateway.delivery.DeliveryObserver;
import io.strowger.gateway.delivery.Dispatcher;
import io.strowger.gateway.delivery.MessageStore;
import io.strowger.gateway.message.Message;
import io.strowger.smpp.link.CarrierStatus;
import io.strowger.smpp.link.LinkObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What the gateway counts of itself, in Prometheus' text form. */
public final class GatewayMetrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<String, Counter> finals = new ConcurrentHashMap<>();

  /** For the carriers' links. */
  public LinkObserver links() {
    return new LinkObserver() {};
  }

  /** For the dispatcher. */
  public DeliveryObserver delivery() {
    return new DeliveryObserver() {
      @Override
      public void becameFinal(Message message) {
        finals
            .computeIfAbsent(
                message.clientState(),
                state -> registry.counter("strowger.messages.final", "state", state))
            .increment();
      }
    };
  }

  /** For the HTTP door: a request was answered. */
  public void httpAnswered(String endpoint, int status, long nanos) {}

  /** Reads these when scraped. */
  public void watch(
      Dispatcher dispatcher,
      MessageStore store,
      Supplier<List<CarrierStatus>> carriers,
      LongSupplier clockMillis) {
    registry.gauge("strowger.messages.open", dispatcher, Dispatcher::openMessages);
  }

  public String scrape() {
    return registry.scrape();
  }
}
