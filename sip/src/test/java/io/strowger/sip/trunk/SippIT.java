package io.strowger.sip.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.call.CallLimits;
import io.strowger.sip.call.CallPlan;
import io.strowger.sip.call.DigestCredentials;
import io.strowger.sip.call.Disposition;
import io.strowger.sip.message.Transport;
import io.strowger.sip.prompt.ApprovalScript;
import io.strowger.sip.prompt.CallScript;
import io.strowger.sip.prompt.CodeScript;
import io.strowger.sip.prompt.ScriptResult;
import io.strowger.sip.trunk.LiveTrunks.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls to sipp, each scenario a file of its own; sipp fails where we do not do as it expects. */
final class SippIT {
  private static final CallScript SHORT = new CodeScript("4", false, '1', 0);

  @TempDir private Path folder = Path.of("");

  private static TrunkSettings trunk(String id, int port, Transport transport) {
    TrunkSettings plain =
        TrunkSettings.of(
            id,
            TrunkSettings.Peer.of("127.0.0.1", port, transport),
            TrunkSettings.Caller.of("39029876543"));
    return with(plain, List.of(), CallPlan.Features.DEFAULT, 0);
  }

  private static TrunkSettings with(
      TrunkSettings trunk,
      List<DigestCredentials> credentials,
      CallPlan.Features features,
      int priority) {
    return new TrunkSettings(
        trunk.id(),
        priority,
        trunk.peer(),
        credentials,
        null,
        trunk.caller(),
        trunk.numbers(),
        trunk.limits(),
        // sipp takes an OPTIONS for the call it waits for.
        new TrunkSettings.Health(3, 2, 0, 60_000, 4_000),
        features,
        trunk.media());
  }

  private Ended call(String scenario, CallScript script, CallLimits limits, String... more)
      throws IOException, InterruptedException {
    try (Peer sipp = Peer.sipp(folder, scenario, more);
        Capture capture = Capture.start(folder, sipp.port());
        LiveTrunks live = live(trunk("alpha-1", sipp.port(), Transport.UDP))) {
      live.place("ref", script, limits, 50_000);
      Ended end = finished(live, sipp);
      capture.stop();
      String here = "" + sipp.port();
      assertEquals(List.of(), capture.faults());
      assertFalse(
          capture.frames("sip.Method == INVITE and udp.port == " + here, "sip.Via").isEmpty());
      return end;
    }
  }

  private static LiveTrunks live(TrunkSettings... trunks) throws IOException {
    return new LiveTrunks(new SipCarrierSettings("alpha", List.of(trunks)));
  }

  private static Ended finished(LiveTrunks live, Peer sipp)
      throws InterruptedException, IOException {
    Ended end = live.end();
    int exit = sipp.exit(20);
    assertEquals(0, exit, () -> end + "\n" + live.seen + "\n" + sipp.words());
    return end;
  }

  private static Disposition disposition(Ended end) {
    return end.report().outcome().disposition();
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"UDP", "TCP"})
  void a_normal_call_is_answered_and_heard(Transport transport) throws Exception {
    String[] how =
        transport == Transport.TCP
            ? new String[] {"-t", "t1", "-rtp_echo"}
            : new String[] {"-rtp_echo"};
    try (Peer sipp = Peer.sipp(folder, "normal", how);
        Capture capture = Capture.start(folder, sipp.port());
        LiveTrunks live = live(trunk("alpha-1", sipp.port(), transport))) {
      live.place("ref", SHORT, CallLimits.DEFAULT, 50_000);
      Ended end = finished(live, sipp);
      capture.stopAfter("rtcp.pt == 203");
      assertEquals(List.of(), capture.faults());
      assertFalse(capture.frames("rtp", "rtp.ssrc").isEmpty(), "and the media is read");
      assertFalse(capture.frames("rtcp.pt == 203", "rtcp.pt").isEmpty(), "to its RTCP BYE");
      assertEquals(Disposition.COMPLETED, disposition(end), end + " " + live.seen);
      assertTrue(end.report().evidence().mediaSeen());
      assertTrue(end.report().evidence().ringMillis() >= 900);
      assertEquals(List.of("alpha-1 PLACED", "alpha-1 RINGING", "alpha-1 ANSWERED"), live.seen);
    }
  }

  @Test
  void reliable_provisional_answers_are_acknowledged() throws Exception {
    assertEquals(
        Disposition.COMPLETED,
        disposition(call("reliable", SHORT, CallLimits.DEFAULT, "-rtp_echo")));
  }

  @Test
  void a_re_invite_an_update_and_a_transfer_in_the_middle_of_a_call() throws Exception {
    assertEquals(
        Disposition.COMPLETED,
        disposition(call("reinvite", SHORT, CallLimits.DEFAULT, "-rtp_echo")));
  }

  @Test
  void a_session_timer_is_agreed_and_refreshed() throws Exception {
    assertEquals(
        Disposition.COMPLETED, disposition(call("timer", SHORT, CallLimits.DEFAULT, "-rtp_echo")));
  }

  @Test
  void busy_is_busy_and_no_is_no() throws Exception {
    Ended busy = call("busy", SHORT, CallLimits.DEFAULT);
    assertEquals(Disposition.BUSY, disposition(busy));
    assertEquals(17, busy.report().evidence().q850Cause());
    assertNull(busy.result());
    assertEquals(Disposition.USER_SAID_NO, disposition(call("reject", SHORT, CallLimits.DEFAULT)));
  }

  @Test
  void who_does_not_answer_is_not_called_for_ever() throws Exception {
    CallLimits impatient = new CallLimits(2_500, 10_000, 1_500, 60_000);
    assertEquals(Disposition.NO_ANSWER, disposition(call("noanswer", SHORT, impatient)));
  }

  @Test
  void an_answer_that_crosses_our_cancel_is_acknowledged_and_ended() throws Exception {
    CallLimits impatient = new CallLimits(2_500, 10_000, 1_000, 60_000);
    Ended end = call("late200", SHORT, impatient);
    assertEquals(Disposition.NO_ANSWER, disposition(end));
    assertNull(end.result());
  }

  @Test
  void credentials_are_proved() throws Exception {
    try (Peer sipp = Peer.sipp(folder, "digest", "-rtp_echo");
        LiveTrunks live =
            live(
                with(
                    trunk("alpha-1", sipp.port(), Transport.UDP),
                    List.of(new DigestCredentials("strowger", "secret word")),
                    CallPlan.Features.DEFAULT,
                    0))) {
      live.place("ref", SHORT, CallLimits.DEFAULT, 50_000);
      assertEquals(Disposition.COMPLETED, disposition(finished(live, sipp)));
    }
  }

  @Test
  void a_redirect_is_followed() throws Exception {
    try (Peer there = Peer.sipp(folder, "normal", "-rtp_echo");
        Peer here = Peer.sipp(folder, "redirect", "-key", "elsewhere", "" + there.port());
        LiveTrunks live =
            live(
                with(
                    trunk("alpha-1", here.port(), Transport.UDP),
                    List.of(),
                    new CallPlan.Features(true, 1_800, 1, "Strowger"),
                    0))) {
      live.place("ref", SHORT, CallLimits.DEFAULT, 50_000);
      assertEquals(Disposition.COMPLETED, disposition(finished(live, there)));
      assertEquals(0, here.exit(20));
    }
  }

  @Test
  void an_answer_without_media_is_no_success() throws Exception {
    Ended end = call("normal", SHORT, CallLimits.DEFAULT);
    assertEquals(Disposition.NO_MEDIA, disposition(end));
    assertFalse(end.report().evidence().mediaSeen());
    assertTrue(end.report().evidence().silentFarEnd());
  }

  @Test
  void an_answer_that_hangs_up_at_once_is_no_success() throws Exception {
    Ended end = call("hangup", SHORT, CallLimits.DEFAULT, "-rtp_echo");
    assertEquals(Disposition.HUNG_UP_EARLY, disposition(end));
    assertEquals(16, end.report().evidence().q850Cause());
  }

  @Test
  void a_key_by_rfc_4733_opens_the_gate() throws Exception {
    Ended end =
        call(
            "dtmf",
            new CodeScript("4", true, '1', 0),
            CallLimits.DEFAULT,
            "-key",
            "keypcap",
            "/usr/share/sip-tester/dtmf_2833_1.pcap");
    assertEquals("1", end.report().evidence().keys());
    assertEquals(Disposition.COMPLETED, disposition(end));
  }

  @Test
  void a_key_by_info_approves() throws Exception {
    Ended end = call("info", ApprovalScript.DEFAULT, CallLimits.DEFAULT, "-rtp_echo");
    assertEquals(Disposition.COMPLETED, disposition(end));
    ScriptResult result = end.result();
    assertNotNull(result);
    assertEquals(ScriptResult.Answer.APPROVED, result.answer());
  }

  @Test
  void a_trunk_without_circuits_and_a_dead_one_are_passed_over() throws Exception {
    List<Peer> peers = new ArrayList<>();
    try (Peer full = Peer.sipp(folder, "unavailable");
        Peer good = Peer.sipp(folder, "normal", "-rtp_echo");
        LiveTrunks live =
            live(
                trunk("alpha-1", full.port(), Transport.UDP),
                with(
                    trunk("alpha-2", Peer.freePort(), Transport.UDP),
                    List.of(),
                    CallPlan.Features.DEFAULT,
                    1),
                with(
                    trunk("alpha-3", good.port(), Transport.UDP),
                    List.of(),
                    CallPlan.Features.DEFAULT,
                    2))) {
      peers.add(full);
      live.place("ref", SHORT, CallLimits.DEFAULT, 50_000);
      Ended end = finished(live, good);
      assertEquals(Disposition.COMPLETED, disposition(end));
      assertEquals("alpha-3", end.report().trunk());
      assertTrue(
          live.seen.stream().anyMatch(line -> line.startsWith("alpha-1 -> alpha-2: 503")),
          () -> "" + live.seen);
      assertTrue(
          live.seen.stream().anyMatch(line -> line.startsWith("alpha-2 -> alpha-3")),
          () -> "" + live.seen);
      for (Peer peer : peers) {
        assertEquals(0, peer.exit(20));
      }
    }
  }
}
