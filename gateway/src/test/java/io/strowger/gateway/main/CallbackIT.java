package io.strowger.gateway.main;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.strowger.gateway.config.ConfigLoader;
import io.strowger.gateway.config.ConfigResult;
import io.strowger.gateway.http.ConfigReload;
import io.strowger.gateway.main.CallbackReceiver.Heard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What clients in the shapes of Twilio and Kannel are told, by the whole gateway: from their own
 * request to the request at their own server, which is dead for a while.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CallbackIT {
  private static final String SID = "AC0123456789abcdef0123456789abcdef";
  private static final String TOKEN = "token-0123456789abcdef";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final JsmppSmsc carrier;
  private final CallbackReceiver receiver;
  private final Gateway gateway;

  CallbackIT(@TempDir Path data) throws IOException {
    carrier = new JsmppSmsc();
    receiver = new CallbackReceiver();
    gateway = gateway(data, carrier.port());
  }

  @BeforeEach
  void awaitCarrier() {
    await().atMost(PATIENCE).until(() -> DemoCommand.bound(gateway.carriers()) == 1);
  }

  @AfterEach
  void stop() throws IOException {
    gateway.stop();
    receiver.close();
    carrier.close();
    http.close();
  }

  private static Gateway gateway(Path folder, int carrierPort) throws IOException {
    int nobody;
    try (ServerSocket free = new ServerSocket(0)) {
      nobody = free.getLocalPort();
    }
    Path file =
        Files.writeString(
            folder.resolve("strowger.yaml"),
            """
            http: {listen: 127.0.0.1:0}
            store: {directory: data}
            delivery: {drain-timeout: 0s}
            accounts:
              - id: auth
                twilio: {account-sid: %s, auth-token: %s}
                kannel: {username: tester, password: foobarfoo}
                webhook: {allow-private: true}
            carriers:
              - id: alpha
                smpp: {system-id: a, password: p, links: [{address: 127.0.0.1:%d}]}
              - id: beta
                smpp: {system-id: a, password: p, links: [{address: 127.0.0.1:%d}]}
            routes:
              - {to: "+39", sms: [alpha]}
              - {to: "+40", sms: [beta]}
            """
                .formatted(SID, TOKEN, carrierPort, nobody));
    SteadyClock clock = SteadyClock.system();
    ConfigResult result = new ConfigLoader().load(file, Map.of(), clock.getAsLong());
    return Gateway.start(
        assertInstanceOf(ConfigResult.Loaded.class, result, result::toString).config(),
        clock,
        () -> new ConfigReload.Outcome(List.of(), List.of()),
        failure -> {
          throw new AssertionError(failure);
        });
  }

  private static String form(Map<String, String> fields) {
    StringBuilder form = new StringBuilder();
    fields.forEach((name, value) -> {
      form.append(form.isEmpty() ? "" : "&").append(name).append('=');
      form.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    });
    return form.toString();
  }

  private static Map<String, String> fields(String form) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String pair : form.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return fields;
  }

  // ---- Twilio ----

  private String create(String to, String callback) throws Exception {
    String path = "/2010-04-01/Accounts/" + SID + "/Messages.json";
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("To", to);
    fields.put("From", "ACME");
    fields.put("Body", "Your code is 407402913");
    fields.put("StatusCallback", callback);
    fields.put("ValidityPeriod", "120");
    byte[] credentials = (SID + ":" + TOKEN).getBytes(StandardCharsets.UTF_8);
    String user = Base64.getEncoder().encodeToString(credentials);
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
                .header("Authorization", "Basic " + user)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(fields)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(201, answer.statusCode(), answer.body());
    return ApiClient.JSON.readTree(answer.body()).path("sid").asText();
  }

  private List<String> statuses() {
    return receiver.heard.stream().map(heard -> fields(heard.body()).get("MessageStatus")).toList();
  }

  private static Path peers() {
    return Stream.of(Path.of("src/test/peers"), Path.of("gateway/src/test/peers"))
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow();
  }

  /** Whether Twilio's own library takes each of these for Twilio's. */
  private List<Boolean> judged(String token, String url) throws Exception {
    Assumptions.assumeTrue(
        Files.isDirectory(peers().resolve("node_modules/twilio")),
        "MISSING: Twilio's helper library; run `npm ci` in gateway/src/test/peers");
    Process script =
        new ProcessBuilder("node", "twilio-validate.js")
            .directory(peers().toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var in = script.outputWriter(StandardCharsets.UTF_8)) {
      for (Heard heard : receiver.heard) {
        in.write(
            ApiClient.JSON.writeValueAsString(
                Map.of(
                    "token",
                    token,
                    "signature",
                    heard.header("X-Twilio-Signature"),
                    "url",
                    url,
                    "body",
                    heard.body())));
        in.write('\n');
      }
    }
    try (var out = script.inputReader(StandardCharsets.UTF_8)) {
      return out.lines().map(CallbackIT::valid).toList();
    } finally {
      script.destroyForcibly();
    }
  }

  private static boolean valid(String line) {
    try {
      JsonNode judged = ApiClient.JSON.readTree(line);
      return judged.path("valid").asBoolean();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_twilio_client_is_told_every_status_in_order_and_its_library_trusts_each()
      throws Exception {
    String url = receiver.url("/status?tenant=7&note=a%20b");
    String sid = create("+393471234501", url);
    await().atMost(PATIENCE).until(() -> statuses().contains("delivered"));
    for (Heard heard : receiver.heard) {
      Map<String, String> told = fields(heard.body());
      assertEquals("POST", heard.method());
      assertEquals("/status?tenant=7&note=a%20b", heard.uri());
      assertEquals(sid, told.get("MessageSid"));
      assertEquals(SID, told.get("AccountSid"));
      assertEquals("+393471234501", told.get("To"));
      assertEquals("ACME", told.get("From"));
      assertFalse(heard.body().contains("407402913"), "the text is not told");
    }
    List<String> order = List.of("accepted", "queued", "sending", "sent", "delivered");
    List<Integer> places = statuses().stream().map(order::indexOf).toList();
    assertEquals(places.stream().sorted().toList(), places, () -> statuses().toString());
    assertFalse(places.contains(-1), () -> statuses().toString());
    assertTrue(judged(TOKEN, url).stream().allMatch(valid -> valid));
    assertTrue(judged("another-token", url).stream().noneMatch(valid -> valid));
    assertTrue(judged(TOKEN, url + "1").stream().noneMatch(valid -> valid));
  }

  @Test
  void a_twilio_client_that_was_dead_is_told_once_it_is_back() throws Exception {
    receiver.die();
    String url = receiver.url("/status");
    create("+393471234501", url);
    await()
        .atMost(PATIENCE)
        .until(() -> carrier.receiptsAnswered() == 1 && unreachable("twilio") > 0);
    assertEquals(List.of(), receiver.heard);
    receiver.comeBack();
    await().atMost(PATIENCE).until(() -> statuses().contains("delivered"));
    assertEquals(statuses().stream().distinct().toList(), statuses(), "each once");
    assertTrue(judged(TOKEN, url).stream().allMatch(valid -> valid));
  }

  /** Requests that found nobody, as the metrics count them. */
  private double unreachable(String channel) throws Exception {
    String metrics =
        http.send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.port() + "/metrics"))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    String name =
        "strowger_notices_posts_total{account=\"auth\",channel=\"%s\",outcome=\"unreachable\"} "
            .formatted(channel);
    return metrics
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .sum();
  }

  // ---- Kannel ----

  private void sendsms(String to, int mask, String dlrUrl) throws Exception {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("username", "tester");
    fields.put("password", "foobarfoo");
    fields.put("to", to);
    fields.put("from", "ACME & Co");
    fields.put("text", "Your code is 407402913");
    fields.put("dlr-mask", Integer.toString(mask));
    fields.put("dlr-url", dlrUrl);
    fields.put("validity", "1");
    URI uri = URI.create("http://127.0.0.1:" + gateway.port() + "/cgi-bin/sendsms?" + form(fields));
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    assertEquals(202, answer.statusCode(), answer.body());
    assertTrue(answer.body().startsWith("0: Accepted"), answer.body());
  }

  private List<Map<String, String>> reports() {
    return receiver.heard.stream()
        .map(heard -> fields(heard.uri().substring(heard.uri().indexOf('?') + 1)))
        .toList();
  }

  @Test
  void a_kannel_client_is_told_what_its_mask_asks_for_with_its_escapes_filled() throws Exception {
    sendsms(
        "+393471234502",
        31,
        receiver.url("/dlr?d=%d&p=%p&P=%P&i=%i&F=%F&I=%I&n=%n&T=%T&t=%t&A=%A&a=%a"));
    await().atMost(PATIENCE).until(() -> reports().stream().anyMatch(r -> "1".equals(r.get("d"))));
    List<String> bits = reports().stream().map(report -> report.get("d")).distinct().toList();
    assertEquals(List.of("8", "1"), bits.subList(bits.size() - 2, bits.size()));
    Map<String, String> last = reports().getLast();
    assertEquals("GET", receiver.heard.getLast().method());
    assertEquals("+393471234502", last.get("p"));
    assertEquals("ACME & Co", last.get("P"));
    assertEquals("alpha", last.get("i"));
    assertEquals("auth", last.get("n"));
    assertTrue(last.getOrDefault("F", "").matches("[0-9a-f]+"), last::toString);
    assertTrue(last.getOrDefault("I", "").matches("[0-9a-f-]{36}"), last::toString);
    assertTrue(last.getOrDefault("T", "").matches("[0-9]{10}"), last::toString);
    assertTrue(last.getOrDefault("t", "").matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d"));
    assertEquals("stat:DELIVRD err:000", last.get("A"));
    assertEquals("", last.get("a"), "the text is not told");
    assertTrue(
        receiver.heard.stream().noneMatch(heard -> heard.uri().contains("407402913")),
        "the text is not told");
  }

  @Test
  void a_kannel_client_that_asks_for_the_end_alone_is_told_the_end_alone() throws Exception {
    sendsms("+393471234503", 3, receiver.url("/dlr?d=%d"));
    await().atMost(PATIENCE).until(() -> !reports().isEmpty());
    sendsms("+393471234504", 31, receiver.url("/dlr?d=%d&last"));
    await()
        .atMost(PATIENCE)
        .until(() -> receiver.heard.stream().anyMatch(h -> h.uri().endsWith("d=1&last")));
    assertEquals(
        List.of("/dlr?d=1"),
        receiver.heard.stream().map(Heard::uri).filter(uri -> !uri.endsWith("last")).toList());
  }

  @Test
  void a_kannel_client_that_was_dead_is_told_once_it_is_back() throws Exception {
    receiver.die();
    sendsms("+393471234505", 3, receiver.url("/dlr?d=%d"));
    await()
        .atMost(PATIENCE)
        .until(() -> carrier.receiptsAnswered() == 1 && unreachable("kannel") > 0);
    receiver.comeBack();
    await().atMost(PATIENCE).until(() -> !receiver.heard.isEmpty());
    assertEquals(List.of("/dlr?d=1"), receiver.heard.stream().map(Heard::uri).toList());
  }
}
