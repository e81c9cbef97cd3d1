package io.strowger.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.guard.DenialCode;
import io.strowger.gateway.guard.PumpingBlock;
import io.strowger.gateway.number.PhoneNumber;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardCallsTest {
  private static final PumpingBlock BLOCK =
      new PumpingBlock("idp", "+99890123", 4, FakeDesk.NOW + 300_000, 2);

  private final DoorFixture fixture;

  GuardCallsTest() throws IOException {
    fixture = new DoorFixture();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private HttpResponse<String> lift(String body) throws Exception {
    return fixture.send(
        fixture
            .request("/v1/admin/blocks:lift")
            .setHeader("Authorization", "Bearer " + DoorFixture.ADMIN_KEY)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> asAdmin(String path) throws Exception {
    return fixture.send(
        fixture.request(path).setHeader("Authorization", "Bearer " + DoorFixture.ADMIN_KEY).GET());
  }

  @Test
  void a_refused_message_tells_which_guard_refused_it() throws Exception {
    fixture.desk.onSubmit = _ -> new Reply.Denied(DenialCode.NUMBER_QUOTA.denial(4_100));
    HttpResponse<String> limited = fixture.post("{\"to\":\"+393401234567\",\"text\":\"hello\"}");
    assertEquals(429, limited.statusCode());
    assertEquals("5", limited.headers().firstValue("Retry-After").orElse(""));
    assertTrue(limited.body().contains("\"code\":\"number-quota\""), limited.body());
    fixture.desk.onSubmit = _ -> new Reply.Denied(DenialCode.DESTINATION_DENIED.denial());
    HttpResponse<String> denied = fixture.post("{\"to\":\"+393401234567\",\"text\":\"hello\"}");
    assertEquals(403, denied.statusCode());
    assertTrue(denied.body().contains("\"code\":\"destination-denied\""), denied.body());
    assertTrue(denied.headers().firstValue("Retry-After").isEmpty());
  }

  @Test
  void an_account_sees_what_was_refused_of_it_without_whole_numbers() throws Exception {
    PhoneNumber to = new PhoneNumber("+393401234567");
    fixture.guard.denials.denied("idp", to, DenialCode.DESTINATION_DENIED.denial(), FakeDesk.NOW);
    fixture.guard.denials.denied("idp", to, DenialCode.NUMBER_QUOTA.denial(30_000), FakeDesk.NOW);
    fixture.guard.denials.denied("other", to, DenialCode.COST_CEILING.denial(1_000), FakeDesk.NOW);
    String own = fixture.get("/v1/denials").body();
    assertTrue(own.indexOf("number-quota") < own.indexOf("destination-denied"), own);
    assertTrue(own.contains("\"to\":\"+3934********\",\"code\":\"number-quota\""), own);
    assertTrue(own.contains("\"retry_after\":30"), own);
    assertFalse(own.contains("cost-ceiling") || own.contains("1234567"), own);
    assertEquals(403, fixture.get("/v1/denials?account=other").statusCode());
    assertTrue(asAdmin("/v1/denials?account=other").body().contains("cost-ceiling"));
    assertEquals(400, asAdmin("/v1/denials").statusCode());
  }

  @Test
  void operators_see_blocks_and_lift_them() throws Exception {
    fixture.guard.board.pumpingBlocked(BLOCK);
    String blocks = asAdmin("/v1/admin/blocks").body();
    assertTrue(
        blocks.contains("\"prefix\":\"+99890123\",\"hidden_digits\":4") && blocks.contains("idp"),
        blocks);
    assertEquals(403, fixture.get("/v1/admin/blocks").statusCode());
    assertEquals(200, lift("{\"account\":\"idp\",\"prefix\":\"+99890123\"}").statusCode());
    String two = "{\"account\":\"idp\",\"prefix\":\"+99890123\",\"open_for\":\"2m\"}";
    assertTrue(lift(two).body().contains("\"open_until\""));
    assertEquals(404, lift("{\"account\":\"idp\",\"prefix\":\"+1\"}").statusCode());
    assertEquals(
        List.of("idp +99890123 3600000", "idp +99890123 120000", "idp +1 3600000"),
        List.copyOf(fixture.guard.lifted));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | missing-field",
        "{\"account\":\"idp\"} | missing-field",
        "{\"account\":1,\"prefix\":\"+1\"} | wrong-type",
        "{\"account\":\"a\",\"account\":\"a\",\"prefix\":\"+1\"} | duplicate-field",
        "{\"account\":\"a\",\"prefix\":\"+1\",\"open_for\":\"a year\"} | invalid-field",
        "{\"account\":\"a\",\"prefix\":\"+1\",\"open_for\":\"43201m\"} | invalid-field",
        "{\"account\":\"a\",\"prefix\":\"+1\",\"whatever\":1} | unknown-field",
        "[] | wrong-type",
        "{\"account\" | malformed-json"
      })
  void a_wrong_lift_is_told_what_is_wrong(String body, String type) throws Exception {
    HttpResponse<String> answer = lift(body);
    assertEquals(400, answer.statusCode());
    assertTrue(answer.body().contains("urn:strowger:problem:" + type), answer.body());
    assertTrue(fixture.guard.lifted.isEmpty());
  }
}
