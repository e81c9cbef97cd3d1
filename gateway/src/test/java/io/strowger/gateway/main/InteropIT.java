package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strowger.gateway.config.ConfigLoader;
import io.strowger.gateway.config.ConfigResult;
import io.strowger.gateway.http.ConfigReload;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole gateway against carriers that others wrote, jSMPP and the Node.js library smpp, with
 * Wireshark's dissector as the judge of every PDU.
 */
final class InteropIT {
  private static final String KEY = "interop-key-0123456789";
  private static final String LONG_TEXT = "Code 407401234. " + "A long tail of words. ".repeat(20);
  private static final String UNICODE_TEXT = "Ваш код 407401234 🔑";

  @TempDir private Path folder = Path.of("");

  private static boolean has(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  @Test
  void short_long_and_unicode_texts_arrive_and_their_receipts_come_back() throws Exception {
    Optional<Path> peers = NodeSmsc.installed();
    Assumptions.assumeTrue(
        peers.isPresent(), "MISSING: the Node.js peer; run `npm ci` in gateway/src/test/peers");
    Assumptions.assumeTrue(
        has("tshark") && has("dumpcap"), "MISSING: tshark; install the Debian package tshark");
    try (NodeSmsc node = NodeSmsc.start(peers.get(), "--ids", "hex");
        NodeSmsc payload = NodeSmsc.start(peers.get(), "--receipt", "tlv");
        JsmppSmsc jsmpp = new JsmppSmsc();
        Capture capture =
            Capture.start(folder, List.of(node.port(), payload.port(), jsmpp.port()))) {
      Gateway gateway = gateway(node.port(), payload.port(), jsmpp.port());
      try {
        ApiClient api = new ApiClient(URI.create("http://127.0.0.1:" + gateway.port()), KEY);
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> DemoCommand.bound(gateway.carriers()) == 5);
        // +39: Node with SAR TLVs; +40: jSMPP with user data headers; +41: Node with payload.
        delivered(api, "+393471234501", "Your code is 407401234");
        delivered(api, "+393471234502", LONG_TEXT);
        delivered(api, "+393471234503", UNICODE_TEXT);
        delivered(api, "+40721234504", "Your code is 407406543 [€]");
        delivered(api, "+40721234505", LONG_TEXT);
        delivered(api, "+41791234506", LONG_TEXT);
      } finally {
        gateway.stop();
      }
      assertEquals("Your code is 407401234", onlyText(node, "393471234501"));
      assertEquals(UNICODE_TEXT, onlyText(node, "393471234503"));
      assertEquals(
          LONG_TEXT,
          node.submits("393471234502").stream()
              .map(submit -> submit.path("text").asText())
              .reduce("", String::concat));
      assertEquals(LONG_TEXT, onlyText(payload, "41791234506"));
      assertTrue(jsmpp.submits("40721234505") > 1, "a long text has several parts");
      assertArrayEquals(
          // [ and ] and the euro sign are in the extension table of GSM 03.38.
          "Your code is 407406543 \u001b<\u001be\u001b>".getBytes(StandardCharsets.ISO_8859_1),
          jsmpp.lastText("40721234504"));
      assertTrue(node.count("unbound") == 2, "links unbind on stop");
      capture.stop();
      assertTrue(capture.frames("smpp.command_id == 0x00000004", "frame.number").size() >= 6);
      assertTrue(capture.frames("smpp.command_id == 0x80000005", "frame.number").size() >= 6);
      assertEquals(
          List.of(),
          capture.frames(
              "smpp && (_ws.malformed || _ws.expert.severity >= 0x00600000)",
              "frame.number",
              "_ws.expert.message"),
          "Wireshark finds nothing to blame");
    }
  }

  private static String onlyText(NodeSmsc node, String digits) {
    List<JsonNode> submits = node.submits(digits);
    assertEquals(1, submits.size(), digits);
    // The peer makes a date of it; what form it has on the wire is the dissector's business.
    assertFalse(submits.getFirst().path("validityPeriod").asText().isEmpty(), "it may expire");
    return submits.getFirst().path("text").asText();
  }

  private static void delivered(ApiClient api, String to, String text) throws CommandFailure {
    ObjectNode body = ApiClient.JSON.createObjectNode();
    body.put("to", to);
    body.put("text", text);
    body.put("ttl", "60s");
    String id = api.post("/v1/messages", body).path("id").asText();
    AtomicReference<JsonNode> last = new AtomicReference<>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> {
          last.set(api.get("/v1/messages/" + id));
          return !last.get().path("final_at").isNull();
        });
    assertEquals("delivered", last.get().path("state").asText(), last.get().toPrettyString());
    assertEquals(1, last.get().path("attempts").size());
  }

  private Gateway gateway(int sarPort, int payloadPort, int udhPort) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("strowger.yaml"),
            """
            http: {listen: 127.0.0.1:0}
            store: {directory: data}
            accounts:
              - {id: interop, api-key: %1$s, admin: true, max-segments: 6}
            carriers:
              - id: sar
                smpp:
                  system-id: strowger
                  password: secret
                  segmentation: sar
                  links: [{address: 127.0.0.1:%2$d}, {address: 127.0.0.1:%2$d}]
              - id: payload
                smpp:
                  system-id: strowger
                  password: secret
                  segmentation: payload
                  links: [{address: 127.0.0.1:%3$d}]
              - id: udh
                smpp:
                  system-id: strowger
                  password: secret
                  bind: transmitter+receiver
                  segmentation: udh-8
                  message-id: {response: hex, receipt: decimal}
                  links: [{address: 127.0.0.1:%4$d}]
            routes:
              - {to: "+39", sms: [sar]}
              - {to: "+40", sms: [udh]}
              - {to: "+41", sms: [payload]}
            """
                .formatted(KEY, sarPort, payloadPort, udhPort));
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
