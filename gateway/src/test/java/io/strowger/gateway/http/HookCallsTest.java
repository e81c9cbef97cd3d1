package io.strowger.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.guard.Denial;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hooks, each by the real request of its client. */
final class HookCallsTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String JSON = "application/json";
  private static final String BEARER = "Bearer " + ShapeFixture.KEY;
  private static final String BASIC = ShapeFixture.basic(ShapeFixture.ID, ShapeFixture.KEY);
  private static final long NOW_SECONDS = FakeDesk.NOW / 1_000;

  private ShapeFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new ShapeFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private static String path(String hook) {
    return "/hooks/" + ShapeFixture.ID + "/" + hook;
  }

  private MessageDraft draft() {
    MessageDraft draft = fixture.door.desk.drafts.poll();
    assertNotNull(draft, "a message was submitted");
    return draft;
  }

  private static void assertTaken(HttpResponse<String> response) {
    assertEquals(200, response.statusCode(), response.body());
  }

  private static void assertProblem(HttpResponse<String> response, int status, String type) {
    assertEquals(status, response.statusCode(), response.body());
    assertTrue(response.body().contains("urn:strowger:problem:" + type + "\""), response.body());
  }

  private static @org.jspecify.annotations.Nullable String code(MessageDraft draft) {
    return draft.code() == null ? null : draft.code().reveal();
  }

  // ---- the clients ----

  @Test
  void keycloaks_json_and_its_form_are_understood() throws Exception {
    // The plugin puts the API secret into the header as it stands, or uses Basic.
    assertTaken(
        fixture.post(
            path("keycloak"),
            JSON,
            ShapeFixture.recorded("keycloak.json"),
            "Authorization",
            ShapeFixture.KEY));
    MessageDraft json = draft();
    assertEquals("+491761234567", json.to().e164());
    assertEquals("Your SMS code is 123456 and is valid for 5 minutes.", json.text().reveal());
    assertEquals("ACME", json.sender());
    assertTaken(
        fixture.postForm(
            path("keycloak"),
            ShapeFixture.recorded("keycloak.form").strip(),
            "Authorization",
            BASIC));
    // Of a form it begins with its secret, under the empty name of an attribute that is not set.
    MessageDraft form = draft();
    assertEquals("8c5f0a52-4f4a-4a39-8e3e-7f1f0a1f6a0b", form.reference());
    assertEquals("Your SMS code is 123456 and is valid for 5 minutes.", form.text().reveal());
  }

  @Test
  void keycloaks_request_by_query_is_understood() throws Exception {
    String query = "?to=%2B491761234567&text=Your+SMS+code+is+123456&from=ACME";
    assertTaken(fixture.get(path("keycloak") + query, "Authorization", ShapeFixture.KEY));
    MessageDraft draft = draft();
    assertEquals("+491761234567", draft.to().e164());
    assertEquals("Your SMS code is 123456", draft.text().reveal());
  }

  @Test
  void keycloaks_json_with_a_quotation_mark_that_it_does_not_escape_is_a_problem_not_a_message()
      throws Exception {
    String broken = ShapeFixture.recorded("keycloak.json").replace("SMS", "\"SMS\"");
    assertProblem(
        fixture.post(path("keycloak"), JSON, broken, "Authorization", ShapeFixture.KEY),
        400,
        "malformed-json");
    assertTrue(fixture.door.desk.drafts.isEmpty());
  }

  @Test
  void kratos_templates_of_ours_and_of_orys_are_understood() throws Exception {
    assertTaken(
        fixture.post(
            path("kratos"), JSON, ShapeFixture.recorded("kratos.json"), "Authorization", BEARER));
    MessageDraft ours = draft();
    assertEquals("+12065550101", ours.to().e164());
    assertEquals("123456", code(ours));
    assertTrue(ours.text().reveal().startsWith("Your login code is: 123456"));
    assertEquals("login_code_valid", ours.reference());
    assertTaken(
        fixture.post(
            path("kratos"),
            JSON,
            ShapeFixture.recorded("kratos-ory.json"),
            "Authorization",
            BASIC));
    MessageDraft orys = draft();
    assertEquals("Your login code is: 123456", orys.text().reveal());
    assertEquals("+12065550110", orys.sender());
  }

  @Test
  void authentiks_request_is_understood_also_before_it_had_a_message() throws Exception {
    assertTaken(
        fixture.post(
            path("authentik"),
            JSON,
            ShapeFixture.recorded("authentik.json"),
            "Authorization",
            BEARER));
    MessageDraft now = draft();
    assertEquals("Use this code to authenticate in authentik: 123456", now.text().reveal());
    assertEquals("123456", code(now));
    assertTaken(
        fixture.post(
            path("authentik"),
            JSON,
            ShapeFixture.recorded("authentik-before-2025.json"),
            "Authorization",
            BASIC));
    assertEquals("Your code is 123456", draft().text().reveal());
  }

  @Test
  void privacyideas_query_form_and_json_are_understood() throws Exception {
    String query = ShapeFixture.recorded("privacyidea.query").strip();
    String json = ShapeFixture.recorded("privacyidea.json");
    List<HttpResponse<String>> responses =
        List.of(
            fixture.get(path("privacyidea") + "?" + query, "Authorization", BASIC),
            fixture.postForm(path("privacyidea"), query, "Authorization", BASIC),
            fixture.post(path("privacyidea"), JSON, json, "Authorization", BEARER));
    for (HttpResponse<String> response : responses) {
      assertTaken(response);
      MessageDraft draft = draft();
      assertEquals("+491761234567", draft.to().e164());
      assertEquals("Your OTP is 123456", draft.text().reveal());
    }
  }

  @Test
  void curity_gets_200_without_a_body_and_its_own_errors() throws Exception {
    String recorded = ShapeFixture.recorded("curity.json");
    HttpResponse<String> taken =
        fixture.post(path("curity"), JSON, recorded, "Authorization", BASIC);
    assertTaken(taken);
    assertEquals("", taken.body());
    assertEquals("Your one-time password is 123456", draft().text().reveal());

    HttpResponse<String> number =
        fixture.post(path("curity"), JSON, recorded.replace("+49", "0"), "Authorization", BASIC);
    assertEquals(400, number.statusCode());
    assertEquals("{\"error\":\"invalid-phonenumber\"}", number.body());
    fixture.door.desk.full = true;
    HttpResponse<String> full =
        fixture.post(path("curity"), JSON, recorded, "Authorization", BASIC);
    assertEquals(500, full.statusCode());
    assertEquals("{\"error\":\"overloaded\"}", full.body());
  }

  // ---- Supabase: signed ----

  private static String signature(String secret, String id, long seconds, String body)
      throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret), "HmacSHA256"));
    byte[] signed = (id + "." + seconds + "." + body).getBytes(StandardCharsets.UTF_8);
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
  }

  private static String signature(String id, long seconds, String body) throws Exception {
    return signature("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", id, seconds, body);
  }

  private HttpResponse<String> signed(String id, long seconds, String body, String signature)
      throws Exception {
    return fixture.post(
        path("supabase"),
        JSON,
        body,
        "webhook-id",
        id,
        "webhook-timestamp",
        Long.toString(seconds),
        "webhook-signature",
        signature);
  }

  @Test
  void supabases_signed_hook_is_understood() throws Exception {
    String body = ShapeFixture.recorded("supabase.json").strip();
    String id = "b7c1d7c8-8a34-4a5a-8f3b-3c2a8f1f9b10";
    HttpResponse<String> taken = signed(id, NOW_SECONDS, body, signature(id, NOW_SECONDS, body));
    assertTaken(taken);
    assertEquals("{}", taken.body(), "it must be JSON");
    assertEquals(JSON, taken.headers().firstValue("content-type").orElse(""));
    MessageDraft draft = draft();
    assertEquals("+393401234567", draft.to().e164(), "users are stored without a plus sign");
    assertEquals("561166", code(draft));
    assertEquals("Your code is 561166", draft.text().reveal());
    assertEquals("6481a5c1-3d37-4a56-9f6a-bee08c554965", draft.reference());
    assertEquals("hook:supabase:7a2c6f8e-7f1e-4a3e-9a36-0d0f3c6c7a11", draft.idempotencyKey());
  }

  @Test
  void supabases_new_number_is_the_one_that_gets_the_code() throws Exception {
    String known = ShapeFixture.recorded("supabase.json").strip();
    String changes =
        known
            .replace("\"otp\":\"561166\"", "\"otp\":\"561166\",\"phone\":\"393407654321\"")
            .replace("\"email\":\"\",", "\"email\":\"\",\"new_phone\":\"393407654321\",");
    assertTaken(signed("1", NOW_SECONDS, changes, signature("1", NOW_SECONDS, changes)));
    assertEquals("+393407654321", draft().to().e164());
    String first =
        known.replace(
            "\"phone\":\"393401234567\",\"phone_confirmed_at\"",
            "\"phone\":\"\"," + "\"new_phone\":\"393407654322\",\"phone_confirmed_at\"");
    assertTaken(signed("2", NOW_SECONDS, first, signature("2", NOW_SECONDS, first)));
    assertEquals("+393407654322", draft().to().e164());
  }

  @Test
  void one_good_signature_among_several_is_enough() throws Exception {
    String body = ShapeFixture.recorded("supabase.json").strip();
    String other = signature("b3RoZXItc2VjcmV0LW90aGVyLXNlY3JldA==", "1", NOW_SECONDS, body);
    String good = signature("1", NOW_SECONDS, body);
    for (String both : List.of(other + ", " + good, good + " " + other, other + " " + good)) {
      assertTaken(signed("1", NOW_SECONDS, body, both));
    }
  }

  @Test
  void a_signature_that_does_not_fit_is_refused() throws Exception {
    String body = ShapeFixture.recorded("supabase.json").strip();
    String good = signature("1", NOW_SECONDS, body);
    List<HttpResponse<String>> refused =
        List.of(
            signed("2", NOW_SECONDS, body, good),
            signed("1", NOW_SECONDS + 1, body, good),
            signed("1", NOW_SECONDS, body.replace("561166", "561167"), good),
            signed("1", NOW_SECONDS, body, good.substring(3)),
            signed("1", NOW_SECONDS, body, "v1,"),
            signed("1", NOW_SECONDS, body, "v1,???"),
            signed("1", NOW_SECONDS - 301, body, signature("1", NOW_SECONDS - 301, body)),
            signed("1", NOW_SECONDS + 301, body, signature("1", NOW_SECONDS + 301, body)),
            fixture.post(path("supabase"), JSON, body),
            fixture.post(path("supabase"), JSON, body, "Authorization", BEARER));
    for (HttpResponse<String> response : refused) {
      assertEquals(401, response.statusCode(), response.body());
    }
    assertTrue(fixture.door.desk.drafts.isEmpty());
  }

  @Test
  void a_signed_request_is_repeated_by_its_own_id_when_the_body_has_none() throws Exception {
    String body = "{\"user\":{\"phone\":\"393401234567\"},\"sms\":{\"otp\":\"561166\"}}";
    assertTaken(signed("id-1", NOW_SECONDS, body, signature("id-1", NOW_SECONDS, body)));
    assertEquals("hook:supabase:id-1", draft().idempotencyKey());
  }

  @Test
  void supabase_reads_problems_in_a_200_and_comes_again_after_a_503() throws Exception {
    String body =
        ShapeFixture.recorded("supabase.json").strip().replace("393401234567", "33612345678");
    HttpResponse<String> refused =
        signed("1", NOW_SECONDS, body, signature("1", NOW_SECONDS, body));
    assertEquals(200, refused.statusCode());
    JsonNode error = MAPPER.readTree(refused.body()).get("error");
    assertEquals(403, error.get("http_code").asInt());
    assertEquals("The account may not send to this destination.", error.get("message").asText());

    fixture.door.desk.full = true;
    String good = ShapeFixture.recorded("supabase.json").strip();
    HttpResponse<String> full = signed("1", NOW_SECONDS, good, signature("1", NOW_SECONDS, good));
    assertEquals(503, full.statusCode());
    assertEquals("1", full.headers().firstValue("retry-after").orElse(""));

    fixture.door.desk.full = false;
    fixture.door.desk.onSubmit =
        _ -> new Reply.Denied(new Denial("velocity", "Too many.", Denial.Kind.RATE_LIMITED, 7));
    HttpResponse<String> limited =
        signed("1", NOW_SECONDS, good, signature("1", NOW_SECONDS, good));
    assertEquals(200, limited.statusCode(), "or it would be asked again at once");
    assertEquals(429, MAPPER.readTree(limited.body()).at("/error/http_code").asInt());
  }

  // ---- a mapping of one's own ----

  private static final String OWN =
      "{\"recipients\":[{\"number\":\"+393401234567\"}],\"content/text\":\"Your code: 4711\","
          + "\"ref\":\"r-1\",\"from\":\"Shop\",\"lang\":\"it\",\"id\":\"k-1\","
          + "\"secret\":\"a-secret-of-the-hook\"}";

  @Test
  void every_field_can_stand_anywhere() throws Exception {
    HttpResponse<String> taken = fixture.post(path("own"), JSON, OWN);
    assertEquals(202, taken.statusCode(), taken.body());
    assertTrue(taken.body().matches("OK [0-9a-f-]{36}"), taken.body());
    assertEquals("text/plain", taken.headers().firstValue("content-type").orElse(""));
    MessageDraft draft = draft();
    assertEquals("Your code: 4711", draft.text().reveal());
    assertEquals("4711", code(draft));
    assertEquals("r-1", draft.reference());
    assertEquals("Shop", draft.sender());
    assertEquals("it", draft.language());
    assertEquals("hook:own:k-1", draft.idempotencyKey());
  }

  @Test
  void a_secret_may_stand_in_the_query_instead() throws Exception {
    String body = OWN.replace(",\"secret\":\"a-secret-of-the-hook\"", "");
    assertEquals(
        202, fixture.post(path("own") + "?secret=a-secret-of-the-hook", JSON, body).statusCode());
    assertProblem(fixture.post(path("own"), JSON, body), 401, "unauthorized");
    assertProblem(fixture.post(path("own") + "?secret=x", JSON, OWN), 401, "unauthorized");
    // The account's own key does not open a hook with a secret of its own.
    assertProblem(
        fixture.post(path("own") + "?secret=" + ShapeFixture.KEY, JSON, body), 401, "unauthorized");
  }

  @Test
  void a_text_without_a_code_goes_without_one() throws Exception {
    String body = OWN.replace("Your code: 4711", "Hello");
    assertEquals(202, fixture.post(path("own"), JSON, body).statusCode());
    assertNull(draft().code());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "missing-field|{}",
        "missing-field|{'recipients':[],'note':'a'}",
        "missing-field|{'recipients':[{'number':'+393401234567'}]}",
        "missing-field|{'recipients':[{'number':' '}],'note':'a'}",
        "wrong-type|{'recipients':[{'number':{}}],'note':'a'}",
        "wrong-type|{'recipients':[{'number':'+393401234567'}],'note':true}",
        "wrong-type|[]",
        "malformed-json|{'recipients':",
        "malformed-json|{} {}",
        "malformed-json|{'note':'a','note':'b'}",
        "invalid-number|{'recipients':[{'number':'12'}],'note':'a'}",
        "invalid-field|{'recipients':[{'number':'+393401234567'}],'note':'a','from':'much too long"
            + " a sender'}",
        "invalid-field|{'recipients':[{'number':'+393401234567'}],'note':'a','id':'é'}",
        "destination-not-allowed|{'recipients':[{'number':'+33612345678'}],'note':'a'}",
      })
  void what_cannot_be_read_or_sent_is_a_problem_with_its_place(String type, String body)
      throws Exception {
    HttpResponse<String> refused =
        fixture.post(path("own") + "?secret=a-secret-of-the-hook", JSON, body.replace('\'', '"'));
    int status = type.equals("destination-not-allowed") ? 403 : 400;
    assertProblem(refused, status, type);
    assertTrue(fixture.door.desk.drafts.isEmpty());
  }

  @Test
  void another_kind_of_body_or_method_is_refused() throws Exception {
    String secret = "?secret=a-secret-of-the-hook";
    assertProblem(fixture.postForm(path("own") + secret, "note=a"), 415, "unsupported-media-type");
    assertProblem(
        fixture.post(path("own") + secret, "text/plain", OWN), 415, "unsupported-media-type");
    assertProblem(
        fixture.post(path("own") + secret, JSON, OWN, "Content-Encoding", "gzip"),
        415,
        "unsupported-media-type");
    assertProblem(fixture.get(path("own") + secret), 405, "method-not-allowed");
  }

  // ---- who may come in ----

  @Test
  void a_hook_that_does_not_exist_answers_as_one_with_wrong_credentials() throws Exception {
    String body = ShapeFixture.recorded("authentik.json");
    List<HttpResponse<String>> refused =
        List.of(
            fixture.post(path("authentik"), JSON, body),
            fixture.post(path("authentik"), JSON, body, "Authorization", BEARER + "x"),
            fixture.post(
                path("authentik"), JSON, body, "Authorization", "Bearer " + DoorFixture.OTHER_KEY),
            fixture.post(
                path("authentik"),
                JSON,
                body,
                "Authorization",
                ShapeFixture.basic("other", ShapeFixture.KEY)),
            fixture.post(path("nothing"), JSON, body, "Authorization", BEARER),
            fixture.post("/hooks/nobody/authentik", JSON, body, "Authorization", BEARER));
    for (HttpResponse<String> response : refused) {
      assertProblem(response, 401, "unauthorized");
      assertEquals(refused.getFirst().body(), response.body());
    }
    assertTrue(fixture.door.desk.drafts.isEmpty());
  }

  @Test
  void before_it_is_trusted_a_request_cannot_tell_one_hook_from_another() throws Exception {
    String body = ShapeFixture.recorded("curity.json");
    List<String> bodies =
        List.of(
            fixture.post(path("curity"), JSON, body, "Authorization", BEARER + "x").body(),
            fixture.post(path("supabase"), JSON, body).body(),
            fixture.post(path("own"), JSON, body).body(),
            fixture.post(path("nothing"), JSON, body).body());
    for (String answer : bodies) {
      assertEquals(bodies.getFirst(), answer);
    }
  }

  @Test
  void a_plus_that_was_not_escaped_is_a_plus() throws Exception {
    String query = "?phone=+491761234567&otp=Your+OTP+is+123456";
    assertTaken(fixture.get(path("privacyidea") + query, "Authorization", BASIC));
    assertEquals("+491761234567", draft().to().e164());
  }

  @Test
  void a_number_without_a_country_is_not_guessed() throws Exception {
    String body = ShapeFixture.recorded("keycloak.json").replace("+49", "");
    assertProblem(
        fixture.post(path("keycloak"), JSON, body, "Authorization", BEARER), 400, "invalid-number");
  }

  @Test
  void an_idempotency_key_in_the_header_counts_as_anywhere() throws Exception {
    fixture.post(
        path("authentik"),
        JSON,
        ShapeFixture.recorded("authentik.json"),
        "Authorization",
        BEARER,
        "Idempotency-Key",
        "k-7");
    assertEquals("k-7", draft().idempotencyKey());
  }

  @Test
  void a_hook_ends_with_the_drain_of_the_door() throws Exception {
    fixture.door.door.drain();
    HttpResponse<String> refused =
        fixture.post(
            path("authentik"),
            JSON,
            ShapeFixture.recorded("authentik.json"),
            "Authorization",
            BEARER);
    assertProblem(refused, 503, "shutting-down");
  }
}
