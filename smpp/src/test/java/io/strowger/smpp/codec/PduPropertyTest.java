package io.strowger.smpp.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Ten thousand PDUs from a fixed seed. */
final class PduPropertyTest {
  private static final int COUNT = 10_000;
  private static final long SEED = 20_261_122;

  private static Stream<Pdu> pdus() {
    RandomPdus random = new RandomPdus(SEED);
    return Stream.generate(random::next).limit(COUNT);
  }

  @Test
  void every_field_survives_the_way_there_and_back() {
    pdus()
        .forEach(pdu -> {
          byte[] octets = PduCodecTest.encoded(pdu);
          Pdu back = assertInstanceOf(Pdu.class, PduCodecTest.decoded(octets));
          assertSame(pdu, back);
          assertArrayEquals(octets, PduCodecTest.encoded(back));
        });
  }

  @Test
  void a_pdu_cut_short_is_never_taken_for_another() {
    SplittableRandom random = new SplittableRandom(SEED);
    pdus()
        .filter(pdu -> pdu instanceof Pdu.SubmitSm || pdu instanceof Pdu.DeliverSm)
        .forEach(pdu -> {
          byte[] octets = PduCodecTest.encoded(pdu);
          int cut = random.nextInt(PduCodec.HEADER_OCTETS, octets.length);
          Decoded decoded = PduCodecTest.decoded(Arrays.copyOf(octets, cut));
          if (decoded instanceof Pdu read) {
            // Cut between two optional parameters: what stands before is whole.
            ShortMessage before = message(pdu);
            ShortMessage after = message(read);
            assertTrue(after.tlvs().size() < before.tlvs().size());
            assertEquals(before.destination(), after.destination());
            assertArrayEquals(before.shortMessage(), after.shortMessage());
          }
        });
  }

  @Test
  void one_wrong_octet_anywhere_is_answered_with_a_value() {
    SplittableRandom random = new SplittableRandom(SEED);
    pdus()
        .forEach(pdu -> {
          byte[] octets = PduCodecTest.encoded(pdu);
          octets[random.nextInt(octets.length)] = (byte) random.nextInt();
          var in = Unpooled.wrappedBuffer(octets);
          if (PduCodec.decode(in) instanceof Pdu read) {
            PduCodecTest.encoded(read);
          }
          assertEquals(0, in.readableBytes());
        });
  }

  private static ShortMessage message(Pdu pdu) {
    return switch (pdu) {
      case Pdu.SubmitSm submit -> submit.message();
      case Pdu.DeliverSm deliver -> deliver.message();
      default -> throw new AssertionError(pdu);
    };
  }

  /** Records compare arrays by identity, so the messages are compared field by field. */
  private static void assertSame(Pdu expected, Pdu actual) {
    switch (expected) {
      case Pdu.SubmitSm submit -> assertSame(submit.message(), ((Pdu.SubmitSm) actual).message());
      case Pdu.DeliverSm deliver ->
          assertSame(deliver.message(), ((Pdu.DeliverSm) actual).message());
      case Pdu.SubmitMulti multi -> {
        assertSame(multi.message(), ((Pdu.SubmitMulti) actual).message());
        assertEquals(multi.destinations(), ((Pdu.SubmitMulti) actual).destinations());
      }
      case Pdu.ReplaceSm replace -> {
        assertEquals(replace.toString(), actual.toString());
        assertArrayEquals(replace.shortMessage(), ((Pdu.ReplaceSm) actual).shortMessage());
        assertArrayEquals(PduCodecTest.encoded(replace), PduCodecTest.encoded(actual));
      }
      case Pdu.DataSm data -> assertSame(data.message(), ((Pdu.DataSm) actual).message());
      default -> assertEquals(expected, actual);
    }
    assertEquals(expected.sequenceNumber(), actual.sequenceNumber());
  }

  private static void assertSame(ShortMessage expected, ShortMessage actual) {
    assertEquals(fields(expected), fields(actual));
    assertArrayEquals(expected.shortMessage(), actual.shortMessage());
    assertEquals(expected.tlvs().size(), actual.tlvs().size());
    for (int i = 0; i < expected.tlvs().size(); i++) {
      assertEquals(expected.tlvs().get(i).tag(), actual.tlvs().get(i).tag());
      assertArrayEquals(expected.tlvs().get(i).value(), actual.tlvs().get(i).value());
    }
  }

  private static List<Object> fields(ShortMessage message) {
    return List.of(
        message.serviceType(),
        message.source(),
        message.destination(),
        message.esmClass(),
        message.protocolId(),
        message.priorityFlag(),
        message.scheduleDeliveryTime(),
        message.validityPeriod(),
        message.registeredDelivery(),
        message.replaceIfPresentFlag(),
        message.dataCoding(),
        message.smDefaultMsgId());
  }
}
