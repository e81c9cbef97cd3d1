package io.strowger.gateway.main.bench;

import io.strowger.gateway.main.bench.Figures.Cpu;
import io.strowger.gateway.main.bench.Figures.Round;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** Measures one running system: warm-up, rounds of a closed loop, then an open loop. */
final class Measurement {
  /** How long messages that were accepted may take to come to their end. */
  private static final Duration FINISH_LIMIT = Duration.ofMinutes(2);

  private static final Duration SETTLE = Duration.ofSeconds(1);
  private static final long FILL_SLICE = 1_000_000;
  private static final int THREADS_SHOWN = 8;

  private final SystemUnderTest system;
  private final Carriers carriers;
  private final BenchPlan plan;
  private final Consumer<String> progress;
  private long nextSequence;

  /**
   * @param firstSequence of the first request, so that destinations differ from earlier runs
   */
  Measurement(
      SystemUnderTest system,
      Carriers carriers,
      BenchPlan plan,
      long firstSequence,
      Consumer<String> progress) {
    this.system = system;
    this.carriers = carriers;
    this.plan = plan;
    this.nextSequence = firstSequence;
    this.progress = progress;
  }

  long nextSequence() {
    return nextSequence;
  }

  Figures run() {
    List<Round> rounds = new ArrayList<>();
    try (LoadGenerator load = open(plan.connections())) {
      Round warmUp = round(load, plan.warmUp(), plan.roundRequestsMax());
      progress.accept("%s: warm-up %,.0f/s".formatted(system.name(), warmUp.perSecond()));
      for (int i = 1; i <= plan.rounds(); i++) {
        Round round = round(load, plan.round(), plan.roundRequestsMax());
        rounds.add(round);
        progress.accept(
            "%s: round %d of %d: %,.0f/s to the end, %,d accepted, %,d finished%s"
                .formatted(
                    system.name(),
                    i,
                    plan.rounds(),
                    round.perSecond(),
                    round.accepted(),
                    round.finished(),
                    round.refused().isEmpty() ? "" : ", refused " + round.refused()));
      }
    }
    LockSupport.parkNanos(SETTLE.toNanos());
    return openLoop(rounds);
  }

  /** The open loop alone. */
  Figures latencyOnly() {
    return openLoop(List.of());
  }

  private LoadGenerator open(int connections) {
    return system.load(connections, nextSequence);
  }

  /** Sends so many messages, and tells each million's pace. */
  void fill(long messages, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    try (LoadGenerator load = open(plan.connections())) {
      for (long left = messages; left > 0; ) {
        if (System.nanoTime() - end > 0) {
          throw new BenchException("%,d messages were still to be stored".formatted(left));
        }
        Round stored = round(load, limit, Math.min(left, FILL_SLICE));
        left -= stored.accepted();
        progress.accept(
            "%s: %,d of %,d stored, %,.0f/s"
                .formatted(system.name(), messages - left, messages, stored.perSecond()));
      }
    }
  }

  private Round round(LoadGenerator load, Duration duration, long requestsMax) {
    Map<ProcessRef, ProcessUsage> before = usage();
    long finishedBefore = system.finished();
    LoadResult sent = load.closedLoop(duration, requestsMax);
    nextSequence = sent.endSequence();
    long wanted = finishedBefore + sent.accepted();
    Await.within(FINISH_LIMIT, () -> system.finished() >= wanted);
    long finished = system.finished() - finishedBefore;
    double seconds = (System.nanoTime() - sent.startNanos()) / 1e9;
    system.processes().forEach(ChildProcess::checkAlive);
    return new Round(
        sent.accepted(),
        finished,
        sent.refused(),
        sent.failed(),
        finished / seconds,
        sent.acceptedPerSecond(),
        Latency.of(sent.latencyMicros()),
        cpu(before, Math.max(1, finished)));
  }

  private Figures openLoop(List<Round> rounds) {
    carriers.record();
    LoadResult sent;
    try (LoadGenerator load = open(Math.min(plan.connections(), 64))) {
      sent = load.openLoop(plan.openLoopRate(), plan.openLoop());
      nextSequence = sent.endSequence();
    }
    Await.within(FINISH_LIMIT, () -> carriers.arrived() >= sent.accepted());
    Figures figures =
        new Figures(
            system.name(),
            plan.connections(),
            rounds,
            plan.openLoopRate(),
            Latency.of(sent.latencyMicros()),
            Latency.of(toArrival(sent, carriers.arrivals())),
            memory(),
            system.remarks());
    progress.accept(
        "%s: at %d/s the answer takes p50 %.1f ms, p99 %.1f ms; submit_sm p50 %.1f ms, p99 %.1f ms"
            .formatted(
                system.name(),
                plan.openLoopRate(),
                figures.answer().p50() / 1000.0,
                figures.answer().p99() / 1000.0,
                figures.submit().p50() / 1000.0,
                figures.submit().p99() / 1000.0));
    return figures;
  }

  /** System.nanoTime is CLOCK_MONOTONIC on Linux: the same clock in every process. */
  private static Histogram toArrival(LoadResult sent, Map<Long, Long> arrivals) {
    Histogram micros = new Histogram(120_000_000, 3);
    for (long sequence = sent.firstSequence(); sequence < sent.endSequence(); sequence++) {
      Long arrived = arrivals.get(Destinations.number(sequence));
      if (arrived != null) {
        long late = (arrived - sent.intendedNanos(sequence)) / 1000;
        micros.recordValue(Math.clamp(late, 0, 120_000_000));
      }
    }
    return micros;
  }

  private record ProcessRef(String name, long pid) {}

  private List<ProcessRef> refs() {
    List<ProcessRef> refs = new ArrayList<>();
    system.processes().forEach(process -> refs.add(new ProcessRef(process.name(), process.pid())));
    refs.add(new ProcessRef(carriers.process().name(), carriers.process().pid()));
    refs.add(new ProcessRef("load generator", ProcessHandle.current().pid()));
    return refs;
  }

  private Map<ProcessRef, ProcessUsage> usage() {
    Map<ProcessRef, ProcessUsage> usage = new LinkedHashMap<>();
    refs().forEach(ref -> usage.put(ref, ProcessUsage.of(ref.pid())));
    return usage;
  }

  private List<Cpu> cpu(Map<ProcessRef, ProcessUsage> before, long messages) {
    List<Cpu> cpu = new ArrayList<>();
    before.forEach((ref, usage) -> {
      ProcessUsage used = ProcessUsage.of(ref.pid()).since(usage);
      Map<String, Double> threads = new LinkedHashMap<>();
      used.threadMicros().entrySet().stream()
          .limit(THREADS_SHOWN)
          .forEach(e -> threads.put(e.getKey(), (double) e.getValue() / messages));
      cpu.add(new Cpu(ref.name(), (double) used.cpuMicros() / messages, threads));
    });
    return cpu;
  }

  private Map<String, Long> memory() {
    Map<String, Long> memory = new LinkedHashMap<>();
    usage().forEach((ref, usage) -> memory.put(ref.name(), usage.peakMemoryKib()));
    return memory;
  }
}
