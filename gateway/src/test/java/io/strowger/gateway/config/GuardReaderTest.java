package io.strowger.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.CountryLimit;
import io.strowger.gateway.account.Destinations;
import io.strowger.gateway.account.GuardRules;
import io.strowger.gateway.account.Limits;
import io.strowger.gateway.account.PumpingWatch;
import io.strowger.gateway.account.Quota;
import io.strowger.gateway.account.RiskRules;
import io.strowger.gateway.guard.GuardSettings;
import io.strowger.gateway.guard.RateDeck;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.NumberType;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardReaderTest {
  private static final String ACCOUNT =
      """
      accounts:
        - id: idp
          api-key: "an-api-key-long-enough"
      """;

  private static final String EVERYTHING =
      ACCOUNT
          + """
              default-region: IT
              destinations:
                allow: ["+39", "+88216"]
                voice: ["+3934"]
                deny: ["+39199"]
                allow-types: [fixed-line]
                refuse-types: [voip, unassigned]
              limits:
                per-second: 200
                per-account: {per-day: 20000}
                per-number: {per-30s: 1, per-10m: 5, per-day: 10}
                per-hundred: {per-10m: 10}
                per-ten-thousand: {per-hour: 30}
                per-end-user: {per-minute: 3}
                per-country: {factor: 4, plus: 50, learn: 24h}
                cost-per-day: 250.5
                same-text: 1m
                pumping: neighbours
              risk-check:
                {url: "https://risk.example/check", bearer: b, timeout: 200ms, without-answer: deny}
          guard:
            rates: {"+": 0.08, "+39": 0.045}
            memory: 8MiB
          """;

  @TempDir Path directory;

  private GuardRules rules(String yaml) {
    return new ConfigDirectory(directory).config(yaml).accounts().getFirst().guard();
  }

  @Test
  void every_key_reaches_its_place() {
    GuardRules rules = rules(EVERYTHING);
    assertEquals(
        new GuardRules(
            new Destinations(
                List.of("+39", "+88216"),
                List.of("+3934"),
                List.of("+39199"),
                List.of("+39"),
                Set.of(NumberType.FIXED_LINE),
                Set.of(NumberType.VOIP, NumberType.UNKNOWN)),
            new Limits(
                200,
                List.of(new Quota(20_000, 86_400_000)),
                List.of(new Quota(1, 30_000), new Quota(5, 600_000), new Quota(10, 86_400_000)),
                List.of(new Quota(10, 600_000)),
                List.of(new Quota(30, 3_600_000)),
                List.of(new Quota(3, 60_000)),
                new CountryLimit(4, 50, 24),
                250_500_000,
                60_000),
            PumpingWatch.NEIGHBOURS,
            new RiskRules(URI.create("https://risk.example/check"), new Secret("b"), 200, false)),
        rules);
    assertEquals(
        new GuardSettings(new RateDeck(Map.of("+", 80_000L, "+39", 45_000L)), 8 << 20),
        new ConfigDirectory(directory).config(EVERYTHING).guard());
  }

  @Test
  void an_account_without_a_word_has_the_defaults_of_the_guard() {
    assertEquals(GuardRules.DEFAULT.with(Destinations.of(List.of("+"))), rules(ACCOUNT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "channels: [sms, voice] | true",
        "channels: [sms] | false",
        "{channels: [sms, voice], default-region: IT} | false",
        "{channels: [voice], destinations: {voice: [\"+39\"]}} | false",
        "{channels: [voice], destinations: {allow: [\"+39\"]}} | false",
        "{channels: [voice], destinations: {allow: [\"+\"]}} | true",
        "{channels: [voice], destinations: {home: [\"+39\"]}} | false",
      })
  void an_account_that_may_call_nobody_is_told(String keys, boolean told) {
    String lines = keys.replaceAll("^\\{|}$", "").replaceAll(", (default|dest)", "\n    $1");
    String warnings = new ConfigDirectory(directory).warnings(ACCOUNT + "    " + lines).toString();
    assertEquals(told, warnings.contains("nobody may be called"), warnings);
  }

  @Test
  void a_country_limit_has_defaults_once_it_is_asked_for() {
    assertEquals(
        CountryLimit.DEFAULT,
        rules(ACCOUNT + "    limits: {per-country: {}}\n").limits().perCountry());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limits: {per-number: {per-40d: 1}} | limits.per-number.per-40d: is not a time",
        "limits: {per-number: {per-10ms: 1}} | limits.per-number.per-10ms: not a key",
        "limits: {per-number: {ten: 1}} | limits.per-number.ten: not a key for this place",
        "limits: {per-number: {per-day: 0}} | limits.per-number.per-day: 0 is too small",
        "limits: {pumping: maybe} | limits.pumping: \"maybe\" is not one of the words",
        "limits: {cost-per-day: 0} | limits.cost-per-day: 0 is too small",
        "limits: {same-text: 1h} | limits.same-text: \"1h\" is too long",
        "risk-check: {} | risk-check.url: required",
        "risk-check: {url: \"https://\"} | risk-check.url",
        "risk-check: {url: \"https://u:p@h/\"} | risk-check.url: is not an address",
        "risk-check: {url: \"https://h/\", timeout: 5s} | risk-check.timeout: \"5s\" is too long",
        "destinations: {allow-types: [premium-rate]} | allow-types[0]: \"premium-rate\" is not",
      })
  void a_mistake_is_told_with_its_place(String line, String told) {
    String problems = new ConfigDirectory(directory).problems(ACCOUNT + "    " + line).toString();
    assertTrue(problems.contains(told), problems);
  }

  @Test
  void a_price_below_nothing_is_refused() {
    String problems =
        new ConfigDirectory(directory).problems("guard: {rates: {\"+39\": -1}}").toString();
    assertTrue(problems.contains("guard.rates.+39: -1 is too small"), problems);
  }
}
