package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.strowger.gateway.config.ConfigLoader;
import io.strowger.gateway.config.ConfigResult;
import io.strowger.gateway.config.GatewayConfig;
import io.strowger.gateway.http.ConfigReload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guards of a whole gateway, from its file to its answers; its carrier is never there. */
class GuardedGatewayTest {
  private static final String KEY = "an-api-key-for-the-idp";

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final HttpServer risk = server();
  private volatile String decision = "{\"decision\":\"allow\"}";

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void open() {
    risk.createContext(
        "/",
        exchange -> {
          byte[] question = exchange.getRequestBody().readAllBytes();
          asked.add(new String(question, StandardCharsets.UTF_8));
          byte[] answer = decision.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    risk.start();
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    risk.stop(0);
  }

  private GatewayConfig config(String account) throws IOException {
    String yaml =
        """
        http: {listen: "127.0.0.1:0"}
        store: {directory: data}
        delivery: {drain-timeout: 0s}
        carriers:
          - {id: alpha, smpp: {system-id: s, password: p, links: [{address: "127.0.0.1:1"}]}}
        routes:
          - {to: "+", sms: [alpha]}
        accounts:
          - {id: idp, api-key: %s, admin: true, %s}
        """
            .formatted(KEY, account);
    Path file = Files.writeString(folder.resolve("strowger.yaml"), yaml);
    ConfigResult result = new ConfigLoader().load(file, Map.of(), SteadyClock.system().getAsLong());
    return assertInstanceOf(ConfigResult.Loaded.class, result, result::toString).config();
  }

  private static Gateway start(GatewayConfig config) throws IOException {
    return Gateway.start(
        config,
        SteadyClock.system(),
        () -> new ConfigReload.Outcome(List.of(), List.of()),
        failure -> {
          throw new AssertionError(failure);
        });
  }

  private HttpResponse<String> send(Gateway gateway, String to, String code) throws Exception {
    String body = "{\"to\":\"%s\",\"text\":\"Your code is %s\"}".formatted(to, code);
    return client.send(
        request(gateway, "/v1/messages")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String get(Gateway gateway, String path) throws Exception {
    return client
        .send(request(gateway, path).GET().build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static HttpRequest.Builder request(Gateway gateway, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
        .header("Authorization", "Bearer " + KEY);
  }

  @Test
  void a_quota_refuses_shows_counts_and_survives_a_restart() throws Exception {
    GatewayConfig config =
        config("limits: {per-number: {per-hour: 1}}, destinations: {deny: [\"+44\"]}");
    Gateway gateway = start(config);
    try {
      HttpResponse<String> first = send(gateway, "+393401234567", "407402913");
      assertEquals(202, first.statusCode(), first.body());
      HttpResponse<String> same = send(gateway, "+393401234567", "407402913");
      assertEquals(first.body(), same.body());
      HttpResponse<String> other = send(gateway, "+393401234567", "482914");
      assertEquals(429, other.statusCode());
      assertTrue(other.body().contains("\"code\":\"number-quota\""), other.body());
      assertTrue(other.headers().firstValue("Retry-After").isPresent());
      HttpResponse<String> denied = send(gateway, "+447400123456", "1");
      assertEquals(403, denied.statusCode());
      assertTrue(denied.body().contains("destination-denied"), denied.body());
      String shown = get(gateway, "/v1/denials");
      assertTrue(shown.contains("number-quota") && shown.contains("+3934********"), shown);
      String metrics = get(gateway, "/metrics");
      assertTrue(
          metrics.contains(
              "strowger_guard_denied_total{account=\"idp\",code=\"number-quota\"} 1.0"),
          metrics);
      assertTrue(metrics.contains("strowger_guard_repeated_total{account=\"idp\"} 1.0"), metrics);
      assertEquals("{\"blocks\":[]}", get(gateway, "/v1/admin/blocks"));
    } finally {
      gateway.stop();
    }
    Gateway again = start(config);
    try {
      assertEquals(429, send(again, "+393401234567", "482915").statusCode());
      assertEquals(202, send(again, "+393401234568", "482915").statusCode());
    } finally {
      again.stop();
    }
  }

  private HttpResponse<String> sendFor(Gateway gateway, String to, String endUser)
      throws Exception {
    String body =
        "{\"to\":\"%s\",\"text\":\"Hello\",\"end_user_ip\":\"%s\"}".formatted(to, endUser);
    return client.send(
        request(gateway, "/v1/messages")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> sendFromKannel(Gateway gateway, String to, String endUser)
      throws Exception {
    String query = "?username=idp&password=kannel-pass&text=Hello&to=" + to;
    return client.send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + gateway.port() + "/cgi-bin/sendsms" + query))
            .header("X-End-User-IP", endUser)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void one_end_user_has_a_quota_over_all_doors_and_numbers() throws Exception {
    Gateway gateway =
        start(
            config(
                "limits: {per-end-user: {per-hour: 2}},"
                    + " kannel: {username: idp, password: kannel-pass}"));
    try {
      assertEquals(202, sendFor(gateway, "+393401234561", "192.0.2.7").statusCode());
      assertEquals(202, sendFromKannel(gateway, "393401234562", "192.0.2.7").statusCode());
      HttpResponse<String> third = sendFor(gateway, "+393401234563", "192.0.2.7");
      assertEquals(429, third.statusCode());
      assertTrue(third.body().contains("end-user-quota"), third.body());
      assertEquals(503, sendFromKannel(gateway, "393401234564", "192.0.2.7").statusCode());
      assertEquals(202, sendFor(gateway, "+393401234565", "192.0.2.8").statusCode());
      assertEquals(202, send(gateway, "+393401234566", "407402913").statusCode());
      HttpResponse<String> nobody = sendFor(gateway, "+393401234567", "not an address");
      assertEquals(400, nobody.statusCode());
      assertTrue(nobody.body().contains("/end_user_ip"), nobody.body());
      assertEquals(400, sendFromKannel(gateway, "393401234568", "unknown").statusCode());
    } finally {
      gateway.stop();
    }
  }

  @Test
  void a_risk_check_is_asked_before_a_message_is_taken() throws Exception {
    String url = "http://127.0.0.1:" + risk.getAddress().getPort() + "/";
    Gateway gateway =
        start(
            config("risk-check: {url: \"%s\", timeout: 2s, without-answer: deny}".formatted(url)));
    try {
      assertEquals(202, send(gateway, "+393401234567", "407402913").statusCode());
      decision = "{\"decision\":\"deny\"}";
      HttpResponse<String> denied = send(gateway, "+393401234568", "407402913");
      assertEquals(403, denied.statusCode());
      assertTrue(denied.body().contains("risk-denied"), denied.body());
      decision = "no idea";
      HttpResponse<String> unknown = send(gateway, "+393401234569", "407402913");
      assertEquals(429, unknown.statusCode());
      assertTrue(unknown.body().contains("risk-unknown"), unknown.body());
      assertTrue(get(gateway, "/v1/denials").contains("risk-denied"));
    } finally {
      gateway.stop();
    }
    assertEquals(3, asked.size());
    assertTrue(asked.stream().noneMatch(question -> question.contains("407402913")));
  }

  private HttpResponse<String> post(Gateway gateway, String path, String body) throws Exception {
    return client.send(
        request(gateway, path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void a_code_of_the_gateways_own_is_asked_about_before_it_is_sent() throws Exception {
    String url = "http://127.0.0.1:" + risk.getAddress().getPort() + "/";
    Gateway gateway =
        start(
            config("risk-check: {url: \"%s\", timeout: 2s, without-answer: deny}".formatted(url)));
    try {
      String to = "{\"to\":\"+393401234567\"}";
      assertEquals(202, post(gateway, "/v1/verifications", to).statusCode());
      decision = "{\"decision\":\"deny\"}";
      HttpResponse<String> denied = post(gateway, "/v1/verifications", to);
      assertEquals(403, denied.statusCode(), denied.body());
      assertTrue(denied.body().contains("risk-denied"), denied.body());
      assertTrue(get(gateway, "/v1/denials").contains("risk-denied"));
      String metrics = get(gateway, "/metrics");
      assertTrue(
          metrics.contains("strowger_verifications_total{account=\"idp\",event=\"sent\"} 1.0"),
          metrics);
      assertTrue(
          metrics.contains("strowger_verifications_total{account=\"idp\",event=\"denied\"} 1.0"),
          metrics);
    } finally {
      gateway.stop();
    }
    assertEquals(2, asked.size());
  }

  @Test
  void a_resend_that_is_asked_for_is_a_message_of_its_own_within_the_quotas() throws Exception {
    Gateway gateway =
        start(
            config(
                "verification: {resend-interval: 0s}, limits: {per-number: {per-hour: 3}},"
                    + " templates: {texts: {default: {any: \"Your code is {code}\"}}}"));
    try {
      HttpResponse<String> started =
          post(gateway, "/v1/verifications", "{\"to\":\"+393401234567\"}");
      assertEquals(202, started.statusCode(), started.body());
      String id = field(started, "id");
      HttpResponse<String> again = post(gateway, "/v1/verifications/" + id + "/resend", "");
      assertEquals(202, again.statusCode(), again.body());
      HttpResponse<String> third = post(gateway, "/v1/verifications/" + id + "/resend", "");
      assertEquals(202, third.statusCode(), third.body());
      assertEquals(
          3,
          Set.of(
                  field(started, "message_id"),
                  field(again, "message_id"),
                  field(third, "message_id"))
              .size());
      HttpResponse<String> refused = post(gateway, "/v1/verifications/" + id + "/resend", "");
      assertEquals(
          429, refused.statusCode(), "one more than the number's quota: " + refused.body());
      assertTrue(refused.body().contains("number-quota"), refused.body());
    } finally {
      gateway.stop();
    }
  }

  private static String field(HttpResponse<String> response, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(response.body());
    assertTrue(found.find(), response.body());
    return found.group(1);
  }
}
