package io.strowger.sip.trunk;

import static io.strowger.sip.trunk.TrunkRig.trunk;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.call.DigestCredentials;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A far end that is there and does not want us is another thing than one that is not there. */
final class TrunkRefusalTest {
  private static final String CHALLENGE =
      "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"";

  private static TrunkSettings trunkWith(TrunkSettings.@Nullable Registration registration) {
    TrunkSettings plain = trunk("a", 1, 0);
    return new TrunkSettings(
        "a",
        0,
        plain.peer(),
        List.of(new DigestCredentials("u", "p")),
        registration,
        plain.caller(),
        plain.numbers(),
        plain.limits(),
        plain.health(),
        plain.features(),
        plain.media());
  }

  private static TrunkSettings registering() {
    return trunkWith(new TrunkSettings.Registration("user1", 600));
  }

  private static SipCarrierStatus.TrunkStatus shown(TrunkRig rig) {
    return rig.engine.status().trunks().getFirst();
  }

  @Test
  void credentials_that_are_refused_twice_refuse_the_registration_until_they_are_taken() {
    TrunkRig rig = new TrunkRig(registering());
    rig.answer("REGISTER", 401, CHALLENGE);
    assertFalse(shown(rig).refused(), "a challenge is no refusal");
    rig.answer("REGISTER", 401, CHALLENGE);
    assertTrue(shown(rig).refused());
    assertEquals("REGISTER was answered 401: credentials refused", shown(rig).cause());
    rig.pass(2_100);
    rig.answer("REGISTER", 401, CHALLENGE);
    assertTrue(shown(rig).refused(), "still, while it is asked again");
    rig.answer("REGISTER", 200, "Expires: 300");
    assertFalse(shown(rig).refused());
    assertEquals("", shown(rig).cause());
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 405, 501, 603, 604})
  void an_answer_that_does_not_mend_itself_is_a_refusal(int status) {
    TrunkRig rig = new TrunkRig(registering());
    rig.answer("REGISTER", status);
    assertTrue(shown(rig).refused());
    assertEquals("REGISTER was answered " + status, shown(rig).cause());
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 480, 500, 503, 504})
  void an_answer_of_a_far_end_in_trouble_is_none(int status) {
    TrunkRig rig = new TrunkRig(registering());
    rig.answer("REGISTER", status);
    assertFalse(shown(rig).refused());
    assertFalse(shown(rig).registered());
  }

  @Test
  void silence_after_a_refusal_is_no_refusal_any_more() {
    TrunkRig rig = new TrunkRig(registering());
    rig.answer("REGISTER", 403);
    rig.pass(2_100);
    rig.engine.sendFailed(rig.last("REGISTER"), "connection refused");
    rig.poll();
    assertFalse(shown(rig).refused());
    assertEquals("REGISTER: connection refused", shown(rig).cause());
  }

  @Test
  void a_refused_renewal_is_told_while_the_old_registration_still_holds() {
    TrunkRig rig = new TrunkRig(registering());
    rig.answer("REGISTER", 200, "Expires: 100");
    rig.pass(80_000);
    rig.answer("REGISTER", 403);
    assertTrue(shown(rig).registered());
    assertTrue(shown(rig).refused());
  }

  @Test
  void calls_whose_credentials_are_refused_say_so_until_one_gets_through() {
    TrunkRig rig = new TrunkRig(trunkWith(null));
    rig.place("r1");
    rig.answer("INVITE", 401, CHALLENGE);
    assertFalse(shown(rig).refused());
    rig.answer("INVITE", 401, CHALLENGE);
    assertTrue(shown(rig).refused());
    assertEquals("INVITE was answered 401, credentials refused", shown(rig).cause());
    rig.place("r2");
    rig.answer("INVITE", 503);
    assertTrue(shown(rig).refused(), "an error may come before the credentials are looked at");
    rig.place("r3");
    rig.answer("INVITE", 407);
    rig.place("r4");
    rig.answer("INVITE", 180);
    rig.answer("INVITE", 486);
    assertFalse(shown(rig).refused());
  }

  @Test
  void a_call_that_is_forbidden_says_nothing_about_the_credentials() {
    TrunkRig rig = new TrunkRig(trunkWith(null));
    rig.place("r1");
    rig.answer("INVITE", 403);
    assertFalse(shown(rig).refused(), "a number may be barred, and no other");
  }

  @Test
  void whoever_listens_is_told_of_a_refusal_and_of_its_end() {
    TrunkRig rig = new TrunkRig(trunkWith(null));
    rig.place("r1");
    rig.answer("INVITE", 401);
    assertTrue(last(rig).refused());
    rig.place("r2");
    rig.answer("INVITE", 486);
    assertFalse(last(rig).refused());
  }

  private static SipCarrierStatus.TrunkStatus last(TrunkRig rig) {
    SipCarrierStatus told = rig.told;
    if (told == null) {
      throw new AssertionError("nothing was told");
    }
    return told.trunks().getFirst();
  }
}
