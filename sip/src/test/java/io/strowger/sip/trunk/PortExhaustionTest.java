package io.strowger.sip.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.call.CallLimits;
import io.strowger.sip.call.Disposition;
import io.strowger.sip.media.MediaSettings;
import io.strowger.sip.message.Transport;
import io.strowger.sip.prompt.CallScript;
import io.strowger.sip.prompt.CodeScript;
import io.strowger.sip.trunk.FarTrunk.Came;
import io.strowger.sip.trunk.LiveTrunks.Ended;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More calls than there are RTP ports, and ports that others hold. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PortExhaustionTest {
  private static final CallScript SHORT = new CodeScript("4", false, '1', 0);
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  /** The first of four free ports, an even one. */
  private static int fourPorts() throws IOException {
    IOException taken = new IOException("no four ports in a row");
    for (int i = 0; i < 200; i++) {
      int first = Peer.freePort() & ~1;
      try (DatagramSocket a = new DatagramSocket(new InetSocketAddress(HERE, first));
          DatagramSocket b = new DatagramSocket(new InetSocketAddress(HERE, first + 1));
          DatagramSocket c = new DatagramSocket(new InetSocketAddress(HERE, first + 2));
          DatagramSocket d = new DatagramSocket(new InetSocketAddress(HERE, first + 3))) {
        if (a.isBound() && b.isBound() && c.isBound() && d.isBound()) {
          return first;
        }
      } catch (IOException e) {
        // Elsewhere there may be four.
        taken = e;
      }
    }
    throw taken;
  }

  @Test
  void calls_without_a_port_are_refused_at_once_and_ports_come_back() throws Exception {
    int first = fourPorts();
    MediaSettings two = MediaSettings.on(HERE, 100).ports(first, first + 3, true);
    TrunkSettings plain =
        TrunkSettings.of(
            "a",
            TrunkSettings.Peer.of("127.0.0.1", 1, Transport.UDP),
            TrunkSettings.Caller.of("39029876543"));
    try (FarTrunk far = FarTrunk.on(Transport.UDP);
        LiveTrunks live =
            new LiveTrunks(
                new SipCarrierSettings(
                    "alpha",
                    List.of(
                        new TrunkSettings(
                            "a",
                            0,
                            TrunkSettings.Peer.of("127.0.0.1", far.port(), Transport.UDP),
                            plain.credentials(),
                            null,
                            plain.caller(),
                            plain.numbers(),
                            plain.limits(),
                            new TrunkSettings.Health(3, 2, 0, 60_000, 4_000),
                            plain.features(),
                            plain.media()))),
                two)) {
      live.place("one", SHORT, CallLimits.DEFAULT, 50_000);
      live.place("two", SHORT, CallLimits.DEFAULT, 50_000);
      live.place("three", SHORT, CallLimits.DEFAULT, 50_000);
      Ended refused = live.end();
      assertEquals("three", refused.report().reference());
      assertEquals(Disposition.THROTTLED, refused.report().outcome().disposition());
      assertTrue(
          refused.report().outcome().text().contains("RTP ports from " + first),
          () -> "" + refused);
      Came one = far.next("INVITE");
      Came other = far.next("INVITE");
      one.answer(486);
      assertEquals(Disposition.BUSY, live.end().report().outcome().disposition());
      live.skip(Duration.ofMillis(1));
      live.place("four", SHORT, CallLimits.DEFAULT, 50_000);
      Came four = far.next("INVITE");
      other.answer(486);
      four.answer(486);
      assertEquals(Disposition.BUSY, live.end().report().outcome().disposition());
      assertEquals(Disposition.BUSY, live.end().report().outcome().disposition());
      live.holdsNothing();
      assertEquals(3, far.methods().stream().filter("INVITE"::equals).count());
    }
    try (DatagramSocket again = new DatagramSocket(new InetSocketAddress(HERE, first))) {
      assertTrue(again.isBound(), "the port is free again");
    }
  }
}
