package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strowger.gateway.config.ConfigLoader;
import io.strowger.gateway.config.ConfigResult;
import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.http.ConfigReload;
import io.strowger.gateway.message.Message;
import io.strowger.smpp.simulator.Arrival;
import io.strowger.smpp.simulator.Dials;
import io.strowger.smpp.simulator.SmscSimulator;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.DeliveryReceipt;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;
import org.jsmpp.util.InvalidDeliveryReceiptException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Auth servers that we did not write bind to the SMPP door. */
final class EsmeInteropIT {
  private static final String SILENT = "40721234500";
  private static final int SHORT_VISITS = Integer.getInteger("strowger.short-visits", 2_000);

  @TempDir private Path folder = Path.of("");

  private @Nullable SmscSimulator carrier;
  private @Nullable Gateway running;

  @BeforeEach
  void start() throws IOException {
    carrier = carrier();
    running = startGateway();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> DemoCommand.bound(gateway().carriers()) == 1);
  }

  @AfterEach
  void stop() {
    gateway().stop();
    smsc().close();
  }

  private Gateway gateway() {
    return Objects.requireNonNull(running, "started before each test");
  }

  private SmscSimulator smsc() {
    return Objects.requireNonNull(carrier, "started before each test");
  }

  private static SmscSimulator carrier() throws IOException {
    return SmscSimulator.start(
        SmscSimulator.Settings.loopback(
            () -> ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now())),
        Dials.builder().dropByPrefix(Map.of("40", 1.0)).build(),
        null);
  }

  private int port() {
    return gateway().esmeAddresses().getFirst().getPort();
  }

  private static boolean has(String program) {
    return Stream.of((System.getenv("PATH") + ":/usr/sbin").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private List<String> arrived(String digits) {
    return smsc().report(10_000, true).arrivals().stream()
        .filter(arrival -> arrival.destination().endsWith(digits))
        .map(Arrival::text)
        .toList();
  }

  private static List<String> run(List<String> command, Path directory) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    List<String> lines = new ArrayList<>();
    try (Stream<String> output = process.inputReader(StandardCharsets.UTF_8).lines()) {
      output.forEach(lines::add);
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends");
    assertEquals(0, process.exitValue(), String.join("\n", lines));
    return lines;
  }

  @Test
  void the_node_library_submits_hears_queries_and_cancels() throws Exception {
    Optional<Path> peers = NodeSmsc.installed();
    Assumptions.assumeTrue(
        peers.isPresent(), "MISSING: the Node.js peer; run `npm ci` in gateway/src/test/peers");
    Assumptions.assumeTrue(
        has("tshark") && has("dumpcap"), "MISSING: tshark; install the Debian package tshark");
    try (Capture capture = Capture.start(folder, List.of(port()))) {
      ObjectNode said = ApiClient.JSON.createObjectNode();
      for (String line :
          run(List.of("node", "esme.js", "--port", "" + port(), "--silent", SILENT), peers.get())) {
        JsonNode event = ApiClient.JSON.readTree(line);
        said.set(event.path("event").asText() + event.path("kind").asText(), event);
        if (event.path("event").asText().equals("receipt")) {
          assertTrue(event.path("text").asText().endsWith("text:"), "no text in a receipt");
        }
      }
      for (String kind : List.of("short", "payload", "ucs2", "part1", "part2", "silent")) {
        assertEquals(0, said.path("submitted" + kind).path("status").asInt(), kind);
      }
      assertEquals(0, said.path("queried").path("status").asInt());
      assertEquals(2, said.path("queried").path("state").asInt(), "delivered");
      assertEquals(0, said.path("cancelled").path("status").asInt());
      assertEquals(0x62, said.path("too-long-validity").path("status").asInt());
      assertEquals(0x0B, said.path("impossible-number").path("status").asInt());
      assertEquals(0, said.path("unbound").path("status").asInt());
      assertEquals(List.of("Your code is 407401234"), arrived("393471234601"));
      assertEquals(List.of("Ваш код 407401234"), arrived("393471234603"));
      assertEquals(List.of("Your code is 407401234, in two parts"), arrived("393471234604"));
      assertEquals(1, arrived("393471234602").size());
      capture.stop();
      assertEquals(
          List.of(),
          capture.frames(
              "smpp && (_ws.malformed || _ws.expert.severity >= 0x00600000)",
              "frame.number",
              "_ws.expert.message"),
          "Wireshark finds nothing to blame, in either direction");
    }
  }

  @Test
  void the_perl_library_submits_hears_queries_and_cancels() throws Exception {
    Assumptions.assumeTrue(
        has("perl") && new ProcessBuilder("perl", "-MNet::SMPP", "-e", "1").start().waitFor() == 0,
        "MISSING: Net::SMPP; install the Debian package libnet-smpp-perl");
    Path peers =
        Files.isDirectory(Path.of("src/test/peers"))
            ? Path.of("src/test/peers")
            : Path.of("gateway/src/test/peers");
    List<String> lines =
        run(List.of("perl", "esme.pl", "" + port(), "idp", "secret08", SILENT), peers);
    for (String kind : List.of("short", "ucs2", "part1", "part2", "silent")) {
      assertTrue(
          lines.stream().anyMatch(line -> line.startsWith("submitted " + kind + " 0 ")),
          kind + ": " + lines);
    }
    assertTrue(lines.contains("queried 0 2"), lines.toString());
    assertTrue(lines.contains("cancelled 0"), lines.toString());
    assertTrue(lines.contains("unbound 0"), lines.toString());
    assertEquals(List.of("Your code is 407401234, in two parts"), arrived("393471234703"));
    assertEquals(List.of("Ваш код 407401234"), arrived("393471234702"));
  }

  @Test
  void jsmpp_submits_hears_queries_and_cancels_over_two_binds() throws Exception {
    Map<String, String> heard = new ConcurrentHashMap<>();
    SMPPSession receiver = bind(BindType.BIND_RX, heard);
    SMPPSession sender = bind(BindType.BIND_TX, heard);
    String id =
        submit(
            sender,
            "393471234801",
            "Your code is 407401234".getBytes(StandardCharsets.US_ASCII),
            0);
    String unicode =
        submit(sender, "393471234802", "Ваш код 407401234".getBytes(StandardCharsets.UTF_16BE), 8);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> heard.containsKey(id) && heard.containsKey(unicode));
    assertEquals("DELIVRD", heard.get(id));
    assertEquals(
        org.jsmpp.bean.MessageState.DELIVERED,
        sender
            .queryShortMessage(id, TypeOfNumber.ALPHANUMERIC, NumberingPlanIndicator.UNKNOWN, "IDP")
            .getMessageState());
    String silent = submit(sender, SILENT, "Your code is 1".getBytes(StandardCharsets.US_ASCII), 0);
    sender.cancelShortMessage(
        "",
        silent,
        TypeOfNumber.ALPHANUMERIC,
        NumberingPlanIndicator.UNKNOWN,
        "IDP",
        TypeOfNumber.INTERNATIONAL,
        NumberingPlanIndicator.ISDN,
        SILENT);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> "DELETED".equals(heard.get(silent)));
    sender.unbindAndClose();
    receiver.unbindAndClose();
    assertEquals(List.of("Ваш код 407401234"), arrived("393471234802"));
  }

  @Test
  void receipts_wait_until_somebody_can_take_them() throws Exception {
    Map<String, String> nobody = new ConcurrentHashMap<>();
    SMPPSession sender = bind(BindType.BIND_TX, nobody);
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      ids.add(
          submit(
              sender,
              "3934712349" + (10 + i),
              ("Code " + i).getBytes(StandardCharsets.US_ASCII),
              0));
    }
    sender.close();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> gateway().dispatcher().openMessages() == 0);
    Map<String, String> heard = new ConcurrentHashMap<>();
    SMPPSession receiver = bind(BindType.BIND_RX, heard);
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> heard.keySet().containsAll(ids));
    receiver.unbindAndClose();
  }

  private SMPPSession bind(BindType type, Map<String, String> heard) throws IOException {
    SMPPSession session = new SMPPSession();
    session.setMessageReceiverListener(new Hearing(heard));
    session.connectAndBind(
        "127.0.0.1",
        port(),
        new BindParameter(
            type,
            "idp",
            "secret08",
            "",
            TypeOfNumber.UNKNOWN,
            NumberingPlanIndicator.UNKNOWN,
            null));
    return session;
  }

  private static String submit(SMPPSession session, String to, byte[] text, int coding)
      throws Exception {
    return session
        .submitShortMessage(
            "",
            TypeOfNumber.ALPHANUMERIC,
            NumberingPlanIndicator.UNKNOWN,
            "IDP",
            TypeOfNumber.INTERNATIONAL,
            NumberingPlanIndicator.ISDN,
            to,
            new ESMClass(),
            (byte) 0,
            (byte) 0,
            null,
            null,
            new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
            (byte) 0,
            new GeneralDataCoding(coding == 8 ? Alphabet.ALPHA_UCS2 : Alphabet.ALPHA_DEFAULT),
            (byte) 0,
            text)
        .getMessageId();
  }

  private record Hearing(Map<String, String> heard) implements MessageReceiverListener {
    @Override
    public void onAcceptDeliverSm(DeliverSm deliverSm) {
      try {
        DeliveryReceipt receipt = deliverSm.getShortMessageAsDeliveryReceipt();
        heard.put(receipt.getId(), receipt.getFinalStatus().name());
      } catch (InvalidDeliveryReceiptException e) {
        heard.put("unreadable", e.getMessage());
      }
    }

    @Override
    public void onAcceptAlertNotification(org.jsmpp.bean.AlertNotification notification) {}

    @Override
    public DataSmResult onAcceptDataSm(DataSm dataSm, Session source) {
      throw new UnsupportedOperationException("no data_sm was asked for");
    }
  }

  /** privacyIDEA binds anew for every message and closes without reading the answer. */
  @Test
  void thousands_of_visitors_who_never_wait_for_the_answer_lose_nothing() throws Exception {
    int before = gateway().dispatcher().openMessages();
    HastyEsme hasty = new HastyEsme(port(), "idp", "secret08");
    for (int i = 0; i < SHORT_VISITS; i++) {
      hasty.visit("39348" + (1_000_000 + i), "Your code is " + (100_000 + i));
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            smsc().report(SHORT_VISITS + 100, true).arrivals().stream()
                    .filter(arrival -> arrival.destination().startsWith("39348"))
                    .count()
                >= SHORT_VISITS);
    assertEquals(0, before);
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> gateway().esmeSessions() == 0);
    List<Message> found =
        gateway().dispatcher().search(new MessageQuery("idp", null, null, 0, null, 1_000));
    assertFalse(found.isEmpty());
  }

  @Test
  void kannel_sends_through_us_and_has_its_reports() throws Exception {
    Assumptions.assumeTrue(
        has("bearerbox") && has("smsbox"), "MISSING: Kannel; install the Debian package kannel");
    try (KannelEsme kannel = KannelEsme.start(folder, port(), "idp", "secret08")) {
      String reports = kannel.reportsUrl();
      String query =
          "username=u&password=p&from=IDP&dlr-mask=31&dlr-url="
              + URLEncoder.encode(reports, StandardCharsets.UTF_8);
      get(kannel, query + "&to=%2B393471234901&text=Your+code+is+407401234");
      get(
          kannel,
          query
              + "&to=%2B393471234902&charset=UTF-8&coding=2&text="
              + URLEncoder.encode("Ваш код 407401234", StandardCharsets.UTF_8));
      String tail = "A+long+tail+of+words.+".repeat(12);
      get(kannel, query + "&to=%2B393471234903&text=Code+407401234.+" + tail);
      Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> kannel.delivered() >= 3);
    }
    assertEquals(List.of("Your code is 407401234"), arrived("393471234901"));
    assertEquals(List.of("Ваш код 407401234"), arrived("393471234902"));
    assertTrue(arrived("393471234903").getFirst().startsWith("Code 407401234. A long tail"));
  }

  private static void get(KannelEsme kannel, String query) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + kannel.port() + "/cgi-bin/sendsms?" + query)
                .toURL()
                .openConnection();
    assertEquals(202, connection.getResponseCode());
    connection.disconnect();
  }

  private Gateway startGateway() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("strowger.yaml"),
            """
            http: {listen: 127.0.0.1:0}
            smpp-server: {listen: 127.0.0.1:0}
            store: {directory: data}
            accounts:
              - id: idp
                max-segments: 6
                smpp: {system-id: idp, password: secret08, max-binds: 200}
            carriers:
              - id: alpha
                smpp:
                  system-id: strowger
                  password: secret
                  window: 100
                  links: [{address: "127.0.0.1:%d"}]
            routes:
              - {to: "+", sms: [alpha]}
            """
                .formatted(smsc().address().getPort()));
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
