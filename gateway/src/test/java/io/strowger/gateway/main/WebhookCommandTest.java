package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class WebhookCommandTest {
  private static final String CURSOR = "019aa3c4-7e0b-7c3a-9d51-3f6f1e2d4c5b";

  @TempDir private Path folder;

  private final ConcurrentLinkedQueue<String> answers = new ConcurrentLinkedQueue<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer server;

  WebhookCommandTest() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          byte[] answer =
              answers.isEmpty() ? new byte[0] : answers.remove().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.length == 0 ? 404 : 200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int run(String... more) throws Exception {
    Path key = Files.writeString(folder.resolve("key"), "an-operators-key");
    CommandLine line = new CommandLine(new WebhookCommand());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler((e, _, _) -> {
      err.append(e.getMessage());
      return 1;
    });
    String[] fixed = {
      "replay",
      "--url",
      "http://127.0.0.1:" + server.getAddress().getPort(),
      "--api-key-file",
      key.toString(),
      "--account",
      "my idp",
      "--since",
      "2026-11-22T10:00:00+01:00"
    };
    String[] all = new String[fixed.length + more.length];
    System.arraycopy(fixed, 0, all, 0, fixed.length);
    System.arraycopy(more, 0, all, fixed.length, more.length);
    return line.execute(all);
  }

  @Test
  void every_page_is_asked_for_and_the_sum_is_told() throws Exception {
    answers.add("{\"replayed\": 500, \"next_cursor\": \"" + CURSOR + "\"}");
    answers.add("{\"replayed\": 3, \"next_cursor\": null}");
    assertEquals(0, run("--state", "failed"), err::toString);
    assertEquals("503 messages are told again" + System.lineSeparator(), out.toString());
    String first =
        "POST /v1/admin/accounts/my%20idp/webhook:replay?limit=500"
            + "&since=2026-11-22T10%3A00%3A00%2B01%3A00&state=failed";
    assertEquals(List.of(first, first + "&cursor=" + CURSOR), asked);
  }

  @Test
  void it_stops_at_the_limit_and_says_so() throws Exception {
    answers.add("{\"replayed\": 500, \"next_cursor\": \"" + CURSOR + "\"}");
    assertEquals(0, run("--limit", "400", "--json"), err::toString);
    assertEquals(1, asked.size());
    assertTrue(out.toString().contains("\"more\" : true"), out.toString());
  }

  @Test
  void what_the_gateway_refuses_is_one_clear_error() throws Exception {
    assertEquals(1, run());
    assertTrue(err.toString().contains("[HTTP 404]"), err.toString());
  }
}
