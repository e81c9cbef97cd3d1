package io.strowger.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** With every logger wide open, no text, code, number or key comes out, whatever goes wrong. */
final class SecrecyTest {
  private static final String CODE = "918273";
  private static final String NUMBER = "+393409876543";

  private final Capture capture = new Capture();
  private final ch.qos.logback.classic.Logger root =
      (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Level before = root.getLevel();
  private DoorFixture fixture;

  @BeforeEach
  void start() throws Exception {
    capture.setContext(root.getLoggerContext());
    capture.start();
    root.addAppender(capture);
    root.setLevel(Level.TRACE);
    // The client of these tests logs what it sends.
    ((Logger) LoggerFactory.getLogger("jdk")).setLevel(Level.OFF);
    fixture = new DoorFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
    root.detachAppender(capture);
    root.setLevel(before);
  }

  @Test
  void the_capture_would_notice() {
    LoggerFactory.getLogger("check").debug("a code {}", CODE);
    assertTrue(capture.lines.stream().anyMatch(line -> line.contains(CODE)));
  }

  @Test
  void nothing_secret_is_logged_or_answered() throws Exception {
    String text = "\"text\":\"Your code is " + CODE + "\"";
    String code = "\"code\":\"" + CODE + "\"";
    String to = "\"to\":\"" + NUMBER + "\"";
    List<String> bodies =
        List.of(
            "{" + to + "," + text + "}",
            "{" + to + "," + code + "}",
            "{" + to + "," + text + "," + code + ",\"ttl\":\"9h\"}",
            "{" + to + "," + text,
            "{" + to + ",\"text\":" + CODE + "}",
            "{" + to + ",\"text\":" + CODE + "x}",
            "{" + to + ",\"text\":{\"" + CODE + "\":1}}",
            "{\"to\":\"" + NUMBER + "00000000\"," + text + "}",
            "{\"to\":\"x" + CODE + "\"," + text + "}",
            "{" + to + ",\"" + CODE + "\":1}",
            "{" + to + "," + text + "," + text + "}",
            "{" + to + ",\"sender\":\"Your code is " + CODE + "\"," + text + "}",
            "{" + to + ",\"ttl\":\"" + CODE + "\"," + text + "}",
            "{" + to + ",\"ttl\":" + CODE + CODE + CODE + CODE + "," + text + "}",
            "Your code is " + CODE,
            "{" + to + ",\"text\":\"" + (CODE + " ").repeat(300) + "\"}",
            "{" + to + ",\"text\":\"" + (CODE + " ").repeat(5_000) + "\"}");
    for (String body : bodies) {
      assertNothingShown(body, fixture.post(body).body());
    }
    fixture.desk.failure = new IllegalStateException("failed on " + NUMBER + " " + CODE);
    assertNothingShown("failure", fixture.post(bodies.getFirst()).body());
    fixture.desk.failure = null;
    fixture.desk.beforeFind =
        () -> {
          throw new IllegalStateException("failed on " + NUMBER + " " + CODE);
        };
    assertNothingShown("search", fixture.get("/v1/messages?to=%2B" + NUMBER.substring(1)).body());
    try (RawClient client = new RawClient(fixture.door.port())) {
      client.send("POST /v1/messages/" + CODE + " HTTP/9.1\r\nX: " + CODE + "\r\n\r\n" + CODE);
      assertNothingShown("garbage", client.untilClosed());
    }
    assertNothingLogged();
    assertFalse(fixture.desk.drafts.isEmpty(), "some of it was really accepted");
  }

  @Test
  void a_code_of_our_own_is_neither_logged_nor_answered() throws Exception {
    String to = "{\"to\":\"" + NUMBER + "\"}";
    List<String> answers = new java.util.ArrayList<>();
    answers.add(verification("", to));
    String path = "/" + answers.getFirst().replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");
    answers.add(verification(path + "/check", "{\"code\":\"" + CODE + "\"}"));
    answers.add(verification(path + "/check", "{\"code\":" + CODE + "}"));
    answers.add(verification(path + "/check", "{\"" + CODE + "\":1}"));
    String code = fixture.verifications.sent.getFirst().code().reveal();
    answers.add(verification(path + "/check", "{\"code\":\"" + code + "\"}"));
    answers.add(fixture.get("/v1/verifications" + path).body());
    for (String answer : answers) {
      assertFalse(answer.contains(code) || answer.contains(CODE), answer);
    }
    assertTrue(answers.get(4).contains("\"valid\":true"), answers.get(4));
    for (String line : capture.lines) {
      assertFalse(line.contains(code), line);
    }
    assertNothingLogged();
  }

  private String verification(String path, String body) throws Exception {
    return fixture
        .send(
            fixture
                .request("/v1/verifications" + path)
                .header("Content-Type", "application/json")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body)))
        .body();
  }

  @Test
  void an_event_shows_neither_text_nor_code_nor_number() throws Exception {
    MessageDraft draft =
        new MessageDraft(
            "idp",
            new PhoneNumber(NUMBER),
            new Secret("Your code is " + CODE),
            new Secret(CODE),
            null,
            null,
            "login",
            null,
            0,
            List.of(Channel.SMS),
            null,
            List.of(),
            60_000);
    Message message = fixture.desk.message(draft);
    try (RawClient client = new RawClient(fixture.door.port())) {
      client.send(
          "GET /v1/events HTTP/1.1\r\nHost: gw\r\nAuthorization: Bearer "
              + DoorFixture.KEY
              + "\r\n\r\n");
      client.readUntil("retry: 2000\n\n");
      fixture.desk.batch(() -> fixture.door.changed(List.of(message), FakeDesk.NOW));
      assertNothingShown("event", client.readUntil("\"login\"}\n\n"));
    }
    assertNothingLogged();
  }

  @Test
  void records_that_hold_secrets_do_not_show_them() {
    Checked<MessageRequest> parsed =
        MessageRequestParser.parse(
            ("{\"to\":\"" + NUMBER + "\",\"text\":\"" + CODE + "\",\"code\":\"" + CODE + "\"}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertNothingShown("toString", parsed.toString());
    assertEquals(Checked.Good.class, parsed.getClass());
  }

  private static void assertNothingShown(String what, String shown) {
    assertFalse(shown.contains(CODE), what + ": " + shown);
    assertFalse(shown.contains(NUMBER.substring(4)), what + ": " + shown);
  }

  private void assertNothingLogged() {
    for (String line : capture.lines) {
      assertNothingShown("log", line);
      assertFalse(line.contains(DoorFixture.KEY), line);
    }
    assertFalse(capture.lines.isEmpty());
  }

  private static final class Capture extends AppenderBase<ILoggingEvent> {
    final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      String line = event.getLoggerName() + " " + event.getFormattedMessage();
      if (event.getThrowableProxy() != null) {
        line += "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
      }
      lines.add(line);
    }
  }
}
