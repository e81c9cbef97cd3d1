package io.strowger.gateway.main.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.strowger.sip.message.Transport;
import io.strowger.sip.simulator.Delay;
import io.strowger.sip.simulator.TrunkDials;
import io.strowger.sip.simulator.TrunkSimulator;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The simulated trunk's process: every call rings and is answered at once, and hung up as soon as
 * the ACK came. Prints its UDP port, then runs until standard input is closed.
 */
final class TrunkProcess {
  private TrunkProcess() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, false, US_ASCII);
    System.setOut(System.err);
    CarrierProcess.quiet();
    TrunkDials dials =
        TrunkDials.builder()
            .ringingDelay(Delay.NONE)
            .answerDelay(Delay.NONE)
            .hangUpRatio(1)
            .build();
    TrunkSimulator.Settings settings =
        new TrunkSimulator.Settings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            List.of(Transport.UDP),
            List.of(),
            0,
            1,
            System::currentTimeMillis,
            System::nanoTime);
    try (TrunkSimulator simulator = TrunkSimulator.start(settings, dials, null)) {
      out.println(simulator.address().getPort());
      out.flush();
      while (System.in.read() >= 0) {
        // Nothing is asked of it.
      }
    }
  }
}
