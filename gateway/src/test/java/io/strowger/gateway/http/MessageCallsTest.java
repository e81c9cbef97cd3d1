package io.strowger.gateway.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageState;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MessageCallsTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String BODY = "{\"to\":\"+393401234567\",\"text\":\"Your code is 123456\"}";

  private DoorFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new DoorFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private MessageDraft draft() {
    MessageDraft draft = fixture.desk.drafts.poll();
    if (draft == null) {
      throw new AssertionError("nothing was submitted");
    }
    return draft;
  }

  private Message stored(String account) {
    MessageDraft draft =
        new MessageDraft(
            account,
            new io.strowger.gateway.number.PhoneNumber("+393401234567"),
            new io.strowger.gateway.message.Secret("Your code is 123456"),
            null,
            null,
            null,
            null,
            null,
            0,
            List.of(Channel.SMS),
            null,
            List.of(),
            60_000);
    return fixture.desk.message(draft);
  }

  private static Message with(Message message, MessageState state) {
    return new Message(message.spec(), state, message.attempts());
  }

  private HttpResponse<String> delete(Message message) throws Exception {
    return fixture.send(fixture.request("/v1/messages/" + message.id()).DELETE());
  }

  private HttpResponse<String> feedback(Message message, String body) throws Exception {
    return fixture.send(
        fixture
            .request("/v1/messages/" + message.id() + "/feedback")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static void assertProblem(HttpResponse<String> response, int status, String type) {
    assertEquals(status, response.statusCode(), response.body());
    assertTrue(response.body().contains("urn:strowger:problem:" + type + "\""), response.body());
  }

  // ---- create ----

  @Test
  void every_field_reaches_the_desk() throws Exception {
    String body =
        """
        {"to":"+393401234567","text":"Il tuo codice è 123456 😀","code":"123456","ttl":"2m",
         "channels":["sms","voice"],"sender":"Banca","language":"it-IT","reference":"login 7"}
        """;
    assertEquals(202, fixture.post(body, "Idempotency-Key", "k-1").statusCode());

    MessageDraft draft = draft();
    assertEquals("idp", draft.account());
    assertEquals("+393401234567", draft.to().e164());
    assertEquals("Il tuo codice è 123456 😀", draft.text().reveal());
    assertEquals("123456", draft.code() == null ? null : draft.code().reveal());
    assertEquals(120_000, draft.ttlMillis());
    assertEquals(List.of(Channel.SMS, Channel.VOICE), draft.channels());
    assertEquals("Banca", draft.sender());
    assertEquals("it-IT", draft.language());
    assertEquals("login 7", draft.reference());
    assertEquals("k-1", draft.idempotencyKey());
  }

  @Test
  void channels_may_have_delays_and_voice_may_stand_alone() throws Exception {
    String start = "{\"to\":\"+393401234567\",\"text\":\"Your code: 123456\",\"channels\":";
    assertEquals(
        202,
        fixture.post(start + "[\"sms\",{\"channel\":\"voice\",\"after\":\"30s\"}]}").statusCode());
    assertEquals("SMS,VOICE+30000", draft().plan().text());
    assertEquals(202, fixture.post(start + "[{\"channel\":\"voice\"}]}").statusCode());
    assertEquals("VOICE", draft().plan().text());
  }

  @Test
  void what_is_not_given_comes_from_the_account() throws Exception {
    String nulls =
        "{\"to\":\"+393401234567\",\"text\":\"a\",\"ttl\":null,\"channels\":null,\"code\":null,"
            + "\"sender\":null,\"language\":null,\"reference\":null,\"template\":null}";
    for (String body : List.of("{\"to\":\"+393401234567\",\"text\":\"a\"}", nulls)) {
      assertEquals(202, fixture.post(body).statusCode());
      MessageDraft draft = draft();
      assertEquals(300_000, draft.ttlMillis());
      assertEquals("IDP", draft.sender());
      assertEquals(List.of(Channel.SMS), draft.channels());
      assertNull(draft.code());
      assertNull(draft.language());
      assertNull(draft.reference());
      assertNull(draft.idempotencyKey());
    }
  }

  @Test
  void a_code_alone_takes_the_accounts_template() throws Exception {
    assertEquals(202, fixture.post("{\"to\":\"+393401234567\",\"code\":\"00 42-7\"}").statusCode());
    assertEquals("Your code is 00 42-7", draft().text().reveal());
  }

  @Test
  void the_bounds_of_the_ttl_are_inside() throws Exception {
    for (String ttl : List.of("\"1s\"", "1", "\"1000ms\"", "\"5m\"", "300", "\"300s\"")) {
      String body = "{\"to\":\"+393401234567\",\"text\":\"a\",\"ttl\":" + ttl + "}";
      assertEquals(202, fixture.post(body).statusCode(), ttl);
    }
  }

  @Test
  void a_content_type_with_its_charset_is_taken() throws Exception {
    for (String type : List.of("application/json; charset=UTF-8", "Application/JSON")) {
      HttpRequest.Builder request =
          fixture
              .request("/v1/messages")
              .header("Content-Type", type)
              .POST(HttpRequest.BodyPublishers.ofString(BODY));
      assertEquals(202, fixture.send(request).statusCode(), type);
    }
  }

  @Test
  void nothing_is_answered_before_the_desk_has_replied() throws Exception {
    fixture.desk.onSubmit = _ -> null;
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(() -> {
          try {
            return fixture.post(BODY);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    await().until(() -> !fixture.desk.unanswered.isEmpty());
    assertFalse(answer.isDone());

    Message message = fixture.desk.store(draft());
    fixture.desk.batch(() -> fixture.desk.unanswered.remove().reply(new Reply.Accepted(message)));
    assertEquals(202, answer.get().statusCode());
  }

  @Test
  void a_full_queue_is_503_with_a_time_to_come_back() throws Exception {
    fixture.desk.full = true;
    HttpResponse<String> refused = fixture.post(BODY);
    assertProblem(refused, 503, "overloaded");
    assertEquals("1", refused.headers().firstValue("retry-after").orElse(""));
    fixture.desk.full = false;
    assertEquals(202, fixture.post(BODY).statusCode());
  }

  @Test
  void a_store_that_refuses_is_503_with_its_own_time() throws Exception {
    fixture.desk.onSubmit = _ -> new Reply.Refused("The store is full.", 7);
    HttpResponse<String> refused = fixture.post(BODY);
    assertProblem(refused, 503, "overloaded");
    assertEquals("7", refused.headers().firstValue("retry-after").orElse(""));
  }

  @Test
  void the_same_key_and_body_get_the_same_answer() throws Exception {
    HttpResponse<String> first = fixture.post(BODY, "Idempotency-Key", "k");
    Message message = fixture.desk.recent.values().iterator().next();
    fixture.desk.onSubmit = _ -> new Reply.Repeated(message.id(), message.spec().expiresAtMillis());
    HttpResponse<String> second = fixture.post(BODY, "Idempotency-Key", "k");

    assertEquals(202, second.statusCode());
    assertEquals(first.body(), second.body());
    assertEquals("true", second.headers().firstValue("idempotent-replayed").orElse(""));
    assertEquals(draft().requestHash(), draft().requestHash());
  }

  @Test
  void the_same_key_with_another_body_is_422() throws Exception {
    fixture.post(BODY, "Idempotency-Key", "k");
    fixture.desk.onSubmit = _ -> new Reply.IdempotencyConflict();
    assertProblem(
        fixture.post(BODY.replace("123456", "123457"), "Idempotency-Key", "k"),
        422,
        "idempotency-conflict");
    assertNotEquals(draft().requestHash(), draft().requestHash());
  }

  @Test
  void a_fault_of_ours_is_500_and_the_door_goes_on() throws Exception {
    fixture.desk.failure = new IllegalStateException("Your code is 123456");
    HttpResponse<String> failed = fixture.post(BODY);
    assertProblem(failed, 500, "internal-error");
    assertFalse(failed.body().contains("123456"));
    fixture.desk.failure = null;
    assertEquals(202, fixture.post(BODY).statusCode());
  }

  @Test
  void an_operators_key_has_no_account_to_send_from() throws Exception {
    HttpResponse<String> refused =
        fixture.send(
            fixture
                .request("/v1/messages")
                .setHeader("Authorization", "Bearer " + DoorFixture.ADMIN_KEY)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(BODY)));
    assertProblem(refused, 403, "forbidden");
    assertTrue(fixture.desk.drafts.isEmpty());
  }

  @Test
  void a_reload_takes_keys_away_and_gives_others() throws Exception {
    assertEquals(202, fixture.post(BODY).statusCode());
    Account renewed = Account.named("idp", java.util.Set.of(KeyHash.of("a-new-key-0123456789")));
    fixture.door.accounts(Accounts.of(List.of(renewed), java.util.Set.of()));
    assertEquals(401, fixture.post(BODY).statusCode());
    HttpRequest.Builder request =
        fixture
            .request("/v1/messages")
            .setHeader("Authorization", "Bearer a-new-key-0123456789")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(BODY));
    assertEquals(202, fixture.send(request).statusCode());
  }

  @Test
  void requests_are_counted_by_call_and_status() throws Exception {
    fixture.post(BODY);
    fixture.post("{");
    fixture.get("/nowhere");
    await().until(() -> fixture.observed.size() == 3);
    assertEquals(
        List.of("CREATE_MESSAGE 202", "CREATE_MESSAGE 400", "NONE 404"),
        List.copyOf(fixture.observed));
  }

  // ---- get ----

  @Test
  void a_message_that_left_memory_is_read_from_history() throws Exception {
    Message message = with(stored("idp"), new MessageState.Delivered(FakeDesk.NOW + 900));
    fixture.desk.historic.put(message.id(), message);
    JsonNode read = MAPPER.readTree(fixture.get("/v1/messages/" + message.id()).body());
    assertEquals("delivered", read.get("state").asText());
    assertEquals("2026-11-18T11:06:40.900Z", read.get("final_at").asText());
  }

  @Test
  void a_message_of_another_account_is_not_found() throws Exception {
    Message recent = stored("other");
    Message historic = stored("other");
    fixture.desk.recent.put(recent.id(), recent);
    fixture.desk.historic.put(historic.id(), historic);
    assertProblem(fixture.get("/v1/messages/" + recent.id()), 404, "not-found");
    assertProblem(fixture.get("/v1/messages/" + historic.id()), 404, "not-found");
  }

  @Test
  void an_operator_sees_every_account() throws Exception {
    Message message = stored("other");
    fixture.desk.recent.put(message.id(), message);
    HttpRequest.Builder request =
        fixture
            .request("/v1/messages/" + message.id())
            .setHeader("Authorization", "Bearer " + DoorFixture.ADMIN_KEY)
            .GET();
    assertEquals(200, fixture.send(request).statusCode());
  }

  @Test
  void a_head_request_is_answered_without_a_body() throws Exception {
    Message message = stored("idp");
    fixture.desk.recent.put(message.id(), message);
    HttpRequest.Builder request =
        fixture
            .request("/v1/messages/" + message.id())
            .method("HEAD", HttpRequest.BodyPublishers.noBody());
    HttpResponse<String> head = fixture.send(request);
    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
  }

  // ---- cancel and feedback ----

  @Test
  void a_cancel_answers_with_the_message_as_it_is_then() throws Exception {
    Message message = stored("idp");
    fixture.desk.onCancel =
        _ -> new Reply.Done(with(message, new MessageState.Cancelled(FakeDesk.NOW)));
    HttpResponse<String> cancelled = delete(message);
    assertEquals(200, cancelled.statusCode());
    assertTrue(cancelled.body().contains("\"state\":\"cancelled\""));
  }

  @Test
  void a_cancel_that_comes_too_late_is_409_and_one_that_is_repeated_is_not() throws Exception {
    Message message = stored("idp");
    fixture.desk.onCancel =
        _ -> new Reply.AlreadyFinal(with(message, new MessageState.Delivered(FakeDesk.NOW)));
    assertProblem(delete(message), 409, "already-final");
    fixture.desk.onCancel =
        _ -> new Reply.AlreadyFinal(with(message, new MessageState.Cancelled(FakeDesk.NOW)));
    assertEquals(200, delete(message).statusCode());
  }

  @Test
  void a_cancel_of_a_message_in_history_is_409_and_of_none_is_404() throws Exception {
    Message message = with(stored("idp"), new MessageState.Expired(FakeDesk.NOW));
    assertProblem(delete(message), 404, "not-found");
    fixture.desk.historic.put(message.id(), message);
    assertProblem(delete(message), 409, "already-final");
    Message foreign = with(stored("other"), new MessageState.Expired(FakeDesk.NOW));
    fixture.desk.historic.put(foreign.id(), foreign);
    assertProblem(delete(foreign), 404, "not-found");
  }

  @Test
  void a_cancel_while_the_queue_is_full_is_503() throws Exception {
    fixture.desk.full = true;
    assertProblem(delete(stored("idp")), 503, "overloaded");
  }

  @Test
  void feedback_is_taken_also_after_the_end() throws Exception {
    Message message = with(stored("idp"), new MessageState.Delivered(FakeDesk.NOW));
    fixture.desk.onFeedback =
        verified -> verified ? new Reply.Done(message) : new Reply.AlreadyFinal(message);
    assertEquals(200, feedback(message, "{\"outcome\":\"verified\"}").statusCode());
    assertEquals(200, feedback(message, "{\"outcome\":\"not_received\"}").statusCode());
  }

  @Test
  void feedback_that_says_anything_else_is_refused() throws Exception {
    Message message = stored("idp");
    fixture.desk.onFeedback = _ -> new Reply.Done(message);
    assertProblem(feedback(message, "{\"outcome\":\"maybe\"}"), 400, "invalid-field");
    assertProblem(feedback(message, "{\"outcome\":true}"), 400, "wrong-type");
    assertProblem(feedback(message, "{\"outcome\":null}"), 400, "wrong-type");
    assertProblem(feedback(message, "{}"), 400, "missing-field");
    assertProblem(feedback(message, "{\"result\":1}"), 400, "unknown-field");
    assertProblem(feedback(message, "x"), 400, "malformed-json");
    assertProblem(
        feedback(message, "{\"outcome\":\"verified\",\"outcome\":\"verified\"}"),
        400,
        "duplicate-field");
  }

  // ---- search ----

  @Test
  void a_search_is_paged_by_its_cursor() throws Exception {
    for (int i = 0; i < 5; i++) {
      Message message = stored("idp");
      fixture.desk.recent.put(message.id(), message);
    }
    JsonNode first = MAPPER.readTree(fixture.get("/v1/messages?limit=2").body());
    String cursor = first.get("next_cursor").asText();
    JsonNode second = MAPPER.readTree(fixture.get("/v1/messages?limit=2&cursor=" + cursor).body());
    cursor = second.get("next_cursor").asText();
    JsonNode third = MAPPER.readTree(fixture.get("/v1/messages?limit=2&cursor=" + cursor).body());

    assertEquals(2, first.get("messages").size());
    assertEquals(2, second.get("messages").size());
    assertEquals(1, third.get("messages").size());
    assertTrue(third.get("next_cursor").isNull());
  }

  @Test
  void a_search_knows_only_the_keys_own_account() throws Exception {
    fixture.get(
        "/v1/messages?to=+393401234567&state=failed&since=2026-11-18T12:00:00%2B01:00&account=idp");
    MessageQuery query = fixture.desk.queries.remove();
    assertEquals(
        new MessageQuery("idp", "+393401234567", "failed", 1_794_999_600_000L, null, 50), query);
    fixture.get("/v1/messages");
    assertEquals("idp", fixture.desk.queries.remove().account());
    assertProblem(fixture.get("/v1/messages?account=other"), 403, "forbidden");
    assertTrue(fixture.desk.queries.isEmpty());
  }

  @Test
  void an_operator_searches_every_account_or_one() throws Exception {
    for (String query : List.of("", "?account=other")) {
      fixture.send(
          fixture
              .request("/v1/messages" + query)
              .setHeader("Authorization", "Bearer " + DoorFixture.ADMIN_KEY)
              .GET());
    }
    assertNull(fixture.desk.queries.remove().account());
    assertEquals("other", fixture.desk.queries.remove().account());
  }

  @Test
  void searches_that_block_do_not_hold_up_others_and_are_bounded() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(16);
    fixture.desk.beforeFind =
        () -> {
          running.countDown();
          try {
            gate.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    List<CompletableFuture<Integer>> searches = new java.util.ArrayList<>();
    for (int i = 0; i < 16; i++) {
      searches.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return fixture.get("/v1/messages").statusCode();
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              },
              Thread::startVirtualThread));
    }
    running.await();
    HttpResponse<String> refused = fixture.get("/v1/messages");
    assertProblem(refused, 503, "overloaded");
    assertEquals("1", refused.headers().firstValue("retry-after").orElse(""));
    assertEquals(202, fixture.post(BODY).statusCode());
    gate.countDown();
    for (CompletableFuture<Integer> search : searches) {
      assertEquals(200, search.get());
    }
  }

  @Test
  void a_search_that_fails_is_500_and_gives_its_place_back() throws Exception {
    for (int i = 0; i < 20; i++) {
      fixture.desk.beforeFind =
          () -> {
            throw new IllegalStateException("disk");
          };
      assertProblem(fixture.get("/v1/messages"), 500, "internal-error");
    }
    fixture.desk.beforeFind = () -> {};
    assertEquals(200, fixture.get("/v1/messages").statusCode());
  }
}
