package io.strowger.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.strowger.gateway.message.CallEnding;
import io.strowger.gateway.message.CallEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls by trunk and prefix, with the ratios of ITU-T E.411 and E.425. Any thread. */
public final class VoiceMeters {
  private static final int CELLS_MAX = 2_000;
  private static final String REST = "other";

  /**
   * What is told apart.
   *
   * @param trunk empty when none carried the call
   * @param prefix short: it becomes a label
   */
  public record Cell(String carrier, String trunk, String prefix) {}

  private final MeterRegistry registry;
  private final Map<Cell, Tally> tallies = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> live = new ConcurrentHashMap<>();
  private final MultiGauge trunksUp;
  private final MultiGauge trunkCalls;
  private final MultiGauge trunkCallsMax;

  /** Held, since the registry itself refers to what it asks only weakly. */
  private volatile @Nullable Supplier<List<TrunkFigures>> trunks;

  VoiceMeters(MeterRegistry registry) {
    this.registry = registry;
    trunksUp = gauges("strowger.trunk.up", "1 while the trunk answers and is registered.");
    trunkCalls = gauges("strowger.trunk.calls.in.progress", "Calls on the trunk now.");
    trunkCallsMax = gauges("strowger.trunk.calls.max", "How many there may be.");
  }

  private MultiGauge gauges(String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  /** What is asked at each scrape. */
  public void watch(Supplier<List<TrunkFigures>> now) {
    trunks = now;
  }

  void refresh() {
    Supplier<List<TrunkFigures>> asked = trunks;
    List<TrunkFigures> all = asked == null ? List.of() : asked.get();
    register(trunksUp, all, trunk -> trunk.up() ? 1 : 0);
    register(trunkCalls, all, TrunkFigures::calls);
    register(trunkCallsMax, all, TrunkFigures::callsMax);
  }

  private static void register(
      MultiGauge gauge, List<TrunkFigures> trunks, Function<TrunkFigures, Number> value) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    for (TrunkFigures trunk : trunks) {
      rows.add(
          MultiGauge.Row.of(
              Tags.of("carrier", trunk.carrier(), "trunk", trunk.trunk()), value.apply(trunk)));
    }
    gauge.register(rows, true);
  }

  /** Given to its carrier. */
  public void placed(String carrier) {
    live(carrier).incrementAndGet();
  }

  private AtomicInteger live(String carrier) {
    return live.computeIfAbsent(
        carrier,
        id -> {
          AtomicInteger calls = new AtomicInteger();
          Gauge.builder("strowger.calls.in.progress", calls, AtomicInteger::get)
              .description("Calls placed and not ended.")
              .tags(Tags.of("carrier", id))
              .strongReference(true)
              .register(registry);
          return calls;
        });
  }

  /**
   * The one end of a call.
   *
   * @param code such as {@code sip:486}; counted by its class
   */
  public void ended(Cell cell, CallEnding ending, String code, CallEvidence evidence) {
    live(cell.carrier()).updateAndGet(calls -> Math.max(0, calls - 1));
    tally(cell).ended(ending, code, evidence);
  }

  /** A trunk could not, and the call goes on over another. */
  public void diverted(Cell cell, CallEnding ending, String code, CallEvidence evidence) {
    tally(cell).ended(ending, code, evidence);
  }

  /**
   * Sound of an answered call.
   *
   * @param direction {@code received}, or {@code sent} as the far end reports it
   * @param lost share of the packets, 0 to 1
   */
  public void sound(Cell cell, String direction, double lost, double jitterMillis) {
    Tags tags = tally(cell).tags.and("direction", direction);
    DistributionSummary.builder("strowger.call.rtp.jitter.seconds")
        .description("Interarrival jitter of a call's sound (RFC 3550).")
        .tags(tags)
        .serviceLevelObjectives(0.001, 0.005, 0.01, 0.02, 0.05, 0.1)
        .register(registry)
        .record(jitterMillis / 1_000);
    DistributionSummary.builder("strowger.call.rtp.loss.ratio")
        .description("Share of a call's sound that was lost on the way (RFC 3550), 0 to 1.")
        .tags(tags)
        .serviceLevelObjectives(0.001, 0.01, 0.02, 0.05, 0.1, 0.5)
        .register(registry)
        .record(lost);
  }

  private Tally tally(Cell cell) {
    boolean room = tallies.containsKey(cell) || tallies.size() < CELLS_MAX;
    return tallies.computeIfAbsent(
        room ? cell : new Cell(cell.carrier(), cell.trunk(), REST), Tally::new);
  }

  /** One trunk and prefix. */
  private final class Tally {
    private final Tags tags;
    private final LongAdder bids = new LongAdder();
    private final LongAdder seizures = new LongAdder();
    private final LongAdder answers = new LongAdder();
    private final LongAdder effective = new LongAdder();
    private final LongAdder heard = new LongAdder();
    private final LongAdder talkMillis = new LongAdder();
    private final Timer pdd;

    Tally(Cell cell) {
      tags = Tags.of("carrier", cell.carrier(), "trunk", cell.trunk(), "prefix", cell.prefix());
      pdd =
          Timer.builder("strowger.call.pdd")
              .description("Post-dial delay: INVITE to the first 18x.")
              .tags(tags)
              .serviceLevelObjectives(Buckets.PERSON)
              .register(registry);
      ratio("strowger.call.asr", "Answer seizure ratio (ITU-T E.411), 0 to 1.", answers);
      gauge(
          "strowger.call.abr",
          "Answer bid ratio (ITU-T E.411): of all calls offered to the trunk, 0 to 1.",
          () -> bids.sum() == 0 ? 0 : (double) answers.sum() / bids.sum());
      ratio("strowger.call.ner", "Network effectiveness ratio (ITU-T E.425), 0 to 1.", effective);
      ratio(
          "strowger.call.heard.ratio",
          "Calls of which somebody heard the end, of those that seized the trunk, 0 to 1.",
          heard);
      gauge(
          "strowger.call.acd.seconds",
          "Average call duration: answer to end of answered calls.",
          () -> answers.sum() == 0 ? 0 : talkMillis.sum() / 1_000.0 / answers.sum());
    }

    private void ratio(String name, String description, LongAdder part) {
      gauge(name, description, () -> share(part));
    }

    private void gauge(String name, String description, Supplier<Number> value) {
      Gauge.builder(name, value)
          .description(description)
          .tags(tags)
          .strongReference(true)
          .register(registry);
    }

    private double share(LongAdder part) {
      long of = seizures.sum();
      return of == 0 ? 0 : (double) part.sum() / of;
    }

    void ended(CallEnding ending, String code, CallEvidence evidence) {
      Counter.builder("strowger.calls")
          .description("Calls that ended.")
          .tags(tags.and("ending", Labels.word(ending), "code", codeClass(code)))
          .register(registry)
          .increment();
      if (ending == CallEnding.CANCELLED || ending == CallEnding.DEADLINE) {
        return; // Our own doing: it says nothing of the trunk.
      }
      bids.increment();
      if (!evidence.ringing() && !evidence.answered() && evidence.sipStatus() == 0) {
        return; // The trunk said nothing: no circuit was seized.
      }
      seizures.increment();
      if (evidence.ringing() && evidence.pddMillis() > 0) {
        pdd.record(evidence.pddMillis(), TimeUnit.MILLISECONDS);
      }
      if (evidence.answered()) {
        answers.increment();
        talkMillis.add(evidence.talkMillis());
      }
      if (evidence.answered() || isEffective(ending)) {
        effective.increment();
      }
      if (evidence.playedToEnd() && evidence.heardByAPerson()) {
        heard.increment();
      }
    }
  }

  private static boolean isEffective(CallEnding ending) {
    return switch (ending) {
      case USER_SAID_NO, BUSY, NO_ANSWER -> true;
      default -> false;
    };
  }

  /** {@code sip:486} to {@code 4xx}. */
  private static String codeClass(String code) {
    return code.startsWith("sip:") && code.length() > 4 ? code.charAt(4) + "xx" : "none";
  }
}
