package io.strowger.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.strowger.gateway.delivery.VerificationReply;
import io.strowger.gateway.guard.Denial;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes of the gateway's own making, over HTTP. */
final class VerificationCallsTest {
  private static final String TO = "{\"to\":\"+393401234567\"}";
  private static final JsonMapper MAPPER = new JsonMapper();

  private DoorFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new DoorFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        fixture.request(path).POST(HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return fixture.send(request);
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return MAPPER.readTree(response.body());
  }

  private String startOne() throws Exception {
    HttpResponse<String> started = post("/v1/verifications", TO);
    assertEquals(202, started.statusCode(), started.body());
    return json(started).get("id").asText();
  }

  private HttpResponse<String> check(String id, String code) throws Exception {
    return post("/v1/verifications/" + id + "/check", "{\"code\":\"" + code + "\"}");
  }

  private String code() {
    return fixture.verifications.sent.getLast().code().reveal();
  }

  private static void assertProblem(int status, String type, HttpResponse<String> response)
      throws Exception {
    assertEquals(status, response.statusCode(), response.body());
    assertEquals("urn:strowger:problem:" + type, json(response).get("type").asText());
  }

  @Test
  void a_code_is_made_sent_and_checked_and_never_answered() throws Exception {
    HttpResponse<String> started = post("/v1/verifications", TO);
    JsonNode body = json(started);
    String id = body.get("id").asText();
    assertEquals("pending", body.get("state").asText());
    assertEquals(5, body.get("checks_left").asInt());
    assertFalse(body.get("message_id").isNull());
    assertEquals("/v1/verifications/" + id, started.headers().firstValue("location").orElseThrow());
    assertFalse(started.body().contains(code()));
    JsonNode wrong = json(check(id, "x"));
    assertFalse(wrong.get("valid").asBoolean());
    assertEquals(4, wrong.get("checks_left").asInt());
    JsonNode right = json(check(id, code()));
    assertTrue(right.get("valid").asBoolean());
    assertEquals("approved", right.get("state").asText());
    JsonNode again = json(check(id, code()));
    assertFalse(again.get("valid").asBoolean());
    assertEquals("approved", again.get("state").asText());
    JsonNode got = json(fixture.get("/v1/verifications/" + id));
    assertEquals("approved", got.get("state").asText());
  }

  @Test
  void the_last_wrong_code_ends_it_and_the_number_is_locked_in_the_end() throws Exception {
    for (int round = 0; round < 2; round++) {
      String id = startOne();
      for (int i = 0; i < 5; i++) {
        assertFalse(json(check(id, "wrong")).get("valid").asBoolean());
      }
      assertEquals("failed", json(check(id, code())).get("state").asText());
    }
    HttpResponse<String> locked = post("/v1/verifications", TO);
    assertProblem(429, "rate-limited", locked);
    assertEquals("3600", locked.headers().firstValue("retry-after").orElseThrow());
  }

  @Test
  void the_same_code_is_sent_again_not_too_soon_and_not_for_ever() throws Exception {
    String id = startOne();
    String resend = "/v1/verifications/" + id + "/resend";
    HttpResponse<String> early = post(resend, "");
    assertProblem(429, "rate-limited", early);
    assertEquals("30", early.headers().firstValue("retry-after").orElseThrow());
    for (int i = 0; i < 3; i++) {
      fixture.verifications.pass(30_000);
      HttpResponse<String> resent = post(resend, "");
      assertEquals(202, resent.statusCode(), resent.body());
      assertEquals(i + 2, json(resent).get("message_ids").size());
    }
    assertEquals(
        1, fixture.verifications.sent.stream().map(m -> m.text().reveal()).distinct().count());
    fixture.verifications.pass(30_000);
    assertProblem(409, "no-resends-left", post(resend, ""));
    check(id, code());
    assertProblem(409, "verification-over", post(resend, ""));
  }

  @Test
  void a_cancelled_code_is_wrong() throws Exception {
    String id = startOne();
    HttpRequest.Builder delete = fixture.request("/v1/verifications/" + id).DELETE();
    assertEquals("cancelled", json(fixture.send(delete)).get("state").asText());
    assertEquals(200, fixture.send(delete).statusCode());
    assertEquals("cancelled", json(check(id, code())).get("state").asText());
    String approved = startOne();
    check(approved, code());
    assertProblem(
        409,
        "verification-over",
        fixture.send(fixture.request("/v1/verifications/" + approved).DELETE()));
  }

  @Test
  void the_same_key_starts_it_once() throws Exception {
    HttpResponse<String> first = post("/v1/verifications", TO, "Idempotency-Key", "k");
    HttpResponse<String> second = post("/v1/verifications", TO, "Idempotency-Key", "k");
    assertEquals(json(first).get("id"), json(second).get("id"));
    assertEquals("true", second.headers().firstValue("idempotent-replayed").orElseThrow());
    assertEquals(1, fixture.verifications.sent.size());
    String other = "{\"to\":\"+393401234568\"}";
    assertProblem(
        422, "idempotency-conflict", post("/v1/verifications", other, "Idempotency-Key", "k"));
  }

  @Test
  void another_account_and_an_operator_cannot_use_it() throws Exception {
    String path = "/v1/verifications/" + startOne();
    HttpRequest.Builder other =
        HttpRequest.newBuilder(fixture.request(path).build().uri())
            .header("Authorization", "Bearer " + DoorFixture.OTHER_KEY);
    assertProblem(404, "not-found", fixture.send(other.GET()));
    HttpRequest.Builder operator =
        HttpRequest.newBuilder(fixture.request(path).build().uri())
            .header("Authorization", "Bearer " + DoorFixture.ADMIN_KEY);
    assertEquals(200, fixture.send(operator.GET()).statusCode());
    assertProblem(403, "forbidden", fixture.send(operator.DELETE()));
    assertProblem(404, "not-found", check("0190a000-0000-7000-8000-000000000000", "1"));
    assertProblem(404, "not-found", check("nonsense", "1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                              | missing-field    | /to",
        "{\"to\":\"12\"}                                 | invalid-number   | /to",
        "{\"to\":\"+393401234567\",\"code\":\"123456\"}  | unknown-field    | /code",
        "{\"to\":\"+393401234567\",\"ttl\":\"11m\"}      | ttl-out-of-range | /ttl",
        "{\"to\":\"+393401234567\",\"ttl\":5}            | ttl-out-of-range | /ttl",
        "{\"to\":\"+393401234567\",\"template\":\"no\"}  | invalid-field    | /template",
        "{\"to\":\"+393401234567\",\"client_type\":1}    | wrong-type       | /client_type",
        "{\"to\":\"+393401234567\",\"variables\":{\"a\":\"b\"}} | unknown-field | /variables",
      })
  void a_bad_request_is_told_where(String body, String type, String pointer) throws Exception {
    HttpResponse<String> response = post("/v1/verifications", body);
    assertProblem(400, type, response);
    assertEquals(pointer, json(response).get("pointer").asText());
    assertTrue(fixture.verifications.sent.isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                  | missing-field",
        "{\"code\":null}     | missing-field",
        "{\"code\":\"\"}     | missing-field",
        "{\"code\":123456}   | wrong-type",
        "{\"code\":\"123456789012345678901234567890123\"} | invalid-field",
        "{\"pin\":\"1\"}     | unknown-field",
      })
  void a_check_that_is_no_check_costs_no_try(String body, String type) throws Exception {
    String id = startOne();
    assertProblem(400, type, post("/v1/verifications/" + id + "/check", body));
    assertEquals(5, json(fixture.get("/v1/verifications/" + id)).get("checks_left").asInt());
  }

  @Test
  void refusals_of_the_gateway_and_of_the_guard_are_told() throws Exception {
    String id = startOne();
    fixture.verifications.instead = new VerificationReply.Refused("the store is full", 5);
    assertProblem(503, "overloaded", check(id, "x"));
    Denial denial = new Denial("x", "Too many.", Denial.Kind.RATE_LIMITED, 7);
    fixture.verifications.instead = new VerificationReply.Denied(denial);
    HttpResponse<String> denied = post("/v1/verifications", TO);
    assertProblem(429, "rate-limited", denied);
    assertEquals("7", denied.headers().firstValue("retry-after").orElseThrow());
    fixture.verifications.full = true;
    assertProblem(503, "overloaded", post("/v1/verifications", TO));
  }
}
