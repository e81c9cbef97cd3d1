package io.strowger.sip.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SipParserTest {
  private static SipReading.Invalid refused(String text) {
    return assertInstanceOf(
        SipReading.Invalid.class, SipParser.parse(Samples.octets(text)), "refused");
  }

  @Test
  void a_request_is_read_with_all_that_names_its_transaction() {
    SipRequest invite = Samples.invite();
    assertEquals("INVITE", invite.method());
    assertEquals("sip:+390612345678@carrier.example;user=phone", invite.requestUri());
    assertEquals("a84b4c76e66710@192.0.2.1", invite.callId());
    assertEquals("1928301774", invite.fromTag());
    assertNull(invite.toTag());
    assertEquals(314_159, invite.cseq());
    assertEquals("INVITE", invite.cseqMethod());
    assertEquals("z9hG4bK776asdhds", invite.branch());
    assertEquals("application/sdp", invite.contentType());
    assertArrayEquals("v=0\r".getBytes(StandardCharsets.US_ASCII), invite.body());
    assertEquals("100rel, timer", invite.header("k"));
    assertNull(invite.header("Subject"));
  }

  @Test
  void compact_names_and_lists_of_routes_are_resolved() {
    SipResponse ringing = (SipResponse) Samples.read(Samples.RINGING);
    assertEquals(180, ringing.status());
    assertEquals("Ringing", ringing.reason());
    assertEquals("a6c85cf", ringing.toTag());
    assertEquals(
        List.of("<sip:p2.example;lr>", "<sip:p1.example;lr>"), ringing.headers("record-route"));
    assertEquals("<sip:bob@192.0.2.4>", ringing.header("Contact"));
    Via via = present(ringing.topVia());
    assertEquals("192.0.2.9", via.parameters().get("received"));
    assertEquals(5060, via.port());
  }

  private static <T> T present(@Nullable T value) {
    assertNotNull(value);
    return value;
  }

  @Test
  void a_message_comes_out_as_it_went_in() {
    SipRequest invite = Samples.invite();
    assertEquals(
        new SipReading.Message(invite), SipParser.parse(invite.encode()), "the same once more");
    SipMessage ringing = Samples.read(Samples.RINGING);
    assertEquals(new SipReading.Message(ringing), SipParser.parse(ringing.encode()));
  }

  @Test
  void folded_lines_are_one_value() {
    SipRequest folded =
        (SipRequest)
            Samples.read(Samples.INVITE.replace("100rel, timer", "100rel,\n \t timer\n\tpath"));
    assertEquals("100rel, timer path", folded.header("Supported"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SIP/2.0\\n | SIP/7.0\\n | 505
          Max-Forwards: 70 | Max-Forwards: 256 | 400
          Max-Forwards: 70 | Max-Forwards: many | 400
          CSeq: 314159 INVITE | CSeq: 314159 BYE | 400
          CSeq: 314159 INVITE | CSeq: 4294967296 INVITE | 400
          CSeq: 314159 INVITE | CSeq: 1 INVITE\\nCSeq: 1 INVITE | 400
          CSeq: 314159 INVITE | X-None: 1 | 400
          Call-ID: a84b4c76e66710@192.0.2.1 | i: a\\nCall-ID: a | 400
          Call-ID: a84b4c76e66710@192.0.2.1 | Call-ID: a b | 400
          Content-Length: 4 | Content-Length: 4\\nContent-Length: 4 | 400
          Content-Length: 4 | Content-Length: -4 | 400
          Content-Length: 4 | Content-Length: 4000 | 400
          <sip:+390699999999@gw.example>;tag | "x <sip:+390699999999@gw.example>;tag | 400
          <sip:gw@192.0.2.1:5060> | sip:a@b.example?Route=c | 400
          Supported: | Supported | 400
          SIP/2.0/UDP 192.0.2.1:5060;branch | SIP/2.0/UDP ;branch | 400
          INVITE sip:+ | INVITE  sip:+ | 400
          ;user=phone | ?Subject=x | 400
          ;user=phone | ;a=%zz | 400
          """)
  void a_broken_request_is_refused_with_the_right_code(String good, String bad, int status) {
    String text = Samples.INVITE.replace(good.replace("\\n", "\n"), bad.replace("\\n", "\n"));
    assertTrue(!text.equals(Samples.INVITE), "something was broken");
    SipResponse answer = present(refused(text).answer());
    assertEquals(status, answer.status());
    assertNotNull(answer.toTag());
    assertEquals("1928301774", bad.contains("\"x") ? "1928301774" : answer.fromTag());
  }

  @Test
  void the_refusal_of_a_copy_carries_the_same_tag() {
    String bad = Samples.INVITE.replace("Max-Forwards: 70", "Max-Forwards: 700");
    assertEquals(refused(bad), refused(bad));
  }

  @Test
  void nobody_is_told_of_a_broken_answer_or_ack() {
    assertNull(refused(Samples.RINGING.replace("SIP/2.0 180", "SIP/2.0 18000")).answer());
    assertNull(refused(Samples.RINGING.replace("l: 0", "l: 0\nl: 0")).answer());
    assertNull(refused(Samples.INVITE.replace("INVITE", "ACK").replace("70", "700")).answer());
    assertNull(refused("GET / HTTP/1.1\nHost: a\n\n").answer());
    assertNull(refused("INVITE sip:a@b SIP/2.0\nTo: <sip:a@b>\n\n").answer(), "no Via");
  }

  @Test
  void a_line_that_ends_in_lf_alone_is_refused() {
    byte[] octets =
        new String(Samples.octets(Samples.INVITE), StandardCharsets.UTF_8)
            .replace("CSeq: 314159 INVITE\r\n", "CSeq: 314159 INVITE\n")
            .getBytes(StandardCharsets.UTF_8);
    assertInstanceOf(SipReading.Invalid.class, SipParser.parse(octets));
  }

  @Test
  void octets_that_are_no_utf_8_are_refused() {
    byte[] octets = Samples.octets(Samples.INVITE.replace("100rel", "!00rel"));
    octets[new String(octets, StandardCharsets.ISO_8859_1).indexOf("!00rel")] = (byte) 0xC3;
    assertInstanceOf(SipReading.Invalid.class, SipParser.parse(octets));
  }

  @Test
  void what_is_behind_the_body_of_a_datagram_is_left() {
    SipRequest read = (SipRequest) Samples.read(Samples.INVITE + "trailing");
    assertEquals(4, read.bodyLength());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n", "\r\n\r\n"})
  void empty_lines_keep_a_binding_alive(String text) {
    assertEquals(
        new SipReading.KeepAlive(text.length() == 4),
        SipParser.parse(text.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void stun_and_other_octets_are_no_message() {
    byte[] stun = new byte[20];
    stun[1] = 1;
    assertEquals(new SipReading.Invalid(null, "no end of the headers"), SipParser.parse(stun));
  }

  @Test
  void a_message_of_nothing_but_commas_ends_at_the_bound() {
    String many = Samples.INVITE.replace("<sip:gw@192.0.2.1:5060>", ",".repeat(60_000));
    assertEquals("more than 256 headers", refused(many).why());
  }
}
