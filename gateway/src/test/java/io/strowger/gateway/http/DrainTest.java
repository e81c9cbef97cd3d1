package io.strowger.gateway.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.message.Message;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starting, draining and closing; several event loops. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DrainTest {
  private static final String BODY = "{\"to\":\"+393401234567\",\"text\":\"123456\"}";
  private static final String REQUEST =
      "POST /v1/messages HTTP/1.1\r\nHost: gw\r\nContent-Type: application/json\r\n"
          + "Authorization: Bearer "
          + DoorFixture.KEY
          + "\r\nContent-Length: "
          + BODY.length()
          + "\r\n\r\n"
          + BODY;

  private DoorFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture =
        new DoorFixture(new HttpSettings("127.0.0.1", 0, 3, null, HttpSettings.Limits.DEFAULT));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void what_was_begun_is_answered_and_what_is_new_is_refused() throws Exception {
    fixture.desk.onSubmit = _ -> null;
    try (RawClient begun = new RawClient(fixture.door.port());
        RawClient late = new RawClient(fixture.door.port())) {
      begun.send(REQUEST);
      await().until(() -> !fixture.desk.unanswered.isEmpty());
      fixture.door.drain();

      late.send(REQUEST);
      String refused = late.untilClosed();
      assertTrue(refused.startsWith("HTTP/1.1 503"), refused);
      assertTrue(refused.contains("connection: close"), refused);
      assertTrue(refused.contains("problem:shutting-down"), refused);
      assertEquals(503, fixture.get("/health/ready").statusCode());
      assertEquals(200, fixture.get("/health/live").statusCode());
      assertFalse(fixture.door.awaitIdle(10));

      MessageDraft draft = fixture.desk.drafts.remove();
      Message message = fixture.desk.store(draft);
      fixture.desk.batch(() -> fixture.desk.unanswered.remove().reply(new Reply.Accepted(message)));
      assertTrue(begun.response().startsWith("HTTP/1.1 202"));
      assertTrue(fixture.door.awaitIdle(10_000));
      assertTrue(fixture.desk.drafts.isEmpty());
    }
  }

  @Test
  void every_event_loop_answers_on_the_one_port() throws Exception {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    fixture.desk.onSubmit =
        draft -> {
          threads.add(Thread.currentThread().getName());
          return new Reply.Accepted(fixture.desk.store(draft));
        };
    Set<RawClient> clients = new HashSet<>();
    for (int i = 0; i < 12; i++) {
      RawClient client = new RawClient(fixture.door.port());
      clients.add(client);
      assertTrue(client.send(REQUEST).response().startsWith("HTTP/1.1 202"));
    }
    assertEquals(3, threads.size(), threads.toString());
    for (RawClient client : clients) {
      client.close();
    }
  }

  @Test
  void replies_of_one_batch_reach_clients_on_every_loop() throws Exception {
    fixture.desk.onSubmit = _ -> null;
    RawClient[] clients = new RawClient[9];
    for (int i = 0; i < clients.length; i++) {
      clients[i] = new RawClient(fixture.door.port());
      clients[i].send(REQUEST);
    }
    await().until(() -> fixture.desk.unanswered.size() == clients.length);
    fixture.desk.batch(() -> {
      for (MessageDraft draft : fixture.desk.drafts) {
        Message message = fixture.desk.store(draft);
        fixture.desk.unanswered.remove().reply(new Reply.Accepted(message));
      }
    });
    Set<String> bodies = new HashSet<>();
    for (RawClient client : clients) {
      String response = client.response();
      assertTrue(response.startsWith("HTTP/1.1 202"), response);
      bodies.add(response.substring(response.indexOf("{")));
      client.close();
    }
    assertEquals(clients.length, bodies.size());
  }

  @Test
  void an_address_that_is_taken_is_an_error_and_leaves_nothing_running() {
    HttpSettings taken = HttpSettings.plain("127.0.0.1", fixture.door.port());
    IOException error = assertThrows(IOException.class, () -> new DoorFixture(taken));
    assertTrue(String.valueOf(error.getMessage()).contains("127.0.0.1"), error.getMessage());
  }

  @Test
  void a_closed_door_takes_no_connection() {
    int port = fixture.door.port();
    fixture.door.close();
    assertThrows(IOException.class, () -> new RawClient(port));
  }
}
