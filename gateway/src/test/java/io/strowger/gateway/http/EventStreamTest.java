package io.strowger.gateway.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EventStreamTest {
  private static final HttpSettings.Limits SMALL =
      new HttpSettings.Limits(16_384, 8_192, 100, 10_000, 10_000, 75_000, 15_000, 16, 2, 1_024);
  private static final Pattern ID = Pattern.compile("\nid: (\\S+)\n");

  private DoorFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new DoorFixture(new HttpSettings("127.0.0.1", 0, 1, null, SMALL));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private RawClient ask(String key, String query, String... headers) throws IOException {
    RawClient client = new RawClient(fixture.door.port(), 8_192);
    StringBuilder head = new StringBuilder("GET /v1/events" + query + " HTTP/1.1\r\nHost: gw\r\n");
    head.append("Authorization: Bearer ").append(key).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return client.send(head + "\r\n");
  }

  private RawClient listen(String... headers) throws IOException {
    RawClient client = ask(DoorFixture.KEY, "", headers);
    String head = client.readUntil("retry: 2000\n\n");
    assertTrue(head.startsWith("HTTP/1.1 200"), head);
    assertTrue(head.contains("text/event-stream"), head);
    return client;
  }

  private Message message(String account, String reference) {
    return fixture.desk.message(
        new MessageDraft(
            account,
            new PhoneNumber("+393401234567"),
            new Secret("Your code is 123456"),
            null,
            null,
            null,
            reference,
            null,
            0,
            List.of(Channel.SMS),
            null,
            List.of(),
            60_000));
  }

  private void change(String account, String... references) {
    List<Message> messages = new ArrayList<>();
    for (String reference : references) {
      messages.add(message(account, reference));
    }
    fixture.desk.batch(() -> fixture.door.changed(messages, FakeDesk.NOW));
  }

  private static String lastId(String events) {
    Matcher matcher = ID.matcher(events);
    String id = "";
    while (matcher.find()) {
      id = matcher.group(1);
    }
    return id;
  }

  @Test
  void a_change_is_told_with_its_id_and_without_its_text() throws Exception {
    try (RawClient client = listen()) {
      change("idp", "login-1");
      String event = client.readUntil("\n\n");
      assertTrue(event.contains("event: state\nid: "), event);
      assertTrue(event.contains("\"state\":\"accepted\""), event);
      assertTrue(event.contains("\"at\":\"2026-11-18T11:06:40.000Z\""), event);
      assertTrue(event.contains("\"reference\":\"login-1\""), event);
      assertFalse(event.contains("123456"), event);
    }
  }

  @Test
  void changes_of_other_accounts_are_not_told() throws Exception {
    try (RawClient client = listen()) {
      change("other", "foreign");
      change("idp", "own");
      String event = client.readUntil("own\"}\n\n");
      assertFalse(event.contains("foreign"), event);
    }
  }

  @Test
  void an_operator_hears_all_accounts_or_one() throws Exception {
    try (RawClient all = ask(DoorFixture.ADMIN_KEY, "");
        RawClient one = ask(DoorFixture.ADMIN_KEY, "?account=other")) {
      all.readUntil("retry: 2000\n\n");
      one.readUntil("retry: 2000\n\n");
      change("idp", "first");
      change("other", "second");
      assertTrue(all.readUntil("second\"}").contains("first"));
      assertFalse(one.readUntil("second\"}").contains("first"));
    }
  }

  @Test
  void a_foreign_account_cannot_be_listened_to() throws Exception {
    HttpResponse<String> refused = fixture.get("/v1/events?account=other");
    assertEquals(403, refused.statusCode());
  }

  @Test
  void a_client_that_comes_back_misses_nothing() throws Exception {
    String id;
    try (RawClient client = listen()) {
      change("idp", "a", "b");
      String events = client.readUntil("\"b\"}\n\n");
      id = lastId(events.substring(0, events.indexOf("\"a\"}") + 1) + "\n");
    }
    change("idp", "c");
    try (RawClient client = listen("Last-Event-ID: " + id)) {
      String events = client.readUntil("\"c\"}\n\n");
      assertTrue(events.contains("\"b\"}"), events);
      assertFalse(events.contains("\"a\"}"), events);
      assertFalse(events.contains("event: gap"), events);
    }
  }

  @Test
  void a_client_that_stayed_away_too_long_is_told_of_the_gap() throws Exception {
    String id;
    try (RawClient client = listen()) {
      change("idp", "a");
      id = lastId(client.readUntil("\"a\"}\n\n"));
    }
    for (int i = 0; i < 1_025; i++) {
      change("other", "x");
    }
    await().until(() -> fixture.door.eventsSeen() == 1_026);
    try (RawClient client = listen("Last-Event-ID: " + id)) {
      change("idp", "b");
      String events = client.readUntil("\"b\"}\n\n");
      assertTrue(events.contains("event: gap\nid: "), events);
    }
  }

  @Test
  void an_id_of_another_run_or_of_no_run_is_a_gap() throws Exception {
    for (String id : List.of("zzz-1", "nonsense", "-", "1-99999999999999999999")) {
      try (RawClient client = ask(DoorFixture.KEY, "", "Last-Event-ID: " + id)) {
        assertTrue(client.readUntil("event: gap\n").contains("retry:"), id);
      }
    }
  }

  @Test
  void a_quiet_stream_has_heartbeats_that_move_its_id_on() throws Exception {
    String id;
    try (RawClient client = listen()) {
      change("other", "x");
      await().until(() -> fixture.door.eventsSeen() == 1);
      fixture.advance(15_001);
      String beat = client.readUntil("\n\n");
      assertTrue(beat.contains(": still here\nid: "), beat);
      id = lastId(beat);
    }
    for (int i = 0; i < 1_024; i++) {
      change("other", "x");
    }
    await().until(() -> fixture.door.eventsSeen() == 1_025);
    try (RawClient client = listen("Last-Event-ID: " + id)) {
      change("idp", "b");
      assertFalse(client.readUntil("\"b\"}").contains("event: gap"));
    }
  }

  @Test
  void a_client_that_does_not_read_is_dropped_and_holds_nobody_up() throws Exception {
    String filler = "r".repeat(128);
    try (RawClient slow = listen();
        RawClient quick = listen()) {
      // More than sockets, write queue and ring hold together.
      for (int round = 0; round < 150; round++) {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          messages.add(message("idp", filler));
        }
        messages.add(message("idp", "round-" + round));
        fixture.desk.batch(() -> fixture.door.changed(messages, FakeDesk.NOW));
        quick.readUntil("round-" + round + "\"}");
      }
      fixture.advance(31_000);
      String all = slow.untilClosed();
      assertFalse(all.contains("round-149\""), "it was cut before the end");
    }
  }

  @Test
  void more_streams_than_allowed_are_refused_until_one_leaves() throws Exception {
    try (RawClient first = listen()) {
      try (RawClient second = listen()) {
        HttpResponse<String> refused = fixture.get("/v1/events");
        assertEquals(503, refused.statusCode());
        assertTrue(refused.body().contains("problem:overloaded"), refused.body());
        second.send("");
      }
      await()
          .until(() -> {
            try (RawClient third = ask(DoorFixture.KEY, "")) {
              return third.readUntil("\r\n").startsWith("HTTP/1.1 200");
            }
          });
      first.send("");
    }
  }

  @Test
  void streams_end_when_the_door_drains() throws Exception {
    try (RawClient client = listen()) {
      fixture.door.drain();
      assertTrue(fixture.door.awaitIdle(1_000), "a stream is nothing to wait for");
      assertTrue(client.untilClosed().endsWith("0\r\n\r\n"));
    }
  }

  @Test
  void a_stream_ends_when_its_key_is_no_longer_good_and_others_go_on() throws Exception {
    try (RawClient gone = listen();
        RawClient stays = ask(DoorFixture.OTHER_KEY, "")) {
      stays.readUntil("retry: 2000\n\n");
      fixture.door.accounts(
          Accounts.of(
              List.of(
                  Account.named("idp", Set.of(KeyHash.of("another-key-of-the-idp-0123456"))),
                  Account.named("other", Set.of(KeyHash.of(DoorFixture.OTHER_KEY)))),
              Set.of()));
      gone.untilClosed();
      fixture.door.changed(List.of(message("other", "still-told")), 0);
      assertTrue(stays.readUntil("still-told").contains("still-told"));
    }
  }
}
