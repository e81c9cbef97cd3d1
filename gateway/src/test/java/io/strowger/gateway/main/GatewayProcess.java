package io.strowger.gateway.main;

import io.strowger.gateway.secrecy.Traces;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A gateway in a process of its own, that can die like one. */
final class GatewayProcess implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofSeconds(90);
  private static final Duration END_LIMIT = Duration.ofSeconds(30);
  private static final int LOG_TAIL_LINES = 30;

  private final Process process;
  private final Path log;
  private final ApiReader api;

  private GatewayProcess(Process process, Path log, ApiReader api) {
    this.process = process;
    this.log = log;
    this.api = api;
  }

  /**
   * @param wrapper a command that the JVM is to run under; empty for none
   */
  static GatewayProcess start(Path config, ApiReader api, List<String> wrapper) throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "serve",
            "--config",
            config.toString()));
    Path log = config.resolveSibling("gateway.log");
    Process process =
        new ProcessBuilder(command)
            .directory(config.resolveSibling("").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new GatewayProcess(process, log, api);
  }

  long pid() {
    return process.pid();
  }

  /** Until its doors are open; fails at once when it ends before. */
  void awaitReady() {
    Awaitility.await()
        .atMost(READY_LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          if (!process.isAlive()) {
            throw new AssertionError("it ended instead of serving: " + describe());
          }
          return api.status(URI.create("/health/live")) == 200;
        });
  }

  /** Whether it ends by itself within that time. */
  boolean endsWithin(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  int exitCode() {
    return process.exitValue();
  }

  /** SIGKILL: nothing of it runs any more when this returns. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("process " + process.pid() + " survived SIGKILL");
    }
  }

  /** Its exit code, when it has one, and the end of its log. */
  String describe() {
    try {
      List<String> lines = Files.readAllLines(log);
      int from = Math.max(0, lines.size() - LOG_TAIL_LINES);
      return (process.isAlive() ? "running" : "exit code " + process.exitValue())
          + System.lineSeparator()
          + String.join(System.lineSeparator(), lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "without a log: " + e.getMessage();
    }
  }

  /** Its log, and its metrics if it lives, are kept for the search at the end of the suite. */
  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        Traces.keep("metrics", api.text(URI.create("/metrics")).getBytes(StandardCharsets.UTF_8));
      }
      Traces.keep("log", Files.readAllBytes(log));
    } catch (IOException e) {
      System.err.println("nothing is kept of it: " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
