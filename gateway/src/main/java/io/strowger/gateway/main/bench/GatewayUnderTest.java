package io.strowger.gateway.main.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** This gateway as {@code serve} runs it: embedded store, fsync on, nothing tuned for the run. */
final class GatewayUnderTest implements SystemUnderTest {
  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final String SYSTEM_ID = "bench";
  private static final String FLOODER = "flooder";
  private static final String PASSWORD = "secret08";
  private static final int BINDS = 4;
  private static final int WINDOW = 100;

  /** What the flooding account may send. */
  static final int FLOODER_PER_SECOND = 100;

  private static final String API_KEY = "bench-0123456789abcdef";
  private static final String MAIN_CLASS = "io.strowger.gateway.main.Main";
  private static final Pattern FINALS =
      Pattern.compile("(?m)^strowger_messages_final_total(?:\\{[^}]*})? ([0-9.E+]+)$");
  private static final Pattern PAUSE = Pattern.compile("Pause .* ([0-9.]+)ms$");

  private final String name;
  private final InetSocketAddress door;
  private final @Nullable InetSocketAddress esmes;
  private final ChildProcess process;
  private final Path directory;
  private final HttpClient client = HttpClient.newHttpClient();

  private GatewayUnderTest(
      String name,
      InetSocketAddress door,
      @Nullable InetSocketAddress esmes,
      ChildProcess process,
      Path directory) {
    this.name = name;
    this.door = door;
    this.esmes = esmes;
    this.process = process;
    this.directory = directory;
  }

  /**
   * @throws BenchException when it is not ready within a minute
   */
  static GatewayUnderTest start(String name, Carriers carriers, Path directory, boolean bySmpp) {
    List<Integer> ports = FreePorts.take(2);
    int port = ports.getFirst();
    Path file = directory.resolve("strowger.yaml");
    try {
      Files.writeString(file, configuration(carriers, port, ports.getLast()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ChildProcess process =
        ChildProcess.start(
            "gateway",
            directory,
            ChildProcess.java(
                List.of("-Xlog:gc:file=" + directory.resolve("gc.log")),
                MAIN_CLASS,
                List.of("serve", "--config", file.toString())));
    InetSocketAddress door = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    InetSocketAddress esmes =
        bySmpp ? new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.getLast()) : null;
    GatewayUnderTest gateway = new GatewayUnderTest(name, door, esmes, process, directory);
    try {
      Await.until("the gateway is ready", START_LIMIT, gateway::ready);
      return gateway;
    } catch (BenchException e) {
      gateway.close();
      throw new BenchException(e.getMessage() + "\n" + process.tail(), e);
    }
  }

  private static String configuration(Carriers carriers, int port, int smppPort) {
    StringBuilder text =
        new StringBuilder(
            """
            http: {listen: "127.0.0.1:%d"}
            smpp-server: {listen: "127.0.0.1:%d"}
            store: {directory: data}
            log: {level: warn}
            accounts:
              - id: bench
                api-key: %s
                smpp: {system-id: %s, password: %s}
              - id: flooder
                smpp: {system-id: %s, password: %s, messages-per-second: %d}
            carriers:
            """
                .formatted(
                    port,
                    smppPort,
                    API_KEY,
                    SYSTEM_ID,
                    PASSWORD,
                    FLOODER,
                    PASSWORD,
                    FLOODER_PER_SECOND));
    StringBuilder routes = new StringBuilder("routes:\n  - to: \"+\"\n    sms:\n");
    int number = 1;
    for (int carrier : carriers.ports()) {
      text.append(
          """
            - id: carrier%d
              smpp:
                system-id: %s
                password: %s
                window: 1000
                links: [{address: "127.0.0.1:%d"}]
          """
              .formatted(number, CarrierProcess.SYSTEM_ID, CarrierProcess.PASSWORD, carrier));
      routes.append("      - {carrier: carrier%d, weight: 50}\n".formatted(number++));
    }
    return text.append(routes).toString();
  }

  private boolean ready() {
    process.checkAlive();
    try {
      return get("/health/ready").statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private HttpResponse<String> get(String path) throws IOException {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.getPort() + path))
              .timeout(Duration.ofSeconds(10))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public LoadGenerator load(int connections, long firstSequence) {
    return esmes == null
        ? LoadGenerator.open(
            door, connections, TemplateRequests.strowger(door, API_KEY), firstSequence)
        : LoadGenerator.open(
            esmes, BINDS, new SmppDialect(SYSTEM_ID, PASSWORD, WINDOW), firstSequence);
  }

  /** An account that sends ten times what it may, over one bind; null unless by SMPP. */
  LoadGenerator flood(long firstSequence) {
    return LoadGenerator.open(
        Objects.requireNonNull(esmes, "only by SMPP"),
        1,
        new SmppDialect(FLOODER, PASSWORD, WINDOW),
        firstSequence);
  }

  @Override
  public long finished() {
    process.checkAlive();
    try {
      return finals(get("/metrics").body());
    } catch (IOException e) {
      throw new BenchException("the gateway's /metrics do not answer: " + e.getMessage(), e);
    }
  }

  /** The sum over all labels of the counter of messages that became final. */
  static long finals(String metrics) {
    Matcher samples = FINALS.matcher(metrics);
    double sum = 0;
    while (samples.find()) {
      sum += Double.parseDouble(samples.group(1));
    }
    return Math.round(sum);
  }

  @Override
  public String remarks() {
    try {
      return pauses(Files.readString(directory.resolve("gc.log")));
    } catch (IOException e) {
      return "no garbage collection log: " + e.getMessage();
    }
  }

  /** Count, sum and longest of the pauses in a log of {@code -Xlog:gc}. */
  static String pauses(String log) {
    double[] pauses =
        log.lines()
            .map(PAUSE::matcher)
            .filter(Matcher::find)
            .mapToDouble(pause -> Double.parseDouble(pause.group(1)))
            .toArray();
    double sum = 0;
    double longest = 0;
    for (double pause : pauses) {
      sum += pause;
      longest = Math.max(longest, pause);
    }
    return "garbage collection: %d pauses, %.0f ms together, the longest %.1f ms"
        .formatted(pauses.length, sum, longest);
  }

  @Override
  public List<ChildProcess> processes() {
    return List.of(process);
  }

  @Override
  public void close() {
    client.close();
    process.close();
  }
}
