package io.strowger.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.Network;
import io.strowger.gateway.account.WebhookRules;
import io.strowger.gateway.message.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookReaderTest {
  @TempDir Path directory;

  private static String file(String webhook) {
    return """
    accounts:
      - id: idp
        api-key: "0123456789abcdef"
        webhook: %s
    carriers:
      - id: alpha
        smpp: {system-id: s, password: p, links: [{address: "127.0.0.1:2775"}]}
    routes:
      - {to: "+", sms: [alpha]}
    """
        .formatted(webhook);
  }

  private WebhookRules rules(String webhook) {
    WebhookRules rules =
        new ConfigDirectory(directory).config(file(webhook)).accounts().getFirst().webhook();
    assertNotNull(rules);
    return rules;
  }

  private String problems(String webhook) {
    return new ConfigDirectory(directory).problems(file(webhook)).toString();
  }

  private List<String> warnings(String webhook) {
    return new ConfigDirectory(directory)
        .warnings(file(webhook)).stream().filter(line -> line.contains("webhook")).toList();
  }

  @Test
  void an_address_and_a_secret_are_enough() {
    WebhookRules rules = rules("{url: \"https://idp.example/otp\", secret: hush}");
    assertEquals("https://idp.example/otp", rules.url());
    assertEquals(List.of(new Secret("hush")), rules.secrets());
    assertEquals(WebhookRules.DEFAULT_EVENTS, rules.events());
    assertFalse(rules.wholeNumbers());
    assertEquals(WebhookRules.Retries.DEFAULT, rules.retries());
    assertEquals(WebhookRules.Reach.PUBLIC, rules.reach());
    assertNull(rules.trust());
    assertEquals(List.of(), warnings("{url: \"https://idp.example/otp\", secret: hush}"));
  }

  @Test
  void everything_can_be_said() {
    WebhookRules rules =
        rules(
            """
            {url: "http://10.1.2.3:8080/otp", secrets: [new, old], events: [failed],
                  numbers: whole, concurrency: 8, attempts: 3, give-up-after: 1h, timeout: 3s,
                  allow-private: true, allow-networks: [169.254.0.0/16, "fe80::/10"]}\
            """);
    assertEquals(List.of(new Secret("new"), new Secret("old")), rules.secrets());
    assertEquals(Set.of("failed"), rules.events());
    assertTrue(rules.wholeNumbers());
    assertEquals(new WebhookRules.Retries(8, 3, 3_600_000, 3_000), rules.retries());
    assertTrue(rules.reach().privateToo());
    assertEquals(
        List.of(Network.parse("169.254.0.0/16"), Network.parse("fe80::/10")),
        rules.reach().networks());
  }

  @Test
  void an_account_may_open_private_receivers_to_callbacks_without_a_webhook_of_its_own() {
    WebhookRules rules = rules("{allow-networks: [10.0.0.0/8]}");
    assertNull(rules.url());
    assertEquals(List.of(Network.parse("10.0.0.0/8")), rules.reach().networks());
  }

  @Test
  void an_account_without_a_webhook_has_none() {
    String plain = file("").replace("    webhook: \n", "");
    assertNull(new ConfigDirectory(directory).config(plain).accounts().getFirst().webhook());
  }

  @Test
  void what_cannot_be_posted_to_is_an_error() {
    for (String url :
        List.of("ftp://x/", "https://", "https://a b/", "http://x:99999/", "http://x\\\\@y/")) {
      String problems = problems("{url: \"" + url + "\", secret: hush}");
      assertTrue(problems.contains("accounts[0].webhook.url"), url + ": " + problems);
    }
  }

  @Test
  void a_private_address_and_a_missing_secret_are_warned_of() {
    List<String> warnings = warnings("{url: \"http://127.0.0.1:9000/otp\"}");
    assertEquals(2, warnings.size(), warnings::toString);
    assertTrue(warnings.toString().contains("allow-private"), warnings::toString);
    assertTrue(warnings.toString().contains("has no secret"), warnings::toString);
    assertEquals(
        List.of(),
        warnings("{url: \"http://127.0.0.1:9000/otp\", secret: hush, allow-private: true}"));
  }

  @Test
  void nonsense_is_an_error() {
    assertTrue(problems("{secret: a, secrets: [b]}").contains("either secret or secrets"));
    assertTrue(problems("{allow-networks: [10.0.0.0/33]}").contains("allow-networks"));
    assertTrue(problems("{allow-networks: [idp.example]}").contains("allow-networks"));
    assertTrue(problems("{events: [arrived]}").contains("events"));
    assertTrue(problems("{concurrency: 0}").contains("concurrency"));
    assertTrue(problems("{timeout: 10m}").contains("timeout"));
    assertTrue(problems("{trust: none.pem}").contains("none.pem"));
  }
}
