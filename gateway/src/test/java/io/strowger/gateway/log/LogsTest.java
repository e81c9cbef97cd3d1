package io.strowger.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strowger.gateway.log.LogSettings.Format;
import io.strowger.gateway.log.LogSettings.Level;
import io.strowger.smpp.link.LinkObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.logstash.logback.argument.StructuredArguments;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LogsTest {
  private static final Logger log = LoggerFactory.getLogger("io.strowger.gateway.log.sample");
  private static final Logger library = LoggerFactory.getLogger("com.example.library");

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  @AfterEach
  void restore() {
    Logs.configure(LogSettings.DEFAULT);
  }

  private void configure(Format format, Level level) {
    Logs.configure(new LogSettings(format, level), output, 1_024);
  }

  /** Everything written once a last line has come through. */
  private String written() {
    log.error("the last line");
    Awaitility.await().until(() -> text().contains("the last line"));
    return text();
  }

  private String text() {
    return output.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void a_code_a_text_and_a_number_do_not_come_out_in_any_way(Format format) {
    configure(format, Level.TRACE);
    log.info("code=482913");
    log.info("sending code {} to {}", "482913", "+393471234567");
    log.info("sending code {} to {}", 482913, 393471234567L);
    log.info("the text was {}", "Your code is 482913");
    log.info("structured {}", StructuredArguments.keyValue("code", "482913"));
    log.info("structured {}", StructuredArguments.keyValue("text", "Your code is 482913"));
    log.info("structured", StructuredArguments.keyValue("code", 482913));
    log.info("structured", StructuredArguments.keyValue("to", "+393471234567"));
    log.atInfo().addKeyValue("code", "482913").addKeyValue("to", "393471234567").log("pairs");
    log.warn("failed", new IOException("refused: code=482913 to +393471234567"));
    log.warn("failed", new IOException("outer", new IOException("{\"code\":\"482913\"}")));
    MDC.put("code", "482913");
    MDC.put("to", "+393471234567");
    log.info("with a context");
    MDC.clear();
    String all = written();
    assertFalse(all.contains("482913"), all);
    assertFalse(all.contains("1234567"), all);
    assertTrue(all.contains("with a context"), all);
  }

  @Test
  void json_is_one_object_a_line_with_the_fields_of_the_event() throws IOException {
    configure(Format.JSON, Level.INFO);
    String id = "019ab0c4-1122-7334-8556-302099180571";
    log.info("Message {} is sent", StructuredArguments.value("message_id", id));
    List<String> lines = written().lines().toList();
    JsonNode first = new ObjectMapper().readTree(lines.getFirst());
    assertEquals("Message " + id + " is sent", first.path("message").asText());
    assertEquals(id, first.path("message_id").asText());
    assertEquals("INFO", first.path("level").asText());
    assertTrue(first.path("time").asText().endsWith("Z"), first::toString);
  }

  @Test
  void text_is_a_line_for_people_with_its_stack_trace() {
    configure(Format.TEXT, Level.INFO);
    log.warn("Something {}", "happened", new IOException("broken pipe"));
    String all = written();
    assertTrue(all.contains(" WARN  sample: Something happened\n"), all);
    assertTrue(all.contains("java.io.IOException: broken pipe\n\tat "), all);
  }

  @Test
  void a_level_applies_to_our_own_and_libraries_are_never_asked_for_details() {
    configure(Format.TEXT, Level.DEBUG);
    log.debug("own detail");
    library.info("library chatter");
    library.warn("library warning");
    String all = written();
    assertTrue(all.contains("own detail"));
    assertFalse(all.contains("library chatter"));
    assertTrue(all.contains("library warning"));
  }

  @Test
  void another_configuration_takes_over_at_once() {
    configure(Format.TEXT, Level.INFO);
    log.info("first");
    ByteArrayOutputStream other = new ByteArrayOutputStream();
    Logs.configure(new LogSettings(Format.JSON, Level.WARN), other, 1_024);
    log.info("not any more");
    log.warn("second");
    Awaitility.await().until(() -> other.toString(StandardCharsets.UTF_8).contains("second"));
    assertTrue(text().contains("first"));
    assertFalse(text().contains("second"));
    assertFalse(other.toString(StandardCharsets.UTF_8).contains("not any more"));
  }

  @Test
  void the_output_outlives_the_configurations_that_wrote_to_it() {
    AtomicInteger closed = new AtomicInteger();
    ByteArrayOutputStream kept =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed.incrementAndGet();
          }
        };
    Logs.configure(new LogSettings(Format.TEXT, Level.INFO), kept, 1_024);
    log.info("before");
    Logs.configure(new LogSettings(Format.TEXT, Level.INFO), kept, 1_024);
    log.info("after");
    Awaitility.await().until(() -> kept.toString(StandardCharsets.UTF_8).contains("after"));
    assertTrue(kept.toString(StandardCharsets.UTF_8).contains("before"));
    assertEquals(0, closed.get());
  }

  @Test
  void a_link_that_goes_down_says_why_and_its_observer_hears_of_it() {
    configure(Format.TEXT, Level.INFO);
    AtomicInteger heard = new AtomicInteger();
    LinkLog links =
        new LinkLog(
            new LinkObserver() {
              @Override
              public void linkDown(String carrier, String link, String cause) {
                heard.incrementAndGet();
              }
            });
    links.linkDown("alpha", "alpha-1", "connection refused");
    links.submitted("alpha", "alpha-1");
    String all = written();
    assertTrue(all.contains("alpha: link alpha-1 is down: connection refused"), all);
    assertEquals(1, heard.get());
  }

  @Test
  void an_output_that_hangs_blocks_nobody_and_what_is_lost_is_counted() {
    CountDownLatch open = new CountDownLatch(1);
    OutputStream hanging =
        new OutputStream() {
          @Override
          public void write(int octet) {
            Awaitility.await().until(() -> open.getCount() == 0);
          }
        };
    Logs.configure(new LogSettings(Format.TEXT, Level.INFO), hanging, 64);
    long before = Logs.dropped();
    for (int i = 0; i < 1_000; i++) {
      log.info("line");
    }
    long dropped = Logs.dropped() - before;
    open.countDown();
    assertTrue(dropped >= 800, () -> "only " + dropped + " were dropped");
  }
}
