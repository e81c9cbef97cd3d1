package io.strowger.sip.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SipFuzzTest {
  private static final int MAX = 4_096;

  /** What the fuzzer starts from: good messages, and those of RFC 4475. */
  static Stream<Arguments> messages() {
    Stream<byte[]> good =
        Stream.of(Samples.octets(Samples.INVITE), Samples.octets(Samples.RINGING));
    Stream<byte[]> torture =
        Stream.of(
                "wsinv",
                "intmeth",
                "esc01",
                "escnull",
                "longreq",
                "dblreq",
                "mpart01",
                "badinv01",
                "quotbal",
                "regbadct",
                "mcl01",
                "multi01",
                "inv2543")
            .map(SipFuzzTest::torture);
    return Stream.concat(good, torture).map(message -> Arguments.of((Object) message));
  }

  private static byte[] torture(String name) {
    try (InputStream in = SipFuzzTest.class.getResourceAsStream("/torture/" + name + ".dat")) {
      if (in == null) {
        throw new IllegalStateException("no message " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @MethodSource("messages")
  @FuzzTest(maxDuration = "60s")
  void any_datagram_is_a_message_that_can_be_sent_on_or_is_named_invalid(byte[] datagram) {
    switch (SipParser.parse(datagram)) {
      case SipReading.Message(SipMessage message) -> {
        assertTrue(!message.callId().isEmpty() && message.cseq() >= 0);
        assertEquals(new SipReading.Message(message), SipParser.parse(message.encode()));
        if (message instanceof SipRequest request) {
          SipResponse answer = SipResponse.to(request, 486).toTag("t").build();
          assertEquals(new SipReading.Message(answer), SipParser.parse(answer.encode()));
        }
      }
      case SipReading.Invalid invalid -> {
        SipResponse answer = invalid.answer();
        if (answer != null) {
          assertTrue(answer.encode().length > 0);
        }
      }
      case SipReading.KeepAlive _ -> {}
    }
  }

  @MethodSource("messages")
  @FuzzTest(maxDuration = "60s")
  void a_stream_reads_the_same_however_it_is_cut_and_is_held_within_bounds(byte[] stream) {
    SipFramer whole = new SipFramer(MAX);
    List<SipReading> expected = new ArrayList<>();
    take(whole, stream, 0, stream.length, expected);
    SipFramer cut = new SipFramer(MAX);
    List<SipReading> readings = new ArrayList<>();
    for (int at = 0; at < stream.length; at++) {
      take(cut, stream, at, 1, readings);
      assertTrue(cut.waiting() <= MAX + 1, "held within bounds");
    }
    if (stream.length <= MAX) {
      assertEquals(messagesOf(expected), messagesOf(readings));
      assertEquals(whole.outOfStep(), cut.outOfStep());
    }
  }

  private static void take(
      SipFramer framer, byte[] octets, int offset, int length, List<SipReading> readings) {
    framer.append(octets, offset, length);
    for (SipReading next = framer.next(); next != null; next = framer.next()) {
      readings.add(next);
    }
  }

  /** Empty lines may be told one by one or together. */
  private static List<SipReading> messagesOf(List<SipReading> readings) {
    return readings.stream().filter(reading -> !(reading instanceof SipReading.KeepAlive)).toList();
  }

  @FuzzTest(maxDuration = "60s")
  void addresses_uris_and_vias_are_written_as_they_were_read(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    NameAddress address = NameAddress.parse(text);
    if (address != null) {
      assertEquals(address, NameAddress.parse(address.toString()));
    }
    SipUri uri = SipUri.parse(text);
    if (uri != null) {
      assertEquals(uri, SipUri.parse(uri.toString()));
    }
    Via via = Via.parse(text);
    if (via != null) {
      assertEquals(via, Via.parse(via.toString()));
    }
  }
}
