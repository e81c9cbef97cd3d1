package io.strowger.gateway.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.Template.Reading;
import io.strowger.gateway.account.Templates.Overflow;
import io.strowger.gateway.account.Templates.Rendering;
import io.strowger.gateway.message.Secret;
import io.strowger.smpp.text.Encoding;
import io.strowger.smpp.text.Segmentation;
import io.strowger.smpp.text.Segmenter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplatesTest {
  private static final String HASH = "FA+9qCX9VSu";
  private static final LastLines LINES = new LastLines("example.com", null, HASH);

  private static Template template(String text) {
    return assertInstanceOf(Reading.Good.class, Template.read(text)).template();
  }

  private static Templates templates(LastLines lines, String... languagesAndTexts) {
    Map<String, Template> byLanguage = new LinkedHashMap<>();
    for (int i = 0; i < languagesAndTexts.length; i += 2) {
      byLanguage.put(languagesAndTexts[i], template(languagesAndTexts[i + 1]));
    }
    return new Templates(
        Map.of("default", Map.of("any", template("Code {code}")), "login", byLanguage),
        Map.of("app", 12),
        lines);
  }

  private static int segments(String text) {
    return Segmenter.segments(text, Encoding.AUTO, Segmentation.UDH_8);
  }

  private static Rendering render(
      Templates templates,
      @Nullable String name,
      Map<String, String> variables,
      List<String> languages,
      @Nullable ClientType client) {
    Map<String, Secret> values = new LinkedHashMap<>();
    variables.forEach((key, value) -> values.put(key, new Secret(value)));
    return templates.render(
        new Templates.Request(name, values, languages, client, 6), TemplatesTest::segments);
  }

  private static String text(Rendering rendering) {
    return assertInstanceOf(Rendering.Rendered.class, rendering)
        .text()
        .with(new Secret("123456"))
        .reveal();
  }

  @Test
  void without_a_name_it_is_the_default_one() {
    assertEquals(
        "Your code is 123456", text(render(Templates.DEFAULT, null, Map.of(), List.of(), null)));
  }

  @ParameterizedTest
  @CsvSource({
    "de-CH,      schweiz",
    "DE-ch,      schweiz",
    "de-CH-1901, schweiz",
    "de-AT,      deutsch",
    "de,         deutsch",
    "de-x-priv,  deutsch",
    "fr,         beliebig",
    "d,          beliebig",
    "x-de,       beliebig",
    "-,          beliebig",
  })
  void a_language_falls_back_to_its_shorter_forms(String language, String expected) {
    Templates templates =
        templates(
            LINES, "de-CH", "schweiz {code}", "de", "deutsch {code}", "any", "beliebig {code}");
    assertEquals(
        expected + " 123456", text(render(templates, "login", Map.of(), List.of(language), null)));
  }

  @Test
  void then_comes_the_accounts_language_then_any_then_the_first() {
    Templates templates = templates(LINES, "it", "codice {code}", "en", "code {code}");
    List<String> asked = List.of("fr-CA", "en-GB");
    assertEquals("code 123456", text(render(templates, "login", Map.of(), asked, null)));
    assertEquals("codice 123456", text(render(templates, "login", Map.of(), List.of("fr"), null)));
    assertEquals("codice 123456", text(render(templates, "login", Map.of(), List.of(), null)));
  }

  @Test
  void each_client_gets_its_last_line_and_only_one() {
    Templates templates = templates(LINES, "any", "{code} is your code");
    assertEquals(
        "123456 is your code\n@example.com #123456",
        text(render(templates, "login", Map.of(), List.of(), ClientType.WEB)));
    assertEquals(
        "123456 is your code\n@example.com #123456",
        text(render(templates, "login", Map.of(), List.of(), ClientType.IOS)));
    assertEquals(
        "123456 is your code\n" + HASH,
        text(render(templates, "login", Map.of(), List.of(), ClientType.ANDROID)));
    assertEquals(
        "123456 is your code", text(render(templates, "login", Map.of(), List.of(), null)));
  }

  @Test
  void a_frame_is_named_behind_the_code() {
    LastLines lines = new LastLines("top.example", "frame.example", null);
    Templates templates = templates(lines, "any", "{code}");
    assertEquals(
        "123456\n@top.example #123456 @frame.example",
        text(render(templates, "login", Map.of(), List.of(), ClientType.WEB)));
    assertEquals(
        "123456", text(render(templates, "login", Map.of(), List.of(), ClientType.ANDROID)));
  }

  @Test
  void a_last_line_that_would_need_a_second_segment_is_left_out() {
    String fits = "a".repeat(160 - 6 - "\n@example.com #123456".length());
    Templates roomy = templates(LINES, "any", fits + "{code}");
    Templates tight = templates(LINES, "any", fits + "a{code}");
    assertTrue(
        text(render(roomy, "login", Map.of(), List.of(), ClientType.WEB)).contains("@example"));
    assertFalse(
        text(render(tight, "login", Map.of(), List.of(), ClientType.WEB)).contains("@example"));
  }

  @Test
  void an_app_is_not_handed_more_than_140_octets() {
    String fits = "a".repeat(140 - 6 - 1 - HASH.length());
    Templates roomy = templates(LINES, "any", fits + "{code}");
    Templates tight = templates(LINES, "any", fits + "a{code}");
    assertTrue(
        text(render(roomy, "login", Map.of(), List.of(), ClientType.ANDROID)).endsWith(HASH));
    assertFalse(
        text(render(tight, "login", Map.of(), List.of(), ClientType.ANDROID)).endsWith(HASH));
  }

  @Test
  void variables_are_filled_in_and_one_that_this_text_does_not_use_is_no_fault() {
    Templates templates = templates(LINES, "any", "{app} {code}", "de", "{code}");
    Map<String, String> app = Map.of("app", "Bank");
    assertEquals("Bank 123456", text(render(templates, "login", app, List.of(), null)));
    assertEquals("123456", text(render(templates, "login", app, List.of("de"), null)));
  }

  @Test
  void what_a_template_does_not_know_or_miss_is_told() {
    Templates templates = templates(LINES, "any", "{app} {code}");
    assertEquals(
        new Rendering.UnknownTemplate(Set.of("default", "login")),
        render(templates, "signup", Map.of(), List.of(), null));
    assertEquals(
        new Rendering.UnknownVariable(Set.of("app")),
        render(templates, "login", Map.of("app", "x", "apq", "x"), List.of(), null));
    assertEquals(
        new Rendering.UnknownVariable(Set.of("app")),
        render(templates, "login", Map.of("app", "x", "code", "111111"), List.of(), null));
    assertEquals(
        new Rendering.MissingVariable("app"),
        render(templates, "login", Map.of(), List.of(), null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "thirteenchars",
        "a\nb",
        "a\rb",
        "\u2028@evil",
        "\u202Exyz",
        "\uD83D",
        "a\u0000"
      })
  void a_value_cannot_be_empty_long_or_make_a_line_of_its_own(String value) {
    Templates templates = templates(LINES, "any", "{app} {code}");
    assertEquals(
        new Rendering.BadVariable("app", 12),
        render(templates, "login", Map.of("app", value), List.of(), ClientType.WEB));
  }

  @Test
  void a_text_too_long_for_one_segment_with_the_longest_values_is_found_at_load() {
    String fits = "a".repeat(160 - 12 - 10);
    assertEquals(
        List.of(),
        templates(LastLines.NONE, "any", fits + "{app}{code}").overflows(TemplatesTest::segments));
    assertEquals(
        List.of(new Overflow("login", "any", null, 2)),
        templates(LastLines.NONE, "any", fits + "a{app}{code}").overflows(TemplatesTest::segments));
    assertEquals(
        List.of(new Overflow("login", "any", ClientType.WEB, 2)),
        templates(new LastLines("example.com", null, null), "any", fits + "{app}{code}")
            .overflows(TemplatesTest::segments));
    assertEquals(
        List.of(new Overflow("login", "ja", ClientType.ANDROID, 1)),
        templates(new LastLines(null, null, HASH), "ja", "確認コード".repeat(8) + "{code}")
            .overflows(TemplatesTest::segments));
  }

  @Test
  void nothing_of_a_text_is_shown() {
    Rendering rendering =
        render(
            templates(LINES, "any", "{app} {code}"),
            "login",
            Map.of("app", "Bank"),
            List.of(),
            null);
    assertFalse(rendering.toString().contains("Bank"), rendering.toString());
  }

  @Test
  void there_is_always_a_default() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Templates(Map.of("login", Map.of("any", template("{code}"))), Map.of(), LINES));
    assertThrows(IllegalArgumentException.class, () -> Templates.of("no place"));
  }
}
