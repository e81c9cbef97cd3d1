package io.strowger.sip.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.call.DigestAuthorization;
import io.strowger.sip.call.DigestCredentials;
import io.strowger.sip.message.SipReading;
import io.strowger.sip.message.SipRequest;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Our BYE of a call to a number of our own, through real transactions. */
final class ReceivedByeTest {
  private static final String NUMBER = ReceivedCallsTest.NUMBER;
  private static final TrunkSettings TRUNK = TrunkRig.trunk("a", 1, 0);

  private final TrunkRig rig = new TrunkRig(TRUNK);

  private static TrunkSettings with(DigestCredentials... credentials) {
    return new TrunkSettings(
        TRUNK.id(),
        TRUNK.priority(),
        TRUNK.peer(),
        List.of(credentials),
        null,
        TRUNK.caller(),
        TRUNK.numbers(),
        TRUNK.limits(),
        TRUNK.health(),
        TRUNK.features(),
        TRUNK.media());
  }

  private void own(TrunkSettings trunk) {
    rig.engine.reconfigure(
        new SipCarrierSettings("alpha", List.of(trunk)).withOwnNumbers(Set.of(NUMBER)));
    rig.poll();
  }

  private void asked(SipRequest request) {
    rig.engine.received(new SipReading.Message(request), ReceivedCallsTest.from(1));
    rig.poll();
  }

  private int lastStatus() {
    return rig.answers.getLast().status();
  }

  /** Up to the ACK. */
  private void talk(String callId) {
    asked(ReceivedCallsTest.invite(callId, NUMBER));
    rig.pass(600);
    asked(ReceivedCallsTest.request("ACK", callId, NUMBER, ";tag=" + tagOf(callId), 1).build());
  }

  /** Which password the last BYE shows. */
  private String shown(String... passwords) {
    SipRequest bye = rig.last("BYE");
    DigestAuthorization proof =
        DigestAuthorization.parse(String.valueOf(bye.header("Authorization")));
    assertNotNull(proof);
    return List.of(passwords).stream()
        .filter(word -> proof.proves("BYE", word))
        .findFirst()
        .orElse("neither");
  }

  private void challenge(String nonce) {
    rig.answer("BYE", 401, "WWW-Authenticate: Digest realm=\"r\", nonce=\"" + nonce + "\"");
  }

  @Test
  void a_challenge_of_our_bye_is_answered_with_the_credentials_of_its_trunk_in_turn() {
    own(with(new DigestCredentials("u", "old"), new DigestCredentials("u", "new")));
    talk("one");
    rig.pass(11_000);
    assertTrue(rig.lines.getFirst().closed);
    challenge("n1");
    assertEquals("old", shown("old", "new"));
    challenge("n2");
    assertEquals("new", shown("old", "new"));
    assertTrue(rig.engine.leftovers() > 0, "its answer is waited for");
    rig.answer("BYE", 200);
    assertEquals(3, rig.last("BYE").cseq());
    rig.pass(100_000);
    assertEquals(0, rig.engine.leftovers());
    assertTrue(
        String.valueOf(rig.engine.status().trunks().getFirst().firstRefused())
            .startsWith("BYE was answered 401"),
        "and that the first were refused is told");
    rig.place("next");
    rig.answer("INVITE", 401, "WWW-Authenticate: Digest realm=\"r\", nonce=\"n3\"");
    DigestAuthorization proof =
        DigestAuthorization.parse(String.valueOf(rig.last("INVITE").header("Authorization")));
    assertNotNull(proof);
    assertTrue(proof.proves("INVITE", "new"), "the other calls begin with those");
  }

  @Test
  void who_never_answers_our_bye_takes_no_room_and_no_key_of_it_counts() {
    own(TRUNK);
    for (int i = 0; i < ReceivedCalls.CALLS_MAX; i++) {
      talk("call" + i);
    }
    asked(ReceivedCallsTest.invite("more", NUMBER));
    assertEquals(486, lastStatus());
    rig.pass(11_000);
    assertTrue(rig.lines.stream().allMatch(line -> line.closed));
    for (char key : new char[] {'*', '1', '#'}) {
      rig.lines.getFirst().events.key(key);
    }
    rig.poll();
    assertEquals(List.of(), rig.keyed);
    asked(ReceivedCallsTest.invite("another", NUMBER));
    assertEquals(180, lastStatus());
    rig.pass(120_000);
    assertEquals(0, rig.engine.leftovers());
  }

  @Test
  void those_that_are_being_left_are_bounded_too() {
    own(TRUNK);
    int taken = 0;
    for (int i = 0; i < ReceivedCalls.REMEMBERED_MAX + 10; i++) {
      asked(ReceivedCallsTest.request("INVITE", "call" + i, NUMBER, "", 1).build());
      if (lastStatus() == 486) {
        continue;
      }
      taken++;
      rig.pass(500);
      // Our offer stays without its answer, so that it is hung up on at once.
      String tag = ";tag=" + tagOf("call" + i);
      asked(ReceivedCallsTest.request("ACK", "call" + i, NUMBER, tag, 1).build());
    }
    assertEquals(ReceivedCalls.REMEMBERED_MAX, taken);
    rig.pass(120_000);
    assertEquals(0, rig.engine.leftovers());
  }

  private String tagOf(String callId) {
    return rig.answers.stream()
        .filter(answer -> answer.callId().equals(callId) && answer.toTag() != null)
        .map(answer -> String.valueOf(answer.toTag()))
        .findFirst()
        .orElse("");
  }
}
