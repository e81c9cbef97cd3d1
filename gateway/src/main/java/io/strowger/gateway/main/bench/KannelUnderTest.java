package io.strowger.gateway.main.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kannel as its Debian package brings it: bearerbox bound to both carriers, one smsbox, message
 * store in a file (its default store type, which it never fsyncs), delivery reports in memory.
 */
final class KannelUnderTest implements SystemUnderTest {
  private static final Duration START_LIMIT = Duration.ofSeconds(20);

  /** bearerbox refuses a window above this. */
  private static final int WINDOW = 100;

  private final String name;
  private final InetSocketAddress door;
  private final RequestShape requests;
  private final Carriers carriers;
  private final @Nullable ReceiptCallbacks callbacks;
  private final List<ChildProcess> processes;

  private KannelUnderTest(
      boolean receipts,
      Carriers carriers,
      @Nullable ReceiptCallbacks callbacks,
      int sendPort,
      List<ChildProcess> processes) {
    this.name = receipts ? "kannel" : "kannel, no receipts";
    this.carriers = carriers;
    this.callbacks = callbacks;
    this.processes = processes;
    door = new InetSocketAddress(InetAddress.getLoopbackAddress(), sendPort);
    requests = TemplateRequests.kannel(door, "bench", callbacks == null ? "" : callbacks.url());
  }

  /** The version of the installed Kannel, for example 1.4.5; empty when there is none. */
  static Optional<String> installedVersion() {
    return find("bearerbox").flatMap(KannelUnderTest::versionOf);
  }

  private static Optional<String> versionOf(Path bearerbox) {
    try {
      Process process =
          new ProcessBuilder(bearerbox.toString(), "--version").redirectErrorStream(true).start();
      try (Stream<String> lines = process.inputReader().lines()) {
        return lines
            .filter(line -> line.contains("bearerbox version"))
            .map(line -> line.replaceAll(".*version `?([0-9.]+).*", "$1"))
            .findFirst();
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Path> find(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
    return Stream.of(path.split(":", -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * @throws BenchException when it is not installed or does not bind within 20 s
   */
  static KannelUnderTest start(Carriers carriers, boolean receipts, Path directory) {
    Path bearerbox =
        find("bearerbox").orElseThrow(() -> new BenchException("kannel is not installed"));
    Path smsbox = find("smsbox").orElseThrow(() -> new BenchException("kannel has no smsbox"));
    List<Integer> ports = FreePorts.take(3);
    ReceiptCallbacks callbacks = receipts ? new ReceiptCallbacks() : null;
    ChildProcess core = null;
    ChildProcess box = null;
    try {
      Files.createDirectories(directory);
      Path file = directory.resolve("kannel.conf");
      Files.writeString(file, configuration(carriers, ports, directory));
      // Without -v they write all they do to standard error, which would slow them down.
      core = start(bearerbox, directory, file);
      awaitPort(ports.get(1), core);
      box = start(smsbox, directory, file);
      awaitPort(ports.get(2), box);
      awaitOnline(ports.get(0), carriers.ports().size(), core);
      return new KannelUnderTest(receipts, carriers, callbacks, ports.get(2), List.of(core, box));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (BenchException e) {
      Stream.of(Optional.ofNullable(box), Optional.ofNullable(core))
          .flatMap(Optional::stream)
          .forEach(ChildProcess::close);
      throw e;
    }
  }

  private static ChildProcess start(Path program, Path directory, Path file) {
    String name = String.valueOf(program.getFileName());
    return ChildProcess.start(
        name, directory, List.of(program.toString(), "-v", "4", file.toString()));
  }

  private static String configuration(Carriers carriers, List<Integer> ports, Path directory) {
    StringBuilder text =
        new StringBuilder(
            """
            group = core
            admin-port = %d
            admin-interface = 127.0.0.1
            admin-password = bench
            status-password = bench
            smsbox-port = %d
            smsbox-interface = 127.0.0.1
            box-allow-ip = 127.0.0.1
            log-level = 4
            dlr-storage = internal
            store-type = file
            store-file = %s

            """
                .formatted(ports.get(0), ports.get(1), directory.resolve("kannel.store")));
    int number = 1;
    for (int port : carriers.ports()) {
      text.append(
          """
          group = smsc
          smsc = smpp
          smsc-id = carrier%d
          host = 127.0.0.1
          port = %d
          transceiver-mode = true
          smsc-username = %s
          smsc-password = %s
          system-type = ""
          max-pending-submits = %d

          """
              .formatted(
                  number++, port, CarrierProcess.SYSTEM_ID, CarrierProcess.PASSWORD, WINDOW));
    }
    return text.append(
            """
            group = smsbox
            bearerbox-host = 127.0.0.1
            sendsms-port = %d
            sendsms-interface = 127.0.0.1
            log-level = 4

            group = sms-service
            keyword = default
            text = "no service"

            group = sendsms-user
            username = bench
            password = bench
            """
                .formatted(ports.get(2)))
        .toString();
  }

  private static void awaitPort(int port, ChildProcess process) {
    Await.until(
        process.name() + " listens",
        START_LIMIT,
        () -> {
          process.checkAlive();
          try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
          } catch (IOException notYet) {
            return false;
          }
        });
  }

  private static void awaitOnline(int adminPort, int carriers, ChildProcess core) {
    URI status = URI.create("http://127.0.0.1:" + adminPort + "/status.txt?password=bench");
    try (HttpClient client = HttpClient.newHttpClient()) {
      Await.until(
          "kannel binds to every carrier",
          START_LIMIT,
          () -> {
            core.checkAlive();
            return occurrences(get(client, status), "(online ") >= carriers;
          });
    }
  }

  private static String get(HttpClient client, URI uri) {
    try {
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }

  private static int occurrences(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public LoadGenerator load(int connections, long firstSequence) {
    return LoadGenerator.open(door, connections, requests, firstSequence);
  }

  /** The last receipt called back; without receipts, the submit_sm at the carriers. */
  @Override
  public long finished() {
    return callbacks == null ? carriers.arrived() : callbacks.received();
  }

  @Override
  public List<ChildProcess> processes() {
    return processes;
  }

  @Override
  public void close() {
    processes.reversed().forEach(ChildProcess::close);
    if (callbacks != null) {
      callbacks.close();
    }
  }
}
