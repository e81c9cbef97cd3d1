package io.strowger.sip.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.call.CallLimits;
import io.strowger.sip.call.Disposition;
import io.strowger.sip.message.Transport;
import io.strowger.sip.prompt.CodeScript;
import io.strowger.sip.prompt.PromptPack;
import io.strowger.sip.simulator.Recorded;
import io.strowger.sip.trunk.LiveTrunks.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Baresip is a trunk's far end: it answers a call and records it, and what it recorded is the code
 * that was spoken. Its bridge sends back what it hears.
 */
final class BaresipIT {
  private static final String CODE = "904817";

  @TempDir private Path folder = Path.of("");

  private Peer baresip(int port) throws IOException {
    Files.writeString(
        folder.resolve("config"),
        """
        sip_listen 127.0.0.1:%d
        net_interface 127.0.0.1
        module_path /usr/lib/baresip/modules
        module stdio.so
        module g711.so
        module sndfile.so
        module aubridge.so
        module_app account.so
        module_app menu.so
        audio_player aubridge,loop
        audio_source aubridge,loop
        snd_path %s
        """
            .formatted(port, folder));
    Files.writeString(
        folder.resolve("accounts"),
        "<sip:+%s@127.0.0.1>;regint=0;answermode=auto;audio_codecs=PCMA\n"
            .formatted(LiveTrunks.NUMBER));
    Files.writeString(folder.resolve("contacts"), "");
    return Peer.start(
        folder,
        "baresip",
        port,
        folder.resolve("none"),
        List.of("baresip", "-f", folder.toString(), "-v"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"UDP", "TCP"})
  void the_recorded_call_is_the_code_that_was_spoken(Transport transport) throws Exception {
    Peer.needs("baresip", "baresip");
    int port = Peer.freePort();
    TrunkSettings trunk =
        TrunkSettings.of(
            "alpha-1",
            TrunkSettings.Peer.of("127.0.0.1", port, transport),
            TrunkSettings.Caller.of("39029876543"));
    try (Peer baresip = baresip(port);
        Capture capture = Capture.start(folder, port)) {
      Awaitility.await()
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> baresip.words().contains("baresip is ready"));
      Ended end;
      try (LiveTrunks live = new LiveTrunks(new SipCarrierSettings("alpha", List.of(trunk)))) {
        live.pack = PromptPack.builtIn("it");
        live.place("ref", new CodeScript(CODE, false, '1', 0), CallLimits.DEFAULT, 60_000);
        end = live.end();
        assertEquals(
            Disposition.COMPLETED, end.report().outcome().disposition(), end + baresip.words());
        capture.stopAfter("rtcp.pt == 203");
      }
      assertTrue(end.report().evidence().playedToEnd(), end::toString);
      assertEquals(List.of(), capture.faults());
      assertFalse(capture.frames("rtp", "rtp.ssrc").isEmpty(), "and the media is read");
      assertEquals(List.of(CODE), Recorded.codes(PromptPack.builtIn("it"), recording()));
    }
  }

  private Path recording() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith("dec.wav"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no recording"));
    }
  }
}
