package io.strowger.smpp.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.text.PartAssembly.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PartAssemblyTest {
  private static final String LONG_TEXT = "Code 123456. ".repeat(30);

  private final List<List<Integer>> abandoned = new ArrayList<>();
  private final PartAssembly<Integer> assembly =
      new PartAssembly<>(3, 2_000, 60_000, abandoned::add);

  private static List<ShortMessage> parts(String text, int reference) {
    return Segmenter.split(text, Encoding.AUTO, Segmentation.UDH_8, reference).stream()
        .map(Messages::of)
        .toList();
  }

  @Test
  void the_whole_comes_with_the_tags_of_all_its_parts() {
    List<ShortMessage> parts = parts(LONG_TEXT, 1);
    assertInstanceOf(Result.Waiting.class, assembly.accept(parts.get(2), 30, 0));
    assertInstanceOf(Result.Waiting.class, assembly.accept(parts.get(0), 10, 0));
    assertInstanceOf(Result.Waiting.class, assembly.accept(parts.get(2), 31, 0));
    assertEquals(
        new Result.Whole<>(LONG_TEXT, List.of(30, 10, 31, 20)),
        assembly.accept(parts.get(1), 20, 0));
    assertEquals(0, assembly.octetsHeld());
  }

  @Test
  void one_part_over_and_over_is_refused_at_last() {
    ShortMessage part = parts(LONG_TEXT, 1).getFirst();
    for (int i = 0; i < 5; i++) {
      assertInstanceOf(Result.Waiting.class, assembly.accept(part, i, 0));
    }
    assertInstanceOf(Result.Full.class, assembly.accept(part, 5, 0));
  }

  @Test
  void an_abandoned_message_gives_its_tags_back_once() {
    assembly.accept(parts(LONG_TEXT, 1).get(0), 1, 0);
    assembly.accept(parts(LONG_TEXT, 2).get(0), 2, 30_000);
    assembly.accept(parts(LONG_TEXT, 1).get(1), 3, 59_999);
    assembly.abandonOld(60_000);
    assertEquals(List.of(List.of(1, 3)), abandoned);
    assembly.abandonOld(90_000);
    assertEquals(List.of(List.of(1, 3), List.of(2)), abandoned);
    assertEquals(0, assembly.octetsHeld());
    assertEquals(2, assembly.abandoned());
  }

  @Test
  void a_reference_used_anew_gives_the_old_messages_tags_back() {
    assembly.accept(parts(LONG_TEXT, 1).get(0), 1, 0);
    assembly.accept(parts("Other. ".repeat(60), 1).get(0), 2, 0);
    assertEquals(List.of(List.of(1)), abandoned);
    assertEquals(1, assembly.waiting());
  }

  @Test
  void what_is_whole_by_itself_does_not_count_as_waiting() {
    ShortMessage one = parts("Code 1", 1).getFirst();
    assertEquals(new Result.Whole<>("Code 1", List.of(9)), assembly.accept(one, 9, 0));
    assertEquals(0, assembly.waiting());
  }
}
