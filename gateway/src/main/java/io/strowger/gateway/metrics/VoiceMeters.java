package io.strowger.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.strowger.gateway.message.CallEnding;
import io.strowger.gateway.message.CallEvidence;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Calls by trunk and prefix, with the ratios of ITU-T E.411 and E.425. Any thread. */
public final class VoiceMeters {
  private static final int CELLS_MAX = 2_000;
  private static final String REST = "other";

  private record Cell(String carrier, String trunk, String prefix) {}

  private final MeterRegistry registry;
  private final Map<Cell, Tally> tallies = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> live = new ConcurrentHashMap<>();

  VoiceMeters(MeterRegistry registry) {
    this.registry = registry;
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
   * @param trunk empty when none carried it
   * @param prefix short: it becomes a label
   * @param code such as {@code sip:486}; counted by its class
   */
  public void ended(
      String carrier,
      String trunk,
      String prefix,
      CallEnding ending,
      String code,
      CallEvidence evidence) {
    live(carrier).updateAndGet(calls -> Math.max(0, calls - 1));
    Cell cell = new Cell(carrier, trunk, prefix);
    if (!tallies.containsKey(cell) && tallies.size() >= CELLS_MAX) {
      cell = new Cell(carrier, trunk, REST);
    }
    tallies.computeIfAbsent(cell, Tally::new).ended(ending, code, evidence);
  }

  /** One trunk and prefix. */
  private final class Tally {
    private final Tags tags;
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

    private void gauge(String name, String description, java.util.function.Supplier<Number> value) {
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
