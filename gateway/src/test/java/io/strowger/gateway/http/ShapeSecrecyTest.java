package io.strowger.gateway.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whatever other gateways' clients send, no text, code, number or credential comes out again. */
final class ShapeSecrecyTest {
  private static final String CODE = "918273";
  private static final String NUMBER = "393409876543";

  private final ListAppender<ILoggingEvent> captured = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Level before = root.getLevel();
  private ShapeFixture fixture;

  @BeforeEach
  void start() throws Exception {
    captured.start();
    root.addAppender(captured);
    root.setLevel(Level.TRACE);
    // The client of these tests logs what it sends.
    ((Logger) LoggerFactory.getLogger("jdk")).setLevel(Level.OFF);
    fixture = new ShapeFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
    root.detachAppender(captured);
    root.setLevel(before);
  }

  @Test
  void nothing_secret_is_logged_or_answered() throws Exception {
    List<String> answers = new ArrayList<>();
    String messages = "/2010-04-01/Accounts/" + ShapeFixture.SID + "/Messages.json";
    String twilio = ShapeFixture.basic(ShapeFixture.SID, ShapeFixture.TOKEN);
    String text = "Your code is " + CODE;
    for (String to : List.of("+" + NUMBER, "+" + NUMBER + "00000000", "x" + CODE)) {
      for (String from : List.of("ACME", text)) {
        String form = ShapeFixture.form("To", to, "From", from, "Body", text);
        answers.add(fixture.postForm(messages, form, "Authorization", twilio).body());
        String wrong = ShapeFixture.basic(ShapeFixture.SID, CODE);
        answers.add(fixture.postForm(messages, form, "Authorization", wrong).body());
        String kannel = ShapeFixture.form("to", to, "from", from, "text", text, "validity", CODE);
        String user = "username=auth&password=kannel-password&";
        answers.add(fixture.get("/cgi-bin/sendsms?" + user + kannel).body());
        answers.add(fixture.get("/cgi-bin/sendsms?username=auth&password=" + CODE + kannel).body());
        answers.addAll(hooks(to, from, text));
      }
    }
    fixture.door.desk.failure = new IllegalStateException("cannot send " + text);
    String form = ShapeFixture.form("To", "+" + NUMBER, "Body", text);
    answers.add(fixture.postForm(messages, form, "Authorization", twilio).body());

    assertTrue(answers.size() > 90);
    for (String answer : answers) {
      assertFalse(answer.contains(CODE), answer);
    }
    assertFalse(captured.list.isEmpty(), "something was logged");
    for (ILoggingEvent event : captured.list) {
      String line = event.getFormattedMessage();
      boolean secret =
          line.contains(CODE)
              || line.contains(NUMBER)
              || line.contains("kannel-password")
              || line.contains(ShapeFixture.TOKEN)
              || line.contains(ShapeFixture.KEY);
      assertFalse(secret, line);
    }
  }

  private List<String> hooks(String to, String from, String text) throws Exception {
    List<String> answers = new ArrayList<>();
    String json =
        "{\"To\":\"%s\",\"From\":\"%s\",\"Message\":\"%s\",\"Body\":\"%s\"}"
            .formatted(to, from, text, CODE);
    String path = "/hooks/" + ShapeFixture.ID + "/";
    String bearer = "Bearer " + ShapeFixture.KEY;
    for (String body : List.of(json, json.substring(1), json.replace("Body", CODE), "[" + CODE)) {
      for (String hook : List.of("authentik", "supabase", CODE)) {
        answers.add(
            fixture.post(path + hook, "application/json", body, "Authorization", bearer).body());
      }
    }
    return answers;
  }
}
