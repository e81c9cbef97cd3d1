package io.strowger.smpp.server;

import static io.strowger.smpp.server.LiveServer.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.strowger.smpp.receipt.ReceiptState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interoperation with a client that is not ours: Kannel, as gateways put it in front of us. */
final class KannelEsmeTest {
  private static final String LONG_TEXT = "Code 123456. " + "A long tail of words. ".repeat(20);
  private static final String UNICODE_TEXT = "Ваш код 123456";

  @TempDir Path directory;

  private final List<Process> processes = new ArrayList<>();
  private final Queue<String> reports = new ConcurrentLinkedQueue<>();

  private static Optional<Path> find(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
    return Stream.of(path.split(":", -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void start(Path program, Path configuration) throws IOException {
    processes.add(
        new ProcessBuilder(program.toString(), "-v", "4", configuration.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(program.getFileName() + ".log").toFile())
            .start());
  }

  private Path configuration(int smppPort, int adminPort, int boxPort, int sendPort)
      throws IOException {
    return Files.writeString(
        directory.resolve("kannel.conf"),
        """
        group = core
        admin-port = %d
        admin-interface = 127.0.0.1
        admin-password = test
        smsbox-port = %d
        smsbox-interface = 127.0.0.1
        box-allow-ip = 127.0.0.1
        dlr-storage = internal

        group = smsc
        smsc = smpp
        smsc-id = strowger
        host = 127.0.0.1
        port = %d
        transceiver-mode = true
        smsc-username = esme
        smsc-password = secret
        system-type = ""
        reconnect-delay = 1
        max-pending-submits = 10

        group = smsbox
        bearerbox-host = 127.0.0.1
        bearerbox-port = %d
        sendsms-port = %d
        sendsms-interface = 127.0.0.1

        group = sms-service
        keyword = default
        text = "no service"

        group = sendsms-user
        username = test
        password = test
        concatenation = true
        max-messages = 10
        """
            .formatted(adminPort, boxPort, smppPort, boxPort, sendPort));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void send(HttpClient http, int sendPort, String text, String more)
      throws IOException, InterruptedException {
    URI uri =
        URI.create(
            "http://127.0.0.1:"
                + sendPort
                + "/cgi-bin/sendsms?username=test&password=test&from=Bank&to=393331234567&text="
                + encoded(text)
                + more);
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    assertEquals(202, answer.statusCode(), answer.body());
  }

  private HttpServer reportServer() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          reports.add(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void short_long_and_unicode_texts_arrive_and_a_receipt_comes_back() throws Exception {
    Optional<Path> bearerbox = find("bearerbox");
    Optional<Path> smsbox = find("smsbox");
    Assumptions.assumeTrue(
        bearerbox.isPresent() && smsbox.isPresent(),
        "MISSING: Kannel; install the Debian package kannel");
    HttpServer callbacks = reportServer();
    try (LiveServer live = LiveServer.plain();
        HttpClient http = HttpClient.newHttpClient()) {
      live.application.answersParts = true;
      int sendPort = freePort();
      Path file = configuration(live.port(), freePort(), freePort(), sendPort);
      start(bearerbox.get(), file);
      eventually().until(() -> !live.application.bound.isEmpty());
      start(smsbox.get(), file);
      String report =
          "&dlr-mask=31&dlr-url="
              + encoded("http://127.0.0.1:" + callbacks.getAddress().getPort() + "/?type=%d");
      eventually()
          .ignoreExceptions()
          .until(() -> {
            send(http, sendPort, "Your code is 123456 [€]", report + "&charset=UTF-8");
            return true;
          });
      eventually().until(() -> live.application.submits().size() == 1);
      assertEquals(
          new RegisteredDelivery(RegisteredDelivery.Final.ALWAYS, true),
          live.application.submits().getFirst().message().registeredDelivery());
      live.server.deliver(
          List.of(new Delivery("esme", 1, SmppServerTest.receipt("1001", ReceiptState.DELIVERED))));
      eventually().until(() -> reports.contains("/?type=1"));
      assertTrue(reports.contains("/?type=8"), "taken by us");

      send(http, sendPort, UNICODE_TEXT, "&coding=2&charset=UTF-8");
      send(http, sendPort, LONG_TEXT, "&validity=5");
      eventually().until(() -> live.application.submits().size() == 3);
      assertEquals(
          List.of("Your code is 123456 [€]", UNICODE_TEXT, LONG_TEXT),
          live.application.submits().stream().map(submit -> submit.message().text()).toList());
      assertTrue(live.application.submits().getLast().message().expiresAtMillis() > 0);
      assertEquals(
          List.of(new DeliveryOutcome.Answered(1, 0)), List.copyOf(live.application.outcomes));
    } finally {
      callbacks.stop(0);
      for (Process process : processes) {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      }
    }
  }
}
