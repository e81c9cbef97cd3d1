package io.strowger.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.message.Plan;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ApprovalCallsTest {
  private static final String ASK = "{\"to\":\"+393401234567\",\"ttl\":\"90s\"}";
  private final DoorFixture fixture;

  ApprovalCallsTest() throws IOException {
    fixture = new DoorFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private List<MessageDraft> drafts() {
    return List.copyOf(fixture.desk.drafts);
  }

  private HttpResponse<String> ask(String body) throws Exception {
    return fixture.send(
        fixture
            .request("/v1/approvals")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void a_question_is_a_message_by_voice_alone() throws Exception {
    HttpResponse<String> answer = ask(ASK);
    assertEquals(202, answer.statusCode(), answer.body());
    MessageDraft draft = drafts().getLast();
    assertEquals(Plan.ASK, draft.plan());
    assertEquals(90_000, draft.ttlMillis());
    String path = answer.headers().firstValue("Location").orElseThrow();
    HttpResponse<String> got = fixture.send(fixture.request(path).GET());
    assertEquals(200, got.statusCode(), got.body());
    assertTrue(got.body().contains("\"result\":null"), got.body());
  }

  @Test
  void two_questions_are_never_the_same() throws Exception {
    ask(ASK);
    ask(ASK);
    assertNotEquals(drafts().getFirst().text(), drafts().getLast().text());
  }

  @Test
  void what_is_no_question_is_not_found_and_what_is_unknown_refused() throws Exception {
    HttpResponse<String> message = fixture.post("{\"to\":\"+393401234567\",\"text\":\"123456\"}");
    String path = message.headers().firstValue("Location").orElseThrow();
    HttpResponse<String> got =
        fixture.send(fixture.request(path.replace("messages", "approvals")).GET());
    assertEquals(404, got.statusCode());
    assertEquals(400, ask("{\"to\":\"+393401234567\",\"text\":\"x\"}").statusCode());
    assertEquals(400, ask("{}").statusCode());
    assertEquals(404, fixture.send(fixture.request("/v1/approvals/7").GET()).statusCode());
  }
}
