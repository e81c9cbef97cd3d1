package io.strowger.sip.simulator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.media.InboundAudio;
import io.strowger.sip.media.MediaEngine;
import io.strowger.sip.media.MediaListener;
import io.strowger.sip.media.MediaPort;
import io.strowger.sip.media.MediaRequest;
import io.strowger.sip.media.MediaRuntime;
import io.strowger.sip.media.MediaSettings;
import io.strowger.sip.message.Transport;
import io.strowger.sip.prompt.Clip;
import io.strowger.sip.prompt.PromptPack;
import io.strowger.sip.simulator.TrunkReport.Count;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TrunkSimulatorTest {
  private final TrunkSimulator simulator = start(TrunkDials.DEFAULT);

  private static TrunkSimulator start(TrunkDials dials) {
    try {
      return TrunkSimulator.start(
          TrunkSimulator.Settings.loopback(System::currentTimeMillis, System::nanoTime),
          dials,
          null);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() {
    simulator.close();
  }

  private static final class Heard implements MediaListener {
    final List<Character> keys = new CopyOnWriteArrayList<>();
    final List<Long> ended = new CopyOnWriteArrayList<>();
    final List<InboundAudio> sounds = new CopyOnWriteArrayList<>();

    @Override
    public void mediaSeen() {}

    @Override
    public void key(char key) {
      keys.add(key);
    }

    @Override
    public void playEnded(long play) {
      ended.add(play);
    }

    @Override
    public void classified(InboundAudio audio) {
      sounds.add(audio);
    }
  }

  private static MediaEngine media() throws IOException {
    return MediaEngine.start(
        MediaSettings.on(InetAddress.getLoopbackAddress(), 10),
        new MediaRuntime(
            Thread.ofPlatform().daemon().factory(), System::nanoTime, new SecureRandom()));
  }

  @Test
  void a_spoken_code_is_heard_and_a_pressed_key_arrives() throws Exception {
    simulator.turn(dials ->
        dials.toBuilder()
            .answerDelay(Delay.NONE)
            .keyDelay(Delay.constant(Duration.ofMillis(100)))
            .build());
    try (MediaEngine engine = media();
        UdpCaller caller = new UdpCaller(simulator.address())) {
      Heard heard = new Heard();
      MediaPort port = engine.open(MediaRequest.DEFAULT, heard);
      var _ = port.answered(caller.invite(port.offer()));
      await().until(() -> heard.keys.equals(List.of('1')));
      PromptPack pack = PromptPack.builtIn("it");
      long first = port.play(pack.clip(Clip.YOUR_CODE_IS));
      await().until(() -> heard.ended.contains(first));
      // The pause between the two plays is silence of the pacer's own.
      await().pollDelay(Duration.ofMillis(400)).until(() -> true);
      long second = port.play(pack.digits("4071"));
      await().until(() -> heard.ended.contains(second));
      caller.bye();
      port.close();
    }
    await().until(() -> simulator.report().count(Count.BYES_RECEIVED) == 1);
    CallRecord call = simulator.report().calls().getFirst();
    assertEquals(List.of("4071"), call.codes());
    assertTrue(call.audioMillis() > 2000, call.toString());
    assertEquals("1", call.keys());
    assertEquals(1, simulator.report().count(Count.CODES_HEARD));
  }

  @Test
  void a_voicemail_sounds_like_one() throws Exception {
    simulator.turn(dials -> dials.toBuilder().answerDelay(Delay.NONE).voicemailRatio(1).build());
    try (MediaEngine engine = media();
        UdpCaller caller = new UdpCaller(simulator.address())) {
      Heard heard = new Heard();
      MediaPort port = engine.open(MediaRequest.DEFAULT, heard);
      var _ = port.answered(caller.invite(port.offer()));
      await()
          .until(() ->
              heard.sounds.contains(InboundAudio.SPEECH)
                  && heard.sounds.contains(InboundAudio.BEEP));
    }
  }

  @Test
  void the_control_port_tells_and_turns() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (TrunkControl control = TrunkControl.start(any, Map.of("", simulator));
        HttpClient client = HttpClient.newHttpClient()) {
      URI root = URI.create("http://127.0.0.1:" + control.address().getPort());
      HttpRequest turn =
          HttpRequest.newBuilder(root.resolve("/dials"))
              .method(
                  "PATCH",
                  HttpRequest.BodyPublishers.ofString(
                      "{\"refuse-ratio\":0.5,\"refuse-by-prefix\":{\"39\":486}}"))
              .build();
      String turned = client.send(turn, BodyHandlers.ofString()).body();
      assertTrue(turned.contains("\"refuse-by-prefix\" : \"39=486\""), turned);
      assertEquals(0.5, simulator.dials().refuseRatio());
      HttpRequest wrong =
          HttpRequest.newBuilder(root.resolve("/dials"))
              .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"refuse-ratio\":2}"))
              .build();
      assertEquals(400, client.send(wrong, BodyHandlers.ofString()).statusCode());
      HttpRequest report = HttpRequest.newBuilder(root.resolve("/report?calls=5")).build();
      String told = client.send(report, BodyHandlers.ofString()).body();
      assertTrue(told.contains("\"invites\" : 0"), told);
    }
  }

  @Test
  void an_address_in_use_is_named() throws Exception {
    TrunkSimulator.Settings taken =
        new TrunkSimulator.Settings(
            simulator.address(),
            List.of(Transport.UDP),
            List.of(),
            0,
            1,
            System::currentTimeMillis,
            System::nanoTime);
    assertThrows(
        IOException.class, () -> TrunkSimulator.start(taken, TrunkDials.DEFAULT, null).close());
  }
}
