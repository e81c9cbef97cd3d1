package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.strowger.gateway.secrecy.Marked;
import io.strowger.gateway.secrecy.Traces;
import io.strowger.smpp.simulator.Arrival;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jsmpp.bean.BindType;
import org.jsmpp.session.SMPPSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole gateway with its log wide open takes codes and texts by every door, well-formed and not,
 * dies and starts again; then everything that it wrote or answered is searched for them.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class SecrecyIT {
  private static final String KEY = "secrecy-test-key-01";
  private static final String SID = "AC0123456789abcdef0123456789abcdef";
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";

  @TempDir private Path home = Path.of("");

  private final int port = freePort();
  private final int smppPort = freePort();
  private final DemoSites sites = new DemoSites(new WallMicros());
  private final ApiReader api = new ApiReader(URI.create("http://127.0.0.1:" + port), KEY);
  private final HttpClient http = HttpClient.newHttpClient();
  private final Queue<String> shown = new ConcurrentLinkedQueue<>();
  private final OwnNumbers own = new OwnNumbers(sites);
  private int numbers;

  SecrecyIT() throws IOException {}

  @AfterEach
  void close() {
    api.close();
    http.shutdownNow();
    own.close();
    sites.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void nothing_that_it_writes_or_answers_shows_a_text_or_a_code() throws Exception {
    HttpServer receiver = receiver();
    try {
      Path config = config(receiver.getAddress().getPort());
      String ownCode;
      try (GatewayProcess gateway = GatewayProcess.start(config, api, List.of())) {
        gateway.awaitReady();
        byJson();
        byOtherShapes();
        bySmpp();
        ownCode = byVerification();
        own.proveTheirWays(api);
        lookAround();
        gateway.kill();
      }
      try (GatewayProcess gateway = GatewayProcess.start(config, api, List.of())) {
        gateway.awaitReady();
        byJson();
        lookAround();
      }
      assertHidden(ownCode);
    } finally {
      receiver.stop(0);
    }
  }

  private HttpServer receiver() throws IOException {
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    receiver.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            shown.add("webhook " + new String(body, StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
          }
        });
    receiver.start();
    return receiver;
  }

  private Path config(int receiverPort) throws IOException {
    Path config = DemoConfig.write(home, sites, port, KEY);
    String keys =
        """
        max-segments: 6
        smpp: {system-id: idp, password: secret08}
        twilio: {account-sid: %s, auth-token: %s}
        kannel: {username: kannel, password: secret08}
        webhook: {url: "http://127.0.0.1:%d/", secret: hush, allow-private: true}
        """
            .formatted(SID, TOKEN, receiverPort);
    String yaml =
        DemoAccount.with(config, KEY, keys).replace("log: {level: error}", "log: {level: trace}");
    Files.writeString(config, own.in(yaml) + "smpp-server: {listen: 127.0.0.1:" + smppPort + "}\n");
    return config;
  }

  private String number() {
    return "39347" + (8_000_000 + numbers++);
  }

  private JsonNode send(String path, String type, String authorization, String body)
      throws Exception {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", authorization)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    shown.add(response.statusCode() + " " + response.headers().map());
    shown.add(response.body());
    return response.body().startsWith("{")
        ? ApiClient.JSON.readTree(response.body())
        : ApiClient.JSON.createObjectNode();
  }

  private JsonNode json(String path, String body) throws Exception {
    return send(path, JSON, "Bearer " + KEY, body);
  }

  private void byJson() throws Exception {
    String text = "\"text\":\"" + Marked.text(1) + "\"";
    String code = "\"code\":\"" + Marked.code(2) + "\"";
    JsonNode taken = json("/v1/messages", "{\"to\":\"+" + number() + "\"," + text + "}");
    assertTrue(taken.hasNonNull("id"), "some of it is taken");
    json("/v1/messages", "{\"to\":\"+" + number() + "\"," + code + "}");
    json("/v1/messages/" + taken.path("id").asText() + "/feedback", "{\"outcome\":\"verified\"}");
    for (String body :
        List.of(
            "{\"to\":\"12\"," + text + "}",
            "{\"to\":\"+" + number() + "\",\"text\":\"" + Marked.words(4_000) + "\"}",
            "{\"to\":\"+" + number() + "\",\"text\":" + Marked.code(3) + "}",
            "{\"to\":\"+" + number() + "\",\"" + Marked.code(8) + "\":1," + text + "}",
            "{\"to\":\"+" + number() + "\"," + text + ",\"ttl\":\"" + Marked.code(4) + "\"}",
            "{\"to\":\"" + Marked.text(5) + "\"," + text + "}",
            "{" + text,
            Marked.text(6))) {
      json("/v1/messages", body);
      json("/v1/verifications", body);
    }
    json("/v1/messages/" + Marked.code(7), "{}");
  }

  private static String form(Map<String, String> fields) {
    List<String> pairs = new ArrayList<>();
    fields.forEach(
        (name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return String.join("&", pairs);
  }

  private void byOtherShapes() throws Exception {
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((SID + ":" + TOKEN).getBytes(StandardCharsets.US_ASCII));
    String messages = "/2010-04-01/Accounts/" + SID + "/Messages.json";
    send(
        messages,
        FORM,
        basic,
        form(Map.of("To", "+" + number(), "From", "Bank", "Body", Marked.text(11))));
    send(messages, FORM, basic, form(Map.of("To", "12", "From", "Bank", "Body", Marked.text(12))));
    send(messages, FORM, basic, form(Map.of("To", Marked.text(13), "Body", Marked.words(3_000))));
    String query =
        form(
            Map.of(
                "username",
                "kannel",
                "password",
                "secret08",
                "to",
                number(),
                "text",
                Marked.text(14)));
    send("/cgi-bin/sendsms?" + query, FORM, "none", "");
    send("/cgi-bin/sendsms?" + query + "&charset=" + Marked.code(15), FORM, "none", "");
    send("/cgi-bin/sendsms", FORM, "none", query.replace("secret08", Marked.code(16)));
  }

  private void bySmpp() throws Exception {
    JsmppEsme esme = new JsmppEsme(smppPort, "idp", "secret08");
    SMPPSession session = esme.bind(BindType.BIND_TRX);
    JsmppEsme.submit(session, number(), Marked.text(21));
    String to = number();
    for (int part = 1; part <= 3; part++) {
      JsmppEsme.submitPart(session, to, Marked.text(22), part == 0, 9, new int[] {part, 3});
    }
    // The rest of this one never comes.
    JsmppEsme.submitPart(session, number(), Marked.text(23), true, 10, new int[] {1, 2});
    for (String refused : List.of("12", Marked.code(24))) {
      try {
        shown.add(JsmppEsme.submit(session, refused, Marked.text(25)));
      } catch (org.jsmpp.extra.NegativeResponseException e) {
        shown.add(e.toString());
      }
    }
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !esme.receipts.isEmpty());
    session.close();
  }

  /** The code that the gateway made, as it stands in the text that arrives. */
  private String byVerification() throws Exception {
    String to = number();
    String id = json("/v1/verifications", "{\"to\":\"+" + to + "\"}").path("id").asText();
    String check = "/v1/verifications/" + id + "/check";
    json(check, "{\"code\":\"" + Marked.code(31) + "\"}");
    json(check, "{\"code\":" + Marked.code(32) + "}");
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> sites.copies(to) > 0);
    String text =
        Stream.of("alpha-1", "alpha-2", "beta-1", "beta-2")
            .flatMap(link -> sites.site(link).smsc().report(10_000, true).arrivals().stream())
            .filter(arrival -> arrival.destination().equals(to))
            .map(Arrival::text)
            .findFirst()
            .orElseThrow();
    String code = text.replaceAll("\\D", "");
    assertEquals(6, code.length(), "a code of six digits");
    json(check, "{\"code\":\"" + code + "\"}");
    return code;
  }

  private void lookAround() throws Exception {
    for (String path :
        List.of(
            "/metrics",
            "/health/ready",
            "/v1/messages",
            "/v1/admin/carriers",
            "/v1/admin/links",
            "/v1/admin/canaries",
            "/v1/admin/alarms?state=all",
            "/v1/admin/health",
            "/openapi.json")) {
      shown.add(api.text(URI.create(path)));
    }
  }

  private void assertHidden(String ownCode) throws IOException {
    String answers = String.join("\n", shown);
    Traces.keep("answers", answers.getBytes(StandardCharsets.UTF_8));
    assertEquals(List.of(), Marked.in(answers));
    List<Path> written =
        Traces.files(home).stream().filter(file -> !file.endsWith("strowger.yaml")).toList();
    assertTrue(Files.size(home.resolve("gateway.log")) > 1_000, "the log is wide open");
    assertEquals(Map.of(), Traces.search(written));
    // Six digits may stand in a file by chance, where they are not alone.
    String alone = "(?s).*(?<![0-9a-fA-F.-])" + ownCode + "(?![0-9a-fA-F]).*";
    assertTrue(!answers.matches(alone), "the code of our own making is answered nowhere");
    assertTrue(!Files.readString(home.resolve("gateway.log")).matches(alone), "nor logged");
    own.assertHiddenIn("an answer", answers);
    for (Path file : written) {
      own.assertHiddenIn(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
    }
    System.out.printf(
        "secrecy: %d answers, %d files, and the log of %d octets show nothing%n",
        shown.size(), written.size(), Files.size(home.resolve("gateway.log")));
  }
}
