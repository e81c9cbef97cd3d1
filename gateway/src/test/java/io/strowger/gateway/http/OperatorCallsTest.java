package io.strowger.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.strowger.gateway.delivery.AffectedQuery;
import io.strowger.gateway.delivery.AffectedReport;
import io.strowger.gateway.message.Trouble;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The calls of operators, and of machines that need no key. */
final class OperatorCallsTest {
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

  private HttpResponse<String> admin(String method, String path) throws Exception {
    return fixture.send(
        fixture
            .request(path)
            .setHeader("Authorization", "Bearer " + DoorFixture.ADMIN_KEY)
            .method(method, HttpRequest.BodyPublishers.noBody()));
  }

  private HttpResponse<String> anybody(String path) throws Exception {
    return fixture.send(fixture.request(path).setHeader("Authorization", "Bearer wrong").GET());
  }

  @Test
  void carriers_and_their_links_are_listed() throws Exception {
    JsonNode carriers = MAPPER.readTree(admin("GET", "/v1/admin/carriers").body());
    JsonNode alpha = carriers.at("/carriers/0");
    assertEquals("alpha", alpha.get("id").asText());
    assertEquals(7, alpha.get("queued").asInt());
    assertEquals("BOUND", alpha.at("/links/0/state").asText());
    JsonNode links = MAPPER.readTree(admin("GET", "/v1/admin/links").body());
    assertEquals("alpha-1", links.at("/links/0/id").asText());
    assertEquals("2026-11-18T11:06:40.000Z", links.at("/links/0/since").asText());
    assertEquals("voice", carriers.at("/carriers/1/channel").asText());
    assertEquals("vox-1", carriers.at("/carriers/1/trunks/0/id").asText());
    JsonNode trunks = MAPPER.readTree(admin("GET", "/v1/admin/trunks").body());
    assertEquals("DOWN", trunks.at("/trunks/0/state").asText());
    assertEquals("OPTIONS: no answer", trunks.at("/trunks/0/last_error").asText());
    JsonNode nobody = MAPPER.readTree(admin("GET", "/v1/admin/trunks?carrier=beta").body());
    assertEquals(0, nobody.get("trunks").size());
    JsonNode none = MAPPER.readTree(admin("GET", "/v1/admin/links?carrier=beta").body());
    assertEquals(0, none.get("links").size());
  }

  @Test
  void the_carriers_health_is_listed() throws Exception {
    JsonNode routes =
        MAPPER.readTree(admin("GET", "/v1/admin/health?carrier=alpha").body()).get("routes");
    assertTrue(routes.at("/0/operator").isNull());
    assertTrue(routes.at("/0/cause").isNull());
    assertTrue(routes.at("/0/verified").isNull());
    assertEquals("open", routes.at("/1/state").asText());
    assertEquals("silence", routes.at("/1/cause").asText());
    assertEquals(4_000, routes.at("/1/hedge_ms").asInt());
    assertEquals(
        0, MAPPER.readTree(admin("GET", "/v1/admin/health?carrier=x").body()).get("routes").size());
    assertEquals(401, anybody("/v1/admin/health").statusCode());
  }

  @Test
  void canaries_are_listed_with_masked_numbers() throws Exception {
    JsonNode canaries = MAPPER.readTree(admin("GET", "/v1/admin/canaries").body());
    assertEquals("answers", canaries.at("/numbers/0/standing").asText());
    assertEquals("never_answered", canaries.at("/numbers/1/standing").asText());
    assertEquals("+3933*******", canaries.at("/numbers/0/number").asText());
    assertEquals(8, canaries.at("/carriers/0/returned").asInt());
    assertTrue(canaries.at("/carriers/1/round_trip_ms").isNull());
    assertEquals(401, anybody("/v1/admin/canaries").statusCode());
  }

  @Test
  void a_carrier_is_drained_and_resumed() throws Exception {
    HttpResponse<String> drained = admin("POST", "/v1/admin/carriers/alpha:drain");
    assertEquals(200, drained.statusCode());
    assertTrue(drained.body().contains("\"drained\":true"), drained.body());
    HttpResponse<String> resumed = admin("POST", "/v1/admin/carriers/alpha:resume");
    assertTrue(resumed.body().contains("\"drained\":false"), resumed.body());
    HttpResponse<String> read = admin("GET", "/v1/admin/carriers/alpha");
    assertTrue(read.body().contains("\"drained\":false"), read.body());
  }

  @Test
  void who_was_hit_is_told_by_account_with_causes_and_masked_recipients() throws Exception {
    fixture.desk.affected =
        new AffectedReport(
            List.of(
                new AffectedReport.Account(
                    "bank",
                    3,
                    Map.of("expired", 2L, "delivered", 1L),
                    2,
                    List.of(
                        new AffectedReport.Cause(
                            new Trouble(Trouble.SILENT, "alpha"), 3, FakeDesk.NOW, FakeDesk.NOW)),
                    List.of(
                        new AffectedReport.Recipient("+3934*******", "expired", FakeDesk.NOW)))),
            true);
    JsonNode report =
        MAPPER.readTree(
            admin(
                    "GET",
                    "/v1/admin/affected?since=2026-11-18T10:00:00Z&until=2026-11-18T12:00:00Z"
                        + "&carrier=alpha&cause=silent&recipients=7")
                .body());
    assertEquals(3, report.get("messages").asInt());
    assertEquals(2, report.at("/accounts/0/states/expired").asInt());
    assertEquals("alpha", report.at("/accounts/0/causes/0/carrier").asText());
    assertEquals("+3934*******", report.at("/accounts/0/named/0/to").asText());
    long since = Instant.parse("2026-11-18T10:00:00Z").toEpochMilli();
    assertEquals(
        new AffectedQuery(since, since + 7_200_000, null, "alpha", "silent", 7),
        fixture.desk.affectedQueries.element());
  }

  @Test
  void a_wrong_question_about_who_was_hit_names_its_parameter() throws Exception {
    String since = "since=2026-11-18T10:00:00Z";
    for (String wrong :
        List.of(
            "",
            "?since=15:30",
            "?" + since + "&until=2026-11-18T10:00:00Z",
            "?" + since + "&cause=weather",
            "?" + since + "&recipients=10001",
            "?" + since + "&recipients=x")) {
      HttpResponse<String> answer = admin("GET", "/v1/admin/affected" + wrong);
      assertEquals(400, answer.statusCode(), wrong);
      assertTrue(answer.body().contains("\"parameter\""), answer.body());
    }
    assertEquals(401, anybody("/v1/admin/affected?" + since).statusCode());
    assertTrue(fixture.desk.affectedQueries.isEmpty());
  }

  @Test
  void an_unknown_carrier_is_not_found() throws Exception {
    for (String path : List.of("/beta:drain", "/beta:resume", "/%zz:drain", "/a%2Fb:resume")) {
      try (RawClient client = new RawClient(fixture.door.port())) {
        client.send(
            "POST /v1/admin/carriers"
                + path
                + " HTTP/1.1\r\nHost: gw\r\nAuthorization: Bearer "
                + DoorFixture.ADMIN_KEY
                + "\r\n\r\n");
        assertTrue(client.response().startsWith("HTTP/1.1 404"), path);
      }
    }
    assertEquals(404, admin("GET", "/v1/admin/carriers/beta").statusCode());
    assertEquals(404, admin("POST", "/v1/admin/carriers/alpha:explode").statusCode());
  }

  @Test
  void an_accounts_key_is_no_operators_key() throws Exception {
    for (String path : List.of("/v1/admin/carriers", "/v1/admin/links", "/v1/admin/trunks")) {
      assertEquals(403, fixture.get(path).statusCode());
      assertEquals(401, anybody(path).statusCode());
    }
    HttpResponse<String> drain =
        fixture.send(
            fixture
                .request("/v1/admin/carriers/alpha:drain")
                .POST(HttpRequest.BodyPublishers.noBody()));
    assertEquals(403, drain.statusCode());
    assertEquals(false, fixture.drained.get("alpha"));
  }

  @Test
  void a_reload_tells_its_warnings() throws Exception {
    fixture.reloadOutcome = new ConfigReload.Outcome(List.of(), List.of("sip: not active"));
    HttpResponse<String> reloaded = admin("POST", "/v1/admin/config:reload");
    assertEquals(200, reloaded.statusCode());
    assertEquals("{\"applied\":true,\"warnings\":[\"sip: not active\"]}", reloaded.body());
  }

  @Test
  void a_reload_that_fails_tells_every_error() throws Exception {
    fixture.reloadOutcome =
        new ConfigReload.Outcome(List.of("line 3: unknown key", "line 9: no link"), List.of());
    HttpResponse<String> refused = admin("POST", "/v1/admin/config:reload");
    assertEquals(422, refused.statusCode());
    JsonNode problem = MAPPER.readTree(refused.body());
    assertEquals("urn:strowger:problem:invalid-configuration", problem.get("type").asText());
    assertEquals("line 9: no link", problem.at("/errors/1").asText());
  }

  @Test
  void machines_need_no_key() throws Exception {
    HttpResponse<String> metrics = anybody("/metrics");
    assertEquals(200, metrics.statusCode());
    assertEquals("strowger_up 1\n", metrics.body());
    assertTrue(metrics.headers().firstValue("content-type").orElse("").startsWith("text/plain"));
    assertEquals("{\"status\":\"live\"}", anybody("/health/live").body());
    assertEquals("{\"status\":\"ready\",\"reasons\":[]}", anybody("/health/ready").body());
    assertEquals(200, anybody("/openapi.json").statusCode());
  }

  @Test
  void a_node_that_is_not_ready_says_why() throws Exception {
    fixture.readiness = new Readiness(List.of("no carrier is usable"));
    HttpResponse<String> response = anybody("/health/ready");
    assertEquals(503, response.statusCode());
    assertEquals(
        "{\"status\":\"not_ready\",\"reasons\":[\"no carrier is usable\"]}", response.body());
    assertEquals(200, anybody("/health/live").statusCode());
  }
}
