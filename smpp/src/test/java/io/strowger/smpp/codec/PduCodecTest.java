package io.strowger.smpp.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PduCodecTest {
  private static final Address SOURCE = new Address(5, 0, "Strowger");
  private static final Address DESTINATION = new Address(1, 1, "393331234567");

  static ShortMessage message(byte[] text, Tlv... tlvs) {
    return new ShortMessage(
        "OTP",
        SOURCE,
        DESTINATION,
        0x40,
        0x7F,
        3,
        "",
        "000000000130000R",
        0x11,
        1,
        0xF5,
        255,
        text,
        List.of(tlvs));
  }

  static Stream<Pdu> pdus() {
    byte[] text = "Your code is 123456".getBytes(StandardCharsets.ISO_8859_1);
    Tlv port = new Tlv(0x1401, new byte[] {1, 2, 3});
    Tlv payload = new Tlv(Tlv.MESSAGE_PAYLOAD, new byte[3000]);
    return Stream.of(
        new Pdu.SubmitSm(1, message(text)),
        new Pdu.SubmitSm(2, message(text, port, new Tlv(0xFFFE, new byte[0]))),
        new Pdu.SubmitSm(3, message(new byte[255])),
        new Pdu.SubmitSmResp(3, 0, "00ffa1"),
        new Pdu.SubmitSmResp(4, 0x58, ""),
        new Pdu.SubmitSmResp(4, 0x58, "kept"),
        new Pdu.SubmitSmResp(4, 0, ""),
        new Pdu.DeliverSm(5, message(text, port)),
        new Pdu.DeliverSmResp(6, 0, ""),
        new Pdu.DeliverSmResp(6, 0x64, ""),
        new Pdu.DataSm(
            7,
            new ShortMessage(
                "",
                SOURCE,
                DESTINATION,
                0,
                0,
                0,
                "",
                "",
                1,
                0,
                8,
                0,
                new byte[0],
                List.of(payload))),
        new Pdu.DataSmResp(8, 0, "id"),
        new Pdu.Bind(9, BindType.TRANSMITTER, "me", "secret", "VMA", 0x34, Address.EMPTY),
        new Pdu.Bind(9, BindType.RECEIVER, "me", "secret", "", 0x33, new Address(1, 1, "39")),
        new Pdu.Bind(9, BindType.TRANSCEIVER, "", "", "", 0x50, Address.EMPTY),
        new Pdu.BindResp(10, 0, BindType.TRANSCEIVER, "smsc", 0x34),
        new Pdu.BindResp(10, 0, BindType.TRANSMITTER, "smsc", null),
        new Pdu.BindResp(10, 0x0E, BindType.RECEIVER, "", null),
        new Pdu.Outbind(11, "smsc", "secret"),
        new Pdu.Unbind(12),
        new Pdu.UnbindResp(13, 0),
        new Pdu.EnquireLink(0x7FFFFFFF),
        new Pdu.EnquireLinkResp(15, 0),
        new Pdu.GenericNack(0, 3),
        new Pdu.QuerySm(17, "00ffa1", SOURCE),
        new Pdu.QuerySmResp(18, 0, "00ffa1", "261122120000000+", 2, 255),
        new Pdu.QuerySmResp(18, 0x67, "", "", 0, 0),
        new Pdu.CancelSm(19, "OTP", "00ffa1", SOURCE, DESTINATION),
        new Pdu.CancelSmResp(20, 0x11),
        new Pdu.SubmitMulti(
            23,
            message(text, port),
            List.of(
                new MultiDestination.Sme(DESTINATION),
                new MultiDestination.DistributionList("friends"))),
        new Pdu.SubmitMulti(24, message(new byte[0]), List.of()),
        new Pdu.SubmitMultiResp(25, 0, "00ffa1", List.of(new UnsuccessSme(DESTINATION, 0x0B))),
        new Pdu.SubmitMultiResp(26, 0, "00ffa1", List.of()),
        new Pdu.SubmitMultiResp(27, 0x58, "", List.of()),
        new Pdu.ReplaceSm(28, "00ffa1", SOURCE, "", "000000000130000R", 1, 0, text, List.of(port)),
        new Pdu.ReplaceSmResp(29, 0x13),
        new Pdu.AlertNotification(21, SOURCE, DESTINATION),
        new Pdu.Unsupported(22, 0x0111, 0));
  }

  static byte[] encoded(Pdu pdu) {
    ByteBuf out = Unpooled.buffer();
    PduCodec.encode(pdu, out);
    return ByteBufUtil.getBytes(out);
  }

  static Decoded decoded(byte[] frame) {
    ByteBuf in = Unpooled.wrappedBuffer(frame);
    Decoded decoded = PduCodec.decode(in);
    assertEquals(0, in.readableBytes());
    return decoded;
  }

  /** A frame from hex, its command_length filled in. */
  static byte[] frame(String hex) {
    byte[] rest = ByteBufUtil.decodeHexDump(hex.replace(" ", ""));
    return ByteBufUtil.getBytes(
        Unpooled.buffer().writeInt(rest.length + Integer.BYTES).writeBytes(rest));
  }

  @ParameterizedTest
  @MethodSource("pdus")
  void what_is_encoded_decodes_to_the_same(Pdu pdu) {
    byte[] octets = encoded(pdu);
    assertEquals(octets.length, Unpooled.wrappedBuffer(octets).getInt(0));
    Pdu back = assertInstanceOf(Pdu.class, decoded(octets));
    assertEquals(pdu.getClass(), back.getClass());
    assertEquals(pdu.toString(), back.toString());
    assertArrayEquals(octets, encoded(back));
  }

  @Test
  void a_submit_sm_has_the_octets_of_section_4_4_1() {
    Pdu submit =
        new Pdu.SubmitSm(
            0x01020304,
            new ShortMessage(
                "A",
                new Address(1, 2, "B"),
                new Address(3, 4, "C"),
                5,
                6,
                7,
                "",
                "D",
                8,
                9,
                10,
                11,
                new byte[] {'h', 'i'},
                List.of(new Tlv(0x0204, new byte[] {0, 1}))));
    assertEquals(
        "0000002d"
            + "00000004"
            + "00000000"
            + "01020304"
            + "4100"
            + "0102"
            + "4200"
            + "0304"
            + "4300"
            + "050607"
            + "00"
            + "4400"
            + "08090a0b"
            + "02"
            + "6869"
            + "0204"
            + "0002"
            + "0001",
        ByteBufUtil.hexDump(encoded(submit)));
  }

  @Test
  void a_submit_multi_has_the_octets_of_section_4_5_1() {
    Pdu multi =
        new Pdu.SubmitMulti(
            0x01020304,
            new ShortMessage(
                "A",
                new Address(1, 2, "B"),
                Address.EMPTY,
                5,
                6,
                7,
                "",
                "D",
                8,
                9,
                10,
                11,
                new byte[] {'h', 'i'},
                List.of()),
            List.of(
                new MultiDestination.Sme(new Address(3, 4, "C")),
                new MultiDestination.DistributionList("L")));
    assertEquals(
        "0000002c"
            + "00000021"
            + "00000000"
            + "01020304"
            + "4100"
            + "0102"
            + "4200"
            + "02"
            + "01"
            + "0304"
            + "4300"
            + "02"
            + "4c00"
            + "050607"
            + "00"
            + "4400"
            + "08090a0b"
            + "02"
            + "6869",
        ByteBufUtil.hexDump(encoded(multi)));
  }

  @Test
  void a_submit_multi_resp_and_a_replace_sm_have_the_octets_of_the_standard() {
    assertEquals(
        "0000001c"
            + "80000021"
            + "00000000"
            + "00000001"
            + "6d00"
            + "01"
            + "0304"
            + "433900"
            + "0000000b",
        ByteBufUtil.hexDump(
            encoded(
                new Pdu.SubmitMultiResp(
                    1, 0, "m", List.of(new UnsuccessSme(new Address(3, 4, "C9"), 11))))));
    assertEquals(
        "0000001e"
            + "00000007"
            + "00000000"
            + "00000001"
            + "6d00"
            + "0304"
            + "4300"
            + "00"
            + "4400"
            + "01"
            + "00"
            + "02"
            + "6869",
        ByteBufUtil.hexDump(
            encoded(
                new Pdu.ReplaceSm(
                    1,
                    "m",
                    new Address(3, 4, "C"),
                    "",
                    "D",
                    1,
                    0,
                    new byte[] {'h', 'i'},
                    List.of()))));
  }

  @Test
  void the_message_id_of_a_submit_multi_survives_a_tail_that_is_cut() {
    assertEquals(
        new Pdu.SubmitMultiResp(7, 0, "abc", List.of()),
        decoded(frame("80000021 00000000 00000007 61626300 02 0101")));
    assertEquals(
        new Pdu.SubmitMultiResp(7, 0, "abc", List.of()),
        decoded(frame("80000021 00000000 00000007 616263")));
  }

  @Test
  void a_missing_sc_interface_version_is_null_and_other_tlvs_do_not_hide_it() {
    var bare = (Pdu.BindResp) decoded(frame("80000009 00000000 00000001 736d736300"));
    assertEquals(null, bare.scInterfaceVersion());
    var behind =
        (Pdu.BindResp)
            decoded(frame("80000009 00000000 00000001 736d736300 14000002abcd 0210000133"));
    assertEquals(0x33, behind.scInterfaceVersion());
    var empty = (Pdu.BindResp) decoded(frame("80000009 00000000 00000001"));
    assertEquals("", empty.systemId());
  }

  @ParameterizedTest
  @CsvSource({
    // sm_length 200, two octets follow
    "00000004 00000000 00000007 00000000000000000000000000000000c8 6869, 1",
    // nothing after the addresses
    "00000005 00000000 00000007 00000000000000, 1",
    "00000004 00000000 00000007 0001, 2",
    // service_type without its NUL
    "00000004 00000000 00000007 4141414141, 194",
    // a TLV that claims eight octets and has one; half a TLV header
    "00000004 00000000 00000007 0000000000000000000000000000000000 0204000800, 192",
    "00000005 00000000 00000007 0000000000000000000000000000000000 0204, 192",
    "00000009 00000000 00000007 6d6500, 2",
    "00000009 00000000 00000007 6d65, 194",
    "0000000b 00000000 00000007 6d65, 194",
    "00000003 00000000 00000007 6d65, 194",
    "00000102 00000000 00000007 01, 194",
    "80000003 00000000 00000007 6100 00, 2",
    // submit_multi: two destinations promised and one there, a destination flag of 3, no sm_length
    "00000021 00000000 00000007 00000000 02 01010141 00, 2",
    "00000021 00000000 00000007 00000000 01 03010141 00, 64",
    "00000021 00000000 00000007 00000000 00 000000 00 00 00000000, 2",
    "00000021 00000000 00000007 00000000 00 000000 00 00 00000000 05 61, 1",
    // replace_sm without its text, and with less than promised
    "00000007 00000000 00000007 6100 000000 00 00 0000, 2",
    "00000007 00000000 00000007 6100 000000 00 00 0000 02 61, 1",
  })
  void a_malformed_body_names_its_fault(String hex, int commandStatus) {
    MalformedPdu malformed = assertInstanceOf(MalformedPdu.class, decoded(frame(hex)));
    assertEquals(commandStatus, malformed.commandStatus());
    assertEquals(7, malformed.sequenceNumber());
    assertEquals(Unpooled.wrappedBuffer(frame(hex)).getInt(4), malformed.commandId());
    assertEquals(malformed.commandId() > 0, malformed.isRequest());
    assertTrue(malformed.inStep());
  }

  @Test
  void a_message_id_survives_a_missing_terminator_and_a_stray_tail() {
    assertEquals(
        new Pdu.SubmitSmResp(7, 0, "abc"), decoded(frame("80000004 00000000 00000007 616263")));
    assertEquals(
        new Pdu.SubmitSmResp(7, 0, "abc"),
        decoded(frame("80000004 00000000 00000007 61626300 000000")));
    assertEquals(new Pdu.SubmitSmResp(7, 0x45, ""), decoded(frame("80000004 00000045 00000007")));
  }

  @Test
  void an_unknown_command_id_is_unsupported_not_malformed() {
    assertEquals(
        new Pdu.Unsupported(9, 0x111, 0), decoded(frame("00000111 00000000 00000009 0102030405")));
    assertEquals(
        new Pdu.Unsupported(9, 0x80000112, 8), decoded(frame("80000112 00000008 00000009")));
  }

  @Test
  void less_than_a_header_is_refused() {
    MalformedPdu malformed = (MalformedPdu) decoded(new byte[] {0, 0, 0, 8, 0, 0, 0, 4});
    assertFalse(malformed.inStep());
    assertEquals(2, malformed.commandStatus());
  }

  @Test
  void what_cannot_be_written_leaves_the_buffer_as_it_was_and_is_not_quoted() {
    List<Pdu> refused =
        List.of(
            new Pdu.SubmitSm(1, message(new byte[256])),
            new Pdu.SubmitSm(1, message(new byte[1], new Tlv(5, new byte[65_536]))),
            new Pdu.DataSm(1, message(new byte[1])),
            new Pdu.SubmitSmResp(1, 0, "4242\0"),
            new Pdu.DeliverSmResp(1, 0, "4242\u20AC"),
            new Pdu.QuerySm(1, "", new Address(1, 1, "4242\0")),
            new Pdu.Bind(1, BindType.RECEIVER, "a", "4242\0", "", 0x34, Address.EMPTY));
    ByteBuf out = Unpooled.buffer().writeBytes(new byte[] {1, 2, 3});
    for (Pdu pdu : refused) {
      var e = assertThrows(IllegalArgumentException.class, () -> PduCodec.encode(pdu, out));
      assertEquals(3, out.writerIndex());
      assertFalse(String.valueOf(e.getMessage()).contains("4242"));
    }
  }
}
