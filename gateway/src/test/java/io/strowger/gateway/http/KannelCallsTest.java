package io.strowger.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.guard.Denial;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kannel's sendsms, by its user guide. */
final class KannelCallsTest {
  private static final String PATH = "/cgi-bin/sendsms";
  private static final String USER = "username=auth&password=kannel-password";

  private ShapeFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new ShapeFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private HttpResponse<String> send(String query) throws Exception {
    return fixture.get(PATH + "?" + USER + "&" + query);
  }

  private MessageDraft draft() {
    MessageDraft draft = fixture.door.desk.drafts.poll();
    assertNotNull(draft);
    return draft;
  }

  private static void assertAnswer(HttpResponse<String> answer, int status, String body) {
    assertEquals(body, answer.body());
    assertEquals(status, answer.statusCode());
  }

  @Test
  void the_documented_request_is_accepted_for_delivery() throws Exception {
    assertAnswer(
        fixture.get(PATH + "?" + ShapeFixture.recorded("kannel.query").strip()),
        202,
        "0: Accepted for delivery");
    MessageDraft draft = draft();
    assertEquals("+393401234567", draft.to().e164());
    assertEquals("ACME", draft.sender());
    assertEquals("Il tuo codice è 123456", draft.text().reveal());
    assertEquals(120_000, draft.ttlMillis());
    assertNotNull(draft.origin());
    assertEquals("kannel", draft.origin().door());
    assertEquals("31\nhttp://auth.example.com/dlr?type=%d&id=7", draft.origin().data());
  }

  @Test
  void a_form_is_the_same_as_a_query() throws Exception {
    assertAnswer(
        fixture.postForm(PATH, ShapeFixture.recorded("kannel.query").strip()),
        202,
        "0: Accepted for delivery");
    assertEquals("Il tuo codice è 123456", draft().text().reveal());
  }

  @ParameterizedTest
  @CsvSource({
    "%2B393401234567",
    "+393401234567",
    "393401234567",
    "00393401234567",
  })
  void a_number_is_international_with_or_without_its_plus(String to) throws Exception {
    assertEquals(202, send("to=" + to + "&text=a").statusCode());
    assertEquals("+393401234567", draft().to().e164());
  }

  @ParameterizedTest
  @CsvSource({
    "è 1, text=%C3%A8%201",
    "è 1, text=%E8+1&charset=ISO-8859-1",
    "€ 1, text=%80+1&charset=windows-1252",
    "è 1, text=%00%E8%00%20%001&coding=2",
    "è 1, text=%C3%A8%201&coding=2&charset=utf-8",
    "è 1, text=%C3%A8%201&coding=0&mclass=1&smsc=alpha&priority=2",
  })
  void a_text_is_in_the_charset_that_is_told(String text, String query) throws Exception {
    assertEquals(202, send("to=393401234567&" + query).statusCode());
    assertEquals(text, draft().text().reveal());
  }

  @Test
  void what_is_not_given_comes_from_the_account() throws Exception {
    assertEquals(202, send("to=393401234567&text=a&dlr-mask=31").statusCode());
    MessageDraft draft = draft();
    assertEquals("AUTH", draft.sender());
    assertEquals(300_000, draft.ttlMillis());
    assertNull(draft.origin(), "a mask without a URL asks for nothing");
    assertEquals(202, send("to=393401234567&text=a&validity=1440").statusCode());
    assertEquals(600_000, draft().ttlMillis(), "as long as the account allows");
  }

  @Test
  void old_names_of_parameters_still_work() throws Exception {
    String query =
        "user=auth&pass=kannel-password&to=393401234567&text=a&dlrmask=3&dlrurl=http://a.example/";
    assertEquals(202, fixture.get(PATH + "?" + query).statusCode());
    MessageDraft draft = draft();
    assertNotNull(draft.origin());
    assertEquals("3\nhttp://a.example/", draft.origin().data());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text=a|Missing receiver number, rejected",
        "to=&text=a|Empty receiver number not allowed, rejected",
        "to=393401234567|Empty text not allowed, rejected",
        "to=393401234567&text=+|Empty text not allowed, rejected",
        "to=12&text=a|Number(s) has/have been denied by white- and/or black-lists.",
        "to=393401234567&text=a&coding=3|Coding field misformed, rejected",
        "to=393401234567&text=a&coding=1|Coding field: 8-bit data not supported, rejected",
        "to=393401234567&text=a&udh=%06%05|UDH field not supported, rejected",
        "to=393401234567&text=a&mclass=4|MClass field misformed, rejected",
        "to=393401234567&text=a&deferred=5|Deferred field not supported, rejected",
        "to=393401234567&text=a&validity=-2|Validity field misformed, rejected",
        "to=393401234567&text=a&validity=x|Validity field misformed, rejected",
        "to=393401234567&text=a&dlr-mask=64|DLR-Mask field misformed, rejected",
        "to=393401234567&text=a&dlr-url=ftp://a|DLR-URL field misformed, rejected",
        "to=393401234567&text=%ff|Charset or body misformed, rejected",
        "to=393401234567&text=a&charset=KLINGON|Charset or body misformed, rejected",
        "to=393401234567&text=a&charset=%21|Charset or body misformed, rejected",
        "to=393401234567&text=a&from=a+sender+too+long+for+sms|From field misformed, rejected",
      })
  void a_request_that_cannot_be_sent_is_rejected_in_kannels_words(String query, String answer)
      throws Exception {
    assertAnswer(send(query), 400, answer);
    assertTrue(fixture.door.desk.drafts.isEmpty());
  }

  @Test
  void wrong_credentials_are_forbidden() throws Exception {
    for (String user :
        List.of(
            "username=auth&password=other",
            "username=nobody&password=kannel-password",
            "username=auth",
            "password=kannel-password",
            "a=b")) {
      assertAnswer(
          fixture.get(PATH + "?" + user + "&to=393401234567&text=a"),
          403,
          "Authorization failed for sendsms");
    }
    assertTrue(fixture.door.desk.drafts.isEmpty());
  }

  @Test
  void each_receiver_has_a_message_of_its_own() throws Exception {
    assertAnswer(
        send("to=393401234567+447700900123+393401234567&text=a"), 202, "0: Accepted for delivery");
    assertEquals("+393401234567", draft().to().e164());
    assertEquals("+447700900123", draft().to().e164());
    assertTrue(fixture.door.desk.drafts.isEmpty(), "once each");
  }

  @Test
  void receivers_that_were_denied_are_named() throws Exception {
    assertAnswer(
        send("to=393401234567+12+33612345678&text=a"),
        202,
        "0: Accepted for delivery Denied receivers are: 12 33612345678");
    assertEquals("+393401234567", draft().to().e164());
  }

  @Test
  void where_nothing_may_go_there_is_no_route() throws Exception {
    assertAnswer(send("to=33612345678&text=a"), 403, "Not routable. Do not try again.");
    fixture.door.desk.onSubmit =
        _ -> new Reply.Denied(new Denial("denied", "Not there.", Denial.Kind.FORBIDDEN, 0));
    assertAnswer(send("to=393401234567&text=a"), 403, "Not routable. Do not try again.");
  }

  @Test
  void what_may_pass_is_a_temporal_failure() throws Exception {
    fixture.door.desk.full = true;
    assertAnswer(send("to=393401234567&text=a"), 503, "Temporal failure, try again later.");
    fixture.door.desk.full = false;
    fixture.door.desk.onSubmit =
        _ -> new Reply.Denied(new Denial("velocity", "Too many.", Denial.Kind.RATE_LIMITED, 7));
    HttpResponse<String> limited = send("to=393401234567&text=a");
    assertAnswer(limited, 503, "Temporal failure, try again later.");
    assertEquals("7", limited.headers().firstValue("retry-after").orElse(""));
  }

  @Test
  void once_one_message_is_on_its_way_the_request_is_not_to_be_repeated() throws Exception {
    fixture.door.desk.onSubmit =
        draft ->
            draft.to().e164().startsWith("+44")
                ? new Reply.Refused("The store is full.", 1)
                : new Reply.Accepted(fixture.door.desk.store(draft));
    assertAnswer(
        send("to=393401234567+447700900123&text=a"),
        202,
        "0: Accepted for delivery Failed receivers are: 447700900123");
  }

  @Test
  void a_head_request_sends_nothing() throws Exception {
    try (RawClient client = new RawClient(fixture.door.door.port())) {
      client.send(
          "HEAD " + PATH + "?" + USER + "&to=393401234567&text=a HTTP/1.1\r\nHost: a\r\n\r\n");
      assertTrue(client.readUntil("\r\n\r\n").startsWith("HTTP/1.1 405"));
    }
    assertTrue(fixture.door.desk.drafts.isEmpty());
  }

  @Test
  void a_body_of_another_kind_is_rejected() throws Exception {
    assertAnswer(
        fixture.post(PATH, "application/json", "{}"), 415, "Unsupported content-type, rejected");
  }
}
