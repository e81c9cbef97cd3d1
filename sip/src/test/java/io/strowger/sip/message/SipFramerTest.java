package io.strowger.sip.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SipFramerTest {
  private static final int MAX = 4096;

  private final SipFramer framer = new SipFramer(MAX);

  private List<SipReading> take(byte[] octets) {
    framer.append(octets, 0, octets.length);
    List<SipReading> readings = new ArrayList<>();
    for (SipReading next = framer.next(); next != null; next = framer.next()) {
      readings.add(next);
    }
    return readings;
  }

  private List<SipReading> take(String text) {
    return take(Samples.octets(text));
  }

  private static byte[] twice() {
    byte[] one = Samples.invite().encode();
    byte[] two = new byte[2 * one.length];
    System.arraycopy(one, 0, two, 0, one.length);
    System.arraycopy(one, 0, two, one.length, one.length);
    return two;
  }

  private static final SipReading INVITE = new SipReading.Message(Samples.invite());

  @Test
  void two_messages_in_one_piece_are_two() {
    assertEquals(List.of(INVITE, INVITE), take(twice()));
    assertEquals(0, framer.waiting());
  }

  @Test
  void a_message_may_come_octet_by_octet() {
    List<SipReading> readings = new ArrayList<>();
    for (byte octet : twice()) {
      readings.addAll(take(new byte[] {octet}));
    }
    assertEquals(List.of(INVITE, INVITE), readings);
  }

  @Test
  void a_stream_may_be_cut_anywhere() {
    byte[] two = twice();
    for (int cut = 1; cut < two.length; cut++) {
      SipFramer each = new SipFramer(MAX);
      each.append(two, 0, cut);
      List<@Nullable SipReading> readings = new ArrayList<>();
      SipReading first = each.next();
      if (first != null) {
        readings.add(first);
        assertNull(each.next());
      }
      each.append(two, cut, two.length - cut);
      for (SipReading next = each.next(); next != null; next = each.next()) {
        readings.add(next);
      }
      assertEquals(List.of(INVITE, INVITE), readings, () -> "cut");
    }
  }

  @Test
  void empty_lines_between_messages_are_keep_alives() {
    assertEquals(List.of(new SipReading.KeepAlive(true)), take("\n\n"));
    assertEquals(List.of(new SipReading.KeepAlive(false)), take("\n"));
    assertEquals(List.of(), take("\r".getBytes(StandardCharsets.US_ASCII)));
    assertEquals(
        List.of(new SipReading.KeepAlive(false), INVITE),
        take(
            ("\n" + new String(Samples.invite().encode(), StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void a_broken_message_of_clear_length_leaves_the_stream_in_step() {
    String broken = Samples.INVITE.replace("Max-Forwards: 70", "Max-Forwards: 700");
    byte[] octets = Samples.octets(broken.substring(0, broken.indexOf("v=0")) + "v=0");
    byte[] whole = new byte[octets.length + 1];
    System.arraycopy(octets, 0, whole, 0, octets.length);
    whole[octets.length] = '\r';
    assertInstanceOf(SipReading.Invalid.class, take(whole).getFirst());
    assertFalse(framer.outOfStep());
    assertEquals(List.of(INVITE), take(Samples.invite().encode()));
  }

  @Test
  void without_a_clear_length_the_stream_is_lost() {
    String doubled =
        Samples.INVITE.replace("Content-Length: 4", "Content-Length: 4\nContent-Length: 5");
    SipReading.Invalid invalid =
        assertInstanceOf(SipReading.Invalid.class, take(doubled).getFirst());
    SipResponse answer = invalid.answer();
    assertNotNull(answer);
    assertEquals(400, answer.status());
    assertTrue(framer.outOfStep());
    assertEquals(List.of(), take(Samples.invite().encode()), "nothing is read any more");
    assertEquals(0, framer.waiting());
  }

  @Test
  void a_body_without_length_is_refused_and_no_body_needs_none() {
    assertEquals(
        1, take(Samples.RINGING.replace("l: 0\n", "")).size(), "no body and no length: one");
    assertFalse(framer.outOfStep());
    assertInstanceOf(
        SipReading.Invalid.class,
        take(Samples.INVITE.replace("Content-Length: 4\n", "")).getFirst());
    assertTrue(framer.outOfStep());
  }

  @Test
  void what_is_longer_than_the_bound_is_refused_before_it_is_held() {
    SipReading.Invalid invalid =
        assertInstanceOf(
            SipReading.Invalid.class,
            take(Samples.INVITE.replace("Content-Length: 4", "Content-Length: 1000000000"))
                .getFirst());
    SipResponse answer = invalid.answer();
    assertNotNull(answer);
    assertEquals(513, answer.status());
    assertTrue(framer.outOfStep());
  }

  @Test
  void headers_without_end_are_held_to_the_bound_only() {
    byte[] line = Samples.octets("X-Filler: " + "x".repeat(1000) + "\n");
    assertEquals(List.of(), take("INVITE sip:a@b SIP/2.0\n"));
    List<SipReading> readings = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      readings.addAll(take(line));
      assertTrue(framer.waiting() <= MAX);
    }
    assertEquals(List.of(new SipReading.Invalid(null, "no end of the headers")), readings);
  }

  @Test
  void another_protocol_ends_the_stream() {
    assertEquals(
        List.of(new SipReading.Invalid(null, "malformed request line")),
        take("GET / HTTP/1.1\nHost: a\n\n"));
    assertTrue(framer.outOfStep());
  }
}
