package io.strowger.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpDoorTest {
  private DoorFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new DoorFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void a_message_is_accepted_and_can_be_read() throws Exception {
    HttpResponse<String> accepted =
        fixture.post("{\"to\":\"+393401234567\",\"text\":\"Your code is 123456\",\"ttl\":\"90s\"}");

    assertEquals(202, accepted.statusCode());
    assertTrue(accepted.body().contains("\"state\":\"accepted\""), accepted.body());
    assertTrue(
        accepted.body().contains("\"expires_at\":\"2026-11-18T11:08:10.000Z\""), accepted.body());
    String location = accepted.headers().firstValue("location").orElseThrow();
    HttpResponse<String> read = fixture.get(location);
    assertEquals(200, read.statusCode());
    assertTrue(read.body().contains("\"to\":\"+393401234567\""), read.body());
  }

  @Test
  void a_number_that_cannot_exist_is_refused_and_nothing_is_stored() throws Exception {
    HttpResponse<String> refused = fixture.post("{\"to\":\"12\",\"text\":\"Your code is 123456\"}");

    assertEquals(400, refused.statusCode());
    assertTrue(refused.body().contains("urn:strowger:problem:invalid-number"), refused.body());
    assertTrue(fixture.desk.drafts.isEmpty());
  }
}
