package io.strowger.gateway.risk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.RiskRules;
import io.strowger.gateway.delivery.DispatchEvent;
import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.guard.Denial;
import io.strowger.gateway.guard.GuardObserver;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RiskDeskTest {
  private static final int PATIENCE_MILLIS = 2_000;

  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private final TakingDesk taken = new TakingDesk();
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final Queue<Denial> observed = new ConcurrentLinkedQueue<>();
  private RiskService service = new RiskService();

  @BeforeEach
  void open() throws Exception {
    service.open();
  }

  @AfterEach
  void close() {
    service.close();
    http.shutdownNow();
  }

  private static MessageDraft draft() {
    return new MessageDraft(
        "idp",
        new PhoneNumber("+393401234567"),
        new Secret("Your code is 482913"),
        new Secret("482913"),
        "Example",
        null,
        "reference",
        null,
        0,
        List.of(Channel.SMS),
        null,
        List.of(),
        300_000);
  }

  private RiskGate gate(@Nullable RiskRules rules) {
    return new RiskGate(
        _ -> rules,
        () -> http,
        new GuardObserver() {
          @Override
          public void denied(String account, PhoneNumber to, Denial denial, long nowMillis) {
            observed.add(denial);
          }
        },
        () -> 5_000);
  }

  private void submit(@Nullable RiskRules rules) {
    RiskGate gate = gate(rules);
    RiskDesk desk =
        new RiskDesk(
            taken,
            event -> {
              DispatchEvent.Answered answered =
                  assertInstanceOf(DispatchEvent.Answered.class, event);
              answered.ticket().reply(answered.reply());
            },
            gate);
    assertTrue(desk.submit(draft(), replies::add));
    await().until(() -> gate.asking() == 0 && !(replies.isEmpty() && taken.drafts.isEmpty()));
  }

  private RiskRules rules(int timeoutMillis, boolean allowWithoutAnswer) {
    URI url = URI.create("http://127.0.0.1:" + service.port() + "/check?v=1");
    return new RiskRules(url, new Secret("bearer-token"), timeoutMillis, allowWithoutAnswer);
  }

  @Test
  void who_has_no_risk_check_is_not_asked_about() {
    submit(null);
    assertEquals(1, taken.drafts.size());
    assertEquals(List.of(), List.copyOf(service.requests));
  }

  @Test
  void an_allowed_message_is_handed_in_and_the_question_holds_no_code() {
    service.answer = RiskService.json(200, "{\"decision\":\"allow\"}");
    submit(rules(PATIENCE_MILLIS, false));
    assertEquals(1, taken.drafts.size());
    String request = service.requests.element();
    assertTrue(request.startsWith("POST /check?v=1 HTTP/1.1\r\n"), request);
    assertTrue(request.contains("Authorization: Bearer bearer-token"), request);
    assertTrue(
        request.endsWith(
            "{\"account\":\"idp\",\"to\":\"+393401234567\",\"sender\":\"Example\","
                + "\"channel\":\"sms\"}"),
        request);
    assertFalse(request.contains("482913"));
  }

  @Test
  void a_denied_message_is_not_handed_in() {
    service.answer = RiskService.json(200, "{\"decision\":\"deny\"}");
    submit(rules(PATIENCE_MILLIS, true));
    Denial denial = assertInstanceOf(Reply.Denied.class, replies.element()).denial();
    assertEquals("risk-denied", denial.code());
    assertEquals(List.of(denial), List.copyOf(observed));
    assertEquals(List.of(), List.copyOf(taken.drafts));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Elsewhere\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 204 Nothing\r\n\r\n",
        "not http at all\r\n\r\n",
        ""
      })
  void no_answer_is_what_the_account_says_it_is(String answer) {
    service.answer = answer;
    submit(rules(PATIENCE_MILLIS, true));
    assertEquals(1, taken.drafts.size());
    submit(rules(PATIENCE_MILLIS, false));
    Denial denial = assertInstanceOf(Reply.Denied.class, replies.element()).denial();
    assertEquals("risk-unknown", denial.code());
    assertEquals(1, denial.retryAfterSeconds());
    assertEquals(1, taken.drafts.size());
  }

  @Test
  void an_answer_that_is_too_large_counts_as_none() {
    String body = "{\"decision\":\"deny\",\"x\":\"" + "x".repeat(20_000) + "\"}";
    service.answer = RiskService.json(200, body);
    submit(rules(PATIENCE_MILLIS, true));
    assertEquals(1, taken.drafts.size());
  }

  @ParameterizedTest
  @CsvSource({"'', true", "'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"dec', false"})
  void an_answer_that_does_not_come_in_time_counts_as_none(String begun, boolean allow) {
    service.answer = begun;
    service.hangs = true;
    submit(rules(50, allow));
    assertEquals(allow ? 1 : 0, taken.drafts.size());
    assertEquals(allow ? 0 : 1, replies.size());
  }

  @Test
  void nobody_listening_counts_as_none() {
    service.close();
    submit(rules(PATIENCE_MILLIS, true));
    assertEquals(1, taken.drafts.size());
  }

  @Test
  void a_full_gateway_is_told_as_every_reply_is() {
    service.answer = RiskService.json(200, "{\"decision\":\"allow\"}");
    taken.full = true;
    submit(rules(PATIENCE_MILLIS, true));
    assertInstanceOf(Reply.Refused.class, replies.element());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"decision\":\"allow\"} | ALLOW",
        "{\"score\":[1,{\"decision\":\"allow\"}],\"decision\":\"deny\"} | DENY",
        "{\"decision\":\"perhaps\"} | UNKNOWN",
        "{\"decision\":true} | UNKNOWN",
        "{\"decision\":\"allow\" | UNKNOWN",
        "{} | UNKNOWN",
        "[\"allow\"] | UNKNOWN",
        "allow | UNKNOWN",
        "'' | UNKNOWN"
      })
  void an_answer_is_read_or_it_is_none(String body, RiskVerdict verdict) {
    assertEquals(verdict, RiskClient.read(body.getBytes(StandardCharsets.UTF_8)));
  }
}
