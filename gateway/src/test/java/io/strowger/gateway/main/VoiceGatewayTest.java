package io.strowger.gateway.main;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.strowger.sip.simulator.Delay;
import io.strowger.sip.simulator.TrunkDials;
import io.strowger.sip.simulator.TrunkReport.Count;
import io.strowger.sip.simulator.TrunkSimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole gateway with two carriers' trunks: what counts is the code that was heard. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class VoiceGatewayTest {
  @TempDir private Path folder;
  private final TrunkSimulator alpha;
  private final TrunkSimulator beta;

  VoiceGatewayTest() throws IOException {
    alpha = trunk();
    beta = trunk();
  }

  private static TrunkSimulator trunk() throws IOException {
    return TrunkSimulator.start(
        TrunkSimulator.Settings.loopback(System::currentTimeMillis, System::nanoTime),
        TrunkDials.DEFAULT,
        null);
  }

  @AfterEach
  void close() {
    alpha.close();
    beta.close();
  }

  private CallingGateway gateway() throws IOException {
    return gateway("");
  }

  private CallingGateway gateway(String more) throws IOException {
    return CallingGateway.start(
        folder,
        more
            + """
            carriers:
              - id: alpha
                sip: {caller-id: "+390600000001", trunks: [{address: "127.0.0.1:%d;transport=udp"}]}
              - id: beta
                sip: {caller-id: "+390600000001", trunks: [{address: "127.0.0.1:%d;transport=udp"}]}
            routes:
              - {to: "+", voice: [alpha, beta]}
            """
                .formatted(alpha.address().getPort(), beta.address().getPort()));
  }

  @Test
  void a_code_is_spoken_and_delivered_once_it_was_played_to_somebody() throws Exception {
    try (CallingGateway gateway = gateway()) {
      String id = gateway.call("+393401234501", "2m");
      JsonNode message = gateway.ended(id);
      assertEquals("delivered", message.path("state").asText(), message::toPrettyString);
      assertTrue(message.at("/attempts/0/call/played_to_end").asBoolean(), message::toPrettyString);
      await()
          .atMost(CallingGateway.PATIENCE)
          .until(() -> CallingGateway.codes(alpha).contains("482913"));
      assertEquals(0, beta.report().count(Count.INVITES));
      String figures = gateway.text("/metrics");
      String cell = "{carrier=\"alpha\",prefix=\"+393\",trunk=\"alpha-1\"} 1.0";
      assertTrue(figures.contains("strowger_call_asr" + cell), figures);
      assertTrue(figures.contains("strowger_call_heard_ratio" + cell), figures);
      assertTrue(
          figures.contains(
              "strowger_call_rtp_jitter_seconds_count{carrier=\"alpha\",direction=\"received\""),
          figures);
      assertTrue(figures.contains("strowger_trunk_up{carrier=\"alpha\",trunk=\"alpha-1\"} 1.0"));
    }
  }

  @Test
  void a_trunk_that_answers_and_gives_no_media_is_not_believed_and_another_is_called()
      throws Exception {
    alpha.turn(dials -> dials.toBuilder().silentRatio(1).build());
    try (CallingGateway gateway = gateway()) {
      String id = gateway.call("+393401234502", "2m");
      JsonNode message = gateway.ended(id);
      assertEquals("delivered", message.path("state").asText(), message::toPrettyString);
      assertEquals("alpha", message.at("/attempts/0/carrier").asText(), message::toPrettyString);
      assertEquals("beta", message.at("/attempts/1/carrier").asText(), message::toPrettyString);
      await()
          .atMost(CallingGateway.PATIENCE)
          .until(() -> CallingGateway.codes(beta).contains("482913"));
    }
  }

  @Test
  void when_there_is_no_room_for_sound_a_call_is_made_once_there_is() throws Exception {
    try (CallingGateway gateway = gateway("voice: {calls-max: 1}\n")) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        ids.add(gateway.call("+39340123451" + i, "3m"));
      }
      for (String id : ids) {
        JsonNode message = gateway.ended(id);
        assertEquals("delivered", message.path("state").asText(), message::toPrettyString);
      }
    }
  }

  @Test
  void a_drained_carrier_is_called_by_no_more_until_it_is_resumed() throws Exception {
    TrunkDials noAnswer = TrunkDials.builder().refuseRatio(1).refuseStatus(486).build();
    alpha.dials(noAnswer);
    beta.dials(noAnswer);
    try (CallingGateway gateway = gateway()) {
      JsonNode drained = gateway.post("/v1/admin/carriers/alpha:drain", "", 200);
      assertEquals("voice", drained.path("channel").asText());
      gateway.until(
          "/v1/admin/carriers/alpha",
          carrier -> carrier.path("drained").asBoolean() && !carrier.path("usable").asBoolean());
      JsonNode refused = gateway.ended(gateway.call("+393401234505", "1m"));
      assertEquals("beta", refused.at("/attempts/0/carrier").asText(), refused::toPrettyString);
      assertEquals(0, alpha.report().count(Count.INVITES));
      var _ = gateway.post("/v1/admin/carriers/alpha:resume", "", 200);
      gateway.until("/v1/admin/carriers/alpha", carrier -> carrier.path("usable").asBoolean());
      JsonNode again = gateway.ended(gateway.call("+393401234506", "1m"));
      assertEquals("alpha", again.at("/attempts/0/carrier").asText(), again::toPrettyString);
    }
  }

  @Test
  void a_trunk_that_holds_calls_past_their_deadline_says_nothing_late() throws Exception {
    alpha.turn(dials -> dials.toBuilder().queueRatio(1).queueDelay(hold()).build());
    beta.turn(dials -> dials.toBuilder().queueRatio(1).queueDelay(hold()).build());
    try (CallingGateway gateway = gateway()) {
      String id = gateway.call("+393401234503", "10s");
      JsonNode message = gateway.ended(id);
      assertEquals("expired", message.path("state").asText(), message::toPrettyString);
      await()
          .atMost(CallingGateway.PATIENCE)
          .until(() ->
              alpha.report().count(Count.CALLS) == 0 && beta.report().count(Count.CALLS) == 0);
      assertEquals(List.of(), CallingGateway.codes(alpha));
      assertEquals(List.of(), CallingGateway.codes(beta));
    }
  }

  private static Delay hold() {
    return Delay.constant(Duration.ofSeconds(25));
  }

  @Test
  void a_login_is_approved_by_the_key_that_was_asked_for() throws Exception {
    alpha.turn(dials -> dials.toBuilder().keys("#").build());
    // Whoever is called: a stalled machine may let alpha's first answer come too late.
    beta.turn(dials -> dials.toBuilder().keys("#").build());
    try (CallingGateway gateway = gateway()) {
      Queue<String> events = gateway.events();
      String id =
          gateway
              .post("/v1/approvals", "{\"to\":\"+393401234504\",\"ttl\":\"2m\"}", 202)
              .path("id")
              .asText();
      JsonNode approval = gateway.until("/v1/approvals/" + id, found -> found.hasNonNull("result"));
      JsonNode calls = gateway.get("/v1/messages/" + id);
      assertEquals(
          "approved",
          approval.path("result").asText(),
          () -> approval.toPrettyString() + calls.toPrettyString());
      await()
          .atMost(CallingGateway.PATIENCE)
          .until(() ->
              events.stream()
                  .anyMatch(data ->
                      data.contains(id)
                          && data.contains("\"state\":\"delivered\"")
                          && data.contains("\"result\":\"approved\"")));
    }
  }
}
