package io.strowger.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.strowger.gateway.delivery.ReceiptReading;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The handles of one carrier and its links. */
final class CarrierMeters {
  final Counter attemptsInDoubt;
  final Counter resends;
  final Counter receiptsHeld;
  final Counter receiptsUnmatched;

  /** 0 is unlimited; as of the last scrape. */
  volatile double rateLimit;

  private final MeterRegistry registry;
  private final String carrier;
  private final Tags tags;
  private final LinkMeters.NowMillis clock;
  private final Map<ReceiptReading.Kind, Timer> receipts = new EnumMap<>(ReceiptReading.Kind.class);
  private final Map<String, LinkMeters> links = new ConcurrentHashMap<>();
  private final List<Meter> meters = new ArrayList<>();

  CarrierMeters(MeterRegistry registry, String carrier, LinkMeters.NowMillis clock) {
    this.registry = registry;
    this.carrier = carrier;
    this.tags = Tags.of("carrier", carrier);
    this.clock = clock;
    attemptsInDoubt =
        counter(
            "strowger.attempts.in.doubt", "Attempts sent, or perhaps sent, whose answer was lost.");
    resends =
        counter("strowger.resends", "Copies sent elsewhere because this carrier kept silent.");
    receiptsHeld =
        counter(
            "strowger.receipts.held", "Receipts that came before the answer to their submit_sm.");
    receiptsUnmatched =
        counter("strowger.receipts.unmatched", "Receipts that no message claimed in time.");
    for (ReceiptReading.Kind kind : ReceiptReading.Kind.values()) {
      receipts.put(kind, receiptTimer(kind));
    }
    gauge(
        "strowger.carrier.submit.rate",
        "submit_sm per second, over the last ten seconds.",
        this::rate);
    gauge(
        "strowger.carrier.rate.used",
        "The submit rate as a share of the limit in force, 0 to 1; 0 without a limit.",
        () -> rateLimit > 0 ? rate() / rateLimit : 0);
  }

  LinkMeters link(String link) {
    LinkMeters known = links.get(link);
    return known != null
        ? known
        : links.computeIfAbsent(link, id -> new LinkMeters(registry, carrier, id, clock));
  }

  void receiptMatched(ReceiptReading.Kind kind, long latencyMillis) {
    Timer timer = receipts.get(kind);
    if (timer != null) {
      timer.record(latencyMillis, TimeUnit.MILLISECONDS);
    }
  }

  /** Forgets the links that are no longer configured. */
  void retain(Set<String> configured) {
    links
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !configured.contains(entry.getKey());
          if (gone) {
            entry.getValue().remove();
          }
          return gone;
        });
  }

  void remove() {
    retain(Set.of());
    meters.forEach(registry::remove);
  }

  private double rate() {
    long now = clock.millis();
    return links.values().stream().mapToDouble(link -> link.rate.perSecond(now)).sum();
  }

  private Counter counter(String name, String description) {
    return kept(Counter.builder(name).description(description).tags(tags).register(registry));
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    kept(Gauge.builder(name, value).description(description).tags(tags).register(registry));
  }

  private Timer receiptTimer(ReceiptReading.Kind kind) {
    return kept(
        Timer.builder("strowger.receipt")
            .description("From the carrier's acceptance to its receipt.")
            .tags(tags)
            .tag("outcome", Labels.word(kind))
            .serviceLevelObjectives(Buckets.PERSON)
            .register(registry));
  }

  private <M extends Meter> M kept(M meter) {
    meters.add(meter);
    return meter;
  }
}
