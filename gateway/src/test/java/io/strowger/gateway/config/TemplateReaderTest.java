package io.strowger.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.ClientType;
import io.strowger.gateway.account.CodeAlphabet;
import io.strowger.gateway.account.Templates;
import io.strowger.gateway.account.Templates.Rendering;
import io.strowger.gateway.account.VerificationRules;
import io.strowger.gateway.message.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The texts and the verifications of an account. */
class TemplateReaderTest {
  private static final String HEAD =
      """
      accounts:
        - id: idp
          api-key: 0123456789abcdef
      """;

  @TempDir Path directory;

  private Account account(String yaml) {
    return new ConfigDirectory(directory).config(HEAD + yaml.indent(4)).accounts().getFirst();
  }

  private List<String> problems(String yaml) {
    return new ConfigDirectory(directory).problems(HEAD + yaml.indent(4));
  }

  private List<String> warnings(String yaml) {
    return new ConfigDirectory(directory)
        .warnings(HEAD + yaml.indent(4)).stream().filter(w -> !w.contains("no routes")).toList();
  }

  private static String text(
      Templates templates, @Nullable String name, String language, @Nullable ClientType client) {
    Map<String, Secret> variables = Map.of("app", new Secret("Bank"));
    Templates.Request request =
        new Templates.Request(name, variables, List.of(language), client, 6);
    return assertInstanceOf(Rendering.Rendered.class, templates.render(request, _ -> 1))
        .text()
        .with(new Secret("123456"))
        .reveal();
  }

  @Test
  void texts_are_read_by_name_and_language() {
    Templates templates =
        account(
                """
                template: "{code} it is"
                templates:
                  web-origin: login.example.com
                  android-app-hash: FA+9qCX9VSu
                  variables: {app: 12}
                  texts:
                    login:
                      de: "{app}: Ihr Code ist {code}"
                      any: "{app}: your code is {code}"
                """)
            .templates();
    assertEquals("Bank: Ihr Code ist 123456", text(templates, "login", "de-CH", null));
    assertEquals(
        "Bank: your code is 123456\n@login.example.com #123456",
        text(templates, "login", "en", ClientType.WEB));
    assertEquals(
        "Bank: your code is 123456\nFA+9qCX9VSu",
        text(templates, "login", "en", ClientType.ANDROID));
    assertEquals("123456 it is", text(templates, null, "en", null));
  }

  @Test
  void a_text_named_default_takes_the_place_of_template() {
    Templates templates =
        account("templates: {texts: {default: {any: \"{app}: {code}\"}}}").templates();
    assertEquals("Bank: 123456", text(templates, null, "en", null));
  }

  @Test
  void every_fault_is_told_with_its_place() {
    assertEquals(
        List.of(
            "strowger.yaml:7:13: accounts[0].templates.texts.login.de: has no place for the code"
                + " (allowed: a text with {code} in it, once)",
            "strowger.yaml:8:13: accounts[0].templates.texts.login.fr: has more than one place for"
                + " the code (allowed: a text with {code} in it, once)",
            "strowger.yaml:9:13: accounts[0].templates.texts.login.FR: is the same language as one"
                + " before",
            "strowger.yaml:10:13: accounts[0].templates.texts.login.it: has a brace that belongs to"
                + " no placeholder (allowed: {code}, {name} of small letters, digits and '_', or {{"
                + " and }} for a brace)"),
        problems(
            """
            templates:
              texts:
               login:
                de: "Hallo"
                fr: "{code} {code}"
                FR: "{code}"
                it: "{code} { app }"
            """));
  }

  @Test
  void a_text_that_needs_a_second_segment_is_told() {
    String long160 = "x".repeat(148);
    assertEquals(
        List.of(
            "strowger.yaml:6:22: accounts[0].templates.texts.login.any: needs 2 segments with the"
                + " longest values (allowed: one segment, with a code of 10 characters)"),
        problems(
            """
            templates:
              texts:
                login: {any: "%s {app} {code}"}
            """
                .formatted(long160)));
    assertEquals(
        List.of(
            "strowger.yaml:7:22: accounts[0].templates.texts.login.any: needs 2 segments with the"
                + " longest values and the last line for web clients (allowed: one segment, with a"
                + " code of 10 characters)"),
        problems(
            """
            templates:
              web-origin: login.example.com
              texts:
                login: {any: "%s {code}"}
            """
                .formatted(long160)));
  }

  @Test
  void the_single_template_may_have_the_accounts_segments_and_is_then_warned_of() {
    String long160 = "template: \"" + "x".repeat(160) + "{code}\"\n";
    assertEquals(
        List.of(
            "strowger.yaml:4:15: accounts[0].template: needs 2 segments with the longest values"),
        warnings(long160));
    assertEquals(
        List.of(
            "strowger.yaml:4:15: accounts[0].template: needs 2 segments with the longest values"
                + " (allowed: at most 1)"),
        problems(long160 + "max-segments: 1\n"));
  }

  @Test
  void a_single_template_with_a_variable_is_one_like_the_others() {
    assertEquals(
        "Bank 123456", text(account("template: \"{app} {code}\"").templates(), null, "en", null));
  }

  @Test
  void names_and_hosts_are_held_to_their_shape() {
    List<String> problems =
        problems(
            """
            templates:
              web-origin: "https://example.com/"
              android-app-hash: short
              web-embedded-origin: frame.example.com
              variables: {Code: 4, app: 0, code: 6}
              texts: {Login: {any: "{code}"}, login: {"no language": "{code}"}}
            """);
    assertEquals(7, problems.size(), () -> String.join("\n", problems));
    assertTrue(problems.stream().anyMatch(p -> p.contains("web-origin")));
    assertEquals(
        List.of(
            "strowger.yaml:5:28: accounts[0].templates.web-embedded-origin: means nothing without"
                + " web-origin"),
        problems("templates:\n  web-embedded-origin: f.example.com"));
  }

  @Test
  void a_variable_that_no_text_uses_is_warned_of() {
    assertEquals(
        List.of(
            "strowger.yaml:4:34: accounts[0].templates.variables.app: no text has a place for this"
                + " variable"),
        warnings("templates: {variables: {app: 12}}\n"));
  }

  @Test
  void verifications_have_the_defaults_of_their_package() {
    assertEquals(VerificationRules.DEFAULT, account("max-segments: 2").verification());
    assertEquals(
        new VerificationRules(
            8, false, CodeAlphabet.UNAMBIGUOUS, 3, 6, 7_200_000, 600_000, 1, 60_000),
        account(
                """
                verification:
                  code-length: 8
                  alphabet: unambiguous
                  checks: 3
                  failed-checks: 6
                  failed-window: 2h
                  ttl: 10m
                  resends: 1
                  resend-interval: 1m
                """)
            .verification());
  }

  @Test
  void short_codes_have_to_be_acknowledged() {
    assertEquals(
        List.of(
            "strowger.yaml:4:33: accounts[0].verification.code-length: is too easily guessed"
                + " (allowed: 6 to 10, or 4 and 5 with short-codes: true)"),
        problems("verification: {code-length: 4}"));
    assertEquals(
        4,
        account("verification: {code-length: 4, short-codes: true}").verification().codeLength());
  }

  @Test
  void bounds_of_verifications_are_told() {
    assertEquals(
        List.of(
            "strowger.yaml:4:25: accounts[0].verification.ttl: \"11m\" is too long (allowed: 30s to"
                + " 10m)",
            "strowger.yaml:4:38: accounts[0].verification.checks: 0 is too small (allowed: 1 to"
                + " 10)"),
        problems("verification: {ttl: 11m, checks: 0}"));
    assertEquals(
        List.of(
            "strowger.yaml:4:35: accounts[0].verification.failed-checks: is less than checks, which"
                + " is then never reached"),
        warnings("verification: {failed-checks: 2}"));
  }
}
