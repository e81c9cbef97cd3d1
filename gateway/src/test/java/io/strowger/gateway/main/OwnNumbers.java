package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.strowger.gateway.canary.CanaryToken;
import io.strowger.gateway.secrecy.Marked;
import io.strowger.sip.simulator.CallRecord;
import io.strowger.sip.simulator.TrunkDials;
import io.strowger.sip.simulator.TrunkSimulator;
import io.strowger.smpp.simulator.Arrival;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Two numbers of the gateway's own, one for texts and one for calls, and everything about them that
 * nobody else may learn: the digits that canaries say and sound, and who texts and calls.
 */
final class OwnNumbers implements AutoCloseable {
  private static final String TEXTED = "393310740001";
  private static final String CALLED = "390299880002";

  /** Who a call to it, or a text, is said to come from. */
  private static final String STRANGER = "393310740003";

  private static final Pattern MARKER = Pattern.compile("\\*(\\d{10})");
  private static final Pattern RUN = Pattern.compile("\\d{10,15}");

  private final DemoSites sites;
  private final Set<String> returned = new HashSet<>();
  private final ConcurrentLinkedQueue<CallRecord> calls = new ConcurrentLinkedQueue<>();
  private final TrunkSimulator calling = trunk();
  private final TrunkSimulator bringing = trunk();
  private final int listen = freePort();

  OwnNumbers(DemoSites sites) throws IOException {
    this.sites = sites;
    var _ =
        calling.turn(
            dials -> dials.toBuilder().ownNumbers(Map.of(CALLED, "127.0.0.1:" + listen)).build());
  }

  private TrunkSimulator trunk() throws IOException {
    return TrunkSimulator.start(
        TrunkSimulator.Settings.loopback(System::currentTimeMillis, System::nanoTime),
        TrunkDials.DEFAULT,
        calls::add);
  }

  private static int freePort() throws IOException {
    try (DatagramSocket free =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      return free.getLocalPort();
    }
  }

  /** The demo's configuration with canaries. */
  String in(String yaml) {
    String carriers =
        """
          - id: calling
            sip: {caller-id: "+%s", trunks: [{address: "127.0.0.1:%d;transport=udp"}]}
          - id: bringing
            sip: {caller-id: "+%s", listen: "127.0.0.1:%d", trunks: [{address: "127.0.0.1:%d;transport=udp"}]}
        routes:
          - {to: "+39029988", voice: [calling, bringing]}
        """
            .formatted(
                STRANGER,
                calling.address().getPort(),
                STRANGER,
                listen,
                bringing.address().getPort());
    String canaries =
        """
        canaries:
          interval: 5s
          calls: {interval: 10s}
          numbers:
            - {id: texted, number: "+%s", returns-by: beta}
            - {id: called, number: "+%s", returns-by: bringing}
        """
            .formatted(TEXTED, CALLED);
    assertTrue(yaml.contains("routes:\n"), yaml);
    return yaml.replace("routes:\n", carriers) + canaries;
  }

  /** Until one of each is back; a subscriber's text with a code comes in meanwhile. */
  void proveTheirWays(ApiReader api) {
    sites
        .site("beta-1")
        .smsc()
        .text("strowger", STRANGER, TEXTED, Marked.text(41) + " " + STRANGER);
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> {
          for (Arrival arrival : texts()) {
            if (returned.add(arrival.text())) {
              sites.site("beta-1").smsc().text("strowger", STRANGER, TEXTED, arrival.text());
            }
          }
          JsonNode carriers =
              ApiClient.JSON.readTree(api.text(URI.create("/v1/admin/canaries"))).path("carriers");
          return returned(carriers, "alpha") > 0 && returned(carriers, "calling") > 0;
        });
  }

  private static int returned(JsonNode carriers, String carrier) {
    for (JsonNode each : carriers) {
      if (each.path("carrier").asText().equals(carrier)) {
        return each.path("returned").asInt();
      }
    }
    return 0;
  }

  private List<Arrival> texts() {
    return Stream.of("alpha-1", "alpha-2", "beta-1", "beta-2")
        .flatMap(link -> sites.site(link).smsc().report(10_000, true).arrivals().stream())
        .filter(arrival -> arrival.destination().equals(TEXTED))
        .toList();
  }

  /** What the canaries said and sounded so far. */
  private Set<String> tokens() {
    Set<String> tokens = new HashSet<>();
    texts().forEach(arrival -> tokens.addAll(CanaryToken.in(arrival.text())));
    assertFalse(tokens.isEmpty(), "texts were sent");
    int before = tokens.size();
    for (CallRecord call : calls) {
      Matcher marker = MARKER.matcher(call.keysHeard());
      while (marker.find()) {
        tokens.add(marker.group(1));
      }
    }
    assertTrue(tokens.size() > before, "calls were heard");
    return tokens;
  }

  /**
   * Neither the digits of a canary nor the numbers; nor what the log's mask would have made of the
   * digits, for then somebody logged them.
   */
  void assertHiddenIn(String where, String shown) {
    Set<String> hidden = tokens();
    int digits = hidden.size();
    hidden.addAll(List.of(TEXTED, CALLED, STRANGER));
    List<String> found = new ArrayList<>();
    Matcher run = RUN.matcher(shown);
    while (run.find()) {
      if (hidden.contains(run.group())) {
        found.add(shown.substring(Math.max(0, run.start() - 60), run.end()));
      }
    }
    for (String token : tokens()) {
      String masked = "(?<!\\d)" + token.substring(0, 4) + "\\*{6}(?!\\*)";
      if (Pattern.compile(masked).matcher(shown).find()) {
        found.add("masked by the log alone: " + token);
      }
    }
    assertEquals(List.of(), found, () -> where + " shows one of " + digits + " or a number");
  }

  @Override
  public void close() {
    calling.close();
    bringing.close();
  }
}
