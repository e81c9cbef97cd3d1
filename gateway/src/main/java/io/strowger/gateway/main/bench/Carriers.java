package io.strowger.gateway.main.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The simulated carriers, in a process of their own. */
final class Carriers implements AutoCloseable {
  private final ChildProcess process;
  private final BufferedReader output;
  private final Writer input;
  private final List<Integer> ports;

  private Carriers(ChildProcess process) {
    this.process = process;
    output = process.output();
    input = process.input();
    ports = Stream.of(readLine().split(" ", -1)).map(Integer::valueOf).toList();
  }

  /**
   * Starts as many carriers as asked for, each on a loopback port of its own.
   *
   * @param receiptDelay from submit_sm to its receipt
   */
  static Carriers start(int carriers, Duration receiptDelay, Path directory) {
    ChildProcess process =
        ChildProcess.startPiped(
            "carriers",
            directory,
            ChildProcess.java(
                List.of("-Xmx512m"),
                CarrierProcess.class.getName(),
                List.of(Integer.toString(carriers), Long.toString(receiptDelay.toMillis()))));
    try {
      return new Carriers(process);
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  ChildProcess process() {
    return process;
  }

  List<Integer> ports() {
    return ports;
  }

  /** Messages that arrived since the last {@link #record}, or since the start. */
  long arrived() {
    return Long.parseLong(ask("count"));
  }

  /** Starts to remember when each message arrives, and forgets what was. */
  void record() {
    ask("record");
  }

  /** When each remembered message arrived, by the digits of its destination. */
  Map<Long, Long> arrivals() {
    Map<Long, Long> arrivals = new HashMap<>();
    int count = Integer.parseInt(ask("dump"));
    for (int i = 0; i < count; i++) {
      String line = readLine();
      int blank = line.indexOf(' ');
      arrivals.putIfAbsent(
          Long.valueOf(line.substring(0, blank)), Long.valueOf(line.substring(blank + 1)));
    }
    return arrivals;
  }

  private String ask(String command) {
    try {
      input.write(command + "\n");
      input.flush();
    } catch (IOException e) {
      process.checkAlive();
      throw new BenchException("the carriers do not listen: " + e.getMessage(), e);
    }
    return readLine();
  }

  private String readLine() {
    try {
      String line = output.readLine();
      if (line == null) {
        throw new BenchException("the carriers ended:\n" + process.tail());
      }
      return line;
    } catch (IOException e) {
      throw new BenchException("the carriers do not answer: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
