package io.strowger.gateway.main.bench;

import io.strowger.gateway.main.bench.BenchReport.Machine;
import io.strowger.gateway.main.detection.DetectionBench;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code strowger bench}: what this machine can carry, measured on it. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Measures this machine: gateway, simulated carriers and load generator all run on it.",
    footer = {
      "",
      "The figures are honest only when nothing else runs. Durable writes go to the disk of the",
      "current directory. `strowger bench --micro` runs the micro-benchmarks instead."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final int CARRIERS = 2;

  /** Kannel's backlog is what its rounds measure; this many are enough to see its pace. */
  private static final long KANNEL_ROUND_REQUESTS = 40_000;

  private static final Duration FILL_LIMIT = Duration.ofHours(2);

  /** Far from the numbers of everybody else. */
  private static final long FLOOD_SEQUENCE = 90_000_000;

  private static final int FLOOD_EXTRA = 3;
  private static final long HISTORY_OCTETS_EACH = 600;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--connections",
      defaultValue = "256",
      paramLabel = "N",
      description = "Keep-alive connections of the load generator (default ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--warm-up",
      defaultValue = "45s",
      paramLabel = "TIME",
      converter = Seconds.class,
      description = "Before anything counts (default ${DEFAULT-VALUE}).")
  private Duration warmUp = Duration.ZERO;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      paramLabel = "N",
      description = "Rounds at full speed; the median counts (default ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--round",
      defaultValue = "10s",
      paramLabel = "TIME",
      converter = Seconds.class,
      description = "How long each round sends (default ${DEFAULT-VALUE}).")
  private Duration round = Duration.ZERO;

  @Option(
      names = "--rate",
      defaultValue = "200",
      paramLabel = "N",
      description = "Requests per second while latency is measured (default ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--latency-time",
      defaultValue = "20s",
      paramLabel = "TIME",
      converter = Seconds.class,
      description = "How long latency is measured (default ${DEFAULT-VALUE}).")
  private Duration latencyTime = Duration.ZERO;

  @Option(
      names = "--receipt-delay",
      defaultValue = "0s",
      paramLabel = "TIME",
      converter = Seconds.class,
      description = "From submit_sm to its receipt at the carriers (default ${DEFAULT-VALUE}).")
  private Duration receiptDelay = Duration.ZERO;

  @Option(
      names = "--history",
      defaultValue = "0",
      paramLabel = "N",
      converter = Count.class,
      description = "Then store so many messages (10M, 500k) and measure again.")
  private long history;

  @Option(
      names = "--door",
      defaultValue = "http",
      paramLabel = "http|smpp",
      description =
          "Which door the load takes: HTTP, or SMPP over 4 binds with a window of 100, and then"
              + " again beside an account that sends ten times what it may.")
  private Door door = Door.http;

  /** As typed on the command line. */
  enum Door {
    http,
    smpp
  }

  @Option(
      names = "--compare",
      paramLabel = "kannel",
      description = "Measure Kannel (Debian package) the same way too, with and without receipts.")
  private @Nullable String compare;

  @Option(
      names = "--only",
      paramLabel = "kannel",
      description = "Leave this gateway out, and measure only what it is compared with.")
  private @Nullable String only;

  @Option(
      names = "--detection",
      description = "Instead: how fast silent carriers are found, and how rarely falsely.")
  private boolean detection;

  @Option(
      names = "--effort",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "With --detection: how many runs of each fault; 1 is 20 runs, or 12 at higher rates.")
  private double effort;

  @Option(
      names = "--months",
      defaultValue = "3",
      paramLabel = "N",
      description = "With --detection: so many route-months without a fault at each rate.")
  private double months;

  @Option(
      names = "--threads",
      defaultValue = "1",
      paramLabel = "N",
      description = "With --detection: so many rows are made side by side.")
  private int threads;

  @Mixin private VoiceOptions voice = new VoiceOptions();

  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures there as well.")
  private @Nullable Path json;

  @Option(names = "--keep", description = "Keep logs, configurations and data of the run.")
  private boolean keep;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = console();
    if (detection) {
      new DetectionBench(out, effort, months, threads, 7).run();
      return 0;
    }
    onlyKannel("--compare", compare);
    onlyKannel("--only", only);
    Path directory = Files.createTempDirectory(Path.of("").toAbsolutePath(), "strowger-bench-");
    try {
      Run run = new Run(directory, out);
      if (voice.voice) {
        return calls(run, directory, out);
      }
      BenchReport report = run.measure();
      out.print(report.table());
      if (json != null) {
        report.writeJson(json);
      }
      out.flush();
      return report.systems().stream().allMatch(figures -> figures.unaccounted() == 0) ? 0 : 1;
    } finally {
      if (keep) {
        out.println("Kept: " + directory);
      } else {
        delete(directory);
      }
    }
  }

  private int calls(Run run, Path directory, PrintWriter out) throws IOException {
    VoiceReport report =
        new VoiceBench(voice, run.plan, directory, run::say).run(machine(), startedAt());
    out.print(report.table());
    if (json != null) {
      report.writeJson(json);
    }
    out.flush();
    return report.clean() ? 0 : 1;
  }

  private static String startedAt() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static void onlyKannel(String option, @Nullable String value) {
    if (value != null && !value.equals("kannel")) {
      throw new BenchException(option + " knows only kannel, not " + value);
    }
  }

  private PrintWriter console() {
    return Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
  }

  /** One run: the systems one after the other, the carriers anew for each. */
  private final class Run {
    private final Path directory;
    private final PrintWriter out;
    private final List<Figures> systems = new ArrayList<>();
    private final BenchPlan plan =
        new BenchPlan(connections, warmUp, rounds, round, Long.MAX_VALUE / 2, rate, latencyTime);

    Run(Path directory, PrintWriter out) {
      this.directory = directory;
      this.out = out;
    }

    BenchReport measure() throws IOException {
      Machine machine = machine();
      String started = startedAt();
      String kannel = null;
      if (compare != null || only != null) {
        kannel =
            KannelUnderTest.installedVersion()
                .orElseThrow(
                    () -> new BenchException("kannel is not installed: apt-get install kannel"));
      }
      if (only == null) {
        measureGateway();
      }
      if (kannel != null) {
        measureKannel(true);
        measureKannel(false);
      }
      return new BenchReport(machine, started, kannel, history, systems);
    }

    private void measureGateway() throws IOException {
      Path own = Files.createDirectories(directory.resolve("strowger"));
      try (Carriers carriers = Carriers.start(CARRIERS, receiptDelay, own);
          GatewayUnderTest gateway =
              GatewayUnderTest.start("strowger", carriers, own, door == Door.smpp)) {
        Measurement empty = new Measurement(gateway, carriers, plan, 0, this::say);
        systems.add(empty.run());
        if (door == Door.smpp) {
          systems.add(besideFlood(gateway, carriers, empty.nextSequence()));
        }
        if (history > 0) {
          Measurement filled = fill(gateway, carriers, empty.nextSequence());
          systems.add(filled.run());
        }
      }
    }

    /** The same rate once more, while another account sends ten times what it may. */
    private Figures besideFlood(GatewayUnderTest gateway, Carriers carriers, long firstSequence) {
      SystemUnderTest named = new Renamed(gateway, "strowger, flooded");
      Measurement beside = new Measurement(named, carriers, plan, firstSequence, this::say);
      int perSecond = 10 * GatewayUnderTest.FLOODER_PER_SECOND;
      try (LoadGenerator flood = gateway.flood(FLOOD_SEQUENCE)) {
        Thread flooding =
            Thread.ofPlatform().daemon().name("flood").start(() -> flood(flood, perSecond));
        Figures figures = beside.latencyOnly();
        flooding.join(Duration.ofSeconds(60));
        return figures;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BenchException("interrupted", e);
      }
    }

    /** The gateway reads less and less of who floods: not all of it is ever answered. */
    private void flood(LoadGenerator flood, int perSecond) {
      try {
        flood.openLoop(perSecond, latencyTime.plusSeconds(FLOOD_EXTRA));
      } catch (BenchException e) {
        say("flood: " + e.getMessage());
      }
    }

    private Measurement fill(GatewayUnderTest gateway, Carriers carriers, long firstSequence)
        throws IOException {
      long free = Files.getFileStore(directory).getUsableSpace();
      if (free < history * HISTORY_OCTETS_EACH) {
        throw new BenchException(
            "%,d messages need about %,d MiB of disk and %,d MiB are free"
                .formatted(history, (history * HISTORY_OCTETS_EACH) >> 20, free >> 20));
      }
      SystemUnderTest named = new Renamed(gateway, "strowger, history");
      Measurement filled = new Measurement(named, carriers, plan, firstSequence, this::say);
      filled.fill(history, FILL_LIMIT);
      return filled;
    }

    private void measureKannel(boolean receipts) throws IOException {
      Path own = Files.createDirectories(directory.resolve(receipts ? "kannel" : "kannel-plain"));
      try (Carriers carriers = Carriers.start(CARRIERS, receiptDelay, own);
          KannelUnderTest kannel = KannelUnderTest.start(carriers, receipts, own)) {
        BenchPlan bounded = plan.withRoundRequestsMax(KANNEL_ROUND_REQUESTS);
        systems.add(new Measurement(kannel, carriers, bounded, 0, this::say).run());
      }
    }

    private void say(String line) {
      out.println(line);
      out.flush();
    }
  }

  private static Machine machine() throws IOException {
    long kib =
        Files.readAllLines(Path.of("/proc/meminfo")).stream()
            .filter(line -> line.startsWith("MemTotal:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElse(0);
    return new Machine(
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Runtime.getRuntime().availableProcessors(),
        kib / 1024,
        "Java " + Runtime.version(),
        Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** {@code 15s}, {@code 2m}. */
  static final class Seconds implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      Duration duration = Duration.parse("PT" + value.toUpperCase(Locale.ROOT));
      if (duration.isNegative()) {
        throw new IllegalArgumentException("a time such as 15s or 2m");
      }
      return duration;
    }
  }

  /** {@code 10M}, {@code 500k}, {@code 42}. */
  static final class Count implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
      long unit =
          switch (value.isEmpty() ? ' ' : value.charAt(value.length() - 1)) {
            case 'k' -> 1_000;
            case 'M' -> 1_000_000;
            default -> 1;
          };
      long count = Long.parseLong(unit == 1 ? value : value.substring(0, value.length() - 1));
      if (count < 0 || count * unit > 50_000_000) {
        throw new IllegalArgumentException("from 0 to 50M");
      }
      return count * unit;
    }
  }
}
