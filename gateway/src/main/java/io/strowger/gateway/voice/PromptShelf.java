package io.strowger.gateway.voice;

import io.strowger.sip.prompt.PromptPack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The prompts of all languages, loaded and checked before any call needs them. */
public final class PromptShelf {
  private static final String LAST_RESORT = "en";

  private final Map<String, PromptPack> packs;

  private PromptShelf(Map<String, PromptPack> packs) {
    this.packs = Map.copyOf(packs);
  }

  /**
   * The packs that come with the program, and over them those of a folder with one sub-folder for
   * each language.
   *
   * @param folder null for none
   * @throws IOException when a recording cannot be used; the message names it
   */
  public static PromptShelf load(@Nullable Path folder) throws IOException {
    Map<String, PromptPack> packs = new HashMap<>();
    for (String language : PromptPack.LANGUAGES) {
      packs.put(language, PromptPack.builtIn(language));
    }
    if (folder != null) {
      List<Path> languages;
      try (Stream<Path> entries = Files.list(folder)) {
        languages = entries.filter(Files::isDirectory).toList();
      }
      for (Path language : languages) {
        String name = String.valueOf(language.getFileName()).toLowerCase(Locale.ROOT);
        packs.put(name, PromptPack.load(name, language));
      }
    }
    return new PromptShelf(packs);
  }

  /**
   * The first of these languages that there are prompts for, English at last; {@code it-CH} is
   * served by {@code it} where it has no prompts of its own.
   */
  public PromptPack forLanguage(@Nullable String wanted, String fallback) {
    PromptPack pack = wanted == null ? null : find(wanted);
    pack = pack == null ? find(fallback) : pack;
    pack = pack == null ? packs.get(LAST_RESORT) : pack;
    if (pack == null) {
      throw new IllegalStateException("no prompts in " + LAST_RESORT);
    }
    return pack;
  }

  private @Nullable PromptPack find(String tag) {
    String language = tag.toLowerCase(Locale.ROOT);
    PromptPack exact = packs.get(language);
    int dash = language.indexOf('-');
    return exact != null || dash < 0 ? exact : packs.get(language.substring(0, dash));
  }
}
