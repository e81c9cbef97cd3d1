package io.strowger.sip.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.call.ReceivedCall.Phase;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How we leave a call that came in: our BYE, and what it is answered with. */
final class ReceivedSessionTest {
  private static final DigestCredentials OLD = new DigestCredentials("u", "old");
  private static final DigestCredentials NEW = new DigestCredentials("u", "new");

  private final List<ReceivedCommand> commands = new ArrayList<>();
  private ReceivedCall call = begin(OLD, NEW);
  private long now;
  private int nonces;

  private static ReceivedCall begin(DigestCredentials... credentials) {
    SipRequest invite =
        request("INVITE", "", 1)
            .body("application/sdp", "v=0\r\n".getBytes(StandardCharsets.UTF_8))
            .build();
    DigestSession digest = DigestSession.begin(List.of(credentials), "cnonce-of-ours");
    return ReceivedSession.begin(7, invite, "ours", "<sip:us@h>", "v=0\r\n", digest, 0).next();
  }

  private static SipRequest.Builder request(String method, String tag, int cseq) {
    return SipRequest.builder(method, "sip:390299887766@192.0.2.200")
        .header("Via", "SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bK" + method + cseq)
        .header("From", "<sip:+39333@192.0.2.1>;tag=far")
        .header("To", "<sip:390299887766@192.0.2.200>" + tag)
        .header("Call-ID", "one")
        .header("Contact", "<sip:far@192.0.2.1:5062>")
        .header("CSeq", cseq + " " + method);
  }

  private void on(ReceivedEvent event) {
    ReceivedSession.Step step = ReceivedSession.step(call, event, now);
    call = step.next();
    commands.addAll(step.commands());
  }

  /** Up to our first BYE. */
  private void leave() {
    now = ReceivedCall.RING_MILLIS;
    on(new ReceivedEvent.Tick(0));
    on(new ReceivedEvent.Ack(request("ACK", ";tag=ours", 1).build()));
    on(new ReceivedEvent.HangUp());
  }

  private List<SipRequest> byes() {
    return commands.stream()
        .filter(ReceivedCommand.Send.class::isInstance)
        .map(command -> ((ReceivedCommand.Send) command).request())
        .toList();
  }

  private void answer(int status, String... headers) {
    SipRequest bye = byes().getLast();
    SipResponse.Builder response =
        SipResponse.to(
            bye.toBuilder().header("Via", "SIP/2.0/UDP 192.0.2.200;branch=z9hG4bKx").build(),
            status);
    for (String header : headers) {
      int colon = header.indexOf(':');
      response.header(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    on(new ReceivedEvent.Answered(response.build()));
  }

  private void challenge(String more) {
    answer(
        401,
        "WWW-Authenticate: Digest realm=\"r\", nonce=\"n" + ++nonces + "\", qop=\"auth\"" + more);
  }

  private static boolean proves(SipRequest bye, String header, String password) {
    String shown = bye.header(header);
    assertNotNull(shown, "credentials are shown");
    DigestAuthorization proof = DigestAuthorization.parse(shown);
    assertNotNull(proof, shown);
    assertEquals(bye.requestUri(), proof.uri());
    return proof.proves("BYE", password);
  }

  private long count(Class<? extends ReceivedCommand> kind) {
    return commands.stream().filter(kind::isInstance).count();
  }

  private void assertOver() {
    assertEquals(Phase.OVER, call.phase());
    assertEquals(1, count(ReceivedCommand.Silence.class));
    assertEquals(1, count(ReceivedCommand.Ended.class));
    assertInstanceOf(ReceivedCommand.Ended.class, commands.getLast());
  }

  @Test
  void the_sound_is_closed_before_the_bye_and_the_call_forgotten_after_its_answer() {
    leave();
    assertEquals(Phase.LEAVING, call.phase());
    assertInstanceOf(ReceivedCommand.Silence.class, commands.get(commands.size() - 2));
    assertNull(byes().getFirst().header("Authorization"));
    assertEquals(0, count(ReceivedCommand.Ended.class));
    answer(100);
    assertEquals(Phase.LEAVING, call.phase());
    answer(200);
    assertOver();
    assertEquals(1, byes().size());
  }

  @ParameterizedTest
  @CsvSource({
    "401, WWW-Authenticate, Authorization, MD5",
    "401, WWW-Authenticate, Authorization, SHA-256",
    "401, WWW-Authenticate, Authorization, SHA-512-256",
    "407, Proxy-Authenticate, Proxy-Authorization, SHA-256"
  })
  void a_challenge_is_answered_in_the_same_dialog(
      int status, String asks, String shows, String algorithm) {
    leave();
    answer(
        status, asks + ": Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=" + algorithm);
    assertEquals(Phase.LEAVING, call.phase());
    assertEquals(2, byes().size());
    SipRequest again = byes().getLast();
    assertTrue(proves(again, shows, "old"));
    assertEquals(2, again.cseq());
    for (String header : List.of("From", "To", "Call-ID")) {
      assertEquals(byes().getFirst().header(header), again.header(header));
    }
    assertEquals(byes().getFirst().requestUri(), again.requestUri());
    answer(200);
    assertOver();
  }

  @Test
  void a_refused_credential_gives_way_to_the_other_and_there_it_ends() {
    leave();
    challenge("");
    assertTrue(proves(byes().getLast(), "Authorization", "old"));
    challenge("");
    assertTrue(proves(byes().getLast(), "Authorization", "new"));
    assertEquals(1, byes().getLast().headers("Authorization").size(), "and that one alone");
    challenge("");
    assertOver();
    assertEquals(3, byes().size());
    assertEquals(2, call.digest().dropped().size());
  }

  @Test
  void a_nonce_that_is_stale_for_ever_is_not_followed_for_ever() {
    leave();
    for (int i = 0; i < 20 && !call.over(); i++) {
      challenge(", stale=true");
    }
    assertOver();
    assertEquals(ReceivedCall.BYES_MAX, byes().size());
  }

  @Test
  void a_new_realm_each_time_is_not_followed_for_ever() {
    leave();
    for (int i = 0; i < 20 && !call.over(); i++) {
      answer(407, "Proxy-Authenticate: Digest realm=\"r" + i + "\", nonce=\"n\"");
    }
    assertOver();
    assertEquals(ReceivedCall.BYES_MAX, byes().size());
  }

  @Test
  void without_credentials_a_challenge_ends_it() {
    call = begin();
    leave();
    challenge("");
    assertOver();
    assertEquals(1, byes().size());
  }

  @ParameterizedTest
  @CsvSource({"403", "404", "408", "481", "500", "603"})
  void any_other_answer_ends_it(int status) {
    leave();
    answer(status);
    assertOver();
    assertEquals(1, byes().size());
  }

  @Test
  void no_answer_ends_it() {
    leave();
    on(new ReceivedEvent.Lost());
    assertOver();
  }

  @Test
  void an_owner_that_tells_nothing_ends_it_in_time() {
    leave();
    long due = call.nextAlarmMillis();
    assertEquals(now + ReceivedCall.LEAVE_MILLIS, due);
    now = due - 1;
    on(new ReceivedEvent.Tick(0));
    challenge("");
    assertEquals(due, call.nextAlarmMillis(), "no challenge buys time");
    assertFalse(call.over());
    now = due;
    on(new ReceivedEvent.Tick(0));
    assertOver();
  }

  /** RFC 3261 section 15.1.2: ours crossed theirs. */
  @Test
  void their_bye_ends_ours() {
    leave();
    on(new ReceivedEvent.Request(8, request("INFO", ";tag=ours", 2).build()));
    assertEquals(481, lastAnswer());
    assertEquals(Phase.LEAVING, call.phase());
    on(new ReceivedEvent.Request(9, request("BYE", ";tag=ours", 3).build()));
    assertOver();
    int sent = byes().size();
    challenge("");
    assertEquals(sent, byes().size(), "nothing is left that could be ended");
  }

  private int lastAnswer() {
    return commands.reversed().stream()
        .filter(ReceivedCommand.Answer.class::isInstance)
        .map(command -> ((ReceivedCommand.Answer) command).response().status())
        .findFirst()
        .orElse(0);
  }
}
