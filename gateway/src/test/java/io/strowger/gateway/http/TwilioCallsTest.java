package io.strowger.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.guard.Denial;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.TwilioTerms;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Twilio's Messages resource, by the requests and answers of its published documentation. */
final class TwilioCallsTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String MESSAGES =
      "/2010-04-01/Accounts/" + ShapeFixture.SID + "/Messages.json";
  private static final String AUTH = ShapeFixture.basic(ShapeFixture.SID, ShapeFixture.TOKEN);

  private ShapeFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new ShapeFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private HttpResponse<String> create(String... pairs) throws Exception {
    return fixture.postForm(MESSAGES, ShapeFixture.form(pairs), "Authorization", AUTH);
  }

  private MessageDraft draft() {
    return present(fixture.door.desk.drafts.poll());
  }

  private static <T> T present(@Nullable T value) {
    assertNotNull(value);
    return value;
  }

  private static void assertError(HttpResponse<String> response, int status, int code)
      throws Exception {
    assertEquals(status, response.statusCode(), response.body());
    JsonNode error = MAPPER.readTree(response.body());
    assertEquals(code, error.get("code").asInt(), response.body());
    assertEquals(status, error.get("status").asInt());
    assertEquals("https://www.twilio.com/docs/errors/" + code, error.get("more_info").asText());
    assertFalse(error.get("message").asText().isEmpty());
    assertEquals("application/json", response.headers().firstValue("content-type").orElse(""));
  }

  // ---- create ----

  @Test
  void the_documented_request_creates_a_message() throws Exception {
    String recorded = ShapeFixture.recorded("twilio-create.form").strip();
    HttpResponse<String> created = fixture.postForm(MESSAGES, recorded, "Authorization", AUTH);

    assertEquals(201, created.statusCode(), created.body());
    MessageDraft draft = draft();
    assertEquals("+15558675310", draft.to().e164());
    assertEquals("+15017122661", draft.sender());
    assertEquals("Your code is 123456", draft.text().reveal());
    assertEquals(600_000, draft.ttlMillis(), "the account allows ten minutes of the four hours");
    assertNotNull(draft.origin());
    assertEquals("twilio", draft.origin().door());
    assertEquals("https://auth.example.com/status?tenant=7", draft.origin().data());
  }

  @Test
  void the_answer_has_the_fields_of_the_documented_one() throws Exception {
    JsonNode expected = MAPPER.readTree(ShapeFixture.recorded("twilio-created.json"));
    JsonNode answer =
        MAPPER.readTree(
            create("To", "+15558675310", "From", "+15017122661", "Body", "Code 123456").body());

    assertEquals(names(expected), names(answer));
    String sid = answer.get("sid").asText();
    assertTrue(sid.matches("SM[0-9a-f]{32}"), sid);
    assertEquals("queued", answer.get("status").asText());
    assertEquals("Wed, 18 Nov 2026 11:06:40 +0000", answer.get("date_created").asText());
    assertTrue(answer.get("date_sent").isNull());
    assertTrue(answer.get("error_code").isNull());
    assertEquals("1", answer.get("num_segments").asText());
    assertEquals(MESSAGES.replace(".json", "/" + sid + ".json"), answer.get("uri").asText());
    assertEquals("", answer.get("body").asText(), "texts are never answered");
  }

  @Test
  void a_new_message_is_queued_however_far_it_is_already() throws Exception {
    fixture.door.desk.onSubmit =
        draft ->
            new Reply.Accepted(
                with(fixture.door.desk.store(draft), new MessageState.Attempting(1)));
    HttpResponse<String> created = create("To", "+15558675310", "Body", "Code 123456");
    assertEquals("queued", MAPPER.readTree(created.body()).get("status").asText());
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void a_path_without_json_is_the_same() throws Exception {
    HttpResponse<String> created =
        fixture.postForm(
            MESSAGES.replace(".json", ""),
            ShapeFixture.form("To", "+15558675310", "Body", "Code 123456"),
            "Authorization",
            AUTH);
    assertEquals(201, created.statusCode());
    String sid = MAPPER.readTree(created.body()).get("sid").asText();
    String path = MESSAGES.replace(".json", "/" + sid);
    assertEquals(200, fixture.get(path, "Authorization", AUTH).statusCode());
  }

  @Test
  void a_messaging_service_takes_the_accounts_sender() throws Exception {
    String service = "MG0123456789abcdef0123456789abcdef";
    HttpResponse<String> created =
        create("To", "+15558675310", "MessagingServiceSid", service, "Body", "Code 123456");
    assertEquals(service, MAPPER.readTree(created.body()).get("messaging_service_sid").asText());
    MessageDraft draft = draft();
    assertEquals("AUTH", draft.sender());
    assertNull(draft.origin());
    assertEquals(300_000, draft.ttlMillis());
  }

  @ParameterizedTest
  @CsvSource({
    "21604, Body=x",
    "21604, To=&Body=x",
    "21602, To=%2B15558675310",
    "21602, To=%2B15558675310&Body=+",
    "21211, To=555&Body=x",
    "21211, To=whatsapp%3A%2B15558675310&Body=x",
    "21211, To=%2B155586753101555867531015558675310&Body=x",
    "21408, To=%2B33612345678&Body=x",
    "21212, To=%2B15558675310&Body=x&From=a+sender+too+long+for+sms",
    "21609, To=%2B15558675310&Body=x&StatusCallback=ftp%3A%2F%2Fexample.com",
    "21609, To=%2B15558675310&Body=x&StatusCallback=localhost",
    "20422, To=%2B15558675310&Body=x&ValidityPeriod=0",
    "20422, To=%2B15558675310&Body=x&ValidityPeriod=soon",
    "20422, To=%2B15558675310&Body=x&MediaUrl=https%3A%2F%2Fexample.com%2Fa.png",
    "20422, To=%2B15558675310&To=%2B15558675311&Body=x",
    "20422, To=%2B15558675310&Body=%zz",
    "20422, To=%2B15558675310&Body=%ff",
  })
  void what_cannot_be_sent_has_twilios_code(int code, String form) throws Exception {
    assertError(fixture.postForm(MESSAGES, form, "Authorization", AUTH), 400, code);
    assertTrue(fixture.door.desk.drafts.isEmpty());
  }

  @Test
  void a_text_of_too_many_segments_is_21617() throws Exception {
    assertError(create("To", "+15558675310", "Body", "x".repeat(400)), 400, 21_617);
  }

  @Test
  void credentials_that_do_not_match_are_20003() throws Exception {
    String form = ShapeFixture.form("To", "+15558675310", "Body", "x");
    List<String> wrong =
        List.of(
            ShapeFixture.basic(ShapeFixture.SID, "another"),
            ShapeFixture.basic("AC1", ShapeFixture.TOKEN),
            "Bearer " + ShapeFixture.KEY,
            "Basic ?",
            "Basic " + "QUM=");
    for (String authorization : wrong) {
      assertError(fixture.postForm(MESSAGES, form, "Authorization", authorization), 401, 20_003);
    }
    HttpResponse<String> none = fixture.postForm(MESSAGES, form);
    assertError(none, 401, 20_003);
    assertEquals(
        "Basic realm=\"Twilio API\"", none.headers().firstValue("www-authenticate").orElse(""));
    String other = MESSAGES.replace(ShapeFixture.SID, "AC1");
    assertError(fixture.postForm(other, form, "Authorization", AUTH), 401, 20_003);
    assertTrue(fixture.door.desk.drafts.isEmpty());
  }

  @Test
  void a_guards_refusal_has_twilios_code_too() throws Exception {
    fixture.door.desk.onSubmit =
        _ -> new Reply.Denied(new Denial("velocity", "Too many.", Denial.Kind.RATE_LIMITED, 7));
    HttpResponse<String> limited = create("To", "+15558675310", "Body", "x");
    assertError(limited, 429, 20_429);
    assertEquals("7", limited.headers().firstValue("retry-after").orElse(""));
    fixture.door.desk.onSubmit =
        _ -> new Reply.Denied(new Denial("denied", "Not there.", Denial.Kind.FORBIDDEN, 0));
    assertError(create("To", "+15558675310", "Body", "x"), 400, 21_408);
  }

  @Test
  void a_full_queue_is_503() throws Exception {
    fixture.door.desk.full = true;
    assertError(create("To", "+15558675310", "Body", "x"), 503, 20_503);
    fixture.door.desk.full = false;
    fixture.door.desk.onSubmit = _ -> new Reply.Refused("The store is full.", 3);
    assertError(create("To", "+15558675310", "Body", "x"), 503, 20_503);
  }

  @Test
  void a_client_hears_of_a_stalled_store_before_it_gives_up() throws Exception {
    fixture.door.desk.onSubmit = _ -> null;
    java.util.concurrent.CompletableFuture<HttpResponse<String>> waiting =
        java.util.concurrent.CompletableFuture.supplyAsync(
            () -> {
              try {
                return create("To", "+15558675310", "Body", "x");
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            },
            Thread::startVirtualThread);
    org.awaitility.Awaitility.await().until(() -> !fixture.door.desk.unanswered.isEmpty());
    fixture.door.advance(2_600);
    assertError(waiting.get(), 503, 20_503);
  }

  @Test
  void a_body_that_is_no_form_or_too_large_is_refused_in_twilios_shape() throws Exception {
    HttpResponse<String> json =
        fixture.post(MESSAGES, "application/json", "{}", "Authorization", AUTH);
    assertError(json, 415, 20_422);
    assertError(create("To", "+15558675310", "Body", "x".repeat(20_000)), 413, 20_422);
  }

  // ---- fetch, cancel, feedback ----

  private String created() throws Exception {
    HttpResponse<String> created = create("To", "+15558675310", "Body", "Code 123456");
    return MAPPER.readTree(created.body()).get("sid").asText();
  }

  private static String path(String sid) {
    return MESSAGES.replace(".json", "/" + sid + ".json");
  }

  private Message message(String sid) {
    return present(fixture.door.desk.recent.get(TwilioTerms.parseSid(sid)));
  }

  private static Message with(Message message, MessageState state) {
    return new Message(message.spec(), state, message.attempts());
  }

  @Test
  void a_message_is_fetched_by_its_sid_also_from_history() throws Exception {
    String sid = created();
    Message message = message(sid);
    HttpResponse<String> fetched = fixture.get(path(sid), "Authorization", AUTH);
    assertEquals(200, fetched.statusCode());
    assertEquals("queued", MAPPER.readTree(fetched.body()).get("status").asText());

    fixture.door.desk.recent.clear();
    Message expired = with(message, new MessageState.Expired(FakeDesk.NOW + 300_000));
    fixture.door.desk.historic.put(message.id(), expired);
    JsonNode old = MAPPER.readTree(fixture.get(path(sid), "Authorization", AUTH).body());
    assertEquals("failed", old.get("status").asText());
    assertEquals(30_036, old.get("error_code").asInt());
    assertEquals("Wed, 18 Nov 2026 11:11:40 +0000", old.get("date_updated").asText());
  }

  @Test
  void a_sid_of_nobody_or_of_another_account_is_20404() throws Exception {
    String nobody = "SM0192f0c1d2e37abc8def0123456789ab";
    assertError(fixture.get(path(nobody), "Authorization", AUTH), 404, 20_404);
    assertError(fixture.get(path("SM1"), "Authorization", AUTH), 404, 20_404);
    fixture.door.post("{\"to\":\"+393401234567\",\"text\":\"a\"}");
    Message foreign = fixture.door.desk.recent.values().iterator().next();
    String sid = TwilioTerms.sid(foreign.id());
    assertError(fixture.get(path(sid), "Authorization", AUTH), 404, 20_404);
  }

  @Test
  void a_cancel_answers_canceled_and_one_that_comes_too_late_30409() throws Exception {
    String sid = created();
    Message message = message(sid);
    Message cancelled = with(message, new MessageState.Cancelled(FakeDesk.NOW));
    fixture.door.desk.onCancel = _ -> new Reply.Done(cancelled);
    HttpResponse<String> done =
        fixture.postForm(path(sid), "Status=canceled", "Authorization", AUTH);
    assertEquals(200, done.statusCode());
    assertEquals("canceled", MAPPER.readTree(done.body()).get("status").asText());

    fixture.door.desk.onCancel = _ -> new Reply.AlreadyFinal(cancelled);
    assertEquals(
        200, fixture.postForm(path(sid), "Status=canceled", "Authorization", AUTH).statusCode());

    Message delivered = with(message, new MessageState.Delivered(FakeDesk.NOW));
    fixture.door.desk.onCancel = _ -> new Reply.AlreadyFinal(delivered);
    assertError(fixture.postForm(path(sid), "Status=canceled", "Authorization", AUTH), 409, 30_409);
    fixture.door.desk.onCancel = _ -> new Reply.NotFound();
    fixture.door.desk.recent.clear();
    assertError(fixture.postForm(path(sid), "Status=canceled", "Authorization", AUTH), 404, 20_404);
  }

  @Test
  void an_update_redacts_or_cancels_and_nothing_else() throws Exception {
    String sid = created();
    assertEquals(200, fixture.postForm(path(sid), "Body=", "Authorization", AUTH).statusCode());
    for (String form : List.of("Body=other", "Status=sent", "Status=canceled&Body=", "")) {
      assertError(fixture.postForm(path(sid), form, "Authorization", AUTH), 400, 30_400);
    }
  }

  @Test
  void feedback_says_whether_the_code_was_used() throws Exception {
    String sid = created();
    Message message = message(sid);
    java.util.List<Boolean> told = new java.util.concurrent.CopyOnWriteArrayList<>();
    fixture.door.desk.onFeedback =
        verified -> {
          told.add(verified);
          return new Reply.Done(message);
        };
    String feedback = path(sid).replace(".json", "/Feedback.json");
    HttpResponse<String> confirmed =
        fixture.postForm(feedback, "Outcome=confirmed", "Authorization", AUTH);
    assertEquals(201, confirmed.statusCode());
    JsonNode answer = MAPPER.readTree(confirmed.body());
    assertEquals("confirmed", answer.get("outcome").asText());
    assertEquals(sid, answer.get("message_sid").asText());
    assertEquals(feedback, answer.get("uri").asText());
    assertEquals(201, fixture.postForm(feedback, "", "Authorization", AUTH).statusCode());
    HttpResponse<String> unconfirmed =
        fixture.postForm(feedback, "Outcome=unconfirmed", "Authorization", AUTH);
    assertEquals(201, unconfirmed.statusCode());
    assertEquals(List.of(true, true), told, "unconfirmed is no reason to send the code again");
    assertError(fixture.postForm(feedback, "Outcome=perhaps", "Authorization", AUTH), 400, 20_422);
  }

  @Test
  void other_methods_and_resources_do_not_exist() throws Exception {
    assertEquals(405, fixture.delete(MESSAGES, "Authorization", AUTH).statusCode());
    String calls = MESSAGES.replace("Messages", "Calls");
    assertEquals(404, fixture.postForm(calls, "To=1", "Authorization", AUTH).statusCode());
  }
}
