package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.strowger.gateway.secrecy.Marked;
import io.strowger.smpp.simulator.Arrival;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jsmpp.bean.BindType;
import org.jsmpp.session.SMPPSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway is killed with SIGKILL while it owes receipts over SMPP, holds parts of long messages,
 * or is visited by clients that read no answer. {@code -Dstrowger.crash.kills=N} kills more often.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class EsmeCrashIT {
  private static final String KEY = "crash-test-key-0001";
  private static final int KILLS = Integer.getInteger("strowger.crash.kills", 5);
  private static final int MESSAGES = 40;
  private static final int VISITS = 60;
  private static final String FINAL = "DELIVRD";

  @TempDir private Path home = Path.of("");

  private final int httpPort;
  private final int smppPort;
  private final DemoSites sites;
  private final ApiReader api;
  private Path config = Path.of("");

  EsmeCrashIT() throws IOException {
    httpPort = freePort();
    smppPort = freePort();
    sites = new DemoSites(new WallMicros());
    api = new ApiReader(URI.create("http://127.0.0.1:" + httpPort), KEY);
  }

  @BeforeEach
  void configure() throws IOException {
    config = DemoConfig.write(home, sites, httpPort, KEY);
    String yaml =
        DemoAccount.with(
            config,
            KEY,
            """
            max-segments: 6
            smpp: {system-id: idp, password: secret08, max-binds: 200}
            """);
    Files.writeString(config, yaml + "smpp-server: {listen: 127.0.0.1:" + smppPort + "}\n");
  }

  @AfterEach
  void close() {
    api.close();
    sites.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void receipts_owed_over_smpp_arrive_after_every_kill_and_in_order() throws Exception {
    SplittableRandom random = new SplittableRandom(KILLS);
    JsmppEsme esme = new JsmppEsme(smppPort, "idp", "secret08");
    Map<String, String> numberById = new HashMap<>();
    int owedAtKills = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      try (GatewayProcess gateway = GatewayProcess.start(config, api, List.of())) {
        gateway.awaitReady();
        // Its receipts pile up: a transmitter can be told nothing.
        SMPPSession sender = esme.bind(BindType.BIND_TX);
        for (int i = 0; i < MESSAGES; i++) {
          String to = "39347" + (1_000_000 + numberById.size());
          numberById.put(JsmppEsme.submit(sender, to, Marked.text(numberById.size())), to);
        }
        if (kill % 2 == 1) {
          SMPPSession receiver = esme.bind(BindType.BIND_RX);
          assertFalse(gateway.endsWithin(random.nextInt(300)), gateway::describe);
          receiver.close();
        } else {
          assertFalse(gateway.endsWithin(500 + random.nextInt(2_000)), gateway::describe);
        }
        owedAtKills += numberById.size() - finals(esme, numberById.keySet());
        gateway.kill();
        sender.close();
      }
    }
    try (GatewayProcess gateway = GatewayProcess.start(config, api, List.of())) {
      gateway.awaitReady();
      SMPPSession receiver = esme.bind(BindType.BIND_RX);
      Awaitility.await("every receipt")
          .atMost(Duration.ofSeconds(150))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> finals(esme, numberById.keySet()) == numberById.size());
      receiver.unbindAndClose();
    }
    int heard = esme.receipts.values().stream().mapToInt(List::size).sum();
    System.out.printf(
        "esme crash: kills=%d acknowledged=%d owed-at-kills=%d receipts-heard=%d%n",
        KILLS, numberById.size(), owedAtKills, heard);
    assertTrue(owedAtKills > 0, "otherwise nothing was tried");
    assertEquals(numberById.keySet(), esme.receipts.keySet(), "receipts of these, and no others");
    esme.receipts.forEach((id, states) -> {
      // It may be told again from the beginning; the first of each kind come in their order.
      assertEquals(FINAL, states.getLast(), id + " " + states);
      assertEquals(FINAL, states.stream().distinct().toList().getLast(), id + " " + states);
    });
    numberById.values().forEach(to -> assertTrue(sites.copies(to) > 0, to));
  }

  private static int finals(JsmppEsme esme, Set<String> ids) {
    return (int)
        ids.stream()
            .filter(id -> esme.receipts.getOrDefault(id, List.of()).contains(FINAL))
            .count();
  }

  @Test
  void parts_answered_before_a_kill_are_joined_with_those_that_come_after() throws Exception {
    JsmppEsme esme = new JsmppEsme(smppPort, "idp", "secret08");
    Map<String, String> textByNumber = new HashMap<>();
    Set<String> names = new HashSet<>();
    int parts = 3;
    for (int part = 1; part <= parts; part++) {
      try (GatewayProcess gateway = GatewayProcess.start(config, api, List.of())) {
        gateway.awaitReady();
        SMPPSession session = esme.bind(BindType.BIND_TRX);
        for (int i = 0; i < 8; i++) {
          String to = "3934755500" + (10 + i);
          String text = "part %d of %d, %s ".formatted(part, i, Marked.text(i)).repeat(2);
          String name =
              JsmppEsme.submitPart(session, to, text, i % 2 == 0, 70 + i, new int[] {part, parts});
          textByNumber.merge(to, text, String::concat);
          assertTrue(names.add(name), "each answer has a name of its own: " + name);
        }
        if (part == parts) {
          Awaitility.await("every part is told of")
              .atMost(Duration.ofSeconds(60))
              .until(() -> finals(esme, names) == names.size());
          session.unbindAndClose();
        } else {
          gateway.kill();
          session.close();
        }
      }
    }
    Map<String, String> arrived = new HashMap<>();
    for (Arrival arrival : arrivals()) {
      arrived.put(arrival.destination(), arrival.text());
    }
    assertEquals(textByNumber, arrived);
  }

  private List<Arrival> arrivals() {
    return Stream.of("alpha-1", "alpha-2", "beta-1", "beta-2")
        .flatMap(link -> sites.site(link).smsc().report(10_000, true).arrivals().stream())
        .toList();
  }

  @Test
  void visits_of_clients_that_read_no_answer_survive_a_kill_once_they_are_known() throws Exception {
    HastyEsme esme = new HastyEsme(smppPort, "idp", "secret08");
    Set<String> known = new HashSet<>();
    int visits = 0;
    for (int kill = 0; kill < 3; kill++) {
      try (GatewayProcess gateway = GatewayProcess.start(config, api, List.of())) {
        gateway.awaitReady();
        List<String> visited = new ArrayList<>();
        for (int i = 0; i < VISITS; i++) {
          String to = "39347" + (6_000_000 + visits++);
          esme.visit(to, Marked.text(visits));
          visited.add(to);
        }
        // Nobody was promised anything: what the gateway says that it has, it must keep.
        String first = visited.getFirst();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isKnown(first));
        for (String to : visited) {
          if (isKnown(to)) {
            known.add(to);
          }
        }
        gateway.kill();
      }
    }
    try (GatewayProcess gateway = GatewayProcess.start(config, api, List.of())) {
      gateway.awaitReady();
      Awaitility.await("every message that was known arrives")
          .atMost(Duration.ofMinutes(2))
          .until(() -> known.stream().allMatch(to -> sites.copies(to) > 0));
      Awaitility.await("nobody is bound any more")
          .atMost(Duration.ofSeconds(30))
          .until(() -> api.text(URI.create("/metrics")).lines().noneMatch(EsmeCrashIT::isBound));
      System.out.printf("esme crash: visits=%d known-before-kills=%d%n", visits, known.size());
    }
  }

  private static boolean isBound(String line) {
    return line.startsWith("strowger_esme_bound") && !line.endsWith(" 0.0");
  }

  private boolean isKnown(String to) throws IOException, InterruptedException {
    JsonNode found = ApiClient.JSON.readTree(api.text(URI.create("/v1/messages?to=%2B" + to)));
    return !found.path("messages").isEmpty();
  }
}
