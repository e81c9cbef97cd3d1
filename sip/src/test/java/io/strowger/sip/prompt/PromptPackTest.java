package io.strowger.sip.prompt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.media.AudioSource;
import io.strowger.sip.media.G711;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PromptPackTest {
  @TempDir private Path folder;

  private static byte[] all(AudioSource source, G711 law) {
    byte[] octets = new byte[source.samples()];
    source.read(0, octets.length, law, octets, 0);
    return octets;
  }

  private static byte[] wav(int channels, int rate, int bits, int... samples) {
    ByteBuffer out = ByteBuffer.allocate(44 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples.length);
    out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    out.putShort((short) 1).putShort((short) channels).putInt(rate);
    out.putInt(rate * channels * bits / 8).putShort((short) (channels * bits / 8));
    out.putShort((short) bits).put("data".getBytes(StandardCharsets.US_ASCII));
    out.putInt(2 * samples.length);
    for (int sample : samples) {
      out.putShort((short) sample);
    }
    return out.array();
  }

  private String refusal() {
    return String.valueOf(
        assertThrows(PromptError.class, () -> PromptPack.load("en", folder)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"it", "en", "de", "fr", "es"})
  void every_shipped_pack_says_every_phrase(String language) throws IOException {
    PromptPack pack = PromptPack.builtIn(language);
    for (Clip clip : Clip.values()) {
      int samples = pack.clip(clip).samples();
      assertTrue(samples > 1600 && samples < 40_000, clip + " has " + samples);
    }
  }

  @Test
  void a_language_without_a_pack_is_named() {
    PromptError error = assertThrows(PromptError.class, () -> PromptPack.builtIn("xx"));
    assertEquals("there is no prompt pack 'xx', only en, it, de, fr, es", error.getMessage());
  }

  @Test
  void what_is_sent_is_what_was_recorded() throws IOException {
    try (InputStream file = PromptPack.class.getResourceAsStream("it/digit-7.wav")) {
      short[] linear = WavFile.read("digit-7", Objects.requireNonNull(file).readAllBytes());
      for (G711 law : G711.values()) {
        byte[] sent = all(PromptPack.builtIn("it").clip(Clip.DIGIT_7), law);
        assertEquals(linear.length, sent.length);
        for (int i = 0; i < sent.length; i++) {
          assertEquals(law.encode(linear[i]), sent[i]);
        }
      }
    }
  }

  @Test
  void speech_is_the_same_in_frames_as_in_one_piece() throws IOException {
    AudioSource speech = PromptPack.builtIn("de").digits("907");
    byte[] whole = all(speech, G711.PCMA);
    byte[] frame = new byte[160];
    for (int from = 0; from < whole.length + 320; from += 160) {
      speech.read(from, 160, G711.PCMA, frame, 0);
      byte[] expected = new byte[160];
      Arrays.fill(expected, G711.PCMA.silence());
      int available = Math.clamp(whole.length - from, 0, 160);
      System.arraycopy(whole, Math.min(from, whole.length), expected, 0, available);
      assertArrayEquals(expected, frame, "at " + from);
    }
  }

  @Test
  void digits_are_spoken_in_order_with_pauses() throws IOException {
    PromptPack pack = PromptPack.builtIn("en");
    int each = pack.clip(Clip.DIGIT_4).samples();
    assertEquals(6 * each + 4 * 2800 + 5600, pack.digits("444444").samples());
    assertThrows(IllegalArgumentException.class, () -> pack.digits("12x"));
  }

  @Test
  void an_operators_recording_replaces_the_shipped_one() throws IOException {
    Files.write(folder.resolve("digit-1.wav"), wav(1, 8000, 16, 1000, -2000, 3000));
    PromptPack pack = PromptPack.load("en", folder);
    assertEquals(3, pack.clip(Clip.DIGIT_1).samples());
    assertEquals(
        PromptPack.builtIn("en").clip(Clip.DIGIT_2).samples(), pack.clip(Clip.DIGIT_2).samples());
  }

  @Test
  void a_recording_of_the_wrong_kind_is_named_with_its_fault() throws IOException {
    Path file = folder.resolve("digit-1.wav");
    Files.write(file, wav(1, 44_100, 16, 1000));
    assertEquals(file + " has 44100 Hz, must be 8000 Hz", refusal());
    Files.write(file, wav(2, 8000, 16, 1000));
    assertEquals(file + " has 2 channels, must be mono", refusal());
    Files.write(file, wav(1, 8000, 8, 1000));
    assertEquals(file + " has 8 bits, must be 16-bit", refusal());
    Files.write(file, wav(1, 8000, 16, 1, 2, 3));
    assertEquals(file + " is silent", refusal());
    Files.write(file, Arrays.copyOf(wav(1, 8000, 16, 1000, 2000), 45));
    assertEquals(file + " is cut off", refusal());
    Files.writeString(file, "hello, this is no sound");
    assertEquals(file + " is not a WAV file", refusal());
    Files.write(file, wav(1, 8000, 16, new int[WavFile.SAMPLES_MAX + 1]));
    assertEquals(file + " is longer than 30 s", refusal());
  }

  @Test
  void a_file_that_is_no_phrase_is_named() throws IOException {
    Files.write(folder.resolve("digit-10.wav"), wav(1, 8000, 16, 1000));
    assertEquals(folder.resolve("digit-10.wav") + " is not a phrase of a prompt pack", refusal());
  }

  @Test
  void a_language_of_the_operators_own_needs_every_phrase() {
    PromptError error = assertThrows(PromptError.class, () -> PromptPack.load("nl", folder));
    assertEquals(folder.resolve("greeting.wav") + " is missing", error.getMessage());
  }

  @Test
  void a_missing_folder_is_named() {
    Path nowhere = folder.resolve("nowhere");
    PromptError error = assertThrows(PromptError.class, () -> PromptPack.load("en", nowhere));
    assertEquals("the folder " + nowhere + " does not exist", error.getMessage());
  }
}
