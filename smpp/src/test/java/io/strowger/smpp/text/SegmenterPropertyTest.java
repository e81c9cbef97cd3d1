package io.strowger.smpp.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.text.Reassembler.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random texts of every mixture of alphabets, from fixed seeds. */
final class SegmenterPropertyTest {
  private static final List<Encoding> ENCODINGS = List.of(Encoding.values());
  private static final List<Segmentation> SEGMENTATIONS = List.of(Segmentation.values());
  private static final String[] ALPHABETS = {
    "abcdefghij 0123456789", "€[]{}~^|\\", "@£$¥èéù\nΔ_ΦΓ", "çãõñúêâÿ«»", "жщыñ漢字ひら", "😀🚀𝕏🏳"
  };

  @Test
  void every_text_arrives_as_it_was_sent() {
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      String text = text(random);
      Encoding encoding = ENCODINGS.get(random.nextInt(3));
      Segmentation segmentation = SEGMENTATIONS.get(random.nextInt(4));
      List<TextPart> parts = Segmenter.split(text, encoding, segmentation, random.nextInt());
      holdsItsBounds(parts, "seed " + seed);
      if (segmentation != Segmentation.MESSAGE_PAYLOAD) {
        assertEquals(
            parts.size(), Segmenter.segments(text, encoding, segmentation), "seed " + seed);
      }
      assertEquals(text, arrived(parts, random), "seed " + seed);
    }
  }

  private static void holdsItsBounds(List<TextPart> parts, String seed) {
    for (TextPart part : parts) {
      int header = part.esmClass() == 0 ? 0 : part.shortMessage()[0] + 1;
      int octets = part.shortMessage().length - header;
      boolean septets = DataCoding.of(part.dataCoding()) == DataCoding.GSM_7BIT;
      int onAir = header + (septets ? (octets * 7 + 7) / 8 : octets);
      assertTrue(onAir <= 140, seed);
      if (septets && octets > 0) {
        assertTrue(part.shortMessage()[part.shortMessage().length - 1] != 0x1B, seed);
      }
    }
  }

  private static String arrived(List<TextPart> parts, Random random) {
    List<TextPart> shuffled = new ArrayList<>(parts);
    Collections.shuffle(shuffled, random);
    Reassembler reassembler = new Reassembler(1, 100_000, 1_000);
    for (TextPart part : shuffled) {
      if (reassembler.accept(Messages.of(part), 0) instanceof Result.Whole(String text)) {
        return text;
      }
    }
    return "never complete";
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int alphabets = 1 + random.nextInt(ALPHABETS.length);
    int length = random.nextInt(random.nextBoolean() ? 60 : 600);
    while (text.length() < length) {
      String alphabet = ALPHABETS[random.nextInt(alphabets)];
      int[] characters = alphabet.codePoints().toArray();
      for (int i = random.nextInt(80); i >= 0; i--) {
        text.appendCodePoint(characters[random.nextInt(characters.length)]);
      }
    }
    return text.toString();
  }
}
