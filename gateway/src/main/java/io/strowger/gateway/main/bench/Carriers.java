package io.strowger.gateway.main.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The simulated carriers, in a process of their own. */
final class Carriers implements AutoCloseable {
  private final PipedProcess piped;
  private final List<Integer> ports;

  private Carriers(PipedProcess piped) {
    this.piped = piped;
    ports = Stream.of(piped.readLine().split(" ", -1)).map(Integer::valueOf).toList();
  }

  /**
   * Starts as many carriers as asked for, each on a loopback port of its own.
   *
   * @param receiptDelay from submit_sm to its receipt
   */
  static Carriers start(int carriers, Duration receiptDelay, Path directory) {
    PipedProcess piped =
        PipedProcess.start(
            "carriers",
            directory,
            List.of("-Xmx512m"),
            CarrierProcess.class,
            List.of(Integer.toString(carriers), Long.toString(receiptDelay.toMillis())));
    try {
      return new Carriers(piped);
    } catch (RuntimeException e) {
      piped.close();
      throw e;
    }
  }

  ChildProcess process() {
    return piped.process();
  }

  List<Integer> ports() {
    return ports;
  }

  /** Messages that arrived since the last {@link #record}, or since the start. */
  long arrived() {
    return Long.parseLong(piped.ask("count"));
  }

  /** Starts to remember when each message arrives, and forgets what was. */
  void record() {
    piped.ask("record");
  }

  /** When each remembered message arrived, by the digits of its destination. */
  Map<Long, Long> arrivals() {
    Map<Long, Long> arrivals = new HashMap<>();
    int count = Integer.parseInt(piped.ask("dump"));
    for (int i = 0; i < count; i++) {
      String line = piped.readLine();
      int blank = line.indexOf(' ');
      arrivals.putIfAbsent(
          Long.valueOf(line.substring(0, blank)), Long.valueOf(line.substring(blank + 1)));
    }
    return arrivals;
  }

  @Override
  public void close() {
    piped.close();
  }
}
