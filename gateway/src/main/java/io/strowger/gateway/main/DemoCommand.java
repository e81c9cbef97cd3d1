package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import io.strowger.gateway.config.ConfigLoader;
import io.strowger.gateway.config.ConfigResult;
import io.strowger.gateway.config.GatewayConfig;
import io.strowger.gateway.http.ConfigReload;
import io.strowger.gateway.log.Logs;
import io.strowger.smpp.link.CarrierStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the whole product with nothing configured: a gateway with a durable store, two",
      "simulated carriers with two links each, a third with two telephone trunks, and steady",
      "passcodes, some of them spoken. A link is cut on the way, and a trunk goes silent."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every passcode reached its final state, and the right one",
      "1:one did not, or the demo could not run"
    })
final class DemoCommand implements Callable<Integer> {
  private static final String API_KEY = "demo-key-not-for-production";
  private static final int PREFERRED_PORT = 8080;
  private static final Duration STATUS_EVERY = Duration.ofSeconds(1);
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(65);
  private static final int SILENT_AT_SECOND = 4;
  private static final int SPEAKS_AT_SECOND = 14;
  private static final String SILENT_TRUNK = "vox-1";
  private static final int CUT_PERIOD_SECONDS = 30;
  private static final int CUT_AT_SECOND = 8;
  private static final int RESTORE_AT_SECOND = 16;
  private static final String CUT_LINK = "alpha-1";

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = TimeOption.class,
      description = "End by itself after this time, with a summary. Without: until Ctrl-C.")
  private @Nullable Duration duration;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Passcodes per second, 1 to 1000 (default 20; of a scenario, its own).")
  private @Nullable Integer givenRate;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = {
        "Lives through an incident instead: duo-2015 (calls answered, and dropped) or",
        "zendesk-2023 (a certificate rotates). Ends by itself, with a table."
      })
  private @Nullable String scenario;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "HTTP port (default 8080, or a free one when it is taken).")
  private @Nullable Integer port;

  private final CountDownLatch interrupted = new CountDownLatch(1);

  @Override
  public Integer call() throws CommandFailure, UsageFailure, InterruptedException {
    Incident incident = scenario == null ? null : Incident.of(scenario);
    if (incident != null && duration != null) {
      throw new UsageFailure("a scenario has a length of its own: leave --duration out");
    }
    int rate = givenRate != null ? givenRate : incident != null ? incident.defaultRate() : 20;
    if (rate < 1 || rate > 1_000) {
      throw new UsageFailure("--rate is from 1 to 1000");
    }
    Signals.on("INT", interrupted::countDown);
    Signals.on("TERM", interrupted::countDown);
    if (incident != null) {
      return replay(incident, rate);
    }
    Path home = null;
    try (DemoSites sites = new DemoSites(new WallMicros())) {
      home = Files.createTempDirectory("strowger-demo-");
      return run(home, sites, rate);
    } catch (IOException e) {
      throw new CommandFailure("the demo cannot run: " + e.getMessage(), e);
    } finally {
      delete(home);
    }
  }

  private int replay(Incident incident, int rate) throws CommandFailure, InterruptedException {
    SteadyClock clock = SteadyClock.system();
    Handsets handsets = new Handsets();
    PrintWriter out = Out.of(spec);
    ScheduledExecutorService users =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("demo-users").daemon().factory());
    Path home = null;
    try (IncidentCarriers carriers = incident.open(handsets, new WallMicros())) {
      home = Files.createTempDirectory("strowger-demo-");
      Path file = DemoConfig.write(home, carriers.yaml(), freePort(), API_KEY);
      GatewayConfig config = load(file, clock);
      Logs.configure(config.log());
      Logs.withoutAlarms();
      Gateway gateway = start(config, clock);
      try {
        URI url = URI.create("http://127.0.0.1:" + gateway.port());
        IncidentText.welcome(out, incident, rate, carriers.seconds(), file);
        awaitLinks(gateway, out);
        IncidentTraffic traffic =
            new IncidentTraffic(url, API_KEY, carriers, handsets, clock, users);
        IncidentReport report =
            new IncidentRun(gateway, API_KEY, carriers, traffic, handsets, clock, out)
                .run(users, rate, interrupted);
        IncidentText.report(out, report);
        return report.held() ? 0 : Main.EXIT_FAILED;
      } finally {
        users.shutdownNow();
        gateway.stop();
      }
    } catch (IOException e) {
      throw new CommandFailure("the scenario cannot run: " + e.getMessage(), e);
    } finally {
      delete(home);
    }
  }

  private Gateway start(GatewayConfig config, SteadyClock clock) throws IOException {
    return Gateway.start(
        config,
        clock,
        () -> new ConfigReload.Outcome(List.of("the demo's configuration is fixed"), List.of()),
        _ -> interrupted.countDown());
  }

  private int run(Path home, DemoSites sites, int rate)
      throws IOException, CommandFailure, InterruptedException {
    SteadyClock clock = SteadyClock.system();
    Path file = DemoConfig.write(home, sites, freePort(), API_KEY);
    GatewayConfig config = load(file, clock);
    Logs.configure(config.log());
    Gateway gateway = start(config, clock);
    URI url = URI.create("http://127.0.0.1:" + gateway.port());
    DemoTraffic traffic = new DemoTraffic(url, API_KEY, rate);
    PrintWriter out = Out.of(spec);
    DemoText.welcome(out, url, home, file, API_KEY, rate);
    ScheduledExecutorService sender =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("demo-traffic").daemon().factory());
    try {
      awaitLinks(gateway, out);
      var _ =
          sender.scheduleAtFixedRate(
              traffic::sendOne, 0, TimeUnit.SECONDS.toNanos(1) / rate, TimeUnit.NANOSECONDS);
      watch(gateway, traffic, sites, url, out);
      sender.shutdown();
      DemoText.event(out, "no more passcodes: waiting for the calls and texts on their way");
      settle(gateway, traffic, sites);
      DemoLedger ledger = DemoLedger.of(traffic.byId(), gateway.dispatcher(), sites);
      DemoText.summary(out, ledger, traffic.refused(), gateway.carriers());
      showExample(out, url, ledger);
      return ledger.isRight() && traffic.refused() == 0 ? 0 : Main.EXIT_FAILED;
    } finally {
      sender.shutdownNow();
      gateway.stop();
    }
  }

  private int freePort() throws IOException {
    if (port != null) {
      return port;
    }
    for (int candidate : new int[] {PREFERRED_PORT, 0}) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), candidate));
        return socket.getLocalPort();
      } catch (BindException _) {
        // Somebody has it: take any other.
      }
    }
    throw new IOException("no free port on 127.0.0.1");
  }

  private static GatewayConfig load(Path file, SteadyClock clock) throws CommandFailure {
    ConfigResult result = new ConfigLoader().load(file, Map.of(), clock.getAsLong());
    if (result instanceof ConfigResult.Invalid invalid) {
      throw new CommandFailure("the demo's own configuration: " + invalid.problems().getFirst());
    }
    return ((ConfigResult.Loaded) result).config();
  }

  private static void awaitLinks(Gateway gateway, PrintWriter out) throws InterruptedException {
    for (int i = 0; i < 100 && bound(gateway.carriers()) < 4; i++) {
      Thread.sleep(50);
    }
    DemoText.links(out, gateway.carriers(), gateway.callCarriers());
  }

  static long bound(List<CarrierStatus> carriers) {
    return carriers.stream()
        .flatMap(carrier -> carrier.links().stream())
        .filter(link -> link.state().equals("BOUND"))
        .count();
  }

  /** A line a second, the first passcode's story, and a link that is cut and comes back. */
  private void watch(
      Gateway gateway, DemoTraffic traffic, DemoSites sites, URI url, PrintWriter out)
      throws InterruptedException, CommandFailure {
    long seconds = duration == null ? Long.MAX_VALUE : duration.toSeconds();
    boolean firstShown = false;
    DemoText.heading(out);
    for (long second = 1; second <= seconds; second++) {
      if (interrupted.await(STATUS_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        out.println();
        break;
      }
      int inPeriod = (int) (second % CUT_PERIOD_SECONDS);
      if (inPeriod == CUT_AT_SECOND - 1 && second + 5 <= seconds) {
        sites.freeze(CUT_LINK);
        DemoText.event(out, CUT_LINK + " freezes: it takes passcodes and answers none");
      } else if (inPeriod == CUT_AT_SECOND && second + 4 <= seconds) {
        sites.cut(CUT_LINK);
        DemoText.event(out, "the network to " + CUT_LINK + " is cut; what it holds is in doubt");
      } else if (inPeriod == RESTORE_AT_SECOND) {
        sites.restore(CUT_LINK);
        DemoText.event(out, "the network to " + CUT_LINK + " is back: it binds again by itself");
      }
      disturbTrunk(inPeriod, seconds - second, sites, out);
      DemoText.status(
          out,
          second,
          DemoLedger.of(traffic.byId(), gateway.dispatcher(), sites),
          gateway.carriers(),
          gateway.callCarriers());
      String first = traffic.firstId();
      if (!firstShown && first != null && second >= 3) {
        firstShown = true;
        DemoText.story(out, "the first passcode's own record", message(url, first));
        DemoText.heading(out);
      }
    }
    sites.restore(CUT_LINK);
    sites.trunks().restore(SILENT_TRUNK);
  }

  private static void disturbTrunk(
      int inPeriod, long secondsLeft, DemoSites sites, PrintWriter out) {
    if (inPeriod == SILENT_AT_SECOND && secondsLeft >= 5) {
      sites.trunks().silence(SILENT_TRUNK);
      DemoText.event(out, SILENT_TRUNK + " answers no new call: the other trunk is dialled");
    } else if (inPeriod == SPEAKS_AT_SECOND) {
      sites.trunks().restore(SILENT_TRUNK);
      DemoText.event(out, SILENT_TRUNK + " answers again");
    }
  }

  private static JsonNode message(URI url, String id) throws CommandFailure {
    return new ApiClient(url, API_KEY).get("/v1/messages/" + id);
  }

  /** Until every passcode has its end. */
  private static void settle(Gateway gateway, DemoTraffic traffic, DemoSites sites)
      throws InterruptedException {
    long until = System.nanoTime() + SETTLE_LIMIT.toNanos();
    while (System.nanoTime() - until < 0
        && (traffic.unanswered() > 0
            || sites.trunks().inProgress() > 0
            || DemoLedger.of(traffic.byId(), gateway.dispatcher(), sites).open() > 0)) {
      Thread.sleep(100);
    }
  }

  private static void showExample(PrintWriter out, URI url, DemoLedger ledger)
      throws CommandFailure {
    if (ledger.example() != null) {
      DemoText.story(
          out,
          "one that was under way on the link that was cut",
          message(url, ledger.example().toString()));
    }
    if (ledger.called() != null) {
      DemoText.story(
          out,
          "one that no text reached, and that was spoken",
          message(url, ledger.called().toString()));
    }
  }

  private static void delete(@Nullable Path home) {
    if (home == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(home)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      System.err.println("strowger: could not remove " + home + ": " + e.getMessage());
    }
  }
}
