package io.strowger.gateway.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What arrives on a socket from clients that are broken, slow or hostile. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HostileClientTest {
  private static final String BODY = "{\"to\":\"+393401234567\",\"text\":\"Your code is 123456\"}";
  private static final String HEAD =
      "POST /v1/messages HTTP/1.1\r\nHost: gw\r\nContent-Type: application/json\r\n"
          + "Authorization: Bearer "
          + DoorFixture.KEY
          + "\r\n";
  private static final HttpSettings.Limits FEW =
      new HttpSettings.Limits(16_384, 8_192, 2, 10_000, 10_000, 75_000, 15_000, 16, 64, 1_024);

  private DoorFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new DoorFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private RawClient connect() throws Exception {
    return new RawClient(fixture.door.port());
  }

  private static String request(String body) {
    return HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  /** The door serves the next client as if nothing had been. */
  private void assertStillServing() throws Exception {
    int before = fixture.desk.drafts.size();
    assertEquals(202, fixture.post(BODY).statusCode());
    assertEquals(before + 1, fixture.desk.drafts.size());
  }

  private static void assertProblem(String response, int status, String type) {
    // Of a head that cannot be read, the version is not known either.
    assertTrue(response.matches("(?s)HTTP/1\\.[01] " + status + " .*"), response);
    assertTrue(response.contains("\"type\":\"urn:strowger:problem:" + type + "\""), response);
    assertTrue(response.contains("application/problem+json"), response);
  }

  @Test
  void pipelined_requests_are_answered_in_order() throws Exception {
    try (RawClient client = connect()) {
      client.send(request(BODY) + request("{") + request(BODY));
      assertTrue(client.response().startsWith("HTTP/1.1 202"));
      assertProblem(client.response(), 400, "malformed-json");
      assertTrue(client.response().startsWith("HTTP/1.1 202"));
    }
    assertEquals(2, fixture.desk.drafts.size());
  }

  @Test
  void a_request_in_single_bytes_is_understood() throws Exception {
    try (RawClient client = connect()) {
      for (byte b : request(BODY).getBytes(StandardCharsets.US_ASCII)) {
        client.send(new byte[] {b});
      }
      assertTrue(client.response().startsWith("HTTP/1.1 202"));
    }
  }

  @Test
  void garbage_is_answered_400_and_the_connection_closed() throws Exception {
    try (RawClient client = connect()) {
      client.send("\u0016\u0003\u0001\u0002 this is no HTTP\r\n\r\n");
      assertProblem(client.untilClosed(), 400, "malformed-request");
    }
    assertStillServing();
  }

  @Test
  void a_request_without_host_is_refused() throws Exception {
    try (RawClient client = connect()) {
      client.send("GET /health/live HTTP/1.1\r\n\r\n");
      assertProblem(client.untilClosed(), 400, "malformed-request");
    }
  }

  @Test
  void a_declared_length_over_the_cap_is_refused_before_the_body_is_sent() throws Exception {
    try (RawClient client = connect()) {
      client.send(HEAD + "Content-Length: 16385\r\nExpect: 100-continue\r\n\r\n");
      assertProblem(client.response(), 413, "body-too-large");
      fixture.advance(3_000);
      assertEquals("", client.untilClosed());
    }
    assertStillServing();
  }

  @Test
  void a_body_of_exactly_the_cap_is_read() throws Exception {
    String text = "{\"to\":\"+393401234567\",\"text\":\"Your code is 123456\"";
    String padded = text + " ".repeat(16_384 - text.length() - 1) + "}";
    assertEquals(202, fixture.post(padded).statusCode());
  }

  @Test
  void a_chunked_body_over_the_cap_is_refused_while_it_comes() throws Exception {
    try (RawClient client = connect()) {
      client.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
      byte[] chunk = ("1000\r\n" + " ".repeat(4_096) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      client.floodUntilClosed(chunk, 5);
      assertProblem(client.response(), 413, "body-too-large");
      assertTrue(client.floodUntilClosed(chunk, 100_000), "an endless body is cut");
    }
    assertTrue(fixture.desk.drafts.isEmpty());
    assertStillServing();
  }

  @Test
  void a_small_chunked_body_is_read() throws Exception {
    try (RawClient client = connect()) {
      client.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
      client.send(Integer.toHexString(BODY.length()) + "\r\n" + BODY + "\r\n0\r\n\r\n");
      assertTrue(client.response().startsWith("HTTP/1.1 202"));
    }
  }

  @Test
  void a_chunk_size_that_is_none_is_refused_and_stores_nothing() throws Exception {
    try (RawClient client = connect()) {
      client.send(HEAD + "Transfer-Encoding: chunked\r\n\r\nZZ\r\n" + BODY + "\r\n0\r\n\r\n");
      assertProblem(client.untilClosed(), 400, "malformed-request");
    }
    assertTrue(fixture.desk.drafts.isEmpty());
    assertStillServing();
  }

  @Test
  void two_lengths_are_refused() throws Exception {
    try (RawClient client = connect()) {
      client.send(HEAD + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + BODY);
      assertProblem(client.untilClosed(), 400, "malformed-request");
    }
    assertTrue(fixture.desk.drafts.isEmpty());
  }

  @Test
  void a_length_beside_chunks_does_not_smuggle_a_second_request() throws Exception {
    try (RawClient client = connect()) {
      client.send(HEAD + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
      String response = client.response();
      assertTrue(response.startsWith("HTTP/1.1 400"), response);
    }
    assertTrue(fixture.desk.drafts.isEmpty());
    assertStillServing();
  }

  @Test
  void too_many_header_bytes_are_refused() throws Exception {
    try (RawClient client = connect()) {
      StringBuilder flood = new StringBuilder(HEAD);
      for (int i = 0; i < 400; i++) {
        flood.append("X-Flood-").append(i).append(": some value or other\r\n");
      }
      client.send(flood + "\r\n");
      assertProblem(client.untilClosed(), 431, "headers-too-large");
    }
    assertStillServing();
  }

  @Test
  void a_request_line_that_is_too_long_is_refused() throws Exception {
    try (RawClient client = connect()) {
      client.send("GET /v1/messages?to=" + "1".repeat(5_000) + " HTTP/1.1\r\nHost: gw\r\n\r\n");
      assertProblem(client.untilClosed(), 414, "uri-too-long");
    }
    assertStillServing();
  }

  @Test
  void a_head_that_never_ends_is_cut_after_ten_seconds() throws Exception {
    try (RawClient client = connect()) {
      client.send("POST /v1/messages HTTP/1.1\r\nHost: g");
      assertStillServing();
      fixture.advance(10_001);
      assertEquals("", client.untilClosed());
    }
  }

  @Test
  void a_head_that_comes_in_time_is_answered() throws Exception {
    try (RawClient client = connect()) {
      client.send(request(BODY).substring(0, 40));
      fixture.advance(9_900);
      client.send(request(BODY).substring(40));
      assertTrue(client.response().startsWith("HTTP/1.1 202"));
    }
  }

  @Test
  void a_body_that_never_ends_is_answered_408() throws Exception {
    try (RawClient client = connect()) {
      client.send(HEAD + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY.substring(0, 20));
      await().until(() -> fixture.door.inFlight() == 1);
      fixture.advance(10_001);
      assertProblem(client.response(), 408, "request-timeout");
      client.send(BODY.substring(20));
      client.untilClosed();
    }
    assertTrue(fixture.desk.drafts.isEmpty());
    assertStillServing();
  }

  @Test
  void a_connection_without_requests_is_closed_when_it_was_idle_long() throws Exception {
    try (RawClient client = connect()) {
      client.send(request(BODY));
      assertTrue(client.response().startsWith("HTTP/1.1 202"));
      fixture.advance(74_000);
      client.send(request(BODY));
      assertTrue(client.response().startsWith("HTTP/1.1 202"));
      fixture.advance(75_001);
      assertEquals("", client.untilClosed());
    }
  }

  @Test
  void a_client_that_never_reads_its_answers_is_cut() throws Exception {
    try (RawClient client = connect()) {
      byte[] ask =
          "GET /openapi.json HTTP/1.1\r\nHost: gw\r\n\r\n"
              .repeat(100)
              .getBytes(StandardCharsets.US_ASCII);
      CompletableFuture<Boolean> cut =
          CompletableFuture.supplyAsync(() -> client.floodUntilClosed(ask, 200_000));
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> {
            fixture.advance(75_001);
            return cut.isDone();
          });
      assertTrue(cut.get());
    }
    assertStillServing();
  }

  @Test
  void a_client_that_leaves_before_the_answer_harms_nobody() throws Exception {
    fixture.desk.onSubmit = _ -> null;
    try (RawClient client = connect()) {
      client.send(request(BODY));
      await().until(() -> !fixture.desk.unanswered.isEmpty());
    }
    await().until(() -> fixture.door.inFlight() == 0);
    fixture.desk.batch(() ->
        fixture.desk.unanswered.remove().reply(new io.strowger.gateway.delivery.Reply.NotFound()));
    fixture.desk.onSubmit =
        draft -> new io.strowger.gateway.delivery.Reply.Accepted(fixture.desk.store(draft));
    assertStillServing();
  }

  @Test
  void a_desk_that_never_answers_is_not_waited_for_without_end() throws Exception {
    fixture.desk.onSubmit = _ -> null;
    try (RawClient client = connect()) {
      client.send(request(BODY));
      await().until(() -> !fixture.desk.unanswered.isEmpty());
      fixture.advance(15_001);
      assertProblem(client.response(), 503, "no-answer");
    }
  }

  @Test
  void more_connections_than_allowed_are_closed_and_those_open_stay() throws Exception {
    fixture.close();
    fixture = new DoorFixture(new HttpSettings("127.0.0.1", 0, 1, null, FEW));
    try (RawClient first = connect();
        RawClient second = connect()) {
      first.send(request(BODY));
      second.send(request(BODY));
      assertTrue(first.response().startsWith("HTTP/1.1 202"));
      assertTrue(second.response().startsWith("HTTP/1.1 202"));
      try (RawClient third = connect()) {
        assertEquals("", third.untilClosed());
      }
      first.send(request(BODY));
      assertTrue(first.response().startsWith("HTTP/1.1 202"));
    }
  }

  @Test
  void an_expected_continue_is_given() throws Exception {
    try (RawClient client = connect()) {
      client.send(HEAD + "Content-Length: " + BODY.length() + "\r\nExpect: 100-continue\r\n\r\n");
      assertTrue(client.response().startsWith("HTTP/1.1 100"));
      client.send(BODY);
      assertTrue(client.response().startsWith("HTTP/1.1 202"));
    }
  }

  @Test
  void a_refused_request_with_a_small_body_leaves_the_connection_in_step() throws Exception {
    try (RawClient client = connect()) {
      String wrongKey = request(BODY).replace(DoorFixture.KEY, "wrong");
      client.send(wrongKey + request(BODY));
      assertProblem(client.response(), 401, "unauthorized");
      assertTrue(client.response().startsWith("HTTP/1.1 202"));
    }
  }
}
