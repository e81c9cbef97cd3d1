package io.strowger.sip.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strowger.sip.call.DigestCredentials;
import io.strowger.sip.message.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** sipp calls a number of our own; it fails where we do not do as its scenario expects. */
final class SippCallsUsIT {
  private static final String NUMBER = "390299887766";

  @TempDir private Path folder = Path.of("");

  private static LiveTrunks live(Transport transport) throws Exception {
    TrunkSettings plain =
        TrunkSettings.of(
            "alpha-1",
            TrunkSettings.Peer.of("127.0.0.1", Peer.freePort(), transport),
            TrunkSettings.Caller.of("39029876543"));
    TrunkSettings trunk =
        new TrunkSettings(
            plain.id(),
            0,
            plain.peer(),
            List.of(new DigestCredentials("strowger", "secret word")),
            null,
            plain.caller(),
            plain.numbers(),
            plain.limits(),
            new TrunkSettings.Health(3, 2, 0, 60_000, 4_000),
            plain.features(),
            plain.media());
    return new LiveTrunks(
        new SipCarrierSettings("alpha", List.of(trunk)).withOwnNumbers(Set.of(NUMBER)));
  }

  private Peer sipp(LiveTrunks live, Transport transport, String scenario, String number)
      throws Exception {
    boolean udp = transport == Transport.UDP;
    int port = live.carrier.addresses().get(udp ? 0 : 1).getPort();
    String mode = udp ? "u1" : "t1";
    return Peer.sipp(folder, scenario, "-t", mode, "-s", number, "127.0.0.1:" + port);
  }

  private List<String> called(String scenario, String number) throws Exception {
    return called(Transport.UDP, scenario, number);
  }

  private List<String> called(Transport transport, String scenario, String number)
      throws Exception {
    try (LiveTrunks live = live(transport);
        Peer sipp = sipp(live, transport, scenario, number)) {
      int exit = sipp.exit(30);
      assertEquals(0, exit, () -> live.seen + "\n" + sipp.words());
      live.holdsNothing();
      return List.copyOf(live.seen);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"UDP", "TCP"})
  void keys_by_rfc_4733_are_heard(Transport transport) throws Exception {
    assertEquals(List.of("alpha-1 keyed 149"), called(transport, "marker", NUMBER));
  }

  @Test
  void another_number_is_refused() throws Exception {
    assertEquals(List.of(), called("stranger", "390299887767"));
  }

  @Test
  void a_call_that_is_withdrawn_is_never_answered() throws Exception {
    assertEquals(List.of(), called("withdrawn", NUMBER));
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"UDP", "TCP"})
  void who_asks_for_credentials_when_it_is_hung_up_on_gets_them(Transport transport)
      throws Exception {
    assertEquals(List.of(), called(transport, "askbye", NUMBER));
  }

  @Test
  void an_answer_that_nobody_acknowledges_is_hung_up() throws Exception {
    try (LiveTrunks live = live(Transport.UDP);
        Peer sipp = sipp(live, Transport.UDP, "mute", NUMBER)) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> {
            live.skip(Duration.ofSeconds(1));
            return !sipp.alive();
          });
      assertEquals(0, sipp.exit(1), sipp::words);
      live.holdsNothing();
    }
  }
}
