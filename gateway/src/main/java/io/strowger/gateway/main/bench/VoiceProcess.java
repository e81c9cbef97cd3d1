package io.strowger.gateway.main.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.strowger.sip.media.MediaEngine;
import io.strowger.sip.media.MediaRuntime;
import io.strowger.sip.media.MediaSettings;
import io.strowger.sip.message.Transport;
import io.strowger.sip.transport.TlsFiles;
import io.strowger.sip.transport.TransportLimits;
import io.strowger.sip.transport.TransportSettings;
import io.strowger.sip.trunk.SipCarrier;
import io.strowger.sip.trunk.SipCarrierSettings;
import io.strowger.sip.trunk.SipEndpoint;
import io.strowger.sip.trunk.SipRuntime;
import io.strowger.sip.trunk.TrunkSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The calling side's process: signalling and media as {@code serve} runs them, and the load. Prints
 * a line when it is ready, then answers commands on standard input, a line each, until that is
 * closed:
 *
 * <pre>
 * closed CALLS MILLIS       so many calls at once; a {@link CallRun} as JSON
 * open PER_SECOND MILLIS    so many a second; a {@link CallRun} as JSON
 * heap                      octets in use after a garbage collection
 * </pre>
 */
final class VoiceProcess {
  private static final String CALLER = "390612345678";

  /** The rate is bounded by how many calls may be live, not by the clock. */
  private static final int CALLS_PER_SECOND_MAX = 100_000;

  private final ObjectMapper json = new ObjectMapper();
  private final CallLoad load;

  private VoiceProcess(CallLoad load) {
    this.load = load;
  }

  /**
   * @param arguments the trunk's UDP port on loopback, and how many calls it may have at once
   */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, false, US_ASCII);
    System.setOut(System.err);
    CarrierProcess.quiet();
    InetAddress here = InetAddress.getLoopbackAddress();
    int callsMax = Integer.parseInt(arguments[1]);
    CallLoad load = CallLoad.speaking("en");
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1,
            Thread.ofPlatform().daemon().name("strowger-sip-", 0).factory(),
            NioIoHandler.newFactory());
    try (ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
        MediaEngine media =
            MediaEngine.start(
                MediaSettings.on(here, 2 * callsMax).howeverLate(),
                new MediaRuntime(
                    Thread.ofPlatform().daemon().name("strowger-rtp").factory(),
                    System::nanoTime,
                    new SecureRandom()));
        SipCarrier carrier =
            SipCarrier.start(
                new SipRuntime(
                    group.next(), blocking, System::currentTimeMillis, new SecureRandom()),
                settings(here, Integer.parseInt(arguments[0]), callsMax),
                SipEndpoint.of(
                    new TransportSettings(
                        List.of(
                            new TransportSettings.Listener(
                                Transport.UDP, new InetSocketAddress(here, 0))),
                        TlsFiles.NONE,
                        TransportLimits.STANDARD)),
                media,
                load)) {
      load.through(carrier::place);
      new VoiceProcess(load).answer(out);
    }
  }

  private static SipCarrierSettings settings(InetAddress here, int port, int callsMax) {
    TrunkSettings usual =
        TrunkSettings.of(
            "trunk",
            TrunkSettings.Peer.of(here.getHostAddress(), port, Transport.UDP),
            TrunkSettings.Caller.of(CALLER));
    return new SipCarrierSettings(
        "carrier",
        List.of(
            new TrunkSettings(
                usual.id(),
                usual.priority(),
                usual.peer(),
                usual.credentials(),
                usual.registration(),
                usual.caller(),
                usual.numbers(),
                new TrunkSettings.Limits(callsMax, CALLS_PER_SECOND_MAX),
                usual.health(),
                usual.features(),
                usual.media())));
  }

  private void answer(PrintStream out) throws IOException {
    out.println("ready");
    out.flush();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
    Thread.currentThread().setName("load");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      out.println(
          switch (words[0]) {
            case "closed" ->
                json.writeValueAsString(
                    load.closedLoop(Integer.parseInt(words[1]), millis(words[2])));
            case "open" ->
                json.writeValueAsString(
                    load.openLoop(Integer.parseInt(words[1]), millis(words[2])));
            case "heap" -> heap();
            default -> throw new IOException("unknown command " + line);
          });
      out.flush();
    }
  }

  private static Duration millis(String text) {
    return Duration.ofMillis(Long.parseLong(text));
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
