package io.strowger.gateway.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.strowger.smpp.link.CarrierStatus;
import io.strowger.smpp.link.CarrierStatus.Certificates;
import io.strowger.smpp.link.CarrierStatus.LinkStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What stands in the carriers' snapshots, as gauges. They come and go with carriers and links, so
 * that a link that was configured away is not reported as down for ever.
 */
final class StatusGauges {
  private final MeterRegistry registry;
  private final Map<Meter.Id, Cell> cells = new HashMap<>();
  private final Set<Meter.Id> seen = new HashSet<>();

  private static final class Cell {
    volatile double value;
  }

  StatusGauges(MeterRegistry registry) {
    this.registry = registry;
  }

  synchronized void refresh(List<CarrierStatus> carriers) {
    seen.clear();
    for (CarrierStatus carrier : carriers) {
      carrier(carrier, Tags.of("carrier", carrier.carrier()));
    }
    cells
        .keySet()
        .removeIf(id -> {
          if (!seen.contains(id)) {
            registry.remove(id);
          }
          return !seen.contains(id);
        });
  }

  private void carrier(CarrierStatus status, Tags tags) {
    set("strowger.carrier.usable", "1 while new messages may be sent.", tags, status.usable());
    set("strowger.carrier.drained", "1 while an operator keeps it out.", tags, status.drained());
    set("strowger.carrier.queue", "Messages that wait for rate and window.", tags, status.queued());
    set(
        "strowger.carrier.wait.seconds",
        "How long a new message would wait for rate and window.",
        tags,
        status.estimatedWaitMillis() / 1000.0);
    set(
        "strowger.carrier.rate.limit",
        "submit_sm per second allowed now; lowered while the carrier throttles; 0 sets no limit.",
        tags,
        status.rateLimitPerSecond());
    set(
        "strowger.carrier.rate.configured",
        "submit_sm per second allowed by the configuration; 0 sets no limit.",
        tags,
        status.configuredRatePerSecond());
    for (LinkStatus link : status.links()) {
      link(link, tags.and("link", link.link()));
    }
  }

  private void link(LinkStatus status, Tags tags) {
    Tags bind = tags.and("bind", status.bindType());
    set("strowger.link.bound", "1 while bound.", bind, status.state().equals("BOUND"));
    set("strowger.link.window.used", "submit_sm without an answer.", bind, status.windowUsed());
    set("strowger.link.window.max", "How many there may be.", bind, status.windowMax());
    set(
        "strowger.link.state.since.seconds",
        "When the bind changed last, in seconds since 1970.",
        bind,
        status.sinceMillis() / 1000.0);
    Certificates certificates = status.certificates();
    if (certificates != null) {
      expiry(bind.and("of", "peer"), certificates.peerNotAfterMillis());
      expiry(bind.and("of", "own"), certificates.ownNotAfterMillis());
    }
  }

  private void expiry(Tags tags, long notAfterMillis) {
    if (notAfterMillis > 0) {
      set(
          "strowger.link.certificate.expiry.seconds",
          "When the TLS certificate in use runs out, in seconds since 1970.",
          tags,
          notAfterMillis / 1000.0);
    }
  }

  private void set(String name, String description, Tags tags, boolean value) {
    set(name, description, tags, value ? 1 : 0);
  }

  private void set(String name, String description, Tags tags, double value) {
    Meter.Id id = new Meter.Id(name, tags, null, description, Meter.Type.GAUGE);
    seen.add(id);
    Cell cell = cells.get(id);
    if (cell == null) {
      cell = new Cell();
      cells.put(id, cell);
      Gauge.builder(name, cell, c -> c.value)
          .description(description)
          .tags(tags)
          .strongReference(true)
          .register(registry);
    }
    cell.value = value;
  }
}
