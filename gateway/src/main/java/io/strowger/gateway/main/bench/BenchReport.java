package io.strowger.gateway.main.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.strowger.gateway.main.bench.Figures.Cpu;
import io.strowger.gateway.main.bench.Figures.Round;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a whole run found.
 *
 * @param kannelVersion of the package that was compared with; null when it was not
 * @param history messages stored before the figures called "with history" were taken
 */
record BenchReport(
    Machine machine,
    String startedAt,
    @Nullable String kannelVersion,
    long history,
    List<Figures> systems) {

  /**
   * @param load the load average of the last minute when the run began
   */
  record Machine(String system, int cores, long memoryMib, String java, double load) {
    /** Somebody else was working here too. */
    boolean busy() {
      return load > 0.5;
    }

    /** What was measured on, in words. */
    String line() {
      return "%s, %d cores, %,d MiB, %s, load %.1f%n%s"
          .formatted(
              system,
              cores,
              memoryMib,
              java,
              load,
              busy()
                  ? "This machine was busy with something else: do not trust these figures.\n"
                  : "");
    }
  }

  private static final String ROW = "%-24s %12s %12s %10s %10s %10s %10s %12s%n";

  void writeJson(Path file) throws IOException {
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
  }

  /** For people: a table, the comparison, and where the time goes. */
  String table() {
    StringBuilder out = new StringBuilder();
    out.append('\n').append(machine.line());
    out.append('\n');
    out.append(
        ROW.formatted("", "to the end", "worst-best", "answer", "ms", "submit_sm", "ms", "CPU µs"));
    out.append(
        ROW.formatted("system", "per second", "", "p50", "p99", "p50", "p99", "per message"));
    for (Figures figures : systems) {
      out.append(row(figures));
    }
    out.append(
        "%nPer second: median of the rounds, closed loop, from the first HTTP request to the last"
                .formatted()
            + " message's end.\nLatencies: open loop at a fixed rate, from the moment each request"
            + " was due; CPU without\nload generator and carriers.\n");
    ratios(out);
    for (Figures figures : systems) {
      profile(out, figures);
    }
    return out.append('\n').toString();
  }

  private static String row(Figures figures) {
    double low = figures.rounds().stream().mapToDouble(Round::perSecond).min().orElse(0);
    double high = figures.rounds().stream().mapToDouble(Round::perSecond).max().orElse(0);
    return ROW.formatted(
        figures.system(),
        "%,.0f".formatted(figures.median().perSecond()),
        "%.1f-%.1fk".formatted(low / 1000, high / 1000),
        millis(figures.answer().p50()),
        millis(figures.answer().p99()),
        millis(figures.submit().p50()),
        millis(figures.submit().p99()),
        "%.1f".formatted(ownCpu(figures.median())));
  }

  /** Without the two last, the carriers and the load generator. */
  private static double ownCpu(Round round) {
    return round.cpu().subList(0, Math.max(0, round.cpu().size() - 2)).stream()
        .mapToDouble(Cpu::perMessage)
        .sum();
  }

  private static String millis(long micros) {
    return "%.2f".formatted(micros / 1000.0);
  }

  private void ratios(StringBuilder out) {
    if (systems.size() < 2) {
      return;
    }
    Figures own = systems.getFirst();
    out.append('\n');
    for (Figures other : systems.subList(1, systems.size())) {
      if (other.rounds().isEmpty()) {
        continue;
      }
      out.append(
          "%s : %s = %.2f%n"
              .formatted(
                  own.system(),
                  other.system(),
                  own.median().perSecond() / Math.max(1, other.median().perSecond())));
    }
  }

  private static void profile(StringBuilder out, Figures figures) {
    out.append("%nWhere the time of %s goes, CPU µs per message:%n".formatted(figures.system()));
    for (Cpu cpu : figures.median().cpu()) {
      out.append(
          "  %-16s %7.1f   %s%n"
              .formatted(cpu.process(), cpu.perMessage(), threads(cpu.threads())));
    }
    out.append(
        "  peak memory: %s%n"
            .formatted(
                figures.memoryPeakKib().entrySet().stream()
                    .map(e -> "%s %,d MiB".formatted(e.getKey(), e.getValue() / 1024))
                    .collect(Collectors.joining(", "))));
    if (!figures.remarks().isEmpty()) {
      out.append("  ").append(figures.remarks()).append('\n');
    }
    if (figures.unaccounted() != 0) {
      out.append("  accepted but not seen to end: %,d%n".formatted(figures.unaccounted()));
    }
  }

  static String threads(Map<String, Double> threads) {
    return threads.entrySet().stream()
        .filter(e -> e.getValue() >= 0.05)
        .map(e -> "%s %.1f".formatted(e.getKey(), e.getValue()))
        .collect(Collectors.joining(", "));
  }
}
