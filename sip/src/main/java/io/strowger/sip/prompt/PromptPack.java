package io.strowger.sip.prompt;

import io.strowger.sip.media.AudioSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** All phrases of one language, ready to be sent. Immutable. */
public final class PromptPack {
  /** Languages that come with the program. */
  public static final List<String> LANGUAGES = List.of("en", "it", "de", "fr", "es");

  private static final int PAUSE_BETWEEN_DIGITS_MILLIS = 350;
  private static final int PAUSE_BETWEEN_GROUPS_MILLIS = 700;
  private static final int PAUSE_BETWEEN_PHRASES_MILLIS = 300;
  private static final int FILE_OCTETS_MAX = 2 * WavFile.SAMPLES_MAX + 64 * 1024;

  private final String language;
  private final Map<Clip, Recording> recordings;

  private PromptPack(String language, Map<Clip, Recording> recordings) {
    this.language = language;
    this.recordings = recordings;
  }

  /**
   * A pack that comes with the program.
   *
   * @param language one of {@link #LANGUAGES}
   * @throws PromptError when there is no such pack
   */
  public static PromptPack builtIn(String language) throws IOException {
    Map<Clip, Recording> recordings = shipped(language);
    if (recordings.isEmpty()) {
      throw new PromptError(
          "there is no prompt pack '" + language + "', only " + String.join(", ", LANGUAGES));
    }
    return new PromptPack(language, recordings);
  }

  /**
   * A pack of the operator's own recordings; a phrase that the folder lacks is taken from the pack
   * that comes with the program, where there is one.
   *
   * @throws PromptError naming the first file that is missing, unknown, or of the wrong kind
   * @throws IOException when the folder cannot be read
   */
  public static PromptPack load(String language, Path folder) throws IOException {
    Set<String> files = new HashSet<>();
    try (Stream<Path> entries = Files.list(folder)) {
      entries.map(entry -> String.valueOf(entry.getFileName())).forEach(files::add);
    } catch (NoSuchFileException e) {
      throw new PromptError("the folder " + folder + " does not exist");
    }
    Map<Clip, Recording> recordings = shipped(language);
    for (Clip clip : Clip.values()) {
      if (files.remove(clip.file())) {
        Path file = folder.resolve(clip.file());
        if (Files.size(file) > FILE_OCTETS_MAX) {
          throw new PromptError(file + " is longer than 30 s");
        }
        recordings.put(
            clip, new Recording(WavFile.read(file.toString(), Files.readAllBytes(file))));
      } else if (!recordings.containsKey(clip)) {
        throw new PromptError(folder.resolve(clip.file()) + " is missing");
      }
    }
    for (String file : files) {
      if (file.endsWith(".wav")) {
        throw new PromptError(folder.resolve(file) + " is not a phrase of a prompt pack");
      }
    }
    return new PromptPack(language, recordings);
  }

  private static Map<Clip, Recording> shipped(String language) throws IOException {
    Map<Clip, Recording> recordings = new EnumMap<>(Clip.class);
    if (!LANGUAGES.contains(language)) {
      return recordings;
    }
    for (Clip clip : Clip.values()) {
      String name = language + "/" + clip.file();
      try (InputStream file = PromptPack.class.getResourceAsStream(name)) {
        if (file == null) {
          throw new PromptError(name + " is missing from the program");
        }
        recordings.put(clip, new Recording(WavFile.read(name, file.readAllBytes())));
      }
    }
    return recordings;
  }

  public String language() {
    return language;
  }

  /** One phrase. */
  public AudioSource clip(Clip clip) {
    Recording recording = recordings.get(clip);
    if (recording == null) {
      throw new IllegalStateException("no " + clip);
    }
    return recording;
  }

  /**
   * Digits spoken slowly, in groups of three where they divide so, else of two.
   *
   * @param digits of 0–9
   * @throws IllegalArgumentException when something else is among them
   */
  public AudioSource digits(String digits) {
    List<AudioSource> parts = new ArrayList<>();
    int group = digits.length() % 3 == 0 ? 3 : digits.length() % 2 == 0 ? 2 : digits.length();
    for (int i = 0; i < digits.length(); i++) {
      char digit = digits.charAt(i);
      if (digit < '0' || digit > '9') {
        throw new IllegalArgumentException("only digits can be spoken");
      }
      if (i > 0) {
        parts.add(
            Pause.millis(
                i % group == 0 ? PAUSE_BETWEEN_GROUPS_MILLIS : PAUSE_BETWEEN_DIGITS_MILLIS));
      }
      parts.add(clip(Clip.of(digit)));
    }
    return new Speech(parts);
  }

  /** Phrases with a short pause before each but the first. */
  AudioSource say(AudioSource... phrases) {
    List<AudioSource> parts = new ArrayList<>();
    for (AudioSource phrase : phrases) {
      if (!parts.isEmpty()) {
        parts.add(Pause.millis(PAUSE_BETWEEN_PHRASES_MILLIS));
      }
      parts.add(phrase);
    }
    return new Speech(parts);
  }

  /** "To …, press", and the key. */
  AudioSource press(Clip toDoSo, char key) {
    return new Speech(List.of(clip(toDoSo), Pause.millis(100), clip(Clip.of(key))));
  }
}
