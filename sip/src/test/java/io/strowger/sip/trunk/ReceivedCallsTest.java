package io.strowger.sip.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipReading;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls to a number of our own: who may make them, and how each ends. */
final class ReceivedCallsTest {
  static final String NUMBER = "390299887766";
  private static final TrunkSettings TRUNK = TrunkRig.trunk("a", 1, 0);

  private final TrunkRig rig = new TrunkRig(TRUNK);

  @BeforeEach
  void own() {
    rig.engine.reconfigure(
        new SipCarrierSettings("alpha", List.of(TRUNK)).withOwnNumbers(Set.of(NUMBER)));
    rig.poll();
  }

  static Flow from(int host) {
    try {
      return new Flow(
          Transport.UDP,
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060),
          new InetSocketAddress(
              InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) host}), 5062),
          0);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  static SipRequest.Builder request(
      String method, String callId, String user, String toTag, int cseq) {
    return SipRequest.builder(method, "sip:" + user + "@192.0.2.200")
        .header("Via", "SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bK" + method + callId + cseq)
        .header("From", "<sip:+39333@192.0.2.1>;tag=far")
        .header("To", "<sip:" + user + "@192.0.2.200>" + toTag)
        .header("Call-ID", callId)
        .header("Contact", "<sip:far@192.0.2.1:5062>")
        .header("CSeq", cseq + " " + method);
  }

  static SipRequest invite(String callId, String user, String... headers) {
    SipRequest.Builder builder = request("INVITE", callId, user, "", 1);
    for (String header : headers) {
      int colon = header.indexOf(':');
      builder.header(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    return builder.body("application/sdp", TrunkRig.SDP.getBytes(StandardCharsets.UTF_8)).build();
  }

  private void asked(SipRequest request, int host) {
    rig.engine.received(new SipReading.Message(request), from(host));
    rig.poll();
  }

  private SipResponse last() {
    return rig.answers.getLast();
  }

  /** Without those that are sent again. */
  private long byes() {
    return rig.requests.stream()
        .filter(request -> request.method().equals("BYE"))
        .map(SipRequest::callId)
        .distinct()
        .count();
  }

  private SipRequest within(String method, int cseq) {
    String to = last().toTag();
    return request(method, "one", NUMBER, ";tag=" + to, cseq).build();
  }

  /** Up to the ACK. */
  private TrunkRig.FakeLine talk() {
    asked(invite("one", "+" + NUMBER), 1);
    assertEquals(180, last().status());
    rig.pass(600);
    assertEquals(200, last().status());
    assertTrue(last().bodyLength() > 0);
    asked(request("ACK", "one", NUMBER, ";tag=" + last().toTag(), 1).build(), 1);
    return rig.lines.getLast();
  }

  private void press(TrunkRig.FakeLine line, String keys) {
    for (int i = 0; i < keys.length(); i++) {
      line.events.key(keys.charAt(i));
    }
    rig.poll();
  }

  @Test
  void what_is_keyed_between_a_star_and_a_hash_is_told_once_and_their_bye_ends_it() {
    TrunkRig.FakeLine line = talk();
    press(line, "99*123");
    assertEquals(List.of(), rig.keyed);
    press(line, "45#");
    assertEquals(List.of("a " + NUMBER + " 12345"), rig.keyed);
    press(line, "*7#");
    assertEquals(List.of("a " + NUMBER + " 12345", "a " + NUMBER + " 7"), rig.keyed);
    asked(within("BYE", 2), 1);
    assertEquals(200, last().status());
    assertTrue(line.closed);
    press(line, "*8#");
    assertEquals(2, rig.keyed.size());
    rig.pass(100_000);
    assertEquals(0, rig.engine.leftovers());
    assertEquals(0, byes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"390299887766", "+390299887766", "00390299887766", "+39-02-99887766"})
  void the_number_is_known_however_it_is_written(String user) {
    asked(invite("one", user), 1);
    assertEquals(180, last().status());
  }

  @Test
  void a_trunk_that_writes_numbers_nationally_may_do_so_here() {
    TrunkSettings national =
        new TrunkSettings(
            TRUNK.id(),
            TRUNK.priority(),
            TRUNK.peer(),
            List.of(),
            null,
            TRUNK.caller(),
            new NumberFormat(NumberFormat.Style.NATIONAL, "44", "0", "00", ""),
            TRUNK.limits(),
            TRUNK.health(),
            TRUNK.features(),
            TRUNK.media());
    rig.engine.reconfigure(
        new SipCarrierSettings("alpha", List.of(national)).withOwnNumbers(Set.of("442079460123")));
    rig.poll();
    asked(invite("one", "02079460123"), 1);
    assertEquals(180, last().status());
    asked(invite("two", "+442079460123"), 1);
    assertEquals(180, last().status());
    asked(invite("three", "02079460124"), 1);
    assertEquals(403, last().status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"390299887767", "0299887766", "strowger", "90390299887766"})
  void another_number_is_refused(String user) {
    asked(invite("one", user), 1);
    assertEquals(403, last().status());
    assertTrue(rig.lines.isEmpty());
  }

  @Test
  void who_is_no_server_of_a_trunk_is_refused() {
    asked(invite("one", NUMBER), 2);
    assertEquals(403, last().status());
    assertTrue(rig.lines.isEmpty());
  }

  @Test
  void a_call_that_is_cancelled_before_its_answer_gets_487() {
    asked(invite("one", NUMBER), 1);
    asked(
        SipRequest.builder("CANCEL", "sip:" + NUMBER + "@192.0.2.200")
            .header("Via", "SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bKINVITEone1")
            .header("From", "<sip:+39333@192.0.2.1>;tag=far")
            .header("To", "<sip:" + NUMBER + "@192.0.2.200>")
            .header("Call-ID", "one")
            .header("CSeq", "1 CANCEL")
            .build(),
        1);
    assertEquals(487, last().status());
    assertTrue(rig.lines.getLast().closed);
    rig.pass(100_000);
    assertEquals(0, rig.engine.leftovers());
    assertFalse(
        rig.answers.stream()
            .anyMatch(answer -> answer.status() == 200 && answer.cseqMethod().equals("INVITE")));
  }

  /** RFC 3261 section 13.3.1.4: the 200 is repeated, then a BYE is sent. */
  @Test
  void an_answer_that_is_never_acknowledged_is_repeated_and_then_hung_up() {
    asked(invite("one", NUMBER), 1);
    rig.pass(31_000);
    assertTrue(rig.answers.stream().filter(answer -> answer.status() == 200).count() >= 8);
    assertEquals(0, byes());
    rig.pass(3_000);
    assertEquals(1, byes());
    assertEquals("sip:far@192.0.2.1:5062", rig.last("BYE").requestUri());
    assertTrue(rig.lines.getLast().closed);
    rig.pass(100_000);
    assertEquals(0, rig.engine.leftovers());
  }

  @Test
  void who_sends_no_sound_is_hung_up_on() {
    TrunkRig.FakeLine line = talk();
    rig.pass(9_000);
    assertEquals(0, byes());
    rig.pass(2_000);
    assertEquals(1, byes());
    assertTrue(line.closed);
  }

  @Test
  void who_never_stops_is_hung_up_on_after_a_minute() {
    TrunkRig.FakeLine line = talk();
    for (int second = 0; second < 59; second++) {
      line.packets += 50;
      rig.pass(1_000);
    }
    assertEquals(0, byes());
    line.packets += 50;
    rig.pass(2_000);
    assertEquals(1, byes());
  }

  @Test
  void a_handful_at_once_and_no_more() {
    for (int i = 0; i < ReceivedCalls.CALLS_MAX; i++) {
      asked(invite("call" + i, NUMBER), 1);
      assertEquals(180, last().status());
    }
    asked(invite("more", NUMBER), 1);
    assertEquals(486, last().status());
    assertEquals(ReceivedCalls.CALLS_MAX, rig.lines.size());
    assertEquals(0, rig.engine.status().liveCalls(), "they take no room from calls");
  }

  @Test
  void without_room_for_sound_it_is_refused() {
    rig.mediaFull = true;
    asked(invite("one", NUMBER), 1);
    assertEquals(503, last().status());
    assertEquals(0, rig.engine.status().liveCalls());
  }

  @Test
  void nothing_is_put_through_and_unknown_demands_are_refused() {
    TrunkRig.FakeLine line = talk();
    asked(within("REFER", 2), 1);
    assertEquals(603, last().status());
    asked(within("REFER", 2), 1);
    assertEquals(603, last().status(), "a copy has the same answer");
    asked(within("SUBSCRIBE", 3), 1);
    assertEquals(405, last().status());
    asked(within("INFO", 2), 1);
    assertEquals(500, last().status(), "an old one");
    assertFalse(line.closed);
    asked(invite("two", NUMBER, "Require: timer"), 1);
    assertEquals(420, last().status());
    assertEquals("timer", last().header("Unsupported"));
    asked(invite("three", NUMBER, "Require: 100rel"), 1);
    rig.pass(600);
    assertEquals(200, last().status());
  }

  @Test
  void an_offer_may_come_in_the_ack() {
    asked(request("INVITE", "one", NUMBER, "", 1).build(), 1);
    rig.pass(600);
    assertEquals(200, last().status());
    asked(
        request("ACK", "one", NUMBER, ";tag=" + last().toTag(), 1)
            .body("application/sdp", TrunkRig.SDP.getBytes(StandardCharsets.UTF_8))
            .build(),
        1);
    press(rig.lines.getLast(), "*1#");
    assertEquals(1, rig.keyed.size());
    asked(request("INVITE", "two", NUMBER, "", 1).build(), 1);
    rig.pass(600);
    asked(request("ACK", "two", NUMBER, ";tag=" + last().toTag(), 1).build(), 1);
    assertEquals(1, byes(), "whose sound cannot flow is hung up on");
  }

  @Test
  void a_stop_ends_them_all() {
    TrunkRig.FakeLine line = talk();
    asked(invite("two", NUMBER), 1);
    rig.engine.stop();
    rig.poll();
    assertEquals(487, last().status());
    assertEquals(1, byes());
    assertTrue(line.closed);
    assertFalse(rig.engine.stopped(), "the BYE may be challenged yet");
    rig.answer("BYE", 200);
    assertTrue(rig.engine.stopped());
  }
}
