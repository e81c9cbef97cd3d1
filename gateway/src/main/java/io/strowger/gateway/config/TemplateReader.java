package io.strowger.gateway.config;

import io.strowger.gateway.account.ClientType;
import io.strowger.gateway.account.LastLines;
import io.strowger.gateway.account.Template;
import io.strowger.gateway.account.Templates;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/** The {@code template} and {@code templates} of an account. */
final class TemplateReader {
  private static final String ALLOWED =
      "one segment, with a code of " + Templates.CODE_LENGTH + " characters";

  private static final Template FALLBACK =
      ((Template.Reading.Good) Template.read(Templates.DEFAULT_TEXT)).template();

  private final ToIntFunction<String> segments;

  /**
   * @param segments how many SMS segments a text needs on the carriers of this file
   */
  TemplateReader(ToIntFunction<String> segments) {
    this.segments = segments;
  }

  /** Checked; where a text was wrong, and was told, the product's own stands in its place. */
  Templates read(Section account) {
    Section section = account.section("templates");
    Section texts = section.section("texts");
    Map<String, Map<String, Template>> read = new LinkedHashMap<>();
    for (String name : texts.entries().keySet()) {
      Map<String, Template> byLanguage = readTexts(texts.section(name));
      if (!byLanguage.isEmpty()) {
        read.put(name, byLanguage);
      }
    }
    boolean single = !read.containsKey(Templates.DEFAULT_NAME);
    if (single) {
      Template template = read(account, "template");
      read.put(Templates.DEFAULT_NAME, Map.of(Templates.ANY, template));
    }
    if (section.has("web-embedded-origin")
        && !section.has("web-origin")
        && section.noneTold("web-origin")) {
      section.error("web-embedded-origin", "means nothing without web-origin");
    }
    LastLines lastLines =
        new LastLines(
            section.maybeText("web-origin"),
            section.maybeText("web-embedded-origin"),
            section.maybeText("android-app-hash"));
    Templates templates = new Templates(read, variablesMax(section), lastLines);
    checkVariables(section, templates);
    for (Templates.Overflow overflow : templates.overflows(segments)) {
      if (single && overflow.name().equals(Templates.DEFAULT_NAME)) {
        tellSingle(account, overflow);
      } else {
        texts.section(overflow.name()).error(given(texts, overflow), words(overflow), ALLOWED);
      }
    }
    return templates;
  }

  private static Map<String, Template> readTexts(Section texts) {
    Map<String, Template> byLanguage = new LinkedHashMap<>();
    for (String language : texts.entries().keySet()) {
      if (byLanguage.put(language.toLowerCase(Locale.ROOT), read(texts, language)) != null) {
        texts.error(language, "is the same language as one before");
      }
    }
    return byLanguage;
  }

  private static Template read(Section section, String key) {
    if (section.has(key)) {
      switch (Template.read(section.text(key))) {
        case Template.Reading.Good(Template template) -> {
          return template;
        }
        case Template.Reading.Bad(String fault, String allowed) ->
            section.error(key, fault, allowed);
      }
    }
    return FALLBACK;
  }

  private static Map<String, Integer> variablesMax(Section section) {
    Section variables = section.section("variables");
    Map<String, Integer> longest = new HashMap<>();
    variables.entries().keySet().forEach(name -> longest.put(name, variables.integer(name)));
    return longest;
  }

  private static void checkVariables(Section section, Templates templates) {
    Set<String> used = templates.variables();
    Section variables = section.section("variables");
    for (String name : variables.entries().keySet()) {
      if (name.equals(Template.CODE)) {
        variables.error(name, "is the code itself, whose length verification.code-length says");
      } else if (!used.contains(name)) {
        variables.warning(name, "no text has a place for this variable");
      }
    }
  }

  /** The language as the file writes it. */
  private static String given(Section texts, Templates.Overflow overflow) {
    return texts.section(overflow.name()).entries().keySet().stream()
        .filter(language -> language.equalsIgnoreCase(overflow.language()))
        .findFirst()
        .orElse(overflow.language());
  }

  /** The single template is older than the rule, and may have the segments of any other text. */
  private static void tellSingle(Section account, Templates.Overflow overflow) {
    int segmentsMax = account.integer("max-segments");
    if (overflow.client() == null
        && overflow.segments() > segmentsMax
        && account.noneTold("max-segments")) {
      account.error("template", words(overflow), "at most " + segmentsMax);
    } else {
      account.warning("template", words(overflow));
    }
  }

  private static String words(Templates.Overflow overflow) {
    ClientType client = overflow.client();
    String with = client == null ? "" : " and the last line for " + word(client) + " clients";
    return overflow.segments() > 1
        ? "needs " + overflow.segments() + " segments with the longest values" + with
        : "is longer than the 140 octets that Android hands to an app";
  }

  private static String word(ClientType client) {
    return client.name().toLowerCase(Locale.ROOT);
  }
}
