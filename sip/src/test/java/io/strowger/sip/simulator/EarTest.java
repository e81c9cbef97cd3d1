package io.strowger.sip.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.media.AudioSource;
import io.strowger.sip.media.G711;
import io.strowger.sip.prompt.Clip;
import io.strowger.sip.prompt.CodeScript;
import io.strowger.sip.prompt.PromptPack;
import io.strowger.sip.prompt.ScriptCommand;
import io.strowger.sip.prompt.ScriptEvent;
import io.strowger.sip.prompt.ScriptSession;
import io.strowger.sip.prompt.ScriptState;
import io.strowger.sip.prompt.ScriptStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EarTest {
  private static void hear(Ear ear, AudioSource source, G711 law, int dropFrame) {
    byte[] frame = new byte[160];
    for (int from = 0; from < source.samples(); from += 160) {
      source.read(from, 160, law, frame, 0);
      if (from / 160 != dropFrame) {
        ear.audio(law, frame, 0, 160);
      }
    }
  }

  /** All that a call says, key 1 pressed once. */
  private static void listen(Ear ear, PromptPack pack, String digits, G711 law, int dropFrame) {
    CodeScript script = CodeScript.of(digits);
    ScriptStep step =
        ScriptSession.step(script, pack, ScriptState.INITIAL, new ScriptEvent.Answered(), 0);
    boolean pressed = false;
    while (step.state().phase() != ScriptState.Phase.DONE) {
      ScriptEvent next = new ScriptEvent.TimedOut();
      for (ScriptCommand command : step.commands()) {
        if (command instanceof ScriptCommand.Play(AudioSource audio)) {
          hear(ear, audio, law, dropFrame);
          next = pressed ? new ScriptEvent.PlayEnded() : new ScriptEvent.Key('1');
          pressed = true;
        }
      }
      step = ScriptSession.step(script, pack, step.state(), next, 0);
    }
    ear.end();
  }

  @ParameterizedTest
  @ValueSource(strings = {"it", "en", "de", "fr", "es"})
  void every_digit_of_every_language_is_recognised(String language) throws IOException {
    PromptPack pack = PromptPack.builtIn(language);
    List<PromptPack> all = new ArrayList<>();
    for (String each : PromptPack.LANGUAGES) {
      all.add(PromptPack.builtIn(each));
    }
    SpokenClips clips = new SpokenClips(all);
    for (G711 law : G711.values()) {
      Ear ear = new Ear(clips);
      listen(ear, pack, "0123456789", law, -1);
      assertEquals(List.of("0123456789", "0123456789"), ear.codes());
    }
  }

  @Test
  void a_lost_packet_is_noticed() throws IOException {
    PromptPack pack = PromptPack.builtIn("en");
    Ear ear = new Ear(new SpokenClips(List.of(pack)));
    listen(ear, pack, "123456", G711.PCMA, -1);
    assertEquals(List.of("123456", "123456"), ear.codes());
    int before = ear.unrecognised();
    int inFirstDigit = (2400 + pack.clip(Clip.YOUR_CODE_IS).samples() + 4000 + 800) / 160;
    Ear deaf = new Ear(new SpokenClips(List.of(pack)));
    listen(deaf, pack, "123456", G711.PCMA, inFirstDigit);
    assertTrue(deaf.unrecognised() > before);
    assertNotEquals(ear.codes(), deaf.codes());
  }

  @Test
  void phrases_differ() throws IOException {
    SpokenClips clips = new SpokenClips(List.of(PromptPack.builtIn("fr")));
    assertEquals(2 * Clip.values().length, clips.size());
  }
}
