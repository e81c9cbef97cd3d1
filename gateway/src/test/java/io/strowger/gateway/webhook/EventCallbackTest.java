package io.strowger.gateway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.account.WebhookRules;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class EventCallbackTest {
  private static final String URL = "https://idp.example/otp?token=s3cret";
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static Account account(WebhookRules rules) {
    return Hooked.account("idp", rules);
  }

  private static WebhookRules rules(boolean wholeNumbers, String... secrets) {
    return new WebhookRules(
        URL,
        List.of(secrets).stream().map(Secret::new).toList(),
        WebhookRules.DEFAULT_EVENTS,
        wholeNumbers,
        WebhookRules.Retries.DEFAULT,
        WebhookRules.Reach.PUBLIC,
        null);
  }

  private static CallbackRequest request(WebhookRules rules, MessageState state) {
    Account account = account(rules);
    CallbackRequest request =
        callback(account).request(Notices.of(state, null), account, 1_614_265_330_999L);
    assertNotNull(request);
    return request;
  }

  private static EventCallback callback(Account account) {
    Accounts accounts = Accounts.of(List.of(account), Set.of());
    return new EventCallback(() -> accounts, "gw1");
  }

  private static JsonNode json(CallbackRequest request) throws Exception {
    return new ObjectMapper().readTree(request.body());
  }

  @Test
  void the_signature_is_that_of_the_published_vector() {
    byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    assertEquals(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        StandardSignature.of(
            List.of(new Secret(SECRET)), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body));
  }

  @Test
  void during_a_rotation_every_secret_signs_and_the_newest_first() {
    byte[] body = {1};
    String next = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    Secret newest = new Secret(next);
    Secret oldest = new Secret(SECRET);
    assertEquals(
        StandardSignature.of(List.of(newest), "id", 1, body)
            + " "
            + StandardSignature.of(List.of(oldest), "id", 1, body),
        StandardSignature.of(List.of(newest, oldest), "id", 1, body));
  }

  @Test
  void a_secret_in_another_form_is_a_key_as_it_stands() {
    for (String text : List.of("a webhook secret", "whsec_", "whsec_not base64!")) {
      assertEquals(
          "v1,"
              + Hmac.SHA256.sign(
                  text.getBytes(StandardCharsets.UTF_8), "id.1.x".getBytes(StandardCharsets.UTF_8)),
          StandardSignature.of(List.of(new Secret(text)), "id", 1, new byte[] {'x'}));
    }
  }

  @Test
  void the_body_is_a_cloud_event() throws Exception {
    CallbackRequest request = request(rules(false, SECRET), Notices.DELIVERED);
    JsonNode event = json(request);
    String id = Notices.spec("idp", 1, null).id().toString();
    assertEquals("POST", request.method());
    assertEquals(URL, request.url());
    assertEquals("1.0", event.path("specversion").asText());
    assertEquals(id + "-7", event.path("id").asText());
    assertEquals("/strowger/gw1", event.path("source").asText());
    assertEquals("com.strowger.message.delivered", event.path("type").asText());
    assertEquals(id, event.path("subject").asText());
    assertEquals("1970-01-01T00:16:42.500Z", event.path("time").asText());
    JsonNode data = event.path("data");
    assertEquals("delivered", data.path("state").asText());
    assertEquals("login-1", data.path("reference").asText());
    assertEquals("alpha", data.path("carrier").asText());
    assertEquals("sms", data.path("channel").asText());
    assertEquals("1970-01-01T00:16:42.500Z", data.path("final_at").asText());
    assertTrue(data.path("failure").isNull());
  }

  @Test
  void the_headers_are_those_of_standard_webhooks_and_sign_the_body() {
    CallbackRequest request = request(rules(false, SECRET), Notices.DELIVERED);
    String id = request.headers().get("webhook-id");
    assertNotNull(id);
    assertNotNull(request.body());
    assertEquals("1614265330", request.headers().get("webhook-timestamp"));
    assertEquals(
        StandardSignature.of(
            List.of(new Secret(SECRET)),
            id,
            1_614_265_330,
            request.body().getBytes(StandardCharsets.UTF_8)),
        request.headers().get("webhook-signature"));
    assertEquals(
        "application/cloudevents+json; charset=utf-8", request.headers().get("content-type"));
  }

  @Test
  void without_a_secret_there_is_no_signature() {
    assertNull(request(rules(false), Notices.DELIVERED).headers().get("webhook-signature"));
  }

  @Test
  void a_failure_has_its_code_and_our_reading() throws Exception {
    JsonNode failure = json(request(rules(false), Notices.FAILED)).path("data").path("failure");
    assertEquals("receipt:UNDELIV:001", failure.path("code").asText());
    assertEquals("absent subscriber", failure.path("reading").asText());
  }

  @Test
  void the_number_is_masked_unless_the_account_wants_it_whole() throws Exception {
    assertEquals(
        "+3934********",
        json(request(rules(false), Notices.SENT)).path("data").path("to").asText());
    assertEquals(
        Notices.NUMBER, json(request(rules(true), Notices.SENT)).path("data").path("to").asText());
  }

  @Test
  void only_what_the_account_wants_is_owed() {
    EventCallback callback = callback(account(rules(false)));
    assertTrue(callback.owes(Notices.message(Notices.DELIVERED, null)));
    assertTrue(callback.owes(Notices.message(Notices.SENT, null)));
    assertFalse(callback.owes(Notices.message(new MessageState.Attempting(1), null)));
  }

  @Test
  void an_account_without_a_webhook_is_owed_nothing() {
    EventCallback callback = callback(account(WebhookRules.NONE));
    assertFalse(callback.owes(Notices.message(Notices.DELIVERED, null)));
    Account account = account(WebhookRules.NONE);
    assertNull(callback.request(Notices.of(Notices.DELIVERED, null), account, 1));
  }

  @Test
  void nothing_that_is_printed_shows_the_address_or_a_secret() {
    WebhookRules rules = rules(false, SECRET);
    String printed = rules + " " + request(rules, Notices.DELIVERED) + account(rules);
    assertFalse(printed.contains("s3cret"), printed);
    assertFalse(printed.contains("whsec"), printed);
  }
}
