package io.strowger.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.HookAuthentication;
import io.strowger.gateway.account.HookPreset;
import io.strowger.gateway.account.HookRules;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.message.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Hooks, and the credentials of other gateways' clients, as the configuration gives them. */
final class HookReaderTest {
  private static final String SIGNING = "v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @TempDir Path directory;

  private static String file(String rest) {
    return "accounts: [{id: idp, api-key: a-key-0123456789, " + rest + "}]";
  }

  private static String hook(String hook) {
    return file("hooks: [{name: h, " + hook + "}]");
  }

  private Account account(String yaml) {
    return new ConfigDirectory(directory).config(yaml).accounts().getFirst();
  }

  private HookRules rules(String hook) {
    HookRules rules = account(hook(hook)).hooks().get("h");
    assertNotNull(rules);
    return rules;
  }

  private List<String> problems(String yaml) {
    return new ConfigDirectory(directory).problems(yaml);
  }

  @ParameterizedTest
  @EnumSource(HookPreset.class)
  void a_preset_needs_nothing_but_its_credentials(HookPreset preset) {
    boolean signed = preset == HookPreset.SUPABASE;
    String secret = signed ? ", secret: \"" + SIGNING + "\"" : "";
    HookAuthentication authentication =
        signed
            ? new HookAuthentication.Signature(List.of(new Secret(SIGNING)))
            : new HookAuthentication.ApiKey();
    String name = preset.name().toLowerCase(java.util.Locale.ROOT);
    assertEquals(preset.rules(authentication), rules("preset: " + name + secret));
  }

  @Test
  void what_is_given_beside_a_preset_counts_instead() {
    HookRules rules =
        rules(
            "preset: authentik, text: [/Text, /Message], sender: /Absender, body: json,"
                + " international-numbers: true, answer: {status: 204}, errors: curity");
    HookRules preset = HookPreset.AUTHENTIK.rules(new HookAuthentication.ApiKey());
    assertEquals(List.of("/Text", "/Message"), rules.fields().text());
    assertEquals(List.of("/Absender"), rules.fields().sender());
    assertEquals(preset.fields().number(), rules.fields().number());
    assertEquals(HookRules.Body.JSON, rules.body());
    assertTrue(rules.internationalNumbers());
    assertEquals(204, rules.answer().status());
    assertEquals(preset.answer().body(), rules.answer().body());
    assertEquals(HookRules.Errors.CURITY, rules.errors());
  }

  @Test
  void a_hook_of_ones_own_is_taken_whole() {
    HookRules rules =
        rules(
            "number: to, text: text, code-in-text: '(\\d{6})', reference: /id,"
                + " idempotency-key: /id, language: lang, authentication: header,"
                + " header: X-Token, secrets: [a-secret-0123456789, b-secret-0123456789]");
    assertEquals(
        new HookAuthentication.Header(
            "X-Token",
            Set.of(KeyHash.of("a-secret-0123456789"), KeyHash.of("b-secret-0123456789"))),
        rules.authentication());
    assertNotNull(rules.codeInText());
    assertEquals("(\\d{6})", rules.codeInText().pattern());
    assertEquals(List.of("/id"), rules.fields().idempotencyKey());
    assertEquals(HookRules.Answer.DEFAULT, rules.answer());
    assertFalse(rules.internationalNumbers());
  }

  @Test
  void each_way_to_authenticate_takes_its_own_keys() {
    String fields = "number: to, text: text, ";
    KeyHash hash = KeyHash.of("a-secret-0123456789");
    assertEquals(
        new HookAuthentication.Basic("u", hash),
        rules(fields + "authentication: basic, username: u, secret: a-secret-0123456789")
            .authentication());
    assertEquals(
        new HookAuthentication.Parameter("token", Set.of()),
        rules(fields + "authentication: parameter, parameter: token").authentication());
    assertEquals(
        new HookAuthentication.Signature(List.of(new Secret(SIGNING), new Secret(SIGNING))),
        rules(
                fields
                    + "authentication: signature, secrets: [\""
                    + SIGNING
                    + "\", \""
                    + SIGNING
                    + "\"]")
            .authentication());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "number: to|hooks[0].text: a text or a code is required where there is no preset",
        "text: text|hooks[0].number: required where there is no preset",
        "preset: kratoss|did you mean \"kratos\"",
        "preset: kratos, number: '/a~2'|hooks[0].number: is not a JSON pointer",
        "preset: kratos, text: ['a', '/~']|hooks[0].text[1]: is not a JSON pointer",
        "preset: kratos, code-in-text: '('|hooks[0].code-in-text: is not a regular expression",
        "preset: supabase|hooks[0].secret: required with authentication: signature",
        "preset: supabase, secret: not!base64|hooks[0].secret: is not a signing secret",
        "preset: supabase, secret: whsec_AAAA|hooks[0].secret: is too short",
        "preset: supabase, secret: whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, body: query"
            + "|hooks[0].body: a signature covers the body, not the query",
        "preset: kratos, secret: a-secret-0123456789|hooks[0].secret: only with another"
            + " authentication than api-key",
        "preset: kratos, header: X|hooks[0].header: only with authentication: header",
        "preset: kratos, authentication: header|hooks[0].header: required with authentication:"
            + " header",
        "preset: kratos, authentication: header, header: X, secret: short|hooks[0].secret: is too"
            + " short",
        "preset: kratos, authentication: basic, username: u|hooks[0].secret: required with"
            + " authentication: basic",
        "preset: kratos, answer: {status: 302}|hooks[0].answer.status: 302 is too large",
      })
  void what_cannot_work_is_told_with_its_place(String hook, String problem) {
    List<String> problems = problems(hook(hook));
    assertTrue(problems.toString().contains(problem), problems::toString);
    assertFalse(problems.toString().contains("a-secret"), "no secret is shown");
  }

  @Test
  void two_hooks_of_an_account_have_two_names() {
    List<String> problems =
        problems(file("hooks: [{name: h, preset: kratos}, {name: h, preset: curity}]"));
    assertTrue(problems.toString().contains("hooks[1].name: \"h\" is also"), problems::toString);
  }

  @Test
  void credentials_of_other_shapes_reach_the_account() {
    Account account =
        account(
            file(
                "twilio: {account-sid: AC1, auth-token: token-0123456789},"
                    + " kannel: {username: u, password: password}"));
    assertNotNull(account.credentials().twilio());
    assertEquals("AC1", account.credentials().twilio().accountSid());
    assertEquals(new Secret("token-0123456789"), account.credentials().twilio().authToken());
    assertNotNull(account.credentials().kannel());
    assertEquals("u", account.credentials().kannel().username());
    assertEquals(KeyHash.of("password"), account.credentials().kannel().password());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "twilio: {account-sid: AC1, auth-token: short}|twilio.auth-token: is too short",
        "twilio: {account-sid: 'A/C', auth-token: token-0123456789}|twilio.account-sid",
        "kannel: {username: u}|kannel.password: needs either password or password-sha256",
        "kannel: {username: u, password: short}|kannel.password: is too short",
      })
  void credentials_that_are_no_use_are_told(String credentials, String problem) {
    List<String> problems = problems(file(credentials));
    assertTrue(problems.toString().contains(problem), problems::toString);
    assertFalse(problems.toString().contains("token-0"), "no secret is shown");
  }

  @Test
  void two_accounts_cannot_share_a_sid_or_a_user_name() {
    String twilio = "twilio: {account-sid: AC1, auth-token: token-0123456789}";
    String kannel = "kannel: {username: u, password: password}";
    List<String> problems =
        problems(
            "accounts: [{id: a, %s, %s}, {id: b, %s, %s}]"
                .formatted(twilio, kannel, twilio, kannel));
    assertTrue(
        problems.toString().contains("account-sid: the same was given for account a"),
        problems::toString);
    assertTrue(
        problems.toString().contains("username: the same was given for account a"),
        problems::toString);
  }
}
