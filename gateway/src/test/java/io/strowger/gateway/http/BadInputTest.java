package io.strowger.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each fault is one problem that names it, with nothing stored and nothing of the text shown. */
final class BadInputTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static DoorFixture fixture = open();

  private static DoorFixture open() {
    try {
      return new DoorFixture();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void start() {
    fixture.desk.drafts.clear();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @AfterEach
  void nothing_was_stored() {
    assertTrue(fixture.desk.drafts.isEmpty());
    fixture.desk.drafts.clear();
  }

  private static JsonNode problem(HttpResponse<String> response, int status, String type)
      throws Exception {
    assertEquals(status, response.statusCode(), response.body());
    assertEquals(
        "application/problem+json", response.headers().firstValue("content-type").orElse(""));
    JsonNode problem = MAPPER.readTree(response.body());
    assertEquals("urn:strowger:problem:" + type, problem.get("type").asText());
    assertEquals(status, problem.get("status").asInt());
    assertFalse(problem.get("title").asText().isEmpty());
    assertFalse(problem.get("detail").asText().isEmpty());
    assertFalse(response.body().contains("731846"), response.body());
    return problem;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // body | type | pointer
        "{\"to\":\"+393401234567\",\"text\":\"731846\"| malformed-json |",
        "{\"to\":\"+393401234567\",\"text\":\"731846\"}} | malformed-json |",
        "{\"to\":\"+393401234567\",\"text\":\"731846\"}x | malformed-json |",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",} | malformed-json |",
        "{'to':'+393401234567'} | malformed-json |",
        "{\"to\":\"+393401234567\",\"text\":\"a\\q731846\"} | malformed-json |",
        "{\"to\":\"+393401234567\",\"ttl\":090,\"text\":\"731846\"} | malformed-json |",
        "{\"to\":NaN} | malformed-json |",
        "731846 | wrong-type | `/`",
        "\"731846\" | wrong-type | `/`",
        "[{\"to\":\"+393401234567\"}] | wrong-type | `/`",
        "null | wrong-type | `/`",
        "{} | missing-field | /to",
        "{\"to\":null,\"text\":\"731846\"} | missing-field | /to",
        "{\"to\":\"+393401234567\"} | missing-field | /text",
        "{\"to\":393401234567,\"text\":\"731846\"} | wrong-type | /to",
        "{\"to\":[\"+393401234567\"],\"text\":\"731846\"} | wrong-type | /to",
        "{\"to\":\"+393401234567\",\"text\":731846} | wrong-type | /text",
        "{\"to\":\"+393401234567\",\"text\":{\"a\":{\"b\":1}}} | wrong-type | /text",
        "{\"to\":\"+393401234567\",\"text\":true} | wrong-type | /text",
        "{\"to\":\"+393401234567\",\"code\":731846} | wrong-type | /code",
        "{\"to\":\"+393401234567\",\"code\":\"731_846\"} | invalid-field | /code",
        "{\"to\":\"+393401234567\",\"code\":\"731\"} | invalid-field | /code",
        "{\"to\":\"+393401234567\",\"txt\":\"731846\"} | unknown-field | /txt",
        "{\"to\":\"+393401234567\",\"731846\":\"x\"} | unknown-field | `/`",
        "{\"TO\":\"+393401234567\",\"text\":\"731846\"} | unknown-field | /TO",
        "{\"to\":\"+393401234567\",\"text\":\"a\",\"text\":\"731846\"} | duplicate-field | /text",
        "{\"to\":\"+393401234567\",\"text\":null,\"text\":\"731846\"} | duplicate-field | /text",
        "{\"to\":\"731846\",\"text\":\"731846\"} | invalid-number | /to",
        "{\"to\":\"+1\",\"text\":\"731846\"} | invalid-number | /to",
        "{\"to\":\"\",\"text\":\"731846\"} | invalid-number | /to",
        "{\"to\":\"+111111111111111111111111111111111111111\",\"text\":\"a\"} | invalid-field |"
            + " /to",
        "{\"to\":\"+15005550006\",\"text\":\"731846\"} | destination-not-allowed | /to",
        "{\"to\":\"+393401234567\",\"text\":\"\"} | invalid-text | /text",
        "{\"to\":\"+393401234567\",\"text\":\" \\n\"} | invalid-text | /text",
        "{\"to\":\"+393401234567\",\"text\":\"731846\\u0000\"} | invalid-text | /text",
        "{\"to\":\"+393401234567\",\"text\":\"731846\\u001b\"} | invalid-text | /text",
        "{\"to\":\"+393401234567\",\"text\":\"731846\\ud83d\"} | invalid-text | /text",
        "{\"to\":\"+393401234567\",\"text\":\"731846\\udc00\\ud83d\"} | invalid-text | /text",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"ttl\":\"0s\"} | ttl-out-of-range | /ttl",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"ttl\":\"999ms\"} | ttl-out-of-range |"
            + " /ttl",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"ttl\":\"301s\"} | ttl-out-of-range | /ttl",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"ttl\":-1} | ttl-out-of-range | /ttl",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"ttl\":301} | ttl-out-of-range | /ttl",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"ttl\":99999999999999999999999} "
            + "| ttl-out-of-range | /ttl",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"ttl\":9223372036854775807} "
            + "| ttl-out-of-range | /ttl",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"ttl\":1e2} | wrong-type | /ttl",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"ttl\":90.0} | wrong-type | /ttl",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"ttl\":\"soon\"} | invalid-field | /ttl",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"ttl\":\"90\"} | invalid-field | /ttl",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"ttl\":\"1h\"} | invalid-field | /ttl",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"channels\":[]} | invalid-field |"
            + " /channels",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"channels\":[\"fax\"]} "
            + "| invalid-field | /channels",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"channels\":[\"sms\",\"sms\"]} "
            + "| invalid-field | /channels",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"channels\":\"sms\"} "
            + "| wrong-type | /channels",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"channels\":[[\"sms\"]]} "
            + "| wrong-type | /channels",
        "{\"to\":\"+393401234567\",\"text\":\"73\",\"channels\":[\"voice\"]} "
            + "| invalid-field | /text",
        "{\"to\":\"+393401234567\",\"text\":\"7318 4612\",\"channels\":[\"voice\"]} "
            + "| invalid-field | /text",
        "{\"to\":\"+393401234567\",\"code\":\"7318A\",\"channels\":[\"voice\"]} "
            + "| invalid-field | /code",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"channels\":[{\"channel\":\"fax\"}]} "
            + "| invalid-field | /channels",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"channels\":[{\"after\":\"30s\"}]} "
            + "| invalid-field | /channels",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"channels\":[\"sms\","
            + "{\"channel\":\"voice\",\"after\":\"soon\"}]} | invalid-field | /channels",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"channels\":[\"sms\","
            + "{\"channel\":\"voice\",\"after\":-5}]} | invalid-field | /channels",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"channels\":[\"sms\","
            + "{\"channel\":\"voice\",\"by\":\"x\"}]} | invalid-field | /channels",
        "{\"to\":\"+393401234567\",\"template\":\"login\",\"variables\":{}} "
            + "| missing-field | /code",
        "{\"to\":\"+393401234567\",\"template\":\"login\",\"text\":\"x\"} "
            + "| invalid-field | /template",
        "{\"to\":\"+393401234567\",\"client_type\":\"web\",\"text\":\"x\"} "
            + "| invalid-field | /client_type",
        "{\"to\":\"+393401234567\",\"template\":\"login\",\"code\":\"123456\"} "
            + "| invalid-field | /template",
        "{\"to\":\"+393401234567\",\"template\":\"lo gin\",\"code\":\"123456\"} "
            + "| invalid-field | /template",
        "{\"to\":\"+393401234567\",\"variables\":{\"a\":\"b\"},\"code\":\"123456\"} "
            + "| unknown-field | /variables",
        "{\"to\":\"+393401234567\",\"variables\":{\"a\":1},\"code\":\"123456\"} "
            + "| wrong-type | /variables",
        "{\"to\":\"+393401234567\",\"variables\":[],\"code\":\"123456\"} "
            + "| wrong-type | /variables",
        "{\"to\":\"+393401234567\",\"variables\":{\"a\":\"\",\"a\":\"\"},\"code\":\"123456\"} "
            + "| duplicate-field | /variables",
        "{\"to\":\"+393401234567\",\"client_type\":\"fax\",\"code\":\"123456\"} "
            + "| invalid-field | /client_type",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"sender\":\"ABCDEFGHIJKL\"} "
            + "| invalid-field | /sender",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"sender\":\"\"} | invalid-field | /sender",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"sender\":\"B\\u00e4nk\"} "
            + "| invalid-field | /sender",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"language\":\"e\"} "
            + "| invalid-field | /language",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"language\":\"en-\"} "
            + "| invalid-field | /language",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"reference\":\"\"} "
            + "| invalid-field | /reference",
        "{\"to\":\"+393401234567\",\"text\":\"731846\",\"reference\":\"a\\u0007\"} "
            + "| invalid-field | /reference",
      })
  void a_fault_in_the_body_is_named(String body, String type, String pointer) throws Exception {
    HttpResponse<String> response = fixture.post(body);
    int status = type.equals("destination-not-allowed") ? 403 : 400;
    JsonNode problem = problem(response, status, type);
    // A bare slash in the table stands for the whole document.
    String wanted = pointer == null ? null : pointer.equals("/") ? "" : pointer;
    assertEquals(wanted, problem.hasNonNull("pointer") ? problem.get("pointer").asText() : null);
  }

  @Test
  void an_empty_body_is_no_json() throws Exception {
    problem(fixture.post(""), 400, "malformed-json");
  }

  @Test
  void deep_nesting_is_refused_without_being_followed() throws Exception {
    problem(fixture.post("{\"text\":" + "[".repeat(15_000)), 400, "wrong-type");
    problem(fixture.post("{\"a\":".repeat(3_000)), 400, "unknown-field");
    problem(fixture.post("[".repeat(16_000)), 400, "wrong-type");
  }

  @Test
  void a_number_of_thousands_of_digits_is_refused_without_being_computed() throws Exception {
    String body = "{\"to\":\"+393401234567\",\"text\":\"a\",\"ttl\":" + "9".repeat(15_000) + "}";
    problem(fixture.post(body), 400, "invalid-field");
  }

  @Test
  void a_text_over_the_segment_limit_says_how_many_it_needs() throws Exception {
    String text = "731846 ".repeat(50);
    JsonNode problem =
        problem(
            fixture.post("{\"to\":\"+393401234567\",\"text\":\"" + text + "\"}"),
            400,
            "text-too-long");
    assertEquals("The text needs 3 segments.", problem.get("detail").asText());
    assertEquals("at most 2", problem.get("allowed").asText());
  }

  @Test
  void bytes_that_are_no_utf8_are_refused() throws Exception {
    for (byte[] text :
        Set.of(
            new byte[] {(byte) 0xFF},
            new byte[] {(byte) 0xC0, (byte) 0x80},
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            "ÿ".getBytes(StandardCharsets.ISO_8859_1))) {
      byte[] head = "{\"to\":\"+393401234567\",\"text\":\"".getBytes(StandardCharsets.US_ASCII);
      byte[] body = new byte[head.length + text.length + 2];
      System.arraycopy(head, 0, body, 0, head.length);
      System.arraycopy(text, 0, body, head.length, text.length);
      body[body.length - 2] = '"';
      body[body.length - 1] = '}';
      problem(send(body), 400, "invalid-encoding");
    }
  }

  @Test
  void utf16_is_refused_even_though_a_json_library_would_read_it() throws Exception {
    String body = "{\"to\":\"+393401234567\",\"text\":\"731846\"}";
    problem(send(body.getBytes(StandardCharsets.UTF_16LE)), 400, "invalid-encoding");
    problem(send(body.getBytes(StandardCharsets.UTF_16)), 400, "invalid-encoding");
  }

  private static HttpResponse<String> send(byte[] body) throws Exception {
    return fixture.send(
        fixture
            .request("/v1/messages")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=iso-8859-1",
        "application/jsonp",
        "nonsense",
      })
  void another_content_type_is_refused(String type) throws Exception {
    HttpResponse<String> response =
        fixture.send(
            fixture
                .request("/v1/messages")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    problem(response, 415, "unsupported-media-type");
  }

  @Test
  void a_missing_content_type_and_a_compressed_body_are_refused() throws Exception {
    HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("{}");
    problem(
        fixture.send(fixture.request("/v1/messages").POST(body)), 415, "unsupported-media-type");
    problem(
        fixture.send(
            fixture
                .request("/v1/messages")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(body)),
        415,
        "unsupported-media-type");
  }

  @Test
  void a_wrong_key_and_no_key_are_told_how_to_authenticate() throws Exception {
    for (String authorization : Set.of("Bearer wrong", "Basic aWRwOnB3", "Bearer ", "Bearer")) {
      HttpResponse<String> response =
          fixture.send(
              fixture
                  .request("/v1/messages")
                  .setHeader("Authorization", authorization)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString("{}")));
      problem(response, 401, "unauthorized");
      assertEquals(
          "Bearer realm=\"strowger\"",
          response.headers().firstValue("www-authenticate").orElse(""));
    }
  }

  @Test
  void a_wrong_method_is_told_the_right_ones() throws Exception {
    HttpResponse<String> response =
        fixture.send(
            fixture.request("/v1/messages").PUT(HttpRequest.BodyPublishers.ofString("{}")));
    problem(response, 405, "method-not-allowed");
    assertEquals("POST, GET", response.headers().firstValue("allow").orElse(""));
  }

  @ParameterizedTest
  @CsvSource({
    "/",
    "/v1",
    "/v1/",
    "/v1/messages/",
    "/v2/messages",
    "/v1/messages/a/b",
    "/v1/messages/01a1ee56-5e00-7000-8010-00000000002a/",
    "//v1/messages",
    "/v1/messages/../messages",
    "/v1/messages/not-a-uuid",
    "/v1/messages/01a1ee56-5e00-4000-8010-00000000002a",
    "/v1/messages/01a1ee56-5e00-7000-8010-0000000000ff",
  })
  void an_unknown_path_or_id_is_not_found(String path) throws Exception {
    problem(fixture.get(path), 404, "not-found");
  }

  @ParameterizedTest
  @CsvSource({
    "to=12, invalid-parameter",
    "state=lost, invalid-parameter",
    "since=yesterday, invalid-parameter",
    "limit=0, invalid-parameter",
    "limit=1001, invalid-parameter",
    "limit=ten, invalid-parameter",
    "cursor=1, invalid-parameter",
    "limit=1&limit=2, invalid-parameter",
    "colour=red, unknown-parameter",
    "To=+393401234567, unknown-parameter",
  })
  void a_query_that_cannot_be_meant_is_refused(String query, String type) throws Exception {
    problem(fixture.get("/v1/messages?" + query), 400, type);
    assertTrue(fixture.desk.queries.isEmpty());
  }

  @Test
  void a_query_with_broken_escapes_is_refused() throws Exception {
    try (RawClient client = new RawClient(fixture.door.port())) {
      client.send(
          "GET /v1/messages?to=%zz HTTP/1.1\r\nHost: gw\r\nAuthorization: Bearer "
              + DoorFixture.KEY
              + "\r\n\r\n");
      assertTrue(client.response().startsWith("HTTP/1.1 400"));
    }
  }

  @Test
  void an_idempotency_key_of_any_other_shape_is_refused() throws Exception {
    String body = "{\"to\":\"+393401234567\",\"text\":\"731846\"}";
    for (String key : Set.of("two words", "x".repeat(256), "")) {
      JsonNode problem = problem(fixture.post(body, "Idempotency-Key", key), 400, "invalid-header");
      assertEquals("Idempotency-Key", problem.get("parameter").asText());
    }
    HttpResponse<String> twice =
        fixture.post(body, "Idempotency-Key", "one", "Idempotency-Key", "two");
    problem(twice, 400, "invalid-header");
  }
}
