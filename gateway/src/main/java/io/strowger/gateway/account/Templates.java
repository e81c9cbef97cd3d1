package io.strowger.gateway.account;

import io.strowger.gateway.message.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The texts of an account, by name and language.
 *
 * @param texts name to language tag, or {@link #ANY}, to the text
 * @param variablesMax longest value of each variable, in UTF-16 units; {@link
 *     #VARIABLE_DEFAULT_MAX} for one that is not named
 * @param lastLines what devices read
 */
public record Templates(
    Map<String, Map<String, Template>> texts,
    Map<String, Integer> variablesMax,
    LastLines lastLines) {

  /** The template of a request that names none. */
  public static final String DEFAULT_NAME = "default";

  /** Stands for every language that has no text of its own. */
  public static final String ANY = "any";

  public static final String DEFAULT_TEXT = "Your code is {code}";
  public static final int VARIABLE_DEFAULT_MAX = 20;

  /** The longest code that a template must have room for. */
  public static final int CODE_LENGTH = VerificationRules.CODE_LENGTH_MAX;

  /** One text for everything. */
  public static final Templates DEFAULT = of(DEFAULT_TEXT);

  public Templates {
    Map<String, Map<String, Template>> copy = new LinkedHashMap<>();
    texts.forEach((name, byLanguage) -> copy.put(name, lowerCased(byLanguage)));
    texts = java.util.Collections.unmodifiableMap(copy);
    variablesMax = Map.copyOf(variablesMax);
    if (!texts.containsKey(DEFAULT_NAME)) {
      throw new IllegalArgumentException("no template named " + DEFAULT_NAME);
    }
  }

  private static Map<String, Template> lowerCased(Map<String, Template> byLanguage) {
    if (byLanguage.isEmpty()) {
      throw new IllegalArgumentException("a template without a text");
    }
    Map<String, Template> copy = new LinkedHashMap<>();
    byLanguage.forEach((language, text) -> copy.put(language.toLowerCase(Locale.ROOT), text));
    return java.util.Collections.unmodifiableMap(copy);
  }

  /**
   * A single text for every language, without variables.
   *
   * @throws IllegalArgumentException when it is no template
   */
  public static Templates of(String text) {
    return switch (Template.read(text)) {
      case Template.Reading.Good(Template template) ->
          new Templates(Map.of(DEFAULT_NAME, Map.of(ANY, template)), Map.of(), LastLines.NONE);
      case Template.Reading.Bad(String fault, String _) ->
          throw new IllegalArgumentException("the template " + fault);
    };
  }

  /**
   * What a client wants said.
   *
   * @param name null for {@link #DEFAULT_NAME}
   * @param variables values by name
   * @param languages tags in order of preference (BCP 47); each falls back to its shorter forms
   * @param client what will read the text, null when that is not known
   * @param codeLength of the code that will be put in
   */
  public record Request(
      @Nullable String name,
      Map<String, Secret> variables,
      List<String> languages,
      @Nullable ClientType client,
      int codeLength) {
    public Request {
      variables = Map.copyOf(variables);
      languages = List.copyOf(languages);
    }
  }

  /** What {@link #render} gives. */
  public sealed interface Rendering {
    record Rendered(CodeText text, int segments) implements Rendering {}

    /** The account has no template of this name. */
    record UnknownTemplate(Set<String> known) implements Rendering {}

    /** A variable that no template of the account uses. */
    record UnknownVariable(Set<String> known) implements Rendering {}

    record MissingVariable(String name) implements Rendering {}

    /** A value that is empty, too long, or holds a character that is not allowed. */
    record BadVariable(String name, int lengthMax) implements Rendering {}
  }

  /**
   * Puts a text together. The client's last line is left out where the text would not fit one
   * segment with it; values are never read for placeholders.
   *
   * @param segments how many SMS segments a text needs
   */
  public Rendering render(Request request, ToIntFunction<String> segments) {
    Map<String, Template> byLanguage =
        texts.get(request.name() == null ? DEFAULT_NAME : request.name());
    if (byLanguage == null) {
      return new Rendering.UnknownTemplate(new TreeSet<>(texts.keySet()));
    }
    Set<String> known = variables();
    if (!known.containsAll(request.variables().keySet())) {
      return new Rendering.UnknownVariable(known);
    }
    Template template = choose(byLanguage, request.languages());
    Map<String, String> values = new HashMap<>();
    for (String name : template.variables()) {
      Secret value = request.variables().get(name);
      if (value == null) {
        return new Rendering.MissingVariable(name);
      }
      String text = value.reveal();
      int lengthMax = lengthMax(name);
      if (text.isBlank() || text.length() > lengthMax || !Texts.isClean(text)) {
        return new Rendering.BadVariable(name, lengthMax);
      }
      values.put(name, text);
    }
    List<String> pieces = template.fill(values);
    CodeText text = lastLines.appended(pieces, request.client());
    if (!LastLines.fits(text, request.client(), request.codeLength(), segments)) {
      text = new CodeText(pieces);
    }
    return new Rendering.Rendered(text, segments.applyAsInt(text.filled(request.codeLength())));
  }

  /** The best text that there is: there always is one (RFC 4647 section 3.4, Lookup). */
  static Template choose(Map<String, Template> byLanguage, List<String> languages) {
    for (String language : languages) {
      String range = language.toLowerCase(Locale.ROOT);
      while (!range.isEmpty()) {
        Template template = byLanguage.get(range);
        if (template != null) {
          return template;
        }
        range = shorter(range);
      }
    }
    Template any = byLanguage.get(ANY);
    return any != null ? any : byLanguage.values().iterator().next();
  }

  /** Without the last subtag, and without a single letter that would then be last. */
  private static String shorter(String range) {
    int cut = range.lastIndexOf('-');
    if (cut >= 2 && range.charAt(cut - 2) == '-') {
      cut -= 2;
    }
    return cut < 0 ? "" : range.substring(0, cut);
  }

  private int lengthMax(String variable) {
    return variablesMax.getOrDefault(variable, VARIABLE_DEFAULT_MAX);
  }

  /** Every variable that some text uses. */
  public Set<String> variables() {
    Set<String> names = new TreeSet<>();
    texts
        .values()
        .forEach(byLanguage -> byLanguage.values().forEach(t -> names.addAll(t.variables())));
    return names;
  }

  /**
   * Where a text with the longest values and the longest code does not fit one segment.
   *
   * @param client null when it does not even fit without a last line
   */
  public record Overflow(String name, String language, @Nullable ClientType client, int segments) {}

  /** What is too long; found when the texts are loaded, not when one is sent. */
  public List<Overflow> overflows(ToIntFunction<String> segments) {
    List<Overflow> overflows = new ArrayList<>();
    texts.forEach((name, byLanguage) ->
        byLanguage.forEach(
            (language, template) -> overflow(name, language, template, segments, overflows)));
    return overflows;
  }

  private void overflow(
      String name,
      String language,
      Template template,
      ToIntFunction<String> segments,
      List<Overflow> overflows) {
    Map<String, String> longest = new HashMap<>();
    template.variables().forEach(v -> longest.put(v, "0".repeat(lengthMax(v))));
    List<String> pieces = template.fill(longest);
    Set<@Nullable ClientType> clients = new LinkedHashSet<>();
    clients.add(null);
    for (ClientType client : List.of(ClientType.WEB, ClientType.ANDROID)) {
      if (lastLines.covers(client)) {
        clients.add(client);
      }
    }
    for (ClientType client : clients) {
      CodeText text = lastLines.appended(pieces, client);
      if (!LastLines.fits(text, client, CODE_LENGTH, segments)) {
        int needed = segments.applyAsInt(text.filled(CODE_LENGTH));
        overflows.add(new Overflow(name, language, client, needed));
        return;
      }
    }
  }
}
