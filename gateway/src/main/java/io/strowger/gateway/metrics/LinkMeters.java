package io.strowger.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.receipt.ReceiptState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The handles of one link. Counted on its carrier's thread. */
final class LinkMeters {
  final RateMeter rate = new RateMeter();
  final Counter submits;
  final Timer responses;
  final Counter inDoubt;
  final Counter mobileOriginated;
  final Counter faults;
  final Counter up;
  final Counter down;
  private final MeterRegistry registry;
  private final Tags tags;
  private final Counter accepted;
  private final Map<ReceiptState, Counter> receipts = new EnumMap<>(ReceiptState.class);

  /** Refusals by name; as many as there are names, plus one for what carriers invent. */
  private final Map<String, Counter> refused = new ConcurrentHashMap<>();

  private final List<Meter> meters = new ArrayList<>();

  LinkMeters(MeterRegistry registry, String carrier, String link, NowMillis clock) {
    this.registry = registry;
    this.tags = Tags.of("carrier", carrier, "link", link);
    submits = counter("strowger.link.submits", "submit_sm written.");
    responses =
        kept(
            Timer.builder("strowger.link.response")
                .description("From writing a submit_sm to its answer.")
                .tags(tags)
                .serviceLevelObjectives(Buckets.ANSWER)
                .register(registry));
    inDoubt = counter("strowger.link.in.doubt", "submit_sm that will never have an answer.");
    mobileOriginated =
        counter(
            "strowger.link.mobile.originated", "Messages from handsets, acknowledged and dropped.");
    faults =
        counter("strowger.link.protocol.faults", "PDUs ignored or refused: malformed, unexpected.");
    up = counter("strowger.link.up", "Binds that came about.");
    down = counter("strowger.link.down", "Binds refused, connections failed or lost.");
    accepted = kept(answer("ESME_ROK"));
    for (ReceiptState state : ReceiptState.values()) {
      receipts.put(state, receiptCounter(state));
    }
    kept(
        Gauge.builder("strowger.link.submit.rate", rate, r -> r.perSecond(clock.millis()))
            .description("submit_sm per second, over the last ten seconds.")
            .tags(tags)
            .strongReference(true)
            .register(registry));
  }

  /** The wall clock. */
  interface NowMillis {
    long millis();
  }

  void answered(int commandStatus) {
    if (commandStatus == 0) {
      accepted.increment();
      return;
    }
    CommandStatus known = CommandStatus.of(commandStatus);
    refused.computeIfAbsent(known == null ? "other" : known.name(), this::answer).increment();
  }

  void receipt(ReceiptState state) {
    Counter counter = receipts.get(state);
    if (counter != null) {
      counter.increment();
    }
  }

  void remove() {
    meters.forEach(registry::remove);
    refused.values().forEach(registry::remove);
  }

  private Counter counter(String name, String description) {
    return kept(Counter.builder(name).description(description).tags(tags).register(registry));
  }

  private Counter answer(String status) {
    return Counter.builder("strowger.link.answers")
        .description("Answers to submit_sm, by the name of their command_status.")
        .tags(tags)
        .tag("status", status)
        .register(registry);
  }

  private Counter receiptCounter(ReceiptState state) {
    return kept(
        Counter.builder("strowger.link.receipts")
            .description("Delivery receipts that came in, by message_state.")
            .tags(tags)
            .tag("state", Labels.word(state))
            .register(registry));
  }

  private <M extends Meter> M kept(M meter) {
    meters.add(meter);
    return meter;
  }
}
