package io.strowger.gateway.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.canary.CanaryCommand;
import io.strowger.gateway.delivery.ReceiptReading;
import io.strowger.gateway.delivery.VerificationEvent;
import io.strowger.gateway.guard.DenialCode;
import io.strowger.gateway.guard.PumpingBlock;
import io.strowger.gateway.health.Cause;
import io.strowger.gateway.health.CellState;
import io.strowger.gateway.health.HealthChange;
import io.strowger.gateway.health.HealthReport;
import io.strowger.gateway.message.CallEnding;
import io.strowger.gateway.message.CallEvidence;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.smpp.receipt.ReceiptState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {
  private static final Path DOCUMENT = Path.of("../docs/metrics.md");
  private static final Pattern NAME = Pattern.compile("\"(strowger\\.[a-z.]*[a-z])\"");

  private static final PumpingBlock BLOCK = new PumpingBlock("idp", "+99890123", 4, 2_000, 0);

  private final MetricsFixture fixture = new MetricsFixture();
  private final GatewayMetrics metrics = fixture.metrics;

  @AfterEach
  void close() {
    metrics.close();
  }

  private static Message message(String account, MessageState state, long acceptedAt) {
    MessageSpec spec =
        new MessageSpec(
            MessageId.of(MessageId.firstOrderOf(acceptedAt), 7),
            account,
            new PhoneNumber("+393471234567"),
            new Secret("Your code is 482913"),
            new Secret("482913"),
            null,
            null,
            "reference",
            null,
            0,
            List.of(Channel.SMS),
            null,
            acceptedAt,
            acceptedAt + 300_000);
    return new Message(spec, state, List.of());
  }

  @Test
  void a_link_tells_its_bind_window_and_traffic() {
    metrics.submitted("alpha", "alpha-1");
    metrics.submitted("alpha", "alpha-1");
    metrics.answered("alpha", "alpha-1", 0, 3_000);
    metrics.answered("alpha", "alpha-1", 0x58, 3_000);
    metrics.answered("alpha", "alpha-1", 0x7777, 3_000);
    metrics.receipt("alpha", "alpha-1", ReceiptState.DELIVERED);
    metrics.inDoubt("alpha", "alpha-1");
    String link = "{carrier=\"alpha\",link=\"alpha-1\"";
    fixture.assertSample("strowger_link_submits_total" + link + "}", 2);
    fixture.assertSample("strowger_link_answers_total" + link + ",status=\"ESME_ROK\"}", 1);
    fixture.assertSample("strowger_link_answers_total" + link + ",status=\"ESME_RTHROTTLED\"}", 1);
    fixture.assertSample("strowger_link_answers_total" + link + ",status=\"other\"}", 1);
    fixture.assertSample("strowger_link_receipts_total" + link + ",state=\"delivered\"}", 1);
    fixture.assertSample("strowger_link_in_doubt_total" + link + "}", 1);
    fixture.assertSample("strowger_link_response_seconds_bucket" + link + ",le=\"0.005\"}", 3);
    fixture.assertSample("strowger_link_response_seconds_bucket" + link + ",le=\"0.002\"}", 0);
    String bind = "{bind=\"TRANSCEIVER\",carrier=\"alpha\",link=\"alpha-1\"}";
    fixture.assertSample("strowger_link_bound" + bind, 1);
    fixture.assertSample("strowger_link_window_used" + bind, 3);
    fixture.assertSample("strowger_link_window_max" + bind, 64);
  }

  @Test
  void a_link_that_is_down_says_so() {
    fixture.carriers = List.of(MetricsFixture.carrier("alpha", "WAITING"));
    fixture.assertSample(
        "strowger_link_bound{bind=\"TRANSCEIVER\",carrier=\"alpha\",link=\"alpha-1\"}", 0);
  }

  @Test
  void the_rate_used_is_a_share_of_the_limit_in_force() {
    metrics.scrape();
    for (int i = 0; i < 200; i++) {
      metrics.submitted("alpha", "alpha-1");
    }
    fixture.millis += 1_000;
    fixture.assertSample("strowger_link_submit_rate{carrier=\"alpha\",link=\"alpha-1\"}", 20);
    fixture.assertSample("strowger_carrier_submit_rate{carrier=\"alpha\"}", 20);
    fixture.assertSample("strowger_carrier_rate_used{carrier=\"alpha\"}", 0.2);
    fixture.millis += 20_000;
    fixture.assertSample("strowger_carrier_rate_used{carrier=\"alpha\"}", 0);
  }

  @Test
  void a_carrier_configured_away_is_reported_no_more() {
    metrics.submitted("alpha", "alpha-1");
    assertTrue(metrics.scrape().contains("carrier=\"alpha\""));
    fixture.carriers = List.of(MetricsFixture.carrier("beta", "BOUND"));
    String after = metrics.scrape();
    assertFalse(after.contains("carrier=\"alpha\""), after);
    assertTrue(after.contains("carrier=\"beta\""), after);
  }

  @Test
  void finals_are_counted_by_account_and_state() {
    metrics.accepted(message("idp", new MessageState.Accepted(), 1_000));
    metrics.becameFinal(message("idp", new MessageState.Delivered(3_000), 1_000));
    metrics.becameFinal(message("idp", new MessageState.Expired(9_000), 1_000));
    fixture.assertSample("strowger_messages_accepted_total{account=\"idp\"}", 1);
    fixture.assertSample("strowger_messages_final_total{account=\"idp\",state=\"delivered\"}", 1);
    fixture.assertSample("strowger_messages_final_total{account=\"idp\",state=\"expired\"}", 1);
    fixture.assertSample("strowger_messages_final_total{account=\"idp\",state=\"failed\"}", 0);
    fixture.assertSample("strowger_messages_delivered_seconds_sum", 2);
  }

  @Test
  void accounts_beyond_a_bound_share_one_label() {
    for (int i = 0; i < 1_500; i++) {
      metrics.accepted(message("account" + i, new MessageState.Accepted(), 1_000));
    }
    fixture.assertSample("strowger_messages_accepted_total{account=\"other\"}", 500);
    fixture.assertSample("strowger_messages_accepted_total{account=\"account999\"}", 1);
  }

  @Test
  void the_guard_tells_what_it_refuses_repeats_and_blocks() {
    everythingHappens();
    String idp = "{account=\"idp\"";
    fixture.assertSample("strowger_guard_denied_total" + idp + ",code=\"number-quota\"}", 1);
    fixture.assertSample("strowger_guard_repeated_total" + idp + "}", 1);
    fixture.assertSample("strowger_guard_blocked_total" + idp + "}", 1);
    fixture.assertSample("strowger_guard_blocks", 1);
    metrics.guard().pumpingLifted(BLOCK, false);
    fixture.assertSample("strowger_guard_blocks", 0);
    fixture.assertSample("strowger_guard_blocked_total" + idp + "}", 1);
  }

  @Test
  void the_oldest_open_message_has_an_age() {
    fixture.oldest = fixture.millis - 4_500;
    fixture.assertSample("strowger_messages_oldest_open_seconds", 4.5);
    fixture.oldest = 0;
    fixture.assertSample("strowger_messages_oldest_open_seconds", 0);
  }

  @Test
  void commits_tell_latency_and_size() {
    metrics.committed(10, 50, 1_500_000);
    fixture.assertSample("strowger_store_commit_seconds_sum", 0.0015);
    fixture.assertSample("strowger_store_commit_changes_sum", 50);
    fixture.assertSample("strowger_store_commit_changes_bucket{le=\"50.0\"}", 1);
    fixture.assertSample("strowger_history_pending", 5);
    fixture.assertSample("strowger_store_changes_total", 2);
  }

  @Test
  void requests_are_counted_by_call_and_status() {
    metrics.requestAnswered("POST", "/v1/messages", 202, 800_000);
    metrics.requestAnswered("POST", "/v1/messages", 503, 900_000);
    String call = "{method=\"POST\",path=\"/v1/messages\"";
    fixture.assertSample("strowger_http_requests_total" + call + ",status=\"202\"}", 1);
    fixture.assertSample("strowger_http_requests_total" + call + ",status=\"503\"}", 1);
    fixture.assertSample("strowger_http_request_seconds_count" + call + "}", 2);
  }

  @Test
  void a_refused_configuration_shows_until_a_good_one_is_read() {
    fixture.assertSample("strowger_config_in_force", 1);
    metrics.configRead(false);
    fixture.assertSample("strowger_config_in_force", 0);
    metrics.configRead(true);
    fixture.assertSample("strowger_config_in_force", 1);
    fixture.assertSample("strowger_config_reads_total{result=\"refused\"}", 1);
  }

  @Test
  void nothing_of_a_message_becomes_a_label() {
    everythingHappens();
    String text = metrics.scrape();
    for (String secret : List.of("482913", "3471234567", "reference", "Your code")) {
      assertFalse(text.contains(secret));
    }
  }

  @Test
  void verifications_are_counted_by_account_and_event_from_zero() {
    metrics.verifications().happened("idp", VerificationEvent.STARTED);
    metrics.verifications().happened("idp", VerificationEvent.WRONG);
    metrics.verifications().happened("idp", VerificationEvent.WRONG);
    String text = metrics.scrape();
    String name = "strowger_verifications_total{account=\"idp\",event=";
    assertTrue(text.contains(name + "\"wrong\"} 2.0"), text);
    assertTrue(text.contains(name + "\"verified\"} 0.0"), text);
  }

  /** Rewrite with {@code -Dstrowger.write-docs=true}. */
  @Test
  void the_document_lists_every_metric_as_the_registry_has_it() throws IOException {
    everythingHappens();
    String table = table(metrics.scrape());
    String written = Files.readString(DOCUMENT);
    String begin = "<!-- metrics: begin -->\n";
    int from = written.indexOf(begin) + begin.length();
    int to = written.indexOf("<!-- metrics: end -->");
    String expected = written.substring(0, from) + table + written.substring(to);
    if (Boolean.getBoolean("strowger.write-docs")) {
      Files.writeString(DOCUMENT, expected);
    } else {
      assertEquals(expected, written);
    }
  }

  private void everythingHappens() {
    metrics.submitted("alpha", "alpha-1");
    metrics.answered("alpha", "alpha-1", 0, 3_000);
    metrics.accepted(message("idp", new MessageState.Accepted(), 1_000));
    metrics.becameFinal(message("idp", new MessageState.Delivered(3_000), 1_000));
    metrics.receiptMatched("alpha", ReceiptReading.Kind.DELIVERED, 10);
    metrics.requestAnswered("POST", "/v1/messages", 202, 800_000);
    metrics.notices().posted("webhook", "idp", "told");
    metrics.notices().told(30);
    metrics.notices().lost("webhook", "idp", "given_up");
    metrics.notices().watch(() -> List.of(new NoticeMeters.Owed("webhook", "idp", 1, 2, false)));
    PhoneNumber to = new PhoneNumber("+393471234567");
    metrics.guard().denied("idp", to, DenialCode.NUMBER_QUOTA.denial(1_000), 1_000);
    metrics.guard().channelLeftOut("idp", to, Channel.VOICE, DenialCode.VOICE_NOT_ALLOWED.denial());
    metrics.guard().repeated("idp");
    metrics.verifications().happened("idp", VerificationEvent.STARTED);
    metrics.guard().pumpingBlocked(BLOCK);
    metrics.esmes().bound("idp", 1);
    metrics.esmes().submitRefused("idp", "ESME_RTHROTTLED");
    healthHappens();
    metrics.canaries().happened(new CanaryCommand.Sent("alpha", "+3933", 1_000));
    metrics.canaries().happened(new CanaryCommand.Returned("alpha", "+3933", 1_000, 4_000));
    VoiceMeters.Cell cell = new VoiceMeters.Cell("vox", "vox-1", "+393");
    metrics.voice().placed("vox");
    metrics.voice().sound(cell, "received", 0.01, 3);
    metrics.voice().ended(cell, CallEnding.COMPLETED, "sip:200", call(true, true));
    metrics.voice().watch(() -> List.of(new TrunkFigures("vox", "vox-1", true, 2, 30)));
  }

  private static CallEvidence call(boolean ringing, boolean answered) {
    return new CallEvidence(
        ringing,
        answered,
        answered,
        answered,
        false,
        null,
        ringing ? 800 : 0,
        ringing ? 2_000 : 0,
        answered ? 20_000 : 0,
        answered ? 200 : 0,
        0,
        false,
        false,
        false);
  }

  @Test
  void every_metric_that_the_code_names_is_in_the_document() throws IOException {
    everythingHappens();
    String scrape = metrics.scrape();
    Set<String> absent = new TreeSet<>();
    try (Stream<Path> files =
        Files.list(Path.of("src/main/java/io/strowger/gateway/metrics").toAbsolutePath())) {
      for (Path file : files.toList()) {
        Matcher named = NAME.matcher(Files.readString(file));
        while (named.find()) {
          String name = named.group(1).replace('.', '_');
          if (!scrape.contains("# HELP " + name)) {
            absent.add(name);
          }
        }
      }
    }
    assertEquals(Set.of(), absent, "everythingHappens() lets it happen");
  }

  @Test
  void ratios_of_calls_are_those_of_e_411_and_e_425() {
    VoiceMeters.Cell cell = new VoiceMeters.Cell("vox", "vox-1", "+393");
    VoiceMeters voice = metrics.voice();
    for (int i = 0; i < 4; i++) {
      voice.placed("vox");
    }
    voice.ended(cell, CallEnding.COMPLETED, "sip:200", call(true, true));
    voice.ended(cell, CallEnding.NO_ANSWER, "voice:no-answer", call(true, false));
    voice.ended(cell, CallEnding.OTHER_TRUNK, "voice:retry-other-trunk", call(false, false));
    voice.diverted(cell, CallEnding.OTHER_TRUNK, "voice:retry-other-trunk", call(false, false));
    String labels = "{carrier=\"vox\",prefix=\"+393\",trunk=\"vox-1\"}";
    fixture.assertSample("strowger_call_abr" + labels, 0.25);
    fixture.assertSample("strowger_call_asr" + labels, 0.5);
    fixture.assertSample("strowger_call_ner" + labels, 1);
    fixture.assertSample("strowger_call_acd_seconds" + labels, 20);
    fixture.assertSample("strowger_calls_in_progress{carrier=\"vox\"}", 1);
  }

  private void healthHappens() {
    HealthMeters health = metrics.health();
    health.judged(
        List.of(cell("alpha", "", CellState.DEGRADED), cell("alpha", "+3934", CellState.OPEN)),
        true,
        2_000);
    health.changed(
        new HealthChange(
            "alpha", "+3934", CellState.SUSPECT, CellState.OPEN, Cause.SILENCE, "", 0, 2_000),
        true);
    health.probed("alpha");
    health.rescuing("alpha", 3);
  }

  private static HealthReport cell(String carrier, String operator, CellState state) {
    return new HealthReport(
        carrier,
        operator,
        state,
        Cause.LOSS,
        null,
        false,
        true,
        1,
        1,
        0.5,
        10.9,
        21.8,
        0.9,
        900,
        -1,
        17_000);
  }

  @Test
  void a_carriers_health_and_the_alarms_are_told() {
    healthHappens();
    fixture.assertSample("strowger_route_state{carrier=\"alpha\"}", 2);
    fixture.assertSample("strowger_route_share{carrier=\"alpha\"}", 0.5);
    fixture.assertSample("strowger_route_score{carrier=\"alpha\"}", 0.5);
    fixture.assertSample("strowger_route_operators_left{carrier=\"alpha\"}", 1);
    fixture.assertSample("strowger_route_rescues_total{carrier=\"alpha\"}", 3);
    metrics.health().judged(List.of(), true, 4_000);
    assertFalse(metrics.scrape().contains("strowger_route_state"));
  }

  /** Name, type, labels and help of everything that is ours, from the text itself. */
  private static String table(String scrape) {
    Map<String, String> help = new TreeMap<>();
    Map<String, String> types = new TreeMap<>();
    Map<String, TreeSet<String>> labels = new TreeMap<>();
    for (String line : scrape.lines().toList()) {
      String[] words = line.split(" ", 4);
      if (line.startsWith("# HELP strowger_")) {
        help.put(words[2], words[3]);
      } else if (line.startsWith("# TYPE strowger_")) {
        types.put(words[2], words[3]);
      } else if (line.startsWith("strowger_")) {
        int brace = line.indexOf('{');
        String name = brace < 0 ? words[0] : line.substring(0, brace);
        String family = family(name, types);
        TreeSet<String> seen = labels.computeIfAbsent(family, _ -> new TreeSet<>());
        if (brace >= 0) {
          for (String label : line.substring(brace + 1, line.indexOf('}')).split(",", -1)) {
            seen.add(label.substring(0, label.indexOf('=')));
          }
        }
        seen.remove("le");
      }
    }
    List<String> rows = new ArrayList<>();
    rows.add("| metric | type | labels | meaning |");
    rows.add("|---|---|---|---|");
    help.forEach((name, meaning) ->
        rows.add(
            "| `%s` | %s | %s | %s |"
                .formatted(
                    name,
                    types.get(name),
                    String.join(", ", labels.getOrDefault(name, new TreeSet<>())),
                    meaning)));
    return String.join("\n", rows) + "\n";
  }

  private static String family(String name, Map<String, String> types) {
    return types.containsKey(name) ? name : name.replaceAll("_(bucket|count|sum)$", "");
  }
}
