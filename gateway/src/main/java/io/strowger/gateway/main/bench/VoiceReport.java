package io.strowger.gateway.main.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.strowger.gateway.main.bench.BenchReport.Machine;
import io.strowger.gateway.main.bench.Figures.Cpu;
import io.strowger.sip.simulator.MediaDensity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a bench of calls found.
 *
 * @param callRate calls a second of the fixed rounds
 * @param liveCalls that the trunk may have at once
 * @param full closed loop: as many calls as the trunk may have
 * @param overload open loop: twice as many a second as {@code full} reached
 * @param memoryPeakKib by process
 */
record VoiceReport(
    Machine machine,
    String startedAt,
    int callRate,
    int liveCalls,
    List<CallRound> fixed,
    List<CallRound> full,
    List<CallRound> overload,
    Map<String, Long> memoryPeakKib,
    List<MediaFigures> media) {
  private static final String CALLS_ROW = "%-24s %10s %13s %9s %9s %9s %11s %11s%n";
  private static final String MEDIA_ROW = "%-24s %7s %7s %7s %10s %9s %9s %9s %8s %8s %8s%n";

  /**
   * One round of calls.
   *
   * @param cpu of the calling side and of the trunk, per answered call
   * @param load the machine's load average behind it
   * @param heapMib of the calling side, after a garbage collection
   */
  record CallRound(CallRun run, List<Cpu> cpu, double load, long heapMib) {
    double callingMicros() {
      return cpu.getFirst().perMessage();
    }

    String inWords() {
      return "%,.0f/s answered, %.0f µs CPU a call, %,d shed, heap %,d MiB, load %.1f%s"
          .formatted(
              run.perSecond(),
              callingMicros(),
              run.shed(),
              heapMib,
              load,
              run.clean() ? "" : ", failed " + run.failed() + ", without end " + run.unended());
    }
  }

  /** So many calls' sound at once. */
  record MediaFigures(int calls, boolean batched, List<MediaDensity.Result> rounds) {
    /** The round with the median lateness. */
    MediaDensity.Result median() {
      List<MediaDensity.Result> sorted =
          rounds.stream()
              .sorted(Comparator.comparingDouble(MediaDensity.Result::p99Millis))
              .toList();
      return sorted.get(sorted.size() / 2);
    }

    static String inWords(MediaDensity.Result result) {
      return "%.2f cores (datagrams alone %.2f), late p50 %.2f p99 %.2f max %.1f ms, lost %,d, unsent %,d, keys missing %,d"
          .formatted(
              result.cores(),
              result.floorCores(),
              result.p50Millis(),
              result.p99Millis(),
              result.maxMillis(),
              result.lostPackets(),
              result.unsentPackets(),
              result.keysMissing());
    }
  }

  /** The round with the median CPU per call. */
  static CallRound median(List<CallRound> rounds) {
    List<CallRound> sorted =
        rounds.stream().sorted(Comparator.comparingDouble(r -> r.run().perSecond())).toList();
    return sorted.get(sorted.size() / 2);
  }

  /** Every call had an end, and none failed that was not refused at once. */
  boolean clean() {
    return List.of(fixed, full, overload).stream()
        .flatMap(List::stream)
        .allMatch(round -> round.run().clean());
  }

  void writeJson(Path file) throws IOException {
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
  }

  /** For people. */
  String table() {
    StringBuilder out = new StringBuilder("\n").append(machine.line());
    if (!fixed.isEmpty()) {
      calls(out);
    }
    if (!media.isEmpty()) {
      media(out);
    }
    return out.append('\n').toString();
  }

  private void calls(StringBuilder out) {
    out.append('\n');
    out.append(
        CALLS_ROW.formatted(
            "", "answered", "worst-best", "answer", "ms", "shed", "CPU µs", "CPU µs"));
    out.append(CALLS_ROW.formatted("calls", "a second", "", "p50", "p99", "%", "calling", "trunk"));
    row(out, "at %,d/s".formatted(callRate), fixed);
    row(out, "%,d at once".formatted(liveCalls), full);
    row(out, "twice that offered", overload);
    double reached = median(full).run().perSecond();
    double kept = median(overload).run().perSecond();
    out.append(
        "%nEach call: INVITE, 100, 180, 200, ACK, first words, BYE; medians of %d rounds; CPU per"
                .formatted(fixed.size())
            + " answered call.\nOffered twice what it can, it answers %.0f %% of that. Heap of the"
                .formatted(100 * kept / Math.max(1, reached))
            + " calling side, first and last round of those: %,d and %,d MiB.%n"
                .formatted(overload.getFirst().heapMib(), overload.getLast().heapMib()));
    out.append("%nWhere the time goes at %,d/s, CPU µs per call:%n".formatted(callRate));
    for (Cpu cpu : medianCost(fixed).cpu()) {
      out.append(
          "  %-10s %7.1f   %s%n"
              .formatted(cpu.process(), cpu.perMessage(), BenchReport.threads(cpu.threads())));
    }
    out.append(
        "  peak memory: %s%n"
            .formatted(
                memoryPeakKib.entrySet().stream()
                    .map(e -> "%s %,d MiB".formatted(e.getKey(), e.getValue() / 1024))
                    .collect(Collectors.joining(", "))));
    if (!clean()) {
      out.append("  Some calls failed or had no end: see the rounds.\n");
    }
  }

  /** Of an open loop the rate says little: the round with the median CPU. */
  private static CallRound medianCost(List<CallRound> rounds) {
    List<CallRound> sorted =
        rounds.stream().sorted(Comparator.comparingDouble(CallRound::callingMicros)).toList();
    return sorted.get(sorted.size() / 2);
  }

  private static void row(StringBuilder out, String name, List<CallRound> rounds) {
    CallRun run = median(rounds).run();
    CallRound cost = medianCost(rounds);
    double low = rounds.stream().mapToDouble(r -> r.run().perSecond()).min().orElse(0);
    double high = rounds.stream().mapToDouble(r -> r.run().perSecond()).max().orElse(0);
    out.append(
        CALLS_ROW.formatted(
            name,
            "%,.0f".formatted(run.perSecond()),
            "%,.0f-%,.0f".formatted(low, high),
            "%.1f".formatted(run.toAnswer().p50() / 1000.0),
            "%.1f".formatted(run.toAnswer().p99() / 1000.0),
            "%.0f".formatted(100.0 * run.shed() / Math.max(1, run.offered())),
            "%.0f".formatted(cost.callingMicros()),
            "%.0f".formatted(cost.cpu().getLast().perMessage())));
  }

  private void media(StringBuilder out) {
    out.append('\n');
    out.append(
        MEDIA_ROW.formatted(
            "sound",
            "cores",
            "system",
            "ratio",
            "calls/core",
            "late p50",
            "late p99",
            "max ms",
            "lost",
            "unsent",
            "keys"));
    for (MediaFigures each : media) {
      MediaDensity.Result median = each.median();
      out.append(
          MEDIA_ROW.formatted(
              "%,d, %s".formatted(each.calls(), median.batched() ? "sendmmsg" : "portable"),
              "%.2f".formatted(median.cores()),
              "%.2f".formatted(median.floorCores()),
              "%.2f".formatted(median.cores() / Math.max(0.001, median.floorCores())),
              "%,.0f".formatted(each.calls() / Math.max(0.001, median.cores())),
              "%.2f".formatted(median.p50Millis()),
              "%.2f".formatted(median.p99Millis()),
              "%.1f".formatted(median.maxMillis()),
              "%,d".formatted(median.lostPackets()),
              "%,d".formatted(median.unsentPackets()),
              median.keysMissing() == 0 ? "all" : "-%,d".formatted(median.keysMissing())));
    }
    out.append(
        "%nOne pacing thread sends and receives 50 packets a second in each call and looks for keys;"
                .formatted()
            + " its peer\nneeds as much again on this machine. Late: after its due time; cores: CPU"
            + " of the measured thread.\nSystem: cores for as many datagrams that nobody makes or"
            + " looks at, in the same round; no engine can need less here.\n");
  }
}
