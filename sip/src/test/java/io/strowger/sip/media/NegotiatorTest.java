package io.strowger.sip.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.media.MediaRequest.Encryption;
import io.strowger.sip.media.MediaRequest.Family;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NegotiatorTest {
  private static final String ANSWER =
      """
      v=0
      o=carrier 1 1 IN IP4 192.0.2.7
      s=call
      c=IN IP4 192.0.2.7
      t=0 0
      m=audio 40000 RTP/AVP 8 101
      a=rtpmap:8 PCMA/8000
      a=rtpmap:101 telephone-event/8000
      a=fmtp:101 0-15
      """;

  private static Negotiator negotiator(MediaRequest request, String local) {
    return new Negotiator(
        request,
        new SdpWriter(InetAddress.ofLiteral(local), 30_000, 30_001, 77, 0xCAFE),
        new SecureRandom());
  }

  private static Negotiator caller() {
    Negotiator negotiator = negotiator(MediaRequest.DEFAULT, "192.0.2.1");
    var _ = negotiator.offer();
    return negotiator;
  }

  private static String sdp(String text) {
    return text.replace("\n", "\r\n");
  }

  private static Negotiation.Agreed agreed(Negotiator.Outcome outcome) {
    return assertInstanceOf(Negotiation.Agreed.class, outcome.negotiation());
  }

  private static String why(Negotiator.Outcome outcome) {
    return assertInstanceOf(Negotiation.Refused.class, outcome.negotiation()).why();
  }

  private static Negotiator.Terms terms(Negotiator.Outcome outcome) {
    return Objects.requireNonNull(outcome.terms());
  }

  @Test
  void an_offer_lists_both_laws_and_telephone_events() {
    String offer = negotiator(MediaRequest.DEFAULT, "192.0.2.1").offer();
    assertTrue(offer.startsWith("v=0\r\no=- 77 1 IN IP4 192.0.2.1\r\n"), offer);
    assertTrue(offer.contains("c=IN IP4 192.0.2.1\r\n"), offer);
    assertTrue(offer.contains("m=audio 30000 RTP/AVP 8 0 101\r\n"), offer);
    assertTrue(offer.contains("a=rtpmap:101 telephone-event/8000\r\n"), offer);
    assertTrue(offer.contains("a=ptime:20\r\n"), offer);
    assertTrue(offer.contains("a=rtcp:30001\r\n"), offer);
    assertTrue(offer.endsWith("a=sendrecv\r\n"), offer);
  }

  @Test
  void a_plain_answer_is_agreed() {
    Negotiator.Outcome outcome = caller().answered(sdp(ANSWER));
    Negotiation.Agreed agreed = agreed(outcome);
    assertEquals(G711.PCMA, agreed.law());
    assertTrue(agreed.telephoneEvents());
    assertEquals(20, agreed.packetMillis());
    assertEquals(Direction.SENDRECV, agreed.direction());
    assertEquals("/192.0.2.7:40000", agreed.remote().toString());
    assertFalse(agreed.encrypted());
    assertEquals(40_001, terms(outcome).remote().rtcp().getPort());
  }

  @Test
  void lines_may_end_with_a_bare_newline() {
    assertEquals(G711.PCMA, agreed(caller().answered(ANSWER)).law());
  }

  @Test
  void the_answers_first_law_is_what_we_send() {
    String answer = ANSWER.replace("RTP/AVP 8 101", "RTP/AVP 0 8 101");
    assertEquals(G711.PCMU, agreed(caller().answered(sdp(answer))).law());
  }

  @Test
  void payload_types_are_the_other_sides() {
    String answer =
        ANSWER
            .replace("RTP/AVP 8 101", "RTP/AVP 97 110")
            .replace("rtpmap:8", "rtpmap:97")
            .replace("rtpmap:101", "rtpmap:110")
            .replace("fmtp:101", "fmtp:110");
    Negotiator.Terms terms = terms(caller().answered(sdp(answer)));
    assertEquals(97, terms.sendPayloadType());
    assertEquals(110, terms.eventPayloadType());
    assertEquals(101, terms.receive().events());
    assertEquals(8, terms.receive().pcma());
  }

  @Test
  void an_answer_without_telephone_events_leaves_keys_to_tones() {
    String answer = ANSWER.replace("8 101", "8").replaceAll("a=.*101.*\n", "");
    assertFalse(agreed(caller().answered(sdp(answer))).telephoneEvents());
  }

  @Test
  void packet_time_follows_the_other_side_within_what_we_can() {
    assertEquals(30, agreed(caller().answered(sdp(ANSWER + "a=ptime:30\n"))).packetMillis());
    assertEquals(20, agreed(caller().answered(sdp(ANSWER + "a=ptime:25\n"))).packetMillis());
    assertEquals(10, agreed(caller().answered(sdp(ANSWER + "a=maxptime:10\n"))).packetMillis());
    assertEquals(60, agreed(caller().answered(sdp(ANSWER + "a=ptime:200\n"))).packetMillis());
  }

  @Test
  void rtcp_goes_where_the_attribute_says() {
    Negotiator.Terms terms =
        terms(caller().answered(sdp(ANSWER + "a=rtcp:50003 IN IP4 192.0.2.9\n")));
    assertEquals("/192.0.2.9:50003", terms.remote().rtcp().toString());
  }

  @Test
  void a_stream_address_wins_over_the_sessions() {
    String answer = ANSWER.replace("a=rtpmap:8", "c=IN IP4 192.0.2.8\na=rtpmap:8");
    assertEquals("/192.0.2.8:40000", agreed(caller().answered(sdp(answer))).remote().toString());
  }

  @Test
  void a_new_offer_without_a_change_is_the_same_and_a_hold_raises_the_version() {
    Negotiator caller = negotiator(MediaRequest.DEFAULT, "192.0.2.1");
    String first = caller.offer();
    assertEquals(first, caller.offer());
    caller.hold(true);
    String held = caller.offer();
    assertTrue(held.contains("o=- 77 2 IN"), held);
    assertTrue(held.endsWith("a=sendonly\r\n"), held);
    caller.hold(false);
    assertTrue(caller.offer().contains("o=- 77 3 IN"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sendonly", "inactive"})
  void a_hold_by_the_other_side_is_answered_and_stops_us(String direction) {
    Negotiation.Agreed agreed = agreed(caller().offered(sdp(ANSWER + "a=" + direction + "\n")));
    Direction ours = direction.equals("sendonly") ? Direction.RECVONLY : Direction.INACTIVE;
    assertEquals(ours, agreed.direction());
    assertTrue(agreed.localSdp().endsWith("a=" + ours.attribute() + "\r\n"), agreed.localSdp());
  }

  @Test
  void the_old_hold_by_a_null_address_stops_us() {
    String held = ANSWER.replace("c=IN IP4 192.0.2.7", "c=IN IP4 0.0.0.0");
    assertEquals(Direction.RECVONLY, agreed(caller().offered(sdp(held))).direction());
  }

  @Test
  void an_answer_carries_the_offers_payload_types_and_declines_other_streams() {
    String offer =
        ANSWER
                .replace("m=audio", "m=video 5000 RTP/AVP 96\na=rtpmap:96 H264/90000\nm=audio")
                .replace("RTP/AVP 8 101", "RTP/AVP 18 0 8 120")
                .replace("a=rtpmap:101", "a=rtpmap:120")
                .replace("fmtp:101", "fmtp:120")
            + "m=audio 40010 RTP/AVP 0\n";
    String answer =
        agreed(negotiator(MediaRequest.DEFAULT, "192.0.2.1").offered(sdp(offer))).localSdp();
    assertTrue(answer.contains("m=video 0 RTP/AVP 96\r\n"), answer);
    assertTrue(answer.contains("m=audio 30000 RTP/AVP 0 120\r\n"), answer);
    assertTrue(answer.endsWith("m=audio 0 RTP/AVP 0\r\n"), answer);
  }

  @Test
  void ipv6_is_spoken() {
    MediaRequest request = new MediaRequest(List.of(G711.PCMU), 20, Family.IPV6, Encryption.NONE);
    Negotiator caller = negotiator(request, "2001:db8::1");
    assertTrue(caller.offer().contains("c=IN IP6 2001:db8:0:0:0:0:0:1\r\n"));
    String answer =
        ANSWER.replace("IP4 192.0.2.7", "IP6 2001:db8::7").replace("AVP 8 101", "AVP 0");
    assertEquals(40_000, agreed(caller.answered(sdp(answer))).remote().getPort());
  }

  @Test
  void an_address_of_the_other_family_is_refused() {
    String answer = ANSWER.replace("IP4 192.0.2.7", "IP6 2001:db8::7");
    assertEquals("an address of the other family", why(caller().answered(sdp(answer))));
  }

  @Test
  void what_cannot_lead_to_media_is_refused_with_a_reason() {
    assertEquals("no session description", why(caller().answered("")));
    assertEquals(
        "neither PCMU nor PCMA in common",
        why(caller().answered(sdp(ANSWER.replace("AVP 8 101", "AVP 18 101")))));
    assertEquals(
        "no audio over RTP/AVP",
        why(caller().answered(sdp(ANSWER.replace("audio 40000", "audio 0")))));
    assertEquals(
        "the address is no IPv4 or IPv6 literal",
        why(caller().answered(sdp(ANSWER.replace("c=IN IP4 192.0.2.7", "c=IN IP4 a.example")))));
    assertEquals(
        "a multicast address",
        why(caller().answered(sdp(ANSWER.replace("c=IN IP4 192.0.2.7", "c=IN IP4 224.0.0.7")))));
    assertEquals(
        "no address (c=)", why(caller().answered(sdp(ANSWER.replace("c=IN IP4 192.0.2.7\n", "")))));
    assertEquals(
        "malformed session description, line 2", why(caller().answered("v=0\nm=audio x y z")));
  }

  @Test
  void a_reason_quotes_nothing_of_the_description() {
    String why = why(caller().answered(sdp(ANSWER.replace("c=IN IP4 192.0.2.7", "c=secret"))));
    assertFalse(why.contains("secret"), why);
  }

  private static final MediaRequest ENCRYPTED =
      new MediaRequest(List.of(G711.PCMA), 20, Family.IPV4, Encryption.SDES);

  @Test
  void two_sides_agree_on_keys() {
    Negotiator caller = negotiator(ENCRYPTED, "192.0.2.1");
    Negotiator callee = negotiator(ENCRYPTED, "192.0.2.2");
    String offer = caller.offer();
    assertTrue(offer.contains(" RTP/SAVP 8 "), offer);
    Negotiator.Outcome answered = callee.offered(offer);
    assertTrue(agreed(answered).encrypted());
    Negotiator.Outcome outcome = caller.answered(agreed(answered).localSdp());
    SdesKey ofCaller = Objects.requireNonNull(terms(outcome).ownKey());
    assertEquals(ofCaller.line(), Objects.requireNonNull(terms(answered).peerKey()).line());
    assertNotEquals(ofCaller.line(), Objects.requireNonNull(terms(outcome).peerKey()).line());
  }

  @Test
  void encryption_is_neither_dropped_nor_invented() {
    String plain = sdp(ANSWER);
    assertEquals(
        "no encrypted audio (RTP/SAVP)", why(negotiator(ENCRYPTED, "192.0.2.1").offered(plain)));
    String keyless = sdp(ANSWER.replace("RTP/AVP", "RTP/SAVP"));
    assertEquals(
        "no crypto line that is understood",
        why(negotiator(ENCRYPTED, "192.0.2.1").offered(keyless)));
    assertEquals("no audio over RTP/AVP", why(caller().answered(keyless)));
  }

  @Test
  void a_key_is_hidden_from_texts() {
    SdesKey key = SdesKey.fresh(1, 80, new SecureRandom());
    assertEquals("SdesKey[1]", key.toString());
  }
}
