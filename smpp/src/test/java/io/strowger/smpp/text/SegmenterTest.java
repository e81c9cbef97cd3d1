package io.strowger.smpp.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.Tlv;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SegmenterTest {

  @ParameterizedTest
  @CsvSource({
    "Your code is 123456, AUTO, GSM_7BIT",
    "Code 42 €, AUTO, GSM_7BIT",
    "Votre reçu 123456, AUTO, UCS_2",
    "Votre reçu 123456, AUTO_LATIN_1, LATIN_1",
    "Ваш код 123456, AUTO_LATIN_1, UCS_2",
    "Code 😀, AUTO, UCS_2",
    "Your code is 123456, UCS_2, UCS_2",
    "Your code is 123456, AUTO_LATIN_1, GSM_7BIT",
  })
  void the_smallest_coding_that_holds_the_content_is_chosen(
      String text, Encoding encoding, DataCoding expected) {
    assertEquals(expected, Segmenter.coding(text, encoding));
    List<TextPart> parts = Segmenter.split(text, encoding, Segmentation.UDH_8, 1);
    assertEquals(1, parts.size());
    assertEquals(expected.value(), parts.getFirst().dataCoding());
    assertEquals(0, parts.getFirst().esmClass());
    assertEquals(text, expected.decode(parts.getFirst().shortMessage()));
  }

  @ParameterizedTest
  @CsvSource({
    "a, UDH_8, 160, 153", "a, UDH_16, 160, 152", "a, SAR_TLV, 160, 153",
    "a, MESSAGE_PAYLOAD, 160, 153", "ç, UDH_8, 140, 134", "ç, UDH_16, 140, 133",
    "ж, UDH_8, 70, 67", "ж, UDH_16, 70, 66", "ж, SAR_TLV, 70, 67",
  })
  void segments_hold_what_140_octets_hold(
      String character, Segmentation segmentation, int alone, int inParts) {
    Encoding encoding = Encoding.AUTO_LATIN_1;
    assertEquals(1, Segmenter.segments(character.repeat(alone), encoding, segmentation));
    assertEquals(2, Segmenter.segments(character.repeat(alone + 1), encoding, segmentation));
    assertEquals(2, Segmenter.segments(character.repeat(2 * inParts), encoding, segmentation));
    assertEquals(3, Segmenter.segments(character.repeat(2 * inParts + 1), encoding, segmentation));
    if (segmentation != Segmentation.MESSAGE_PAYLOAD) {
      assertEquals(
          3, Segmenter.split(character.repeat(2 * inParts + 1), encoding, segmentation, 0).size());
    }
  }

  @Test
  void an_8_bit_header_names_reference_total_and_place() {
    List<TextPart> parts = split("a".repeat(307), Segmentation.UDH_8, 0x1FE);
    assertEquals(3, parts.size());
    for (int i = 0; i < 3; i++) {
      TextPart part = parts.get(i);
      assertEquals(0x40, part.esmClass());
      byte[] head = Arrays.copyOf(part.shortMessage(), 6);
      assertArrayEquals(new byte[] {5, 0, 3, (byte) 0xFE, 3, (byte) (i + 1)}, head);
    }
    assertEquals(159, parts.getFirst().shortMessage().length);
    assertEquals(7, parts.getLast().shortMessage().length);
  }

  @Test
  void a_16_bit_header_names_reference_total_and_place() {
    List<TextPart> parts = split("a".repeat(161), Segmentation.UDH_16, 0x1FE);
    byte[] head = Arrays.copyOf(parts.get(1).shortMessage(), 7);
    assertArrayEquals(new byte[] {6, 8, 4, 1, (byte) 0xFE, 2, 2}, head);
    assertEquals(159, parts.getFirst().shortMessage().length);
  }

  @Test
  void sar_parameters_leave_short_message_to_the_text() {
    List<TextPart> parts = split("a".repeat(161), Segmentation.SAR_TLV, 7);
    TextPart second = parts.get(1);
    assertEquals(0, second.esmClass());
    assertEquals("aaaaaaaa", DataCoding.GSM_7BIT.decode(second.shortMessage()));
    assertEquals(
        List.of(Tlv.SAR_MSG_REF_NUM, Tlv.SAR_TOTAL_SEGMENTS, Tlv.SAR_SEGMENT_SEQNUM),
        second.tlvs().stream().map(Tlv::tag).toList());
    assertArrayEquals(new byte[] {0, 7}, second.tlvs().get(0).value());
    assertArrayEquals(new byte[] {2}, second.tlvs().get(1).value());
    assertArrayEquals(new byte[] {2}, second.tlvs().get(2).value());
  }

  @Test
  void message_payload_carries_a_long_text_whole_and_a_short_one_not() {
    String text = "ж".repeat(200);
    List<TextPart> parts = split(text, Segmentation.MESSAGE_PAYLOAD, 7);
    assertEquals(1, parts.size());
    assertEquals(0, parts.getFirst().shortMessage().length);
    Tlv payload = parts.getFirst().tlvs().getFirst();
    assertEquals(Tlv.MESSAGE_PAYLOAD, payload.tag());
    assertEquals(text, DataCoding.UCS_2.decode(payload.value()));
    assertTrue(split("short", Segmentation.MESSAGE_PAYLOAD, 7).getFirst().tlvs().isEmpty());
  }

  @Test
  void an_escape_and_its_character_stay_in_one_segment() {
    List<TextPart> parts = split("a".repeat(152) + "€" + "b".repeat(20), Segmentation.UDH_8, 1);
    assertEquals(6 + 152, parts.get(0).shortMessage().length);
    assertEquals("€" + "b".repeat(20), textOf(parts.get(1)));
  }

  @Test
  void a_surrogate_pair_stays_in_one_segment() {
    List<TextPart> parts = split("ж".repeat(66) + "😀" + "ж".repeat(20), Segmentation.UDH_8, 1);
    assertEquals("ж".repeat(66), textOf(parts.get(0)));
    assertEquals("😀" + "ж".repeat(20), textOf(parts.get(1)));
  }

  @ParameterizedTest
  @EnumSource(Segmentation.class)
  void more_than_255_parts_are_refused(Segmentation segmentation) {
    int inParts = segmentation == Segmentation.UDH_16 ? 152 : 153;
    assertFalse(split("a".repeat(255 * inParts), segmentation, 1).isEmpty());
    assertTrue(split("a".repeat(255 * inParts + 1), segmentation, 1).isEmpty());
    assertEquals(
        256, Segmenter.segments("a".repeat(255 * inParts + 1), Encoding.AUTO, segmentation));
  }

  @Test
  void half_a_surrogate_pair_is_replaced_and_its_neighbours_stay() {
    TextPart part = split("a\uD83Db\uDE00c😀\uD83D", Segmentation.UDH_8, 1).getFirst();
    assertEquals("a\uFFFDb\uFFFDc😀\uFFFD", textOf(part));
  }

  @Test
  void the_empty_text_is_one_empty_segment() {
    assertEquals(1, Segmenter.segments("", Encoding.AUTO, Segmentation.UDH_8));
    assertEquals(0, split("", Segmentation.UDH_8, 1).getFirst().shortMessage().length);
  }

  @Test
  void what_is_printed_of_a_part_does_not_hold_the_text() {
    List<Object> printed = new ArrayList<>(split("secret 4711", Segmentation.UDH_8, 1));
    assertFalse(printed.toString().contains("4711"));
  }

  private static List<TextPart> split(String text, Segmentation segmentation, int reference) {
    return Segmenter.split(text, Encoding.AUTO, segmentation, reference);
  }

  private static String textOf(TextPart part) {
    int header = part.esmClass() == 0 ? 0 : part.shortMessage()[0] + 1;
    return DataCoding.of(part.dataCoding())
        .decode(part.shortMessage(), header, part.shortMessage().length);
  }
}
