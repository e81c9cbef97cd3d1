package io.strowger.gateway.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.strowger.gateway.account.Template.Reading;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplateTest {
  private static Template good(String text) {
    return assertInstanceOf(Reading.Good.class, Template.read(text), text).template();
  }

  private static String fault(String text) {
    return assertInstanceOf(Reading.Bad.class, Template.read(text), text).fault();
  }

  @Test
  void the_code_stands_between_two_pieces() {
    assertEquals(List.of("Code: ", ""), good("Code: {code}").fill(Map.of()));
    assertEquals(List.of("", ""), good("{code}").fill(Map.of()));
    assertEquals(List.of("", " is it"), good("{code} is it").fill(Map.of()));
  }

  @Test
  void variables_are_filled_in_wherever_they_stand() {
    Template template = good("{app}: {code} for {app} ({amount})");
    assertEquals(Set.of("app", "amount"), template.variables());
    assertEquals(
        List.of("Bank: ", " for Bank (9 EUR)"),
        template.fill(Map.of("app", "Bank", "amount", "9 EUR")));
  }

  @Test
  void a_value_is_never_read_for_placeholders() {
    Template template = good("{app} {code}");
    assertEquals(List.of("{code}{x} ", ""), template.fill(Map.of("app", "{code}{x}")));
  }

  @Test
  void doubled_braces_are_braces() {
    assertEquals(List.of("{x} } ", "}"), good("{{x}} }} {code}}}").fill(Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no code here             | has no place for the code",
        "{{code}}                 | has no place for the code",
        "{app}                    | has no place for the code",
        "{code} {code}            | has more than one place for the code",
        "{code} { app }           | has a brace that belongs to no placeholder",
        "{code} {App}             | has a brace that belongs to no placeholder",
        "{code} {1a}              | has a brace that belongs to no placeholder",
        "{code} {}                | has a brace that belongs to no placeholder",
        "{code} {app              | has a brace that belongs to no placeholder",
        "{code} }                 | has a brace that belongs to no placeholder",
        "{code} {abcdefghijklmnopqrstuvwxyzabcdefg} | has a brace that belongs to no placeholder",
      })
  void what_is_no_template_is_told(String text, String fault) {
    assertEquals(fault, fault(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{code}\t", "{code}\0", "{code}\uD83D", "\uDE00{code}", "\u202E{code}"})
  void characters_that_cannot_be_sent_are_told(String text) {
    assertEquals("has a control character, or half of a surrogate pair", fault(text));
  }

  @Test
  void line_feeds_and_whole_pairs_may_stand_in_a_template() {
    assertEquals(List.of("a\n\uD83D\uDE00 ", ""), good("a\n\uD83D\uDE00 {code}").fill(Map.of()));
  }
}
