package io.strowger.sip.trunk;

import static io.strowger.sip.trunk.TrunkRig.trunk;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.call.CallLimits;
import io.strowger.sip.call.DigestAuthorization;
import io.strowger.sip.call.DigestCredentials;
import io.strowger.sip.call.Disposition;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.Transport;
import io.strowger.sip.prompt.CodeScript;
import io.strowger.sip.simulator.TrunkDials;
import io.strowger.sip.simulator.TrunkSimulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two digest credentials of one trunk, tried in turn. */
final class TrunkCredentialsTest {
  private static final DigestCredentials OLD = new DigestCredentials("u", "old");
  private static final DigestCredentials NEW = new DigestCredentials("u", "new");

  private int nonces;

  private static TrunkSettings with(
      TrunkSettings plain, TrunkSettings.@Nullable Registration registration) {
    return new TrunkSettings(
        plain.id(),
        0,
        plain.peer(),
        List.of(OLD, NEW),
        registration,
        plain.caller(),
        plain.numbers(),
        plain.limits(),
        plain.health(),
        plain.features(),
        plain.media());
  }

  private static TrunkRig rig() {
    return new TrunkRig(with(trunk("a", 1, 0), null));
  }

  private static SipCarrierStatus.TrunkStatus shown(TrunkRig rig) {
    return rig.engine.status().trunks().getFirst();
  }

  /** Which password the last request of this method shows; "" for none. */
  private static String password(TrunkRig rig, String method) {
    SipRequest request = rig.last(method);
    String header = request.header("Authorization");
    if (header == null) {
      return "";
    }
    DigestAuthorization proof = DigestAuthorization.parse(header);
    assertNotNull(proof);
    return List.of("old", "new").stream()
        .filter(word -> proof.proves(method, word))
        .findFirst()
        .orElse("neither");
  }

  private void challenge(TrunkRig rig, String method) {
    rig.answer(
        method, 401, "WWW-Authenticate: Digest realm=\"r\", nonce=\"" + ++nonces + "\", qop=auth");
  }

  /** Challenges until the call gives up; the passwords that it showed. */
  private List<String> refuse(TrunkRig rig, String method) {
    List<String> tried = new ArrayList<>();
    challenge(rig, method);
    for (long sent = 0; sent != rig.count(method) && tried.size() < 9; ) {
      sent = rig.count(method);
      tried.add(password(rig, method));
      challenge(rig, method);
    }
    return tried;
  }

  @Test
  void a_refused_credential_gives_way_to_the_other_in_the_same_call_and_that_one_is_kept() {
    TrunkRig rig = rig();
    rig.place("r1");
    challenge(rig, "INVITE");
    assertEquals("old", password(rig, "INVITE"));
    challenge(rig, "INVITE");
    assertEquals("new", password(rig, "INVITE"));
    assertNull(shown(rig).firstRefused(), "the second was not accepted yet");
    rig.answer("INVITE", 180);
    assertEquals("INVITE was answered 401: credentials refused", shown(rig).firstRefused());
    assertFalse(shown(rig).refused());
    SipCarrierStatus told = rig.told;
    assertNotNull(told);
    assertNotNull(told.trunks().getFirst().firstRefused(), "whoever listens is told");

    rig.place("r2");
    challenge(rig, "INVITE");
    assertEquals("new", password(rig, "INVITE"));
    rig.answer("INVITE", 486);
    assertEquals(1, rig.reports.size());
    assertEquals(Disposition.BUSY, rig.only().outcome().disposition());
  }

  @Test
  void the_second_stays_until_it_is_refused_and_the_first_then_ends_the_complaint() {
    TrunkRig rig = rig();
    rig.place("r1");
    challenge(rig, "INVITE");
    challenge(rig, "INVITE");
    rig.answer("INVITE", 486);
    rig.pass(700_000);

    rig.place("r2");
    challenge(rig, "INVITE");
    assertEquals("new", password(rig, "INVITE"));
    challenge(rig, "INVITE");
    assertEquals("old", password(rig, "INVITE"));
    rig.answer("INVITE", 486);
    assertNull(shown(rig).firstRefused());
  }

  @Test
  void when_both_are_refused_each_call_tries_one_in_turn() {
    TrunkRig rig = rig();
    rig.place("r1");
    assertEquals(List.of("old", "new"), refuse(rig, "INVITE"));
    assertTrue(shown(rig).refused());
    assertNull(shown(rig).firstRefused());
    rig.place("r2");
    assertEquals(List.of("old"), refuse(rig, "INVITE"));
    rig.place("r3");
    assertEquals(List.of("new"), refuse(rig, "INVITE"));
    rig.place("r4");
    challenge(rig, "INVITE");
    assertEquals("old", password(rig, "INVITE"));
    rig.answer("INVITE", 180);
    rig.answer("INVITE", 486);
    assertFalse(shown(rig).refused());
    assertNull(shown(rig).firstRefused());
  }

  @Test
  void a_nonce_that_served_before_may_only_be_old() {
    TrunkRig rig = rig();
    rig.place("r1");
    challenge(rig, "INVITE");
    rig.answer("INVITE", 200);
    rig.engine.hangUp("r1", "enough");
    rig.poll();
    challenge(rig, "BYE");
    rig.place("r2");
    challenge(rig, "INVITE");
    assertEquals("old", password(rig, "INVITE"));
    assertNull(shown(rig).firstRefused());
  }

  @Test
  void a_403_to_credentials_is_their_refusal_only_when_others_are_let_in() {
    TrunkRig rig = rig();
    rig.place("r1");
    challenge(rig, "INVITE");
    rig.answer("INVITE", 403);
    assertEquals("", password(rig, "INVITE"));
    challenge(rig, "INVITE");
    assertEquals("new", password(rig, "INVITE"));
    assertNull(shown(rig).firstRefused());
    rig.answer("INVITE", 183);
    assertEquals("INVITE was answered 403", shown(rig).firstRefused());
    rig.place("r2");
    challenge(rig, "INVITE");
    assertEquals("new", password(rig, "INVITE"));
  }

  @Test
  void a_barred_number_says_nothing_of_the_credentials_and_does_not_wear_the_other_out() {
    TrunkRig rig = rig();
    rig.place("r1");
    challenge(rig, "INVITE");
    rig.answer("INVITE", 403);
    challenge(rig, "INVITE");
    challenge(rig, "INVITE");
    assertEquals(1, rig.reports.size());
    assertFalse(shown(rig).refused());

    rig.place("r2");
    long before = rig.count("INVITE");
    challenge(rig, "INVITE");
    assertEquals("old", password(rig, "INVITE"));
    rig.answer("INVITE", 403);
    assertEquals(before + 1, rig.count("INVITE"));
    assertEquals(403, rig.reports.getLast().outcome().sipStatus());

    rig.pass(600_000);
    rig.place("r3");
    challenge(rig, "INVITE");
    assertEquals("old", password(rig, "INVITE"));
    rig.answer("INVITE", 403);
    challenge(rig, "INVITE");
    assertEquals("new", password(rig, "INVITE"), "now and then it is worth a try");
  }

  @Test
  void a_registration_takes_the_other_at_once_and_calls_know_of_it() {
    TrunkRig rig = new TrunkRig(with(trunk("a", 1, 0), new TrunkSettings.Registration("u", 600)));
    challenge(rig, "REGISTER");
    assertEquals("old", password(rig, "REGISTER"));
    challenge(rig, "REGISTER");
    assertEquals("new", password(rig, "REGISTER"));
    assertFalse(shown(rig).refused());
    rig.answer("REGISTER", 200, "Expires: 300");
    assertTrue(shown(rig).registered());
    assertEquals("REGISTER was answered 401: credentials refused", shown(rig).firstRefused());
    rig.place("r1");
    challenge(rig, "INVITE");
    assertEquals("new", password(rig, "INVITE"));
  }

  @Test
  void a_registration_that_is_forbidden_takes_the_other_too() {
    TrunkRig rig = new TrunkRig(with(trunk("a", 1, 0), new TrunkSettings.Registration("u", 600)));
    challenge(rig, "REGISTER");
    rig.answer("REGISTER", 403);
    challenge(rig, "REGISTER");
    assertEquals("new", password(rig, "REGISTER"));
    rig.answer("REGISTER", 200, "Expires: 300");
    assertEquals("REGISTER was answered 403", shown(rig).firstRefused());
  }

  @Test
  void a_registration_refused_with_both_is_a_refusal_of_us() {
    TrunkRig rig = new TrunkRig(with(trunk("a", 1, 0), new TrunkSettings.Registration("u", 600)));
    assertEquals(List.of("old", "new"), refuse(rig, "REGISTER"));
    assertTrue(shown(rig).refused());
    rig.pass(2_100);
    assertEquals(List.of("old"), refuse(rig, "REGISTER"));
    rig.pass(4_100);
    challenge(rig, "REGISTER");
    assertEquals("new", password(rig, "REGISTER"));
    rig.answer("REGISTER", 200, "Expires: 300");
    assertFalse(shown(rig).refused());
    assertNotNull(shown(rig).firstRefused());
  }

  @Test
  void a_carrier_that_changes_its_password_is_called_with_the_other() throws Exception {
    TrunkDials before =
        TrunkDials.DEFAULT.toBuilder()
            .user("u")
            .password("old")
            .refuseRatio(1)
            .refuseStatus(486)
            .build();
    try (TrunkSimulator simulator =
        TrunkSimulator.start(
            TrunkSimulator.Settings.loopback(System::currentTimeMillis, System::nanoTime),
            before,
            null)) {
      TrunkSettings plain =
          TrunkSettings.of(
              "vox-1",
              TrunkSettings.Peer.of(
                  "127.0.0.1", simulator.address(Transport.TCP).getPort(), Transport.TCP),
              TrunkSettings.Caller.of("39029876543"));
      try (LiveTrunks live =
          new LiveTrunks(
              new SipCarrierSettings(
                  "vox", List.of(with(plain, new TrunkSettings.Registration("u", 60)))))) {
        live.up();
        assertEquals(Disposition.BUSY, called(live, "r1"));
        assertNull(live.carrier.status().trunks().getFirst().firstRefused());

        var _ = simulator.turn(dials -> dials.toBuilder().password("new").build());
        assertEquals(Disposition.BUSY, called(live, "r2"));
        Awaitility.await()
            .atMost(Duration.ofSeconds(10))
            .until(() -> live.carrier.status().trunks().getFirst().firstRefused() != null);

        var _ = simulator.turn(dials -> dials.toBuilder().password("old").build());
        assertEquals(Disposition.BUSY, called(live, "r3"));
        assertNull(live.carrier.status().trunks().getFirst().firstRefused());
      }
    }
  }

  private static Disposition called(LiveTrunks live, String reference) throws InterruptedException {
    live.place(reference, new CodeScript("4", false, '1', 0), CallLimits.DEFAULT, 50_000);
    return live.end().report().outcome().disposition();
  }
}
