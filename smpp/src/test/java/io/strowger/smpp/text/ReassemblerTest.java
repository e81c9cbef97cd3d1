package io.strowger.smpp.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.text.Reassembler.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReassemblerTest {
  private static final String LONG_TEXT =
      "Código 123456 €. " + "Не сообщайте никому 😀. ".repeat(9);

  private final Reassembler reassembler = new Reassembler(3, 2_000, 60_000);

  @Test
  void a_message_of_one_part_is_whole_at_once() {
    assertEquals(new Result.Whole("Code 1"), accept(parts("Code 1", 1).getFirst()));
    assertEquals(0, reassembler.waiting());
  }

  @ParameterizedTest
  @EnumSource(Segmentation.class)
  void every_way_of_segmentation_comes_together_again(Segmentation segmentation) {
    List<TextPart> parts = Segmenter.split(LONG_TEXT, Encoding.AUTO, segmentation, 300);
    Result last = new Result.Waiting();
    for (TextPart part : parts) {
      assertInstanceOf(Result.Waiting.class, last);
      last = accept(part);
    }
    assertEquals(new Result.Whole(LONG_TEXT), last);
  }

  @Test
  void parts_in_any_order_and_repeated_come_together_once() {
    for (int seed = 0; seed < 200; seed++) {
      List<TextPart> once = parts(LONG_TEXT, seed);
      List<TextPart> arrivals = new ArrayList<>(once);
      int total = once.size();
      arrivals.addAll(once);
      Collections.shuffle(arrivals, new Random(seed));
      Reassembler fresh = new Reassembler(3, 2_000, 60_000);
      int firstWhole = -1;
      for (int i = 0; i < arrivals.size() && firstWhole < 0; i++) {
        if (fresh.accept(Messages.of(arrivals.get(i)), 0) instanceof Result.Whole(String text)) {
          assertEquals(LONG_TEXT, text);
          firstWhole = i;
        }
      }
      assertFalse(firstWhole < total - 1, "whole before every part came, seed " + seed);
    }
  }

  @Test
  void messages_with_the_same_reference_to_two_phones_stay_apart() {
    List<TextPart> parts = parts(LONG_TEXT, 1);
    for (TextPart part : parts.subList(0, parts.size() - 1)) {
      accept(part);
      accept(part, "390000000002");
    }
    assertEquals(2, reassembler.waiting());
    assertEquals(new Result.Whole(LONG_TEXT), accept(parts.getLast(), "390000000002"));
    assertEquals(1, reassembler.waiting());
  }

  @Test
  void a_reference_used_anew_starts_a_new_message() {
    String other = "b".repeat(200);
    accept(parts("a".repeat(200), 1).get(0));
    assertEquals(new Result.Waiting(), accept(parts(other, 1).get(0)));
    assertEquals(new Result.Whole(other), accept(parts(other, 1).get(1)));
    assertEquals(1, reassembler.abandoned());
  }

  @Test
  void a_message_whose_part_never_comes_is_abandoned() {
    List<TextPart> parts = parts("a".repeat(200), 1);
    reassembler.accept(Messages.of(parts.get(0)), 1_000);
    Result late = reassembler.accept(Messages.of(parts.get(1)), 61_000);
    assertEquals(new Result.Waiting(), late);
    assertEquals(1, reassembler.abandoned());
  }

  @Test
  void a_part_beyond_the_bounds_is_refused_and_nothing_is_lost() {
    String text = "a".repeat(200);
    for (int reference = 1; reference <= 3; reference++) {
      accept(parts(text, reference).getFirst());
    }
    assertEquals(new Result.Full(), accept(parts(text, 4).getFirst()));
    assertEquals(new Result.Whole(text), accept(parts(text, 1).getLast()));
    assertEquals(new Result.Waiting(), accept(parts(text, 4).getFirst()));
  }

  @Test
  void octets_are_bounded_as_well() {
    Reassembler small = new Reassembler(100, 200, 60_000);
    List<TextPart> parts = parts("a".repeat(400), 1);
    assertEquals(new Result.Waiting(), small.accept(Messages.of(parts.get(0)), 0));
    assertEquals(new Result.Full(), small.accept(Messages.of(parts.get(1)), 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"050003010203", "05000301020061", "0500030100FF61", "0500", "FF", "000061"})
  void a_header_that_makes_no_sense_leaves_a_whole_message(String hex) {
    byte[] octets = HexFormat.of().parseHex(hex);
    TextPart part = new TextPart(0x40, 0, octets, List.of());
    assertInstanceOf(Result.Whole.class, accept(part));
  }

  @Test
  void a_character_split_between_parts_by_another_sender_is_whole_again() {
    byte[] first = {5, 0, 3, 9, 2, 1, 0x00, 0x41, (byte) 0xD8, 0x3D};
    byte[] second = {5, 0, 3, 9, 2, 2, (byte) 0xDE, 0x00};
    accept(new TextPart(0x40, 8, first, List.of()));
    assertEquals(new Result.Whole("A😀"), accept(new TextPart(0x40, 8, second, List.of())));
  }

  private Result accept(TextPart part) {
    return reassembler.accept(Messages.of(part), 0);
  }

  private Result accept(TextPart part, String destination) {
    ShortMessage message = Messages.of(part, new Address(1, 1, destination));
    return reassembler.accept(message, 0);
  }

  private static List<TextPart> parts(String text, int reference) {
    return Segmenter.split(text, Encoding.AUTO, Segmentation.UDH_8, reference);
  }
}
