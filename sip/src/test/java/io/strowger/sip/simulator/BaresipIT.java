package io.strowger.sip.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.media.AudioSource;
import io.strowger.sip.media.G711;
import io.strowger.sip.media.InboundAudio;
import io.strowger.sip.media.MediaEngine;
import io.strowger.sip.media.MediaListener;
import io.strowger.sip.media.MediaPort;
import io.strowger.sip.media.MediaRequest;
import io.strowger.sip.media.MediaRuntime;
import io.strowger.sip.media.MediaSettings;
import io.strowger.sip.media.Negotiation;
import io.strowger.sip.prompt.CodeScript;
import io.strowger.sip.prompt.PromptPack;
import io.strowger.sip.prompt.ScriptCommand;
import io.strowger.sip.prompt.ScriptEvent;
import io.strowger.sip.prompt.ScriptSession;
import io.strowger.sip.prompt.ScriptState;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Baresip answers a call and records it; what it recorded is the code that was spoken. */
final class BaresipIT {
  private static final int WAV_HEADER_OCTETS = 44;

  @TempDir private Path folder = Path.of("");

  private static boolean has(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private static final class Heard implements MediaListener {
    final List<Long> ended = new CopyOnWriteArrayList<>();
    final List<InboundAudio> sounds = new CopyOnWriteArrayList<>();

    @Override
    public void mediaSeen() {}

    @Override
    public void key(char key) {}

    @Override
    public void playEnded(long play) {
      ended.add(play);
    }

    @Override
    public void classified(InboundAudio audio) {
      sounds.add(audio);
    }
  }

  private Process baresip(int port) throws IOException {
    Path modules = Path.of("/usr/lib/baresip/modules");
    Files.writeString(
        folder.resolve("config"),
        """
        sip_listen 127.0.0.1:%d
        net_interface 127.0.0.1
        module_path %s
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
            .formatted(port, modules, folder));
    Files.writeString(
        folder.resolve("accounts"),
        "<sip:39333@127.0.0.1>;regint=0;answermode=auto;audio_codecs=PCMA\n");
    Files.writeString(folder.resolve("contacts"), "");
    return new ProcessBuilder("baresip", "-f", folder.toString(), "-v")
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  @Test
  void the_recorded_call_is_the_code_that_was_spoken() throws Exception {
    Assumptions.assumeTrue(has("baresip"), "MISSING: baresip; install the Debian package baresip");
    int port;
    try (DatagramSocket free =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      port = free.getLocalPort();
    }
    PromptPack pack = PromptPack.builtIn("it");
    Process baresip = baresip(port);
    try (MediaEngine engine =
            MediaEngine.start(
                MediaSettings.on(InetAddress.getLoopbackAddress(), 1),
                new MediaRuntime(
                    Thread.ofPlatform().daemon().factory(), System::nanoTime, new SecureRandom()));
        UdpCaller caller =
            new UdpCaller(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      Awaitility.await().until(() -> log().contains("baresip is ready"));
      Heard heard = new Heard();
      MediaPort media = engine.open(MediaRequest.DEFAULT, heard);
      var _ =
          assertInstanceOf(
              Negotiation.Agreed.class, media.answered(caller.invite(media.offer())), log());
      long play = media.play(speech(pack, "904817"));
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> heard.ended.contains(play));
      caller.bye();
      media.close();
      assertTrue(heard.sounds.contains(InboundAudio.SPEECH), "its bridge sends back what it hears");
      assertEquals(List.of("904817"), codes(pack, recording()), log());
    } finally {
      baresip.destroy();
      assertTrue(baresip.waitFor(20, TimeUnit.SECONDS));
    }
  }

  private static AudioSource speech(PromptPack pack, String digits) {
    return ScriptSession.step(
            new CodeScript(digits, false, '1', 0),
            pack,
            ScriptState.INITIAL,
            new ScriptEvent.Answered(),
            0)
        .commands()
        .stream()
        .map(command -> ((ScriptCommand.Play) command).audio())
        .findFirst()
        .orElseThrow();
  }

  private Path recording() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith("dec.wav"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no recording"));
    }
  }

  /** Companded again, a recording is octet by octet what was sent. */
  private static List<String> codes(PromptPack pack, Path wav) throws IOException {
    ByteBuffer samples = ByteBuffer.wrap(Files.readAllBytes(wav)).order(ByteOrder.LITTLE_ENDIAN);
    samples.position(WAV_HEADER_OCTETS);
    byte[] octets = new byte[samples.remaining() / 2];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = G711.PCMA.encode(samples.getShort());
    }
    Ear ear = new Ear(new SpokenClips(List.of(pack)));
    ear.audio(G711.PCMA, octets, 0, octets.length);
    ear.end();
    return ear.codes();
  }
}
