package io.strowger.gateway.main.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strowger.gateway.main.bench.BenchReport.Machine;
import io.strowger.gateway.main.bench.Figures.Cpu;
import io.strowger.gateway.main.bench.VoiceReport.CallRound;
import io.strowger.gateway.main.bench.VoiceReport.MediaFigures;
import io.strowger.sip.media.MediaUnavailable;
import io.strowger.sip.simulator.MediaDensity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * {@code strowger bench --voice}: calls through one trunk, each from INVITE to BYE, with the
 * calling side and the simulated trunk in processes of their own; then sound, both ways, in this
 * one.
 */
final class VoiceBench {
  private static final int THREADS_SHOWN = 8;
  private static final int OVERLOAD = 2;
  private static final int WARM_UP_CALLS = 300;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** The collector that the gateway runs with, and a bound that shows whether memory has one. */
  private static final List<String> AS_LAUNCHED = List.of("-XX:+UseParallelGC", "-Xmx1g");

  /** Finished transactions are remembered for 32 s: only then does memory show what it needs. */
  private static final Duration OVERLOAD_MIN = Duration.ofSeconds(40);

  private final VoiceOptions options;
  private final BenchPlan plan;
  private final Path directory;
  private final Consumer<String> progress;
  private final ObjectMapper json = new ObjectMapper();

  VoiceBench(VoiceOptions options, BenchPlan plan, Path directory, Consumer<String> progress) {
    this.options = options;
    this.plan = plan;
    this.directory = directory;
    this.progress = progress;
  }

  VoiceReport run(Machine machine, String startedAt) throws IOException {
    List<CallRound> fixed = new ArrayList<>();
    List<CallRound> full = new ArrayList<>();
    List<CallRound> overload = new ArrayList<>();
    Map<String, Long> memory = new LinkedHashMap<>();
    if (options.part != VoiceOptions.Part.media) {
      try (PipedProcess trunk =
              PipedProcess.start("trunk", directory, AS_LAUNCHED, TrunkProcess.class, List.of());
          PipedProcess calling = calling(trunk.readLine())) {
        calling.readLine();
        Sides sides = new Sides(calling, trunk);
        CallRound warm = sides.round(closed(plan.warmUp()));
        progress.accept("warm-up: " + warm.inWords());
        for (int i = 1; i <= plan.rounds(); i++) {
          tell(
              "%,d at once".formatted(options.liveCalls),
              i,
              sides.round(closed(plan.round())),
              full);
        }
        int twice = (int) (OVERLOAD * VoiceReport.median(full).run().perSecond());
        rounds(sides, overload, twice, overloaded());
        // Last, when nothing is left to compile: this is about what a call costs day by day.
        rounds(sides, fixed, options.callRate, plan.round());
        sides.usage().forEach((name, usage) -> memory.put(name, usage.peakMemoryKib()));
      }
    }
    List<MediaFigures> media = options.part == VoiceOptions.Part.calls ? List.of() : media();
    return new VoiceReport(
        machine,
        startedAt,
        options.callRate,
        options.liveCalls,
        fixed,
        full,
        overload,
        memory,
        media);
  }

  private PipedProcess calling(String port) {
    return PipedProcess.start(
        "calling",
        directory,
        AS_LAUNCHED,
        VoiceProcess.class,
        List.of(port, Integer.toString(options.liveCalls)));
  }

  private void rounds(Sides sides, List<CallRound> into, int perSecond, Duration each) {
    for (int i = 1; i <= plan.rounds(); i++) {
      tell("%,d/s offered".formatted(perSecond), i, sides.round(open(perSecond, each)), into);
    }
  }

  private Duration overloaded() {
    Duration least = OVERLOAD_MIN.dividedBy(plan.rounds());
    return plan.round().compareTo(least) < 0 ? least : plan.round();
  }

  private void tell(String what, int number, CallRound round, List<CallRound> into) {
    into.add(round);
    progress.accept(
        "%s: round %d of %d: %s".formatted(what, number, plan.rounds(), round.inWords()));
  }

  private static String open(int perSecond, Duration duration) {
    return "open " + perSecond + " " + duration.toMillis();
  }

  private String closed(Duration duration) {
    return "closed " + options.liveCalls + " " + duration.toMillis();
  }

  /** The two processes of the calls. */
  private final class Sides {
    private final PipedProcess calling;
    private final PipedProcess trunk;

    Sides(PipedProcess calling, PipedProcess trunk) {
      this.calling = calling;
      this.trunk = trunk;
    }

    Map<String, ProcessUsage> usage() {
      Map<String, ProcessUsage> usage = new LinkedHashMap<>();
      usage.put("calling", ProcessUsage.of(calling.process().pid()));
      usage.put("trunk", ProcessUsage.of(trunk.process().pid()));
      return usage;
    }

    CallRound round(String command) {
      LockSupport.parkNanos(PAUSE.toNanos());
      Map<String, ProcessUsage> before = usage();
      CallRun run;
      try {
        run = json.readValue(calling.ask(command), CallRun.class);
      } catch (JsonProcessingException e) {
        throw new BenchException("the calling process said something else", e);
      }
      List<Cpu> cpu = new ArrayList<>();
      usage()
          .forEach((name, usage) -> {
            ProcessUsage earlier = before.get(name);
            if (earlier != null) {
              cpu.add(cpu(name, usage.since(earlier), run));
            }
          });
      trunk.process().checkAlive();
      return new CallRound(run, cpu, load(), Long.parseLong(calling.ask("heap")) >> 20);
    }

    private Cpu cpu(String name, ProcessUsage used, CallRun run) {
      double calls = Math.max(1, run.answered());
      Map<String, Double> threads = new LinkedHashMap<>();
      used.threadMicros().entrySet().stream()
          .limit(THREADS_SHOWN)
          .forEach(e -> threads.put(e.getKey(), e.getValue() / calls));
      return new Cpu(name, used.cpuMicros() / calls, threads);
    }
  }

  /** The load average of the last minute, this bench's own included. */
  private static double load() {
    try {
      return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
    } catch (IOException e) {
      throw new BenchException("no /proc/loadavg: is this Linux?", e);
    }
  }

  private List<MediaFigures> media() throws IOException {
    List<MediaFigures> all = new ArrayList<>();
    int warmUpSeconds = Math.max(2, (int) plan.warmUp().toSeconds() / 2);
    for (boolean batched : List.of(false, true)) {
      // Few, so that the compiler has a processor for itself.
      MediaDensity.Result warm = run(WARM_UP_CALLS, warmUpSeconds, batched);
      progress.accept("warm-up: " + MediaFigures.inWords(warm));
    }
    for (int calls : options.portable) {
      all.add(density(calls, false));
    }
    for (int calls : options.batched) {
      all.add(density(calls, true));
    }
    return all;
  }

  private MediaFigures density(int calls, boolean batched) throws IOException {
    int seconds = Math.max(2, (int) plan.round().toSeconds());
    List<MediaDensity.Result> rounds = new ArrayList<>();
    for (int i = 1; i <= plan.rounds(); i++) {
      MediaDensity.Result result = run(calls, seconds, batched);
      rounds.add(result);
      progress.accept(
          "%,d calls at once, %s: round %d of %d: %s, load %.1f"
              .formatted(
                  calls,
                  result.batched() ? "sendmmsg" : "portable",
                  i,
                  plan.rounds(),
                  MediaFigures.inWords(result),
                  load()));
    }
    return new MediaFigures(calls, batched, rounds);
  }

  private MediaDensity.Result run(int calls, int seconds, boolean batched) throws IOException {
    ThreadFactory threads = Thread.ofPlatform().daemon().name("media-", 0).factory();
    try {
      return MediaDensity.run(
          new MediaDensity.Load(calls, seconds, batched, options.tones), threads, System::nanoTime);
    } catch (MediaUnavailable e) {
      throw new BenchException(calls + " calls have no media: " + e.getMessage(), e);
    }
  }
}
