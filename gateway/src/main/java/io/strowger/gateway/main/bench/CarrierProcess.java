package io.strowger.gateway.main.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.strowger.smpp.simulator.Arrival;
import io.strowger.smpp.simulator.Delay;
import io.strowger.smpp.simulator.Dials;
import io.strowger.smpp.simulator.SmscSimulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * The simulated carriers' process. Prints its ports on one line, then answers commands on standard
 * input, a line each, until that is closed:
 *
 * <pre>
 * count    messages that arrived since the last record
 * record   remember arrivals from now on, and count from zero
 * dump     a count, then a line for each remembered arrival: destination digits, System.nanoTime
 * </pre>
 */
final class CarrierProcess {
  static final String SYSTEM_ID = "strowger";
  static final String PASSWORD = "secret";
  private static final int REMEMBERED_MAX = 1 << 20;

  private final AtomicLong arrived = new AtomicLong();

  /** Destination and time in turn; guarded by this. */
  private long[] remembered = new long[0];

  private int used;
  private volatile boolean recording;

  private CarrierProcess() {}

  /**
   * @param arguments how many carriers, and their receipts' delay in milliseconds
   */
  public static void main(String[] arguments) throws IOException {
    Duration receiptDelay = Duration.ofMillis(Long.parseLong(arguments[1]));
    PrintStream out = new PrintStream(System.out, false, US_ASCII);
    // Answers alone go to the real standard output; loggers write to standard error from here on.
    System.setOut(System.err);
    quiet();
    new CarrierProcess().serve(Integer.parseInt(arguments[0]), receiptDelay, out);
  }

  /** What libraries tell while they start is of no interest here. */
  static void quiet() {
    if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.WARN);
    }
  }

  private void serve(int carriers, Duration receiptDelay, PrintStream out) throws IOException {
    Clock clock = Clock.systemUTC();
    Dials dials =
        Dials.builder()
            .systemId(SYSTEM_ID)
            .password(PASSWORD)
            .receiptDelay(Delay.constant(receiptDelay))
            .build();
    List<SmscSimulator> simulators = new ArrayList<>();
    for (int i = 0; i < carriers; i++) {
      simulators.add(
          SmscSimulator.start(
              new SmscSimulator.Settings(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                  0,
                  i,
                  () -> ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant())),
              dials,
              this::arrived));
    }
    out.println(
        simulators.stream()
            .map(simulator -> Integer.toString(simulator.address().getPort()))
            .collect(Collectors.joining(" ")));
    out.flush();
    answer(out);
    simulators.forEach(SmscSimulator::close);
  }

  private void answer(PrintStream out) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
    for (String command = in.readLine(); command != null; command = in.readLine()) {
      switch (command) {
        case "count" -> out.println(arrived.get());
        case "record" -> {
          startRecording();
          out.println("ok");
        }
        case "dump" -> dump(out);
        default -> throw new IOException("unknown command " + command);
      }
      out.flush();
    }
  }

  private void arrived(Arrival arrival) {
    if (recording) {
      remember(digits(arrival.destination()), System.nanoTime());
    }
    arrived.incrementAndGet();
  }

  private synchronized void startRecording() {
    remembered = new long[2 * REMEMBERED_MAX];
    used = 0;
    arrived.set(0);
    recording = true;
  }

  private synchronized void remember(long destination, long nanos) {
    if (used < remembered.length) {
      remembered[used++] = destination;
      remembered[used++] = nanos;
    }
  }

  private synchronized void dump(PrintStream out) {
    recording = false;
    out.println(used / 2);
    for (int i = 0; i < used; i += 2) {
      out.println(remembered[i] + " " + remembered[i + 1]);
    }
  }

  private static long digits(String destination) {
    return Long.parseLong(destination.startsWith("+") ? destination.substring(1) : destination);
  }
}
