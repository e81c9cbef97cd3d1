package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.strowger.gateway.config.ConfigLoader;
import io.strowger.gateway.config.ConfigResult;
import io.strowger.gateway.http.ConfigReload;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twilio's own Node.js helper library, pointed at the whole gateway: sends, fetches, cancels, and
 * trusts the callbacks.
 */
final class TwilioIT {
  private static final String SID = "AC0123456789abcdef0123456789abcdef";
  private static final String KEY_SID = "SK0123456789abcdef0123456789abcdef";
  private static final String KEY_SECRET = "a-secret-of-an-api-key";
  private static final String TOKEN = "token-0123456789abcdef";
  private static final long SCRIPT_SECONDS = 90;

  @TempDir private Path folder = Path.of("");

  /** What the script told, step by step. */
  private final List<JsonNode> told = new ArrayList<>();

  private JsonNode step(String name) {
    List<JsonNode> steps =
        told.stream().filter(line -> line.path("step").asText().equals(name)).toList();
    assertEquals(1, steps.size(), () -> name + " in " + told);
    return steps.getFirst();
  }

  private static Path peers() {
    return Stream.of(Path.of("src/test/peers"), Path.of("gateway/src/test/peers"))
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void the_helper_library_sends_fetches_and_cancels() throws Exception {
    Assumptions.assumeTrue(
        Files.isDirectory(peers().resolve("node_modules/twilio")),
        "MISSING: Twilio's helper library; run `npm ci` in gateway/src/test/peers");
    try (JsmppSmsc carrier = new JsmppSmsc()) {
      Gateway gateway = gateway(carrier.port());
      try {
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> DemoCommand.bound(gateway.carriers()) == 1);
        run("http://127.0.0.1:" + gateway.port());
      } finally {
        gateway.stop();
      }
      assertEquals(
          "Your code is 407401234",
          new String(carrier.lastText("393471234501"), StandardCharsets.ISO_8859_1));
    }
    JsonNode created = step("create");
    assertTrue(created.path("sid").asText().matches("SM[0-9a-f]{32}"), created::toString);
    assertEquals("queued", created.path("status").asText());
    assertEquals("outbound-api", created.path("direction").asText());
    assertEquals("ACME", created.path("from").asText());
    assertTrue(created.path("created").asLong() > 0, "the library could read the date");

    JsonNode fetched = step("fetch");
    assertEquals(created.path("sid"), fetched.path("sid"));
    assertEquals("delivered", fetched.path("status").asText());
    assertTrue(fetched.path("sent").asLong() >= created.path("created").asLong());
    assertEquals("confirmed", step("feedback").path("outcome").asText());
    assertEquals("canceled", step("cancel").path("status").asText());
    assertEquals("canceled", step("cancelled").path("status").asText());
    JsonNode list = step("list");
    assertEquals(list.path("made"), list.path("sids"), "newest first, over several pages");
    assertEquals(0, step("list-none").path("count").asInt());
    assertEquals(created.path("sid"), step("keyed").path("sid"));
    assertTrue(step("remove").path("removed").asBoolean());
    assertFails("removed", 404, 20_404);
    assertFails("late", 409, 30_409);
    assertFails("number", 400, 21_211);
    assertFails("region", 400, 21_408);
    assertFails("nobody", 404, 20_404);
    assertFails("stranger", 401, 20_003);
    callbacks(created.path("sid"));
  }

  private void callbacks(JsonNode sid) {
    List<JsonNode> callbacks =
        told.stream().filter(line -> line.path("step").asText().equals("callback")).toList();
    assertFalse(callbacks.isEmpty());
    for (JsonNode callback : callbacks) {
      assertTrue(callback.path("valid").asBoolean(), "the library trusts the signature");
      assertEquals(sid, callback.path("sid"), "the other messages asked for no callback");
    }
    assertEquals("delivered", callbacks.getLast().path("status").asText());
  }

  private void assertFails(String name, int httpStatus, int code) {
    JsonNode failed = step(name);
    assertEquals(code, failed.path("code").asInt(), failed::toString);
    assertEquals(httpStatus, failed.path("httpStatus").asInt());
    assertFalse(failed.path("moreInfo").asText().isEmpty());
  }

  private void run(String base) throws IOException, InterruptedException {
    Process script =
        new ProcessBuilder("node", "twilio.js", base, SID, TOKEN, KEY_SID, KEY_SECRET)
            .directory(peers().toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = script.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode step = ApiClient.JSON.readTree(line);
        told.add(step);
        if (step.path("step").asText().matches("end|failed")) {
          script.getOutputStream().close();
        }
      }
      assertTrue(script.waitFor(SCRIPT_SECONDS, TimeUnit.SECONDS), "the script ended");
    } finally {
      script.destroyForcibly();
    }
  }

  private Gateway gateway(int carrierPort) throws IOException {
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
            accounts:
              - id: auth
                twilio:
                  account-sid: %s
                  auth-token: %s
                  api-keys: [{sid: %s, secret: %s}]
                destinations: {allow: ["+39", "+40"]}
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
                .formatted(SID, TOKEN, KEY_SID, KEY_SECRET, carrierPort, nobody));
    SteadyClock clock = SteadyClock.system();
    ConfigResult result = new ConfigLoader().load(file, Map.of(), clock.getAsLong());
    if (!(result instanceof ConfigResult.Loaded loaded)) {
      throw new AssertionError(result);
    }
    return Gateway.start(
        loaded.config(),
        clock,
        () -> new ConfigReload.Outcome(List.of("fixed"), List.of()),
        failure -> {
          throw new AssertionError(failure);
        });
  }
}
