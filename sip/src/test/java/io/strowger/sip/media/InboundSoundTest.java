package io.strowger.sip.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.prompt.Clip;
import io.strowger.sip.prompt.PromptPack;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InboundSoundTest {
  private final HeardMedia heard = new HeardMedia();
  private final InboundSound sound = new InboundSound(heard);

  private void hear(G711 law, AudioSource source, int packetSamples) {
    byte[] packet = new byte[packetSamples];
    for (int from = 0; from < source.samples(); from += packetSamples) {
      source.read(from, packetSamples, law, packet, 0);
      sound.audio(law, packet, 0, packetSamples);
    }
  }

  private void hear(AudioSource source) {
    hear(G711.PCMA, source, 160);
  }

  private void noise(int millis, double amplitude) {
    SplittableRandom random = new SplittableRandom(7);
    byte[] packet = new byte[160];
    for (int i = 0; i < millis / 20; i++) {
      for (int j = 0; j < packet.length; j++) {
        packet[j] = G711.PCMA.encode((int) (amplitude * random.nextGaussian()));
      }
      sound.audio(G711.PCMA, packet, 0, packet.length);
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_key_is_heard_once_per_press(G711 law) {
    sound.detectKeys(true);
    StringBuilder pressed = new StringBuilder();
    for (int event = 0; event < 16; event++) {
      char key = Keys.key(event);
      int row = Keys.rowHertz(Keys.rowOf(key));
      int column = Keys.columnHertz(Keys.columnOf(key));
      for (int repeat = 0; repeat < 2; repeat++) {
        hear(law, new Tone(90, 5000, row, column), 160);
        hear(law, new Tone(70, 0, 100), 160);
        pressed.append(key);
      }
    }
    assertEquals(pressed.toString(), heard.keys());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 7, 11, 15, 19})
  void forty_milliseconds_are_enough_wherever_they_begin(int offsetMillis) {
    sound.detectKeys(true);
    hear(G711.PCMU, new Tone(200 + offsetMillis, 0, 100), 8);
    hear(G711.PCMU, new Tone(41, 3000, 770, 1336), 8);
    hear(G711.PCMU, new Tone(200, 0, 100), 8);
    assertEquals("5", heard.keys());
  }

  @Test
  void a_single_tone_a_short_one_and_a_false_frequency_are_no_key() {
    sound.detectKeys(true);
    hear(new Tone(200, 5000, 770));
    hear(new Tone(100, 0, 100));
    hear(new Tone(15, 5000, 770, 1336));
    hear(new Tone(105, 0, 100));
    hear(new Tone(200, 5000, 735, 1270));
    assertEquals("", heard.keys());
  }

  @Test
  void keys_in_the_sound_do_not_count_where_events_are_agreed() {
    hear(new Tone(200, 5000, 770, 1336));
    assertEquals("", heard.keys());
  }

  @ParameterizedTest
  @ValueSource(strings = {"it", "en", "de", "fr", "es"})
  void speech_is_speech_and_contains_no_keys_tones_or_beeps(String language) throws IOException {
    sound.detectKeys(true);
    PromptPack pack = PromptPack.builtIn(language);
    for (Clip clip : Clip.values()) {
      hear(pack.clip(clip));
    }
    assertEquals("", heard.keys());
    assertEquals(List.of(InboundAudio.SPEECH), heard.sounds);
  }

  @Test
  void nothing_is_silence_and_so_is_one_value_for_ever() {
    hear(new Tone(2000, 0, 100));
    assertEquals(List.of(InboundAudio.SILENCE), heard.sounds);
    byte[] constant = new byte[160];
    for (int i = 0; i < 100; i++) {
      sound.audio(G711.PCMU, constant, 0, constant.length);
    }
    assertEquals(List.of(InboundAudio.SILENCE), heard.sounds);
  }

  @Test
  void a_faint_or_steady_noise_is_comfort_noise() {
    noise(3000, 120);
    assertEquals(List.of(InboundAudio.COMFORT_NOISE), heard.sounds);
    noise(3000, 800);
    assertFalse(heard.sounds.contains(InboundAudio.RINGBACK));
    assertFalse(heard.sounds.contains(InboundAudio.BEEP));
  }

  @Test
  void packets_of_comfort_noise_are_told_once() {
    sound.comfortNoise();
    sound.comfortNoise();
    assertEquals(List.of(InboundAudio.COMFORT_NOISE), heard.sounds);
  }

  @Test
  void ringback_tones_of_three_worlds_are_known() {
    for (int[] tones : List.of(new int[] {425}, new int[] {440, 480}, new int[] {400, 450})) {
      HeardMedia fresh = new HeardMedia();
      InboundSound ears = new InboundSound(fresh);
      byte[] packet = new byte[160];
      Tone ring = new Tone(1000, 3000, tones);
      for (int from = 0; from < ring.samples(); from += 160) {
        ring.read(from, 160, G711.PCMU, packet, 0);
        ears.audio(G711.PCMU, packet, 0, 160);
      }
      assertEquals(List.of(InboundAudio.RINGBACK), fresh.sounds, tones[0] + " Hz");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {800, 1000, 1400, 2000})
  void a_voicemails_beep_is_heard_after_its_greeting(int hertz) throws IOException {
    hear(PromptPack.builtIn("en").clip(Clip.GREETING));
    hear(new Tone(400, 6000, hertz));
    hear(new Tone(2000, 0, 100));
    assertEquals(
        List.of(InboundAudio.SPEECH, InboundAudio.BEEP, InboundAudio.SILENCE), heard.sounds);
  }

  @Test
  void a_short_blip_is_no_beep() {
    hear(new Tone(1500, 0, 100));
    hear(new Tone(80, 6000, 1000));
    hear(new Tone(1500, 0, 100));
    assertTrue(!heard.sounds.contains(InboundAudio.BEEP), heard.sounds.toString());
  }
}
