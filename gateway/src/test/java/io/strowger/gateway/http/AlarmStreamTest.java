package io.strowger.gateway.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.alarm.AlarmKey;
import io.strowger.gateway.alarm.AlarmKind;
import io.strowger.gateway.alarm.Alarms;
import io.strowger.gateway.alarm.Condition;
import io.strowger.gateway.alarm.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AlarmStreamTest {
  private static final Pattern ID = Pattern.compile("\nid: (\\S+)\n");

  private DoorFixture fixture;
  private Alarms alarms;

  @BeforeEach
  void start() throws Exception {
    HttpSettings.Limits one =
        new HttpSettings.Limits(16_384, 8_192, 100, 10_000, 10_000, 75_000, 15_000, 16, 1, 1_024);
    fixture = new DoorFixture(new HttpSettings("127.0.0.1", 0, 1, null, one));
    alarms = new Alarms(() -> FakeDesk.NOW);
    fixture.door.alarms(alarms);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private RawClient ask(String key, String... headers) throws IOException {
    StringBuilder head =
        new StringBuilder("GET /v1/admin/alarms/stream HTTP/1.1\r\nHost: gw\r\n")
            .append("Authorization: Bearer ")
            .append(key)
            .append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return new RawClient(fixture.door.port(), 8_192).send(head + "\r\n");
  }

  private RawClient listen(String... headers) throws IOException {
    RawClient client = ask(DoorFixture.ADMIN_KEY, headers);
    String head = client.readUntil("retry: 2000\n\n");
    assertTrue(head.startsWith("HTTP/1.1 200"), head);
    assertTrue(head.contains("text/event-stream"), head);
    return client;
  }

  private static AlarmKey key(String carrier) {
    return new AlarmKey(AlarmKind.CARRIER_UNREACHABLE, carrier);
  }

  private void raise(String carrier, Severity severity, String cause) {
    alarms.raise(
        new Condition(key(carrier), severity, cause, Map.of("link 1", "timed out"), FakeDesk.NOW));
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
  void an_alarm_is_told_when_it_is_raised_changes_and_clears() throws Exception {
    try (RawClient client = listen()) {
      raise("alpha", Severity.MAJOR, "alpha is away");
      String raised = client.readUntil("\n\n");
      assertTrue(raised.contains("event: raised\nid: "), raised);
      assertTrue(raised.contains("\"kind\":\"carrier.unreachable\""), raised);
      assertTrue(raised.contains("\"subject\":\"alpha\""), raised);
      assertTrue(raised.contains("\"link 1\":\"timed out\""), raised);
      assertTrue(raised.contains("\"state\":\"open\""), raised);
      raise("alpha", Severity.CRITICAL, "alpha is away");
      String changed = client.readUntil("\n\n");
      assertTrue(changed.contains("event: changed\n"), changed);
      assertTrue(changed.contains("\"severity\":\"critical\""), changed);
      alarms.clear(key("alpha"));
      String cleared = client.readUntil("\n\n");
      assertTrue(cleared.contains("event: cleared\n"), cleared);
      assertTrue(cleared.contains("\"cleared_at\":\""), cleared);
    }
  }

  @Test
  void who_begins_to_listen_hears_what_is_open() throws Exception {
    raise("alpha", Severity.MAJOR, "alpha is away");
    raise("beta", Severity.MAJOR, "beta is away");
    alarms.clear(key("beta"));
    try (RawClient client = listen()) {
      raise("gamma", Severity.MAJOR, "gamma is away");
      String events = client.readUntil("\"subject\":\"gamma\"");
      assertTrue(events.contains("event: open\ndata: {"), events);
      assertTrue(events.contains("\"subject\":\"alpha\""), events);
      assertFalse(events.contains("\"subject\":\"beta\""), events);
    }
  }

  @Test
  void who_comes_back_misses_nothing_and_hears_nothing_twice() throws Exception {
    String id;
    try (RawClient client = listen()) {
      raise("alpha", Severity.MAJOR, "alpha is away");
      id = lastId(client.readUntil("\n\n"));
    }
    alarms.clear(key("alpha"));
    try (RawClient client = listen("Last-Event-ID: " + id)) {
      String events = client.readUntil("\n\n");
      assertTrue(events.contains("event: cleared\n"), events);
      assertFalse(events.contains("event: raised"), events);
      assertFalse(events.contains("event: gap"), events);
    }
  }

  @Test
  void who_stayed_away_too_long_is_told_of_the_gap_and_of_what_is_open() throws Exception {
    String id;
    try (RawClient client = listen()) {
      raise("alpha", Severity.MAJOR, "alpha is away");
      id = lastId(client.readUntil("\n\n"));
    }
    for (int i = 0; i < 513; i++) {
      raise("beta", Severity.MAJOR, "beta is away");
      alarms.clear(key("beta"));
    }
    try (RawClient client = listen("Last-Event-ID: " + id)) {
      String events = client.readUntil("event: open\n") + client.readUntil("\n\n");
      assertTrue(events.contains("event: gap\nid: "), events);
      assertTrue(events.contains("\"subject\":\"alpha\""), events);
    }
  }

  @Test
  void a_client_that_does_not_read_is_dropped_and_holds_nobody_up() throws Exception {
    String filler = "f".repeat(4_096);
    try (RawClient slow = listen();
        RawClient quick = listen()) {
      // More than sockets, write queue and ring hold together.
      for (int round = 0; round < 6_000; round++) {
        raise("alpha", Severity.MAJOR, filler + round);
        if (round % 100 == 99) {
          quick.readUntil(filler + round + "\"");
        }
      }
      fixture.advance(31_000);
      String all = slow.untilClosed();
      assertFalse(all.contains(filler + 5_999), "it was cut before the end");
    }
  }

  @Test
  void only_operators_may_listen_and_only_while_their_key_is_good() throws Exception {
    try (RawClient refused = ask(DoorFixture.KEY)) {
      assertTrue(refused.readUntil("\r\n").startsWith("HTTP/1.1 403"));
    }
    try (RawClient gone = listen()) {
      fixture.door.accounts(
          Accounts.of(List.of(), Set.of(KeyHash.of("another-key-of-operators-0123456"))));
      gone.untilClosed();
    }
  }

  @Test
  void clients_that_hold_all_streams_of_messages_leave_those_of_alarms() throws Exception {
    try (RawClient events = new RawClient(fixture.door.port(), 8_192)) {
      events
          .send(
              "GET /v1/events HTTP/1.1\r\nHost: gw\r\nAuthorization: Bearer "
                  + DoorFixture.KEY
                  + "\r\n\r\n")
          .readUntil("retry: 2000\n\n");
      assertEquals(503, fixture.get("/v1/events").statusCode());
      listen().close();
    }
  }

  @Test
  void more_streams_than_allowed_are_refused_until_one_leaves() throws Exception {
    List<RawClient> all = new ArrayList<>();
    try {
      for (int i = 0; i < 32; i++) {
        all.add(listen());
      }
      try (RawClient refused = ask(DoorFixture.ADMIN_KEY)) {
        assertTrue(refused.readUntil("\r\n").startsWith("HTTP/1.1 503"));
      }
      all.removeLast().close();
      await()
          .until(() -> {
            try (RawClient next = ask(DoorFixture.ADMIN_KEY)) {
              return next.readUntil("\r\n").startsWith("HTTP/1.1 200");
            }
          });
    } finally {
      for (RawClient each : all) {
        each.close();
      }
    }
  }
}
